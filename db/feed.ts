// What changed, for pages that watch.
import type { Sql } from './connect.ts';
import { seesCase, type Viewer } from './viewer.ts';

export type FeedRow = { id: number; case: string | null; refs: string[] };

/** Newest id; 0 where there is none. */
export async function feedHead(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: number | null }[]>`select max(id) as id from feed`;
  return row?.id ?? 0;
}

/** Rows after `id`, and those that were begun before it but committed later: ids are given before the commit. Oldest first. */
export const feedAfter = (sql: Sql, id: number, limit: number): Promise<FeedRow[]> => sql<FeedRow[]>`
  select id, case_id as "case", refs from feed
  where id > ${id} or (id > ${id - 2_000} and at > (select at from feed where id = ${id}) - interval '2 seconds')
  order by id limit ${limit}`;

/** Of these cases, those that the viewer sees. */
export async function seenCases(sql: Sql, viewer: Viewer, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<
    { id: string }[]
  >`select c.id from cases c where c.id = any(${ids}) and ${seesCase(sql, viewer)}`;
  return new Set(rows.map(({ id }) => id));
}

/** Of these cases, those that are private and not this viewer's. */
export async function hiddenCases(sql: Sql, viewer: Viewer, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<
    { id: string }[]
  >`select c.id from cases c where c.id = any(${ids}) and c.private and ${seesCase(sql, viewer)} is not true`;
  return new Set(rows.map(({ id }) => id));
}

/** Rows are kept for a day, for pages that come back. */
export async function tidyFeed(sql: Sql): Promise<void> {
  await sql`delete from feed where at < now() - interval '1 day'`;
}
