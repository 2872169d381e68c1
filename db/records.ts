// Records of registers: read by key or by what lists ask for, written with their history in one statement.
import { randomUUID } from 'node:crypto';
import type { Variables } from '../feel/value.ts';
import { type Filter, otherField, type Register, type Sort } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import { inSlot, type Slot, slotsOf, slotted } from '../records/slots.ts';
import { DEEPEST, isTree, parentIn, type TreeFault } from '../records/tree.ts';
import type { Sql, Transaction } from './connect.ts';
import { BETWEEN, placeOf } from './places.ts';
import { gramsOf, hasTerms, normal, piecesOf, termsOf } from './search.ts';

export type RecordRow = {
  id: string;
  key: string;
  store: string;
  title: string;
  rev: number;
  values: Variables;
  owner: string | null;
  department: string | null;
  archived: boolean;
  updatedAt: number;
  /** Of a tree: store and keys from the top down to it, as one text. */
  path: string | null;
};
const columns = (sql: Sql | Transaction) =>
  sql`r.id, r.key, r.store, r.title, r.rev, r.body as values, r.owner, r.department, r.archived, r.updated_at as "updatedAt", r.path`;

export async function recordById(sql: Sql, register: string, id: string): Promise<RecordRow | undefined> {
  const [row] = await sql<
    RecordRow[]
  >`select ${columns(sql)} from record r where r.register = ${register} and r.id = ${id}`;
  return row;
}
export async function recordByKey(
  sql: Sql | Transaction,
  register: string,
  key: string,
  store = '',
): Promise<RecordRow | undefined> {
  // One that was merged into another is found as that.
  const [row] = await sql<RecordRow[]>`
    select ${columns(sql)} from record o join record r on r.id = coalesce(o.merged_into, o.id) where o.place = ${placeOf(register, store, key)}`;
  return row;
}
/** Those of the keys that no record bears. */
export async function keysUnknown(
  sql: Sql | Transaction,
  register: string,
  keys: string[],
  store = '',
): Promise<string[]> {
  const places = keys.map((key) => placeOf(register, store, key));
  const rows = await sql<{ place: string }[]>`select place from record where place = any(${places})`;
  const known = new Set(rows.map(({ place }) => place));
  return keys.filter((_, at) => !known.has(places[at] as string));
}
export const recordsByKeys = (
  sql: Sql | Transaction,
  register: string,
  keys: string[],
  store = '',
): Promise<(RecordRow & { asked: string })[]> =>
  sql<(RecordRow & { asked: string })[]>`
    select ${columns(sql)}, o.key as asked from record o join record r on r.id = coalesce(o.merged_into, o.id)
    where o.place = any(${keys.map((key) => placeOf(register, store, key))})`;

/** By what lists call them: of each name the first few. */
export const recordsCalled = (
  sql: Sql | Transaction,
  register: string,
  names: string[],
  store = '',
): Promise<(RecordRow & { asked: string })[]> =>
  names.length === 0
    ? Promise.resolve([])
    : sql<(RecordRow & { asked: string })[]>`
        select r.*, n.name as asked from unnest(${[...new Set(names)]}::text[]) n(name) cross join lateral (
          select ${columns(sql)} from record r
          where r.register = ${register} and r.title = n.name and r.store = ${store} and not r.archived order by r.title, r.id limit 5) r`;

/** What keys of records are called now, of those that were merged into others. */
export async function survivorsOf(
  sql: Sql | Transaction,
  register: string,
  keys: string[],
  store = '',
): Promise<Map<string, string>> {
  const rows = await sql<{ key: string; now: string }[]>`
    select o.key, r.key as now from record o join record r on r.id = o.merged_into
    where o.place = any(${keys.map((key) => placeOf(register, store, key))})`;
  return new Map(rows.map(({ key, now }) => [key, now]));
}

