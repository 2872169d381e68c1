// What the rest of the day brings, by the hour: limits of open work, starts by timer. Bounded like all that today counts.
import type { Sql } from './connect.ts';
import { COUNTED } from './today.ts';
import { countsCaseOf, type Viewer } from './viewer.ts';
import { isOfferedAny, type Way } from './ways.ts';

type Named = { name: string; texts: Record<string, { name?: string }> };
export type DuePoint = Named & { at: number; count: number; kinds: number };
const HOUR_MS = 3_600_000;
const OF_EACH = 1_000;

/** Open work that falls due until then, an hour a point; named by the step that most of it is. One's own, or all that somebody sees. */
export const dueByHour = (
  sql: Sql,
  { of, now, until }: { of: { person: string; ways: Way[] } | { seenBy: Viewer }; now: number; until: number },
): Promise<DuePoint[]> => sql<DuePoint[]>`
  with due as (
    select t.key, t.element, t.name, t.texts, t.due, t.due / ${HOUR_MS} as hour from process p cross join lateral (
      select o.id, o.key, o.element, o.name, o.texts, o.due, o.assignee, o.excluded, o.no_proxy, o.case_id from task o
      where o.state = 'open' and o.key = p.key and o.due >= ${now} and o.due < ${until} order by o.due limit ${OF_EACH}) t
    where ${'seenBy' in of ? countsCaseOf(sql, of.seenBy, sql`t.case_id`) : sql`(t.assignee = ${of.person} or ${isOfferedAny(sql, of.ways)})`}
    limit ${COUNTED}),
  step as (select hour, key, element, min(due) as at, count(*)::int as n, (array_agg(name order by due))[1] as name, (array_agg(texts order by due))[1] as texts from due group by 1, 2, 3)
  select min(at) as at, sum(n)::int as count, count(*)::int as kinds, (array_agg(name order by n desc, at))[1] as name, (array_agg(texts order by n desc, at))[1] as texts
  from step group by hour order by 1`;

export type StartPoint = Named & { at: number };
/** Processes that a timer begins until then. */
export const startsUntil = (sql: Sql, now: number, until: number): Promise<StartPoint[]> => sql<StartPoint[]>`
  select s.due as at, p.name, p.texts from start_subscription s join process p on p.key = s.key
  where s.kind = 'timer' and s.due >= ${now} and s.due < ${until} and not p.archived order by 1 limit 20`;
