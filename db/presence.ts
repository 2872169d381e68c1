// Who has a task open right now, and who writes in it. It ends by itself, a moment after the last sign.
import type { Sql } from './connect.ts';

/** A page gives a sign every so often; who has missed two is gone. */
export const SIGN_MS = 20_000;
const GONE_MS = 2 * SIGN_MS + 5_000;

export type Present = { id: string; name: string; typing: boolean };
/** He is here; who else is, those who write first. */
export async function giveSign(
  sql: Sql,
  { task, person, typing }: { task: string; person: string; typing: boolean },
): Promise<Present[]> {
  return sql<Present[]>`
    with mine as (
      insert into presence (task_id, person, typing) values (${task}, ${person}, ${typing})
      on conflict (task_id, person) do update set typing = excluded.typing, at = now())
    select x.person as id, p.name, x.typing from presence x join person p on p.id = x.person
    where x.task_id = ${task} and x.person <> ${person} and x.at > now() - ${GONE_MS} * interval '1 millisecond' order by x.typing desc, p.name limit 10`;
}
/** He has closed it. */
export const leave = (sql: Sql, task: string, person: string) =>
  sql`delete from presence where task_id = ${task} and person = ${person}`;
export const tidyPresence = (sql: Sql) =>
  sql`delete from presence where at < now() - ${GONE_MS} * interval '1 millisecond'`;
