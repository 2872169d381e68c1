// Who holds how much, and moving the work of one person to others.
import type { Sql, Transaction } from './connect.ts';
import { handOver } from './tasks.ts';
import { peopleWithin, type Viewer } from './viewer.ts';

export type Load = {
  id: string;
  name: string;
  active: boolean;
  open: number;
  overdue: number;
  next: number | null;
  awayUntil: number | null;
};
/** Everybody who works here, or has left work behind, the fullest first, of those whose work the viewer sees. One pass over the index of what people hold. */
export const loads = (sql: Sql, viewer: Viewer, now: number): Promise<Load[]> => sql<Load[]>`
  select p.id, p.name, p.active, coalesce(w.open, 0) as open, coalesce(w.overdue, 0) as overdue, nullif(w.next, 8640000000000000) as next,
    (select max(a.to_at) from absence a where a.person = p.id and a.running) as "awayUntil"
  from person p left join (select assignee, count(*)::int as open, count(*) filter (where due < ${now})::int as overdue, min(due) as next
        from task where state = 'open' and assignee is not null group by assignee) w on w.assignee = p.id
  where (p.active or w.open > 0) and ${viewer.all ? sql`true` : sql`p.id in ${peopleWithin(sql, viewer)}`} order by coalesce(w.open, 0) desc, p.name`;

export async function seesWorkOf(sql: Sql, viewer: Viewer, person: string): Promise<boolean> {
  if (viewer.all || viewer.person === person) return true;
  const [row] = await sql`select 1 from ${peopleWithin(sql, viewer)} p where p.id = ${person}`;
  return row !== undefined;
}

/** Open work of one kind that a person holds, or that is offered to nobody else. */
export type Kind = {
  process: string;
  processName: string;
  element: string;
  name: string;
  count: number;
  pool: boolean;
};
export const workOf = (sql: Sql | Transaction, person: string): Promise<Kind[]> => sql<Kind[]>`
  select t.key as process, p.name as "processName", t.element, min(t.name) as name, count(*)::int as count,
    bool_and(exists (select 1 from unnest(t.offers) o where o <> ${`person:${person}`})) as pool
  from ${mine(sql, person)} t join process p on p.key = t.key
  group by t.key, p.name, t.element order by p.name, min(t.name)`;

/** What another has for him while he is away is his; what he has for somebody else goes where that absence goes. */
const mine = (sql: Sql | Transaction, person: string) => sql`(
  select * from task where state = 'open' and assignee = ${person} and held_for is null
  union all
  select * from task where state = 'open' and held_for = ${person}
  union all
  select t.* from task_offer o join task t on t.id = o.task_id where o.ref = ${`person:${person}`}
    and not exists (select 1 from task_offer other where other.task_id = o.task_id and other.ref <> o.ref))`;

export const countWork = async (sql: Sql | Transaction, person: string): Promise<number> =>
  (await workOf(sql, person)).reduce((sum, { count }) => sum + count, 0);

/** `to` null: back to those it was offered to. */
export type Successor = { process: string; element: string; to: string | null };
export class NobodyElse extends Error {}

/** All of it or nothing: throws where a kind has no successor, or cannot go back to a pool. */
export async function moveWork(
  tx: Transaction,
  {
    person,
    successors,
    by,
    at,
    comment,
  }: { person: string; successors: Successor[]; by: string; at: number; comment?: string | undefined },
): Promise<number> {
  const tasks = await tx<
    { id: string; process: string; element: string; name: string; offers: string[]; excluded: string[] }[]
  >`
    select t.id, t.key as process, t.element, t.name, t.offers, t.excluded from ${mine(tx, person)} t order by t.id`;
  for (const task of tasks) {
    const next = successors.find(({ process, element }) => process === task.process && element === task.element);
    if (!next) throw new NobodyElse(task.name);
    const offers = task.offers.filter((ref) => ref !== `person:${person}`);
    if (next.to === null ? offers.length === 0 : task.excluded.includes(`person:${next.to}`))
      throw new NobodyElse(task.name);
    await handOver(tx, task.id, {
      by,
      at,
      comment,
      event: `${person}@${at}`,
      ...(next.to === null ? { offers } : { to: next.to }),
    });
  }
  return tasks.length;
}