/**
 * One writer of keys and trees a register, as in put_records. Whoever holds rows before he writes them asks for it first: else he and a
 * writer wait for each other.
 */
export const holdRegister = async (tx: Transaction, register: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`record/${register}`}, 2))`;
};

/** Held until the transaction ends. */
export const recordsByIds = (tx: Transaction, register: string, ids: string[]): Promise<RecordRow[]> =>
  tx<RecordRow[]>`
    select ${columns(tx)} from record r where r.register = ${register} and r.id = any(${ids}) order by r.id for update of r`;

/** Of a register in the order of their ids, held until the transaction ends; what was merged into others is left out. */
export const recordsAfter = (tx: Transaction, register: string, after: string, limit: number): Promise<RecordRow[]> =>
  tx<RecordRow[]>`
    select ${columns(tx)} from record r where r.register = ${register} and r.id > ${after} and r.merged_into is null
    order by r.id limit ${limit} for update of r`;

/** Unique values that stand, by place: whose they are. */
export async function takenPlaces(
  sql: Sql | Transaction,
  places: string[],
): Promise<Map<string, { id: string; key: string }>> {
  const rows = await sql<{ place: string; id: string; key: string }[]>`
    select u.place, u.id, r.key from record_unique u join record r on r.id = u.id where u.place = any(${places})`;
  return new Map(rows.map(({ place, id, key }) => [place, { id, key }]));
}

/** As a predicate on `record r`. */
export const seesRow = (sql: Sql | Transaction, seen: Rows) => {
  if (seen.rows === 'all') return sql`true`;
  if (seen.rows === 'own') return sql`r.owner = ${seen.person}`;
  return sql`(r.owner = ${seen.person} or r.department = any(${seen.departments}))`;
};

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
  /** Shop day, for `@today`; person, for `@me`. */
  today: string;
  me: string;
};
export class NotFindable extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`${field} has no slot`);
    this.field = field;
  }
}

const OWN = new Map([
  ['title', 'title'],
  ['key', 'key'],
  ['owner', 'owner'],
  ['department', 'department'],
  ['updated', 'updated_at'],
  ['tree', 'path'],
]);
/** The column that holds a field, for filter and sort. @throws NotFindable */
function columnOf(
  register: Register,
  field: string,
): { column: string; slot?: Slot; balance?: { ledger: string; measure: string } } {
  const slot = slotsOf(register).get(field);
  if (slot) return { column: slot, slot };
  const by = register.fields.find(({ id }) => id === field)?.by;
  if (by?.who === 'ledger') return { column: 'balance', balance: { ledger: by.ledger, measure: by.measure } };
  const own = OWN.get(field);
  if (own) return { column: own };
  throw new NotFindable(field);
}

const DAY_MS = 86_400_000;
function meant(
  value: string | number | boolean,
  { today, me }: Pick<RecordQuery, 'today' | 'me'>,
): string | number | boolean {
  if (value === '@me') return me;
  const day = /^@today(?:([+-]\d{1,4}))?$/.exec(String(value));
  return day
    ? new Date(Date.parse(`${today}T00:00:00Z`) + Number(day[1] ?? 0) * DAY_MS).toISOString().slice(0, 10)
    : value;
}

/** A record of a tree, or one below it: of the tree itself by its way, of what names one by the keys of the branch. */
function underSql(sql: Sql | Transaction, register: Register, { field: id, value }: Filter) {
  const field = register.fields.find((one) => one.id === id);
  if (field?.type !== 'record' || field.many) throw new NotFindable(id);
  // Everything between the way to it and that way with a blank: what comes next is smaller than a blank.
  const branch = (alias: string, of: string) => {
    const top = sql`(select top.path from record top where top.place = concat_ws(${BETWEEN}, ${of}::text, r.store, ${String(value)}::text))`;
    return sql`${sql(alias)}.path >= ${top} and ${sql(alias)}.path < ${top} || ' '`;
  };
  if (id === register.parentField) return branch('r', register.key);
  const { column } = columnOf(register, id);
  return sql`r.${sql(column)} in (select t.key from record t where t.register = ${field.register} and ${branch('t', field.register)})`;
}

function filterSql(sql: Sql | Transaction, register: Register, filter: Filter, query: RecordQuery) {
  if (filter.is === 'under') return underSql(sql, register, filter);
  const { column, slot, balance } = columnOf(register, filter.field);
  const left = balance
    ? sql`coalesce((select b.value from balance b where b.place = concat_ws(${BETWEEN}, ${balance.ledger}::text, r.store, r.key, ${balance.measure}::text)), 0)`
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

const keysOf = ({ path }: Pick<RecordRow, 'path'>): string[] => path?.split(BETWEEN).slice(1) ?? [];
/** Where records of a tree stand: what is above each, from the top, and how many are right below it. */
export async function placesInTree(
  sql: Sql,
  register: Register,
  rows: RecordRow[],
  archived = false,
): Promise<Map<string, { way: { key: string; title: string }[]; below: number }>> {
  if (!isTree(register) || rows.length === 0) return new Map();
  const above = (row: RecordRow) => keysOf(row).slice(0, -1);
  const places = new Set(rows.flatMap((row) => above(row).map((key) => placeOf(register.key, row.store, key))));
  const named = await sql<{ place: string; title: string }[]>`
    select place, title from record where place = any(${[...places]})`;
  const titles = new Map(named.map(({ place, title }) => [place, title]));
  const counts = await sql<{ store: string; parent: string; n: number }[]>`
    select store, parent, count(*)::int as n from record
    where register = ${register.key} and parent = any(${rows.map(({ key }) => key)}) and archived = ${archived} group by store, parent`;
  const below = new Map(counts.map(({ store, parent, n }) => [placeOf(store, parent), n]));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        way: above(row).map((key) => ({ key, title: titles.get(placeOf(register.key, row.store, key)) ?? key })),
        below: below.get(placeOf(row.store, row.key)) ?? 0,
      },
    ]),
  );
}

/** What a list shows, with where it goes on. Those without a value of the sorted field come last. @throws NotFindable */
export async function listRecords(
  sql: Sql | Transaction,
  register: Register,
  seen: Rows,
  query: RecordQuery,
): Promise<{ items: RecordRow[]; next: Position | null }> {
  const sort = query.sort ?? { field: 'title', down: false };
  const { column, balance } = columnOf(register, sort.field);
  const wanted = conditions(sql, register, seen, query);
  const order = sort.down ? sql`desc` : sql`asc`;
  const beyond = sort.down ? sql`<` : sql`>`;
  const page = (tail: Position | undefined, limit: number) => {
    if (balance)
      return sql<(RecordRow & { at: string })[]>`
        select ${columns(sql)}, coalesce(b.value, 0)::text as at from record r
        left join balance b on b.place = concat_ws(${BETWEEN}, ${balance.ledger}::text, r.store, r.key, ${balance.measure}::text)
        where ${wanted} ${tail ? sql`and (coalesce(b.value, 0), r.id) ${beyond} (${tail.value}::numeric, ${tail.id})` : sql``}
        order by coalesce(b.value, 0) ${order}, r.id ${order} limit ${limit}`;
    return sql<(RecordRow & { at: string | number | null })[]>`
      select ${columns(sql)}, ${/^n\d$/.test(column) ? sql`r.${sql(column)}::text` : sql`r.${sql(column)}`} as at from record r
      where ${wanted} and r.${sql(column)} is not null ${tail ? sql`and (r.${sql(column)}, r.id) ${beyond} (${tail.value as never}, ${tail.id})` : sql``}
      order by r.${sql(column)} ${order}, r.id ${order} limit ${limit}`;
  };
  const without = (tail: Position | undefined, limit: number) => sql<(RecordRow & { at: null })[]>`
    select ${columns(sql)}, null as at from record r
    where ${wanted} and r.${sql(column)} is null ${tail ? sql`and r.id > ${tail.id}` : sql``} order by r.id limit ${limit}`;

  const limit = query.limit + 1;
  const inOrder = query.after?.value === null ? [] : await page(query.after, limit);
  const mayBeEmpty = !balance && !['title', 'key', 'updated_at', 'path'].includes(column);
  const rest =
    mayBeEmpty && inOrder.length < limit
      ? await without(query.after?.value === null ? query.after : undefined, limit - inOrder.length)
      : [];
  const rows = [...inOrder, ...rest];
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ at: _, ...row }) => row),
    next: rows.length > query.limit && last ? { value: last.at, id: last.id } : null,
  };
}

function conditions(sql: Sql | Transaction, register: Register, seen: Rows, query: RecordQuery) {
  const pieces = query.q ? [...new Set(termsOf(query.q).flatMap(piecesOf))] : [];
  return query.where.reduce(
    (all, filter) => sql`${all} and ${filterSql(sql, register, filter, query)}`,
    sql`r.register = ${register.key} and r.archived = ${query.archived ?? false} and ${seesRow(sql, seen)}
      ${query.store === undefined ? sql`` : sql`and r.store = any(${[query.store].flat()})`}
      ${query.open === undefined ? sql`` : sql`and r.parent = any(${['', ...query.open]}) and (string_to_array(r.path, ${BETWEEN}))[2:cardinality(string_to_array(r.path, ${BETWEEN})) - 1] <@ ${query.open}::text[]`}
      ${query.q ? sql`and ${hasTerms(sql, query.q, sql`r.words`)}` : sql``} ${pieces.length ? sql`and r.grams @> ${pieces}` : sql``}`,
  );
}

/** To choose from by name: living ones first, then those that have been put away, for their names. */
export const recordsToChoose = (sql: Sql, register: Register, seen: Rows, limit: number): Promise<RecordRow[]> =>
  sql<RecordRow[]>`
    select ${columns(sql)} from record r where r.register = ${register.key} and ${seesRow(sql, seen)}
    order by r.archived, r.title, r.id limit ${limit}`;

/** Nobody reads further; a page that counts a million rows is a slow page. */
export const COUNTED = 10_000;
export async function countRecords(
  sql: Sql,
  register: Register,
  seen: Rows,
  query: Omit<RecordQuery, 'limit' | 'after' | 'sort'>,
  most = COUNTED,
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from (select 1 from record r where ${conditions(sql, register, seen, { ...query, limit: 0 })} limit ${most + 1}) few`;
  return row?.n ?? 0;
}

