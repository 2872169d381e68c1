// What lists of records ask, as predicates: by slots, balances, branches of a tree, and who sees which rows.
import { type Beside, isBeside, meant, type When } from '../records/filters.ts';
import { type Filter, fieldOf, otherField, type Register, type Sort } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import { inSlot, type Slot, slotsOf } from '../records/slots.ts';
import type { Sql, Transaction } from './connect.ts';
import { BETWEEN } from './places.ts';

/** As a predicate on `record r`. */
export const seesRow = (sql: Sql | Transaction, seen: Rows) => {
  if (seen.rows === 'all') return sql`true`;
  if (seen.rows === 'own') return sql`r.owner = ${seen.person}`;
  return sql`(r.owner = ${seen.person} or r.department = any(${seen.departments}))`;
};

/** Of a list in the order of a balance, `id` is the place of that. */
export type Position = { value: string | number | null; id: string };
export type RecordQuery = {
  where: Filter[];
  sort?: Sort | undefined;
  q?: string | undefined;
  store?: string | string[] | undefined;
  archived?: boolean | undefined;
  after?: Position | undefined;
  limit: number;
  /** Of a tree: only what is at the top, and right below these, as far as all above them is open too. */
  open?: string[] | undefined;
} & When;
export class NotFindable extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`${field} has no slot`);
    this.field = field;
  }
}

const OWN: Record<Beside, string> = {
  title: 'title',
  key: 'key',
  owner: 'owner',
  department: 'department',
  updated: 'updated_at',
  tree: 'path',
};
/** The column that holds a field, for filter and sort. @throws NotFindable */
export function columnOf(
  register: Register,
  field: string,
): { column: string; slot?: Slot; balance?: { ledger: string; measure: string } } {
  const slot = slotsOf(register).get(field);
  if (slot) return { column: slot, slot };
  const by = register.fields.find(({ id }) => id === field)?.by;
  if (by?.who === 'ledger') return { column: 'balance', balance: { ledger: by.ledger, measure: by.measure } };
  if (isBeside(field)) return { column: OWN[field] };
  throw new NotFindable(field);
}

/** A record of a tree, or one below it: of the tree itself by its way, of what names one by the keys of the branch. */
function underSql(sql: Sql | Transaction, register: Register, { field: id, value }: Filter) {
  const field = fieldOf(register, id);
  if (field?.type !== 'record' || field.many) throw new NotFindable(id);
  // The branch is read first, once, of whichever store: everything from the way to its top up to that way with a blank, for what comes next
  // is smaller than a blank.
  const branch = (what: 'id' | 'key') => sql`any(array(
    select t.${sql(what)} from record top
      join record t on t.register = top.register and t.store = top.store and t.path >= top.path and t.path < top.path || ' '
    where top.register = ${field.register} and top.key = ${String(value)} and top.path is not null))`;
  if (id === register.parentField) return sql`r.id = ${branch('id')}`;
  return sql`r.${sql(columnOf(register, id).column)} = ${branch('key')}`;
}

function filterSql(
  sql: Sql | Transaction,
  register: Register,
  filter: Filter,
  query: When,
  held?: ReturnType<Sql | Transaction>,
) {
  if (filter.is === 'under') return underSql(sql, register, filter);
  const { column, slot, balance } = columnOf(register, filter.field);
  const left = balance
    ? (held ??
      sql`coalesce((select b.value from balance b where b.place = concat_ws(${BETWEEN}, ${balance.ledger}::text, r.store, r.key, ${balance.measure}::text)), 0)`)
    : sql`r.${sql(column)}`;
  const literal = (value: string | number | boolean) => {
    const said = meant(value, query);
    if (balance) return Number(said);
    return slot ? inSlot(slot, said) : String(said);
  };
  const { is, value } = filter;
  if (is === 'empty') return sql`${left} is null`;
  if (is === 'filled') return sql`${left} is not null`;
  if (value === undefined) return sql`false`;
  if (is === 'in') return sql`${left} = any(${(Array.isArray(value) ? value : [value]).map(literal) as string[]})`;
  const other = otherField(value);
  const beside = other === undefined ? undefined : slotsOf(register).get(other);
  // What is of another kind, or has no slot, cannot be held against it: nothing is found, rather than all.
  if (other !== undefined && beside?.[0] !== (balance ? 'n' : slot?.[0])) return sql`false`;
  const right = beside ? sql`r.${sql(beside)}` : literal(Array.isArray(value) ? (value[0] ?? '') : value);
  switch (is) {
    case '=':
      return sql`${left} = ${right}`;
    case '<':
      return sql`${left} < ${right}`;
    case '<=':
      return sql`${left} <= ${right}`;
    case '>':
      return sql`${left} > ${right}`;
    default:
      return sql`${left} >= ${right}`;
  }
}

/** All that a query asks but its search. */
export const conditions = (
  sql: Sql | Transaction,
  register: Register,
  seen: Rows,
  query: Omit<RecordQuery, 'limit' | 'after' | 'q'>,
) =>
  query.where.reduce(
    (all, filter) => sql`${all} and ${filterSql(sql, register, filter, query)}`,
    sql`r.register = ${register.key} and r.archived = ${query.archived ?? false} and ${seesRow(sql, seen)}
      ${query.store === undefined ? sql`` : sql`and r.store = any(${[query.store].flat()})`}
      ${query.open === undefined ? sql`` : sql`and r.parent = any(${['', ...query.open]}) and (string_to_array(r.path, ${BETWEEN}))[2:cardinality(string_to_array(r.path, ${BETWEEN})) - 1] <@ ${query.open}::text[]`}`,
  );

/** What a query asks of the balance whose order it wants, of the walk over `balance b` itself. */
export const ofBalance = (sql: Sql | Transaction, register: Register, query: RecordQuery) =>
  query.where
    .filter(({ field }) => field === query.sort?.field)
    .reduce((all, filter) => sql`${all} and ${filterSql(sql, register, filter, query, sql`b.value`)}`, sql``);
