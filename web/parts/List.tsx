// One part for all lists: what is shown while it loads, fails, is empty or has more; columns as data, rows that open, several chosen at once.
import { Checkbox } from 'antd';
import { type MouseEvent, type ReactNode, useRef } from 'react';
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
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
};

export type Column<Item> = {
  id: string;
  head: string;
  cell: (item: Item) => ReactNode;
  /** Verbs: what the head says is only for those who cannot see it. */
  unseen?: boolean;
  className?: string;
  /** Given up when the window gets narrow; on a phone, where rows are cards, all are back. */
  gives?: 1 | 2;
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
  return (
    <>
      <Shown query={rows} skeleton={skeleton}>
        {(items) =>
          items.length === 0 ? empty : 'children' in how ? how.children(items) : <Table items={items} {...how} />
        }
      </Shown>
      {rows.fetchNextPage && <More query={rows} />}
    </>
  );
}

const CONTROLS = 'a, button, input, label, .ant-checkbox-wrapper';
const WAY_IN = 'td:not(.is-check) :is(a, button)';

function Table<Item>({
  items,
  idOf,
  columns,
  opens,
  keys,
  isAt,
  isOff,
  choice,
}: TableProps<Item> & { items: Item[] }): ReactNode {
  const { t } = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const rowOf = (id: string): HTMLElement | undefined =>
    [...(body.current?.rows ?? [])].find((row) => row.dataset.id === id);
  useListKeys({
    order: keys ? items.map(idOf) : [],
    at: () => document.activeElement?.closest('tr')?.dataset.id,
    onAt: (id) => rowOf(id)?.querySelector<HTMLElement>(WAY_IN)?.focus(),
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
              <th key={column.id} scope="col" className={look(column)}>
                {column.unseen ? <span className="unseen">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map((item) => {
            const id = idOf(item);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the link or button in the row is for the keyboard
              <tr
                key={id}
                data-id={id}
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
        </tbody>
      </table>
    </>
  );
}
