// What is on its way in the whole shop, counted.
import type { Sql } from './connect.ts';

/** Nothing will move any more unless somebody acts or time passes. */
export async function isQuiet(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ n: number }[]>`
    select (select count(*) from command where not confirmed and answer is null)::int + (select count(*) from outbox)::int
      + (select count(*) from cases where json_array_length(state->'agenda') > 0)::int as n`;
  return row?.n === 0;
}
