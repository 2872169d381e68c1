// What differs between two bodies: where, what stood, what stands.
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';
import { type Change, cellChanges } from './cell-changes.ts';
import { partWords, placeWords } from './words-of.ts';

export function Changes({ items, bodies, none }: { items: Change[]; bodies: unknown[]; none: string }): ReactNode {
  const { t, language } = useWords();
  /** A cell that looks at nothing. */
  const said = (value: unknown): string => (value === '-' ? t('tables.any') : partWords(value, t, language));
  if (items.length === 0) return <p className="quiet">{none}</p>;
  return (
    <ul className="content-changes">
      {cellChanges(items, bodies, language).map(({ path, head, before, after }) => {
        const added = before === undefined;
        const gone = after === undefined;
        return (
          <li key={`${path} ${head ?? ''}`} className={added ? 'is-added' : gone ? 'is-gone' : ''}>
            <span>
              {placeWords(path, [...bodies, ...(gone ? [wrap(path, before)] : [])], t, language)}
              {head !== undefined && ` · ${head}`}
            </span>
            {!added && <s>{said(before)}</s>}
            {!added && !gone && <ArrowRight size={12} strokeWidth={1.75} aria-label={t('reg.became')} />}
            {!gone && <strong>{said(after)}</strong>}
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
