// A record in a tree: how deep it stands, and opening or closing what is below it. Of a search, what leads to a hit stands above it, pale.
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RecordItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { MOST_OPEN } from './address.ts';
import type { Tree } from './shown.ts';

const WAY = 'way/';
/** It is no hit itself. */
export const isOnWay = ({ id }: Pick<RecordItem, 'id'>): boolean => id.startsWith(WAY);

/** Hits in the order of the tree, each after what it stands under. */
export function withWays(hits: RecordItem[] | undefined): RecordItem[] | undefined {
  const shown = new Set(hits?.map(({ key }) => key));
  return hits?.flatMap((hit) => {
    const above = (hit.way ?? []).map(
      ({ key, title }, at): RecordItem => ({
        ...hit,
        id: `${WAY}${key}`,
        key,
        title,
        values: {},
        way: hit.way?.slice(0, at),
        below: 0,
      }),
    );
    const fresh = above.filter(({ key }) => !shown.has(key));
    for (const { key } of fresh) shown.add(key);
    return [...fresh, hit];
  });
}

type Props = { tree: Tree | undefined; record: RecordItem; children: ReactNode };

export function TreePlace({ tree, record, children }: Props): ReactNode {
  const { t } = useWords();
  if (!tree) return children;
  const { key, title, way = [], below = 0 } = record;
  const isOpen = tree.open?.has(key) === true;
  const turn = (): void => {
    const others = [...(tree.open ?? [])].filter((one) => one !== key);
    tree.onOpen(isOpen ? others : [...others, key].slice(-MOST_OPEN));
  };
  return (
    <span className={`tree-place ${isOnWay(record) ? 'is-way' : ''}`} style={{ paddingInlineStart: way.length * 22 }}>
      {tree.open && below > 0 ? (
        <button
          type="button"
          className={`tree-turn ${isOpen ? 'is-open' : ''}`}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'reg.tree.close' : 'reg.tree.open', { title, count: below })}
          onClick={turn}
        >
          <ChevronRight size={15} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : (
        <span className="tree-turn" />
      )}
      {children}
      {tree.open && below > 0 && !isOpen && <small className="quiet tree-count">{below}</small>}
    </span>
  );
}
