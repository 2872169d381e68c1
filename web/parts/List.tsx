// One part for all lists: what is shown while it loads, fails, is empty or has more; columns as data, rows that open, several chosen at once.
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { AsOf } from '../offline/AsOf.tsx';
import { useWords } from '../words/useWords.ts';
import { More } from './More.tsx';
import { Shown } from './Shown.tsx';
import { Skeleton } from './Skeleton.tsx';
import { useChosen } from './useChosen.ts';
import { useListKeys } from './useListKeys.ts';
import './list.css';

export type Rows<Item> = {
  data: Item[] | undefined;
  isError: boolean;
  /** When they were read, by this machine's clock; 0: not yet. */
  dataUpdatedAt?: number;
  /** Rows of what was asked before, while those of now are on their way. */
  isPlaceholderData?: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetching?: boolean;
  isFetchingNextPage?: boolean;
  isFetchNextPageError?: boolean;
  fetchNextPage?: () => unknown;
};

export type Column<Item> = {
  id: string;
  head: string;
  /** Beside the head: why nobody types here. */
  mark?: ReactNode;
  cell: (item: Item) => ReactNode;
  /** Verbs: what the head says is only for those who cannot see it. */
  unseen?: boolean;
  className?: string;
  /** Given up when the window gets narrow; on a phone, where rows are cards, all are back. */
  gives?: 1 | 2;
  /** The head sorts by it. */
  sort?: { at: 'up' | 'down' | undefined; onSort: () => void } | undefined;
};

type Choice<Item> = {
  name: (item: Item) => string;
  may?: (item: Item) => boolean;
  /** So many can be acted on at once. */
  most: number;
  bar: (chosen: Item[], none: () => void) => ReactNode;
};

type TableProps<Item> = {
  idOf: (item: Item) => string;
  columns: Column<Item>[];
  /** A click anywhere in a row is one on its first link or button. */
  opens?: boolean;
  /** J and K go from row to row: for the one list of a page. */
  keys?: boolean;
  isAt?: (item: Item) => boolean;
  isOff?: (item: Item) => boolean;
  choice?: Choice<Item>;
  /** Thousands of rows of about this height: only those in sight are in the document. */
  rowHeight?: number;
  /** J or K have gone here. */
  onAt?: (item: Item) => void;
  /** E in a row. */
  onEdit?: (item: Item) => void;
};
type Props<Item> = { rows: Rows<Item>; empty: ReactNode; skeleton?: ReactNode } & (
  | TableProps<Item>
  /** Rows of another shape. */
  | { children: (items: Item[]) => ReactNode }
);

export function List<Item>({
  rows,
  empty,
  skeleton = <Skeleton rows={8} lines={[92]} height={40} />,
  ...how
}: Props<Item>): ReactNode {
  const isOlder = rows.isPlaceholderData === true;
  return (
    <>
      <AsOf at={rows.dataUpdatedAt ?? 0} />
      <Shown query={rows} skeleton={skeleton}>
        {(items) => (
          <div className={`list-body ${isOlder ? 'is-older' : ''}`} aria-busy={isOlder}>
            {items.length === 0 ? empty : 'children' in how ? how.children(items) : <Table items={items} {...how} />}
          </div>
        )}
      </Shown>
      {rows.fetchNextPage && <More query={rows} />}
    </>
  );
}

const CONTROLS = 'a, button, input, label, .ant-checkbox-wrapper';
/** What only opens what is below leads nowhere. */
const WAY_IN = 'td:not(.is-check) :is(a, button:not([aria-expanded]))';

