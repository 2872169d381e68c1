// Records of registers: read by key, written with their history in one statement.
import { randomUUID } from 'node:crypto';
import type { Variables } from '../feel/value.ts';
import { titlesOf } from '../records/check.ts';
import type { Register } from '../records/register.ts';
import { slotted } from '../records/slots.ts';
import { DEEPEST, isTree, parentIn, type TreeFault } from '../records/tree.ts';
import { uniqueFields, uniqueTexts } from '../records/unique.ts';
import type { Sql, Transaction } from './connect.ts';
import { placeOf } from './places.ts';
import { gramsIn, normal } from './search.ts';
import { clockAt } from './settings.ts';

export type RecordRow = {
  id: string;
  key: string;
  store: string;
  title: string;
  /** In other languages; null: the same. */
  titles: Record<string, string> | null;
  rev: number;
  values: Variables;
  owner: string | null;
  department: string | null;
  archived: boolean;
  updatedAt: number;
  /** Of a tree: store and keys from the top down to it, as one text. */
  path: string | null;
};
export const columns = (sql: Sql | Transaction) =>
  sql`r.id, r.key, r.store, r.title, r.titles, r.rev, r.body as values, r.owner, r.department, r.archived, r.updated_at as "updatedAt", r.path`;

export async function recordById(sql: Sql | Transaction, register: string, id: string): Promise<RecordRow | undefined> {
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

/** Where each of its unique values stands. */
export const uniquePlaces = (
  register: Register,
  store: string,
  values: Variables,
): { field: string; place: string }[] =>
  uniqueTexts(register, values).map(({ field, text }) => ({ field, place: placeOf(register.key, store, field, text) }));

/** Unique values that stand, by place: whose they are. */
export async function takenPlaces(
  sql: Sql | Transaction,
  places: string[],
): Promise<Map<string, { id: string; key: string }>> {
  const rows = await sql<{ place: string; id: string; key: string }[]>`
    select u.place, u.id, r.key from record_unique u join record r on r.id = u.id where u.place = any(${places})`;
  return new Map(rows.map(({ place, id, key }) => [place, { id, key }]));
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
  const now = register.titles ? await clockAt(sql, hand.at) : hand;
  const uniques = uniqueFields(register);
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
      titles: titlesOf(register, write.values, now),
      body: JSON.stringify(write.values),
      before: write.before ? JSON.stringify(only(write.before, write.changed)) : null,
      after: JSON.stringify(only(write.values, write.changed)),
      ...slotted(register, write.values),
      words,
      grams: gramsIn(words, register.key),
      owner: write.owner ?? null,
      department: write.department ?? null,
      archived: write.archived ?? false,
      ...(uniques.length && {
        unique: uniquePlaces(register, store, write.values),
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
