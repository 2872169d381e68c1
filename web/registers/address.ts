// What the address of a grid says: which view, and where somebody has gone on from it.
import { type Filter, ownSort, type Register, type Sort, type View } from '../../records/register.ts';

export type GridSearch = {
  /** Which view: a key of the register's, or the id of a saved one. */
  tab?: string | undefined;
  q?: string | undefined;
  /** In place of the view's own. */
  where?: Filter[] | undefined;
  /** `-safety`: from high to low. */
  sort?: string | undefined;
  columns?: string[] | undefined;
  archived?: boolean | undefined;
  /** Of a tree: keys of what is open. */
  open?: string[] | undefined;
  /** Rows of one store only. */
  store?: string | undefined;
  /** Whose pane is open, and of which store it is. */
  record?: string | undefined;
  of?: string | undefined;
  /** A month of a calendar, `2026-11`. */
  month?: string | undefined;
};

const OPERATORS: Filter['is'][] = ['=', 'in', 'under', '<', '<=', '>', '>=', 'empty', 'filled'];
/** So many branches are open at once. */
export const MOST_OPEN = 500;
const isFilter = (given: unknown): given is Filter =>
  typeof given === 'object' &&
  given !== null &&
  'field' in given &&
  typeof given.field === 'string' &&
  'is' in given &&
  OPERATORS.includes(given.is as Filter['is']);

export function readGridSearch(given: Record<string, unknown>): GridSearch {
  const text = (name: string): string | undefined => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
  };
  const { where, columns, open } = given;
  const texts = (list: unknown): string[] | undefined =>
    Array.isArray(list)
      ? list.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? String(one) : []))
      : undefined;
  return {
    ...(text('tab') && { tab: text('tab') }),
    ...(text('q') && { q: text('q') }),
    ...(Array.isArray(where) && { where: where.filter(isFilter).slice(0, 8) }),
    ...(text('sort') && { sort: text('sort') }),
    ...(Array.isArray(columns) && { columns: columns.filter((one) => typeof one === 'string') }),
    ...(given.archived === true && { archived: true }),
    ...(texts(open) && { open: texts(open)?.slice(0, MOST_OPEN) }),
    ...(text('store') && { store: text('store') }),
    ...(text('record') && { record: text('record') }),
    ...(text('of') && { of: text('of') }),
    ...(text('month') && { month: text('month') }),
  };
}

export const readSort = (written: string | undefined): Sort | undefined =>
  written === undefined
    ? undefined
    : written.startsWith('-')
      ? { field: written.slice(1), down: true }
      : { field: written, down: false };
export const writeSort = (sort: Sort | undefined): string | undefined => sort && `${sort.down ? '-' : ''}${sort.field}`;

/** One that still lacks its value filters nothing. */
export const isWhole = ({ is, value }: Filter): boolean =>
  is === 'empty' ||
  is === 'filled' ||
  (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0));

/** The view as somebody has changed it in the address; what neither orders comes in the register's own order. */
export const asLooked = (register: Pick<Register, 'kind' | 'sort'>, view: View, search: GridSearch): View => ({
  ...view,
  where: search.where ?? view.where,
  sort: readSort(search.sort) ?? view.sort ?? ownSort(register),
  columns: search.columns ?? view.columns,
});
export const isChanged = ({ where, sort, columns }: GridSearch): boolean =>
  where !== undefined || sort !== undefined || columns !== undefined;