function Table<Item>({
  items,
  idOf,
  columns,
  opens,
  keys,
  isAt,
  isOff,
  choice,
  rowHeight,
  onAt,
  onEdit,
}: TableProps<Item> & { items: Item[] }): ReactNode {
  const { t } = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const sight = useSight(body, items.length, rowHeight);
  const rowOf = (id: string): HTMLElement | undefined =>
    [...(body.current?.rows ?? [])].find((row) => row.dataset.id === id);
  const byId = (id: string): Item | undefined => items.find((item) => idOf(item) === id);
  useListKeys({
    order: () => (keys ? items.map(idOf) : []),
    at: () => {
      const here = isAt && items.find(isAt);
      return document.activeElement?.closest('tr')?.dataset.id ?? (here && idOf(here));
    },
    onAt: (id) => {
      sight.show(items.findIndex((item) => idOf(item) === id));
      const focus = () => rowOf(id)?.querySelector<HTMLElement>(WAY_IN)?.focus();
      if (rowOf(id)) focus();
      else setTimeout(focus, 50);
      const item = byId(id);
      if (item) onAt?.(item);
    },
    others: {
      ...(onEdit && {
        e: (id: string) => {
          const item = byId(id);
          if (item) onEdit(item);
        },
      }),
      ...(choice && { ' ': (id: string) => rowOf(id) && chosen.put(id, !chosen.has(id)) }),
    },
  });
  const chosen = useChosen(choice ? items.filter(choice.may ?? (() => true)).map(idOf) : [], choice?.most ?? 0);
  const open = ({ target, currentTarget }: MouseEvent<HTMLElement>): void => {
    if (!(target as Element).closest(CONTROLS)) currentTarget.querySelector<HTMLElement>(WAY_IN)?.click();
  };
  const look = (column: Column<Item>): string =>
    [column.className, column.gives && `opt-${column.gives}`, column === columns[0] && 'is-first']
      .filter(Boolean)
      .join(' ');
  return (
    <>
      {choice &&
        chosen.ids.length > 0 &&
        choice.bar(
          items.filter((item) => chosen.has(idOf(item))),
          () => chosen.set([]),
        )}
      <table className={`table list ${opens ? 'is-opening' : ''}`}>
        <thead>
          <tr>
            {choice && (
              <th scope="col" className="is-check">
                {chosen.all.length > 0 && (
                  <Checkbox
                    aria-label={t('inbox.all')}
                    checked={chosen.ids.length >= chosen.all.length}
                    indeterminate={chosen.ids.length > 0 && chosen.ids.length < chosen.all.length}
                    onChange={({ target }) => chosen.set(target.checked ? chosen.all : [])}
                  >
                    <span className="list-all">{t('inbox.all')}</span>
                  </Checkbox>
                )}
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={look(column)}
                aria-sort={column.sort?.at && (column.sort.at === 'up' ? 'ascending' : 'descending')}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {sight.above > 0 && <Gap height={sight.above} />}
          {sight.rows.map((index) => {
            const item = items[index] as Item;
            const id = idOf(item);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the link or button in the row is for the keyboard
              <tr
                key={id}
                data-id={id}
                data-index={index}
                ref={sight.measure}
                className={`${isAt?.(item) ? 'is-here' : ''} ${isOff?.(item) ? 'is-off' : ''}`}
                onClick={opens ? open : undefined}
              >
                {choice && (
                  <td className="is-check">
                    {(choice.may?.(item) ?? true) && (
                      <Checkbox
                        aria-label={choice.name(item)}
                        checked={chosen.has(id)}
                        onChange={({ target }) => chosen.put(id, target.checked)}
                      />
                    )}
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.id} className={look(column)} data-head={column.unseen ? undefined : column.head}>
                    {column.cell(item)}
                  </td>
                ))}
              </tr>
            );
          })}
          {sight.below > 0 && <Gap height={sight.below} />}
        </tbody>
      </table>
    </>
  );
}

function Head<Item>({ column }: { column: Column<Item> }): ReactNode {
  const { head, unseen, sort, mark } = column;
  if (unseen) return <span className="unseen">{head}</span>;
  if (!sort)
    return (
      <>
        {head} {mark}
      </>
    );
  const Arrow = sort.at === 'down' ? ArrowDown : ArrowUp;
  return (
    <button type="button" className={`list-sort ${sort.at ? 'is-at' : ''}`} onClick={sort.onSort}>
      {head} {mark}
      <Arrow size={13} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

const Gap = ({ height }: { height: number }): ReactNode => (
  <tr className="list-gap" style={{ height }}>
    <td />
  </tr>
);

/** What scrolls the list: the nearest that may. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let one = element?.parentElement ?? null; one; one = one.parentElement)
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  return null;
}

type Sight = {
  rows: number[];
  above: number;
  below: number;
  measure: ((row: HTMLElement | null) => void) | undefined;
  show: (index: number) => void;
};

/** Which rows are in the document: all, or those in sight and some around them. */
function useSight(body: { current: HTMLElement | null }, count: number, rowHeight: number | undefined): Sight {
  const [margin, setMargin] = useState(0);
  const virtual = useVirtualizer({
    count,
    enabled: rowHeight !== undefined,
    getScrollElement: () => scrollerOf(body.current),
    estimateSize: () => rowHeight ?? 40,
    overscan: 10,
    scrollMargin: margin,
  });
  useLayoutEffect(() => {
    const scroller = rowHeight === undefined ? null : scrollerOf(body.current);
    if (!scroller || !body.current) return;
    const top = body.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    setMargin(Math.round(top));
  }, [body, rowHeight]);
  if (rowHeight === undefined)
    return { rows: [...Array(count).keys()], above: 0, below: 0, measure: undefined, show: () => {} };
  const seen = virtual.getVirtualItems();
  return {
    rows: seen.map(({ index }) => index),
    above: seen[0] ? seen[0].start - margin : 0,
    below: virtual.getTotalSize() - ((seen.at(-1)?.end ?? margin) - margin),
    measure: virtual.measureElement,
    show: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
