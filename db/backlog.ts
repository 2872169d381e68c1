// What is on its way in the whole shop, counted.
import type { Sql } from './connect.ts';

export type Backlog = { commands: number; outbox: number; incidents: number; messages: number };

/** What waits for somebody: unanswered commands, outbox rows, open incidents, undelivered messages. */
export async function countBacklog(sql: Sql): Promise<Backlog> {
  const [row] = await sql<Backlog[]>`
    select (select count(*)::int from command where answer is null and (not_before is null or not_before <= now())) as commands, (select count(*)::int from outbox) as outbox,
      (select count(*)::int from incident where closed_at is null) as incidents, (select count(*)::int from message where state = 'pending') as messages`;
  return row as Backlog;
}

/** Nothing will move any more unless somebody acts or time passes. */
export async function isQuiet(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ n: number }[]>`
    select (select count(*) from command where not confirmed and answer is null)::int + (select count(*) from outbox)::int
      + (select count(*) from cases where json_array_length(state->'agenda') > 0)::int as n`;
  return row?.n === 0;
}

/** Differs as soon as any case has moved. */
export async function placeOfAll(sql: Sql): Promise<string> {
  const [row] = await sql<{ place: string }[]>`select count(*) || '/' || coalesce(sum(seq), 0) as place from cases`;
  return row?.place ?? '';
}