export type RecordWrite = {
  id?: string | undefined;
  /** The revision that the writer has seen; 0: it is new. */
  expect: number;
  key: string;
  title: string;
  words: string;
  before?: Variables | undefined;
  values: Variables;
  changed: string[];
  owner?: string | null | undefined;
  department?: string | null | undefined;
  archived?: boolean | undefined;
};
/** Who writes, and on whose behalf. `at`: shop time. */
export type Hand = {
  by: string | null;
  at: number;
  case?: string | undefined;
  element?: string | undefined;
  reason?: string | undefined;
  depth?: number | undefined;
  /** Nobody is told: no process starts, no wait hears it. */
  quiet?: boolean | undefined;
  /** One becomes part of another: what is below it goes over. */
  merging?: boolean | undefined;
};
/** `changed`: somebody was faster; `taken`: another record has the key, or the value of `field`; of a tree: why it may not stand there. */
export type Put = {
  n: number;
  id: string;
  rev: number;
  why: null | 'changed' | 'taken' | TreeFault | 'hasBelow';
  field: string | null;
  other: string | null;
};

/** What fits is written, what does not is told, in the order given. */
export async function putRecords(
  sql: Sql | Transaction,
  register: Register,
  version: number,
  store: string,
  hand: Hand,
  writes: RecordWrite[],
): Promise<Put[]> {
  const uniques = register.fields.filter(({ unique, id }) => unique && id !== register.keyField);
  const only = (values: Variables | undefined, fields: string[]) =>
    values && Object.fromEntries(fields.map((id) => [id, values[id] ?? null]));
  const rows = writes.map((write, n) => {
    const words = write.words.split('\n').map(normal).join('\n');
    return {
      n,
      id: write.id ?? randomUUID(),
      expect: write.expect,
      keyed:
        write.expect === 0 ||
        (register.keyField !== undefined && write.changed.includes(register.keyField)) ||
        uniques.some(({ id }) => write.changed.includes(id)),
      place: placeOf(register.key, store, write.key),
      ...(isTree(register) && { parent: parentIn(register, write.values) ?? '' }),
      key: write.key,
      title: write.title,
      body: JSON.stringify(write.values),
      before: write.before ? JSON.stringify(only(write.before, write.changed)) : null,
      after: JSON.stringify(only(write.values, write.changed)),
      ...slotted(register, write.values),
      words,
      grams: gramsOf(words),
      owner: write.owner ?? null,
      department: write.department ?? null,
      archived: write.archived ?? false,
      ...(uniques.length && {
        unique: uniques.flatMap(({ id }) => {
          const value = write.values[id];
          return value === undefined || value === null
            ? []
            : [{ field: id, place: placeOf(register.key, store, id, String(value)) }];
        }),
      }),
    };
  });
  const put = { register: register.key, store, version, ...hand, tree: isTree(register), deepest: DEEPEST, rows };
  const [row] = await sql<{ puts: Put[] }[]>`select put_records(${sql.json(put as never)}::jsonb) as puts`;
  return row?.puts ?? [];
}

