// What differs between two bodies: where, what stood, what stands.
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';
import { partWords, placeWords } from './words-of.ts';

type Change = { path: string; before?: unknown; after?: unknown };

export function Changes({ items, bodies, none }: { items: Change[]; bodies: unknown[]; none: string }): ReactNode {
  const { t, language } = useWords();
  if (items.length === 0) return <p className="quiet">{none}</p>;
  return (
    <ul className="content-changes">
      {items.map(({ path, before, after }) => {
        const added = before === undefined;
        const gone = after === undefined;
        return (
          <li key={path} className={added ? 'is-added' : gone ? 'is-gone' : ''}>
            <span>{placeWords(path, [...bodies, ...(gone ? [wrap(path, before)] : [])], t, language)}</span>
            {!added && <s>{partWords(before, t, language)}</s>}
            {!added && !gone && <ArrowRight size={12} strokeWidth={1.75} aria-label={t('reg.became')} />}
            {!gone && <strong>{partWords(after, t, language)}</strong>}
          </li>
        );
      })}
    </ul>
  );
}

/** What is gone stands in no body any more: `fields.price` as a body of its own, so that it has its name. */
function wrap(path: string, value: unknown): unknown {
  const [list, id, ...rest] = path.split('.');
  return rest.length === 0 && list && id && typeof value === 'object' ? { [list]: [value] } : undefined;
}
