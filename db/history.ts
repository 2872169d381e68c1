// What a case went through, and what its picture shows of it.
import type { Row, Why } from '../bpmn/instance.ts';
import type { Sql } from './connect.ts';

export type HistoryRow = Omit<Row, 'element' | 'token' | 'scope' | 'by' | 'why' | 'data'> & {
  element: string | null;
  token: string | null;
  scope: string | null;
  by: string | null;
  why: Why | null;
  data: unknown;
};
export type HistoryFilter = {
  before?: number | undefined;
  after?: number | undefined;
  kinds?: string[] | undefined;
  limit: number;
};

/** Newest first; with `after`, oldest first from there. */
export async function listHistory(
  sql: Sql,
  caseId: string,
  { before, after, kinds, limit }: HistoryFilter,
): Promise<HistoryRow[]> {
  return sql<HistoryRow[]>`
    select seq, at, kind, element, token, scope, by, cause, why, data from history
    where case_id = ${caseId} and ${before === undefined ? sql`true` : sql`seq < ${before}`} and ${after === undefined ? sql`true` : sql`seq > ${after}`}
      and ${kinds ? sql`kind = any(${kinds})` : sql`true`}
    order by ${after === undefined ? sql`seq desc` : sql`seq`} limit ${limit}`;
}

/** Elements finished, those ever entered, those whose last run an operator skipped, and the flows that were taken. */
export async function pathOf(
  sql: Sql,
  caseId: string,
): Promise<{ done: string[]; entered: string[]; skipped: string[]; taken: string[] }> {
  const [row] = await sql<{ done: string[]; entered: string[]; skipped: string[]; taken: string[] }[]>`
    select coalesce(array_agg(distinct element) filter (where element is not null and kind in ('completed', 'triggered', 'joined')), '{}') as done,
      coalesce(array_agg(distinct element) filter (where element is not null and kind in ('entered', 'triggered')), '{}') as entered,
      coalesce((select array_agg(distinct r.element) from history r where r.case_id = ${caseId} and r.kind = 'resolved' and r.data->>'action' = 'skip'
        and not exists (select 1 from history l where l.case_id = r.case_id and l.element = r.element and l.kind = 'entered' and l.seq > r.seq)), '{}') as skipped,
      coalesce(array_agg(distinct why->>'flow') filter (where why ? 'flow'), '{}')
        || coalesce((select array_agg(distinct f) from history j, jsonb_array_elements_text(j.why->'flows') f where j.case_id = ${caseId} and j.kind = 'joined' and j.why ? 'flows'), '{}') as taken
    from history where case_id = ${caseId}`;
  return row as { done: string[]; entered: string[]; skipped: string[]; taken: string[] };
}