export type Change = {
  rev: number;
  at: number;
  by: string | null;
  case: string | null;
  element: string | null;
  reason: string | null;
  before: Variables | null;
  after: Variables;
};
export const changesOf = (sql: Sql, id: string, before = 2_147_483_647, limit = 50): Promise<Change[]> => sql<Change[]>`
  select rev, at, by, case_id as "case", element, reason, before, after from record_change
  where id = ${id} and rev < ${before} order by rev desc limit ${limit}`;

/** A record as it was at a revision, and before it; null where that made it. */
export async function recordAt(
  sql: Sql,
  register: string,
  id: string,
  rev: number,
): Promise<
  | {
      key: string;
      store: string;
      before: Variables | null;
      after: Variables;
      changed: string[];
      depth: number;
      case: string | null;
    }
  | undefined
> {
  const [row] = await sql<{ key: string; store: string; body: Variables }[]>`
    select key, store, body from record where id = ${id} and register = ${register}`;
  const changes = await sql<
    { rev: number; before: Variables | null; after: Variables; depth: number; case: string | null }[]
  >`
    select rev, before, after, depth, case_id as "case" from record_change where id = ${id} and rev >= ${rev} order by rev desc`;
  const own = changes.at(-1);
  if (!row || own?.rev !== rev) return undefined;
  const without = (values: Variables, { before }: { before: Variables | null }): Variables =>
    Object.fromEntries(Object.entries({ ...values, ...before }).filter(([, value]) => value !== null));
  const after = changes.slice(0, -1).reduce(without, row.body);
  return {
    key: row.key,
    store: row.store,
    before: own.before === null ? null : without(after, own),
    after,
    changed: Object.keys(own.after),
    depth: own.depth,
    case: own.case,
  };
}

/** The next number of a series in its period. A number is given once, also where what it was for came to nothing. */
export async function nextNumber(sql: Sql | Transaction, series: string, period: string, many = 1): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    insert into number_series (series, period, last) values (${series}, ${period}, ${many})
    on conflict (series, period) do update set last = number_series.last + ${many} returning last`;
  return (row?.last ?? many) - many + 1;
}
