// Values of parameters: said with a reason and a date, read as a series. Whatever changes them counts the shop's revision up.
import type { Instant, Value, Variables } from '../bpmn/instance.ts';
import { type Dated, type Dates, keysRead, shopAt } from '../bpmn/parameters.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { countRevision } from './settings.ts';

export type SaidValue = Dated & { n: number; by: string | null; reason: string; case: string | null; saidAt: string };
type ValueRow = {
  key: string;
  n: number;
  scope: string;
  from: Instant;
  to: Instant | null;
  value: Value;
  by: string | null;
  reason: string;
  case: string | null;
  saidAt: string;
};
const columns = (sql: Sql | Transaction) =>
  sql`key, n, scope, from_at as "from", to_at as "to", value, by, reason, case_id as "case", said_at as "saidAt"`;
const said = ({ key: _, to, ...row }: ValueRow): SaidValue => ({ ...row, ...(to !== null && { to }) });

function grouped<R extends { key: string }, T>(rows: R[], item: (row: R) => T): Record<string, T[]> {
  const byKey: Record<string, T[]> = {};
  for (const row of rows) {
    const list = byKey[row.key];
    if (list) list.push(item(row));
    else byKey[row.key] = [item(row)];
  }
  return byKey;
}

/** The first value of a parameter, with the pack or the declaration that brings it; one that has a value keeps it. */
export async function beginParameter(
  sql: Sql | Transaction,
  { key, value, at, by, reason }: { key: string; value: Value; at: Instant; by: string | null; reason: string },
): Promise<void> {
  await sql`
    insert into parameter_value (key, from_at, value, by, reason) select ${key}, ${at}, ${inOrder(sql, value)}, ${by}, ${reason}
    where not exists (select 1 from parameter_value where key = ${key} and scope = '')`;
  await countRevision(sql);
}

export type Saying = {
  key: string;
  value: Value;
  from: Instant;
  to?: Instant | undefined;
  scope?: string | undefined;
  by: string | null;
  reason: string;
  case?: string | undefined;
  /** What asked for it; the same says it once. */
  request?: string | undefined;
};
export async function sayParameter(
  sql: Sql | Transaction,
  { key, value, from, to, scope = '', by, reason, case: caseId, request }: Saying,
): Promise<void> {
  await sql`
    insert into parameter_value (key, scope, from_at, to_at, value, by, reason, case_id, request)
    values (${key}, ${scope}, ${from}, ${to ?? null}, ${inOrder(sql, value)}, ${by}, ${reason}, ${caseId ?? null}, ${request ?? null})
    on conflict (request) do nothing`;
  await countRevision(sql);
}

/** Of what has not begun by `now`. */
export async function takeBack(sql: Sql, key: string, n: number, now: Instant): Promise<boolean> {
  const gone = await sql`delete from parameter_value where key = ${key} and n = ${n} and from_at > ${now} returning n`;
  if (gone.length > 0) await countRevision(sql);
  return gone.length > 0;
}

/** All that was ever said, by key, the latest first. */
export async function saidValues(sql: Sql | Transaction, keys?: string[]): Promise<Record<string, SaidValue[]>> {
  const rows = await sql<ValueRow[]>`
    select ${columns(sql)} from parameter_value where ${keys ? sql`key = any(${keys})` : sql`true`} order by key, from_at desc, n desc`;
  return grouped(rows, said);
}

/** What holds now or will; of what is over nobody decides again. `null` keys: all. */
export async function livingDates(sql: Sql | Transaction, keys: Set<string> | null, now: Instant): Promise<Dates> {
  if (keys?.size === 0) return {};
  const rows = await sql<{ key: string; scope: string; from: Instant; to: Instant | null; value: Value }[]>`
    select key, scope, from_at as "from", to_at as "to", value from parameter_value v
    where ${keys ? sql`key = any(${[...keys]})` : sql`true`} and (to_at is null or to_at > ${now})
      and not exists (select 1 from parameter_value later where later.key = v.key and later.scope = v.scope and later.to_at is null
        and (later.from_at, later.n) > (v.from_at, v.n) and later.from_at <= ${now - HOUR_MS})
    order by key, from_at, n`;
  return grouped(rows, ({ scope, from, to, value }) => ({
    from,
    value,
    ...(to !== null && { to }),
    ...(scope !== '' && { scope }),
  }));
}
/** What a host steps may be a little older than now. */
const HOUR_MS = 3_600_000;

/** What these definitions and tables may read: a host is given no more. */
const read = new WeakMap<object, Set<string> | null>();
export function keysOf(readers: object[]): Set<string> | null {
  const keys = new Set<string>();
  for (const reader of readers) {
    let own = read.get(reader);
    if (own === undefined) {
      own = keysRead(JSON.stringify(reader));
      read.set(reader, own);
    }
    if (own === null) return null;
    for (const key of own) keys.add(key);
  }
  return keys;
}

/** `shop` as formulas outside of cases read it. */
export async function shopValues(sql: Sql | Transaction, at: Instant): Promise<Variables> {
  return shopAt(undefined, await livingDates(sql, null, at), at, []);
}

export type Use = { key: string; process: string; name: string; texts: Record<string, { name?: string }> };
/** Which published processes read which parameter. */
export const usesOfParameters = (sql: Sql): Promise<Use[]> => sql<Use[]>`
  select distinct m[1] as key, p.key as process, p.name, p.texts from process p join definition d on d.key = p.key and d.version = p.latest
  cross join lateral regexp_matches(d.definition::text, '\\mshop\\.([A-Za-z_][\\w.]*)', 'g') m where not p.archived order by 1, 3`;
