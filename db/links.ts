// What has to do with what, both ways, as somebody may see it: what he may not see is neither told nor counted.
import type { Sql } from './connect.ts';
import { BETWEEN } from './places.ts';
import { type SeenRegisters, seesCase, seesRecord, type Viewer } from './viewer.ts';

/** A case by its id, a record as `register/key`. */
export type End = { kind: 'case' | 'record'; id: string };
/** `out`: the thing asked about did it to the other; `in`: the other way round. */
export type Way = { way: 'in' | 'out'; role: string };
export type Related = { at: number; ways: Way[] } & (
  | {
      kind: 'case';
      id: string;
      title: string | null;
      titles?: Record<string, string> | null;
      status: string;
      outcome: string | null;
      process: { key: string; name: string; texts: Record<string, { name?: string }> };
    }
  | { kind: 'record'; id: string; register: string; key: string; title: string; titles?: Record<string, string> | null }
);

/** Of a thing with more links than that, the newest count; nobody reads on. */
export const NEWEST = 2_000;

/** Newest first, each thing once, however often they met. */
export async function relatedTo(
  sql: Sql,
  viewer: Viewer,
  registers: SeenRegisters,
  { kind, id }: End,
  {
    without,
    after,
    limit,
  }: { without?: string | undefined; after?: [number, string, string] | undefined; limit: number },
): Promise<{ rows: Related[]; count: number }> {
  const found = await sql<{ kind: 'case' | 'record'; id: string; at: number; ways: Way[]; count: number }[]>`
    with near as (
      (select to_kind as kind, to_id as id, 'out' as way, role, at from link where from_kind = ${kind} and from_id = ${id} order by at desc limit ${NEWEST})
      union all
      (select from_kind, from_id, 'in', role, at from link where to_kind = ${kind} and to_id = ${id} order by at desc limit ${NEWEST})),
    things as (
      select n.kind, n.id, max(n.at) as at, jsonb_agg(jsonb_build_object('way', n.way, 'role', n.role) order by n.at, n.role) as ways
      from near n group by n.kind, n.id having ${without === undefined ? sql`true` : sql`bool_or(n.role <> ${without})`}),
    seen as (
      select t.*, (count(*) over ())::int as count from things t
      where (t.kind = 'case' and exists (select 1 from cases c where c.id = t.id and ${seesCase(sql, viewer)}))
        or (t.kind = 'record' and exists (
          select 1 from record r where r.place = split_part(t.id, '/', 1) || ${BETWEEN}::text || ${BETWEEN}::text || substr(t.id, strpos(t.id, '/') + 1)
            and ${seesRecord(sql, registers)})))
    select * from seen where ${after ? sql`(-at, kind, id) > (${-after[0]}::bigint, ${after[1]}, ${after[2]})` : sql`true`}
    order by at desc, kind, id limit ${limit}`;
  const of = (wanted: End['kind']) => found.filter((row) => row.kind === wanted).map((row) => row.id);
  const [cases, records] = await Promise.all([
    sql<(Extract<Related, { kind: 'case' }> & { id: string })[]>`
      select c.id, coalesce(c.title, c.business_key) as title, c.titles, c.status, c.outcome, jsonb_build_object('key', p.key, 'name', p.name, 'texts', p.texts) as process
      from cases c join process p on p.key = c.key where c.id = any(${of('case')})`,
    sql<{ id: string; register: string; key: string; title: string; titles: Record<string, string> | null }[]>`
      select register || '/' || key as id, register, key, title, titles from record
      where place = any(${of('record').map((name) => name.replace('/', BETWEEN + BETWEEN))})`,
  ]);
  const rows = found.flatMap((row): Related[] => {
    const { at, ways } = row;
    const base = { at, ways };
    const theCase = row.kind === 'case' && cases.find((one) => one.id === row.id);
    if (theCase) return [{ ...theCase, ...base, kind: 'case' }];
    const record = row.kind === 'record' && records.find((one) => one.id === row.id);
    return record ? [{ ...record, ...base, kind: 'record' }] : [];
  });
  return { rows, count: found[0]?.count ?? 0 };
}
