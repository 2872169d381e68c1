// Who is away, and who stands in for him. Work goes to the proxy as an absence begins, and what is not done comes back as it ends.
import type { Fragment, Sql, Transaction } from './connect.ts';
import { notify } from './notices.ts';

export type Absence = {
  id: string;
  person: string;
  proxy: string;
  from: number;
  to: number;
  reason: string | null;
  running: boolean;
};
/** In the feed: who stands in for whom has changed. */
export const ABSENCES = 'absences';

export type Asked = {
  ends?: number;
  /** His own, those he stands in for, and those of whoever he leads. */
  seenBy?: string;
  /** And those of whoever works in these departments. */
  within?: string[];
  ids?: string[];
  after?: [number, string] | undefined;
  limit: number;
};
/** Those that end later than that, the next first. */
export const listAbsences = (
  sql: Sql | Transaction,
  { ends, seenBy, within = [], ids, after, limit }: Asked,
): Promise<Absence[]> =>
  sql<Absence[]>`
    select id, person, proxy, from_at as "from", to_at as "to", reason, running from absence
    where ${ends === undefined ? sql`true` : sql`to_at > ${ends}`}
      and ${
        seenBy === undefined
          ? sql`true`
          : sql`(person = ${seenBy} or proxy = ${seenBy} or person in (${ledBy(sql, seenBy)})
        or person in (select id from person where department = any(${within})))`
      }
      and ${ids ? sql`id = any(${ids})` : sql`true`} and ${after ? sql`(from_at, id) > (${after[0]}, ${after[1]})` : sql`true`}
    order by from_at, id limit ${limit}`;

/** Who works in a department that this person leads, or below one. */
const ledBy = (sql: Sql | Transaction, head: string) => sql`
  with recursive below (id) as (
    select id from department where head = ${head} union select d.id from department d join below b on d.parent = b.id)
  select p.id from person p join below b on b.id = p.department where p.id <> ${head}`;
/** The same and whoever else works in these departments, by name; or this one, if he is among them. */
export const peopleLed = (
  sql: Sql | Transaction,
  head: string,
  { within, only }: { within: string[]; only?: string },
): Promise<{ id: string; name: string }[]> => sql<{ id: string; name: string }[]>`
    select id, name from person where active and ${only === undefined ? sql`true` : sql`id = ${only}`}
      and (id in (${ledBy(sql, head)}) or (department = any(${within}) and id <> ${head})) order by name, id limit 500`;

/** `overlaps`: the person is away already then. */
export async function putAbsence(
  tx: Transaction,
  { id, person, proxy, from, to, reason, by }: Omit<Absence, 'running'> & { by: string },
): Promise<'saved' | 'overlaps'> {
  await tx`select pg_advisory_xact_lock(hashtextextended('absence/' || ${person}, 0))`;
  const [other] = await tx`
    select 1 from absence where person = ${person} and id <> ${id} and from_at < ${to} and to_at > ${from} limit 1`;
  if (other) return 'overlaps';
  await tx`
    insert into absence (id, person, proxy, from_at, to_at, reason, by) values (${id}, ${person}, ${proxy}, ${from}, ${to}, ${reason}, ${by})
    on conflict (id) do update set proxy = excluded.proxy, from_at = excluded.from_at, to_at = excluded.to_at, reason = excluded.reason, by = excluded.by`;
  return 'saved';
}

/** One that has begun ends now; one that has not never was. */
export async function endAbsence(tx: Transaction, id: string, now: number): Promise<void> {
  await tx`delete from absence where id = ${id} and from_at >= ${now}`;
  await tx`update absence set to_at = ${now} where id = ${id} and to_at > ${now}`;
}

type Moved = { id: string; case: string; whose: string; before: string; now: string | null };

/**
 * What the time says: absences begin and end, and every open task is with whoever has it now. Looks at what it finds, not at what has just
 * changed, so that nothing stays where nobody is: work that was recorded in the same moment is found the next time. Gives how much moved.
 */
export async function settleAbsences(sql: Sql, now: number): Promise<number> {
  if (!(await isDue(sql, now))) return 0;
  return sql.begin((tx) => settleWithin(tx, now)) as Promise<number>;
}

/** Asked twice a second: person by person and state by state, so that it is read from the indexes however much is open. */
const heldBy = (sql: Sql | Transaction, person: Fragment) => sql`
  select id, held_for from task where state = 'open' and assignee = ${person}
  union all select id, held_for from task where state = 'parked' and assignee = ${person}`;

async function isDue(sql: Sql, now: number): Promise<boolean> {
  const [row] = await sql`
    select 1 where exists (select 1 from absence a where a.running <> (a.from_at <= ${now} and ${now} < a.to_at) and (a.running or a.to_at > ${now}))
      or exists (select 1 from absence a cross join lateral (${heldBy(sql, sql`a.person`)}) t where a.running and t.held_for is null)
      or exists (select 1 from task t where t.held_for is not null and t.state in ('open', 'parked')
        and not exists (select 1 from absence a where a.person = t.held_for and a.running))`;
  return row !== undefined;
}

export async function settleWithin(tx: Transaction, now: number): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended('absences', 0))`;
  const turned = await tx<{ person: string; proxy: string }[]>`
    update absence a set running = not a.running
    where a.running <> (a.from_at <= ${now} and ${now} < a.to_at) and (a.running or a.to_at > ${now}) returning person, proxy`;
  // Whoever is at one of them just now has it: the next time it is looked at again.
  const moved = await tx<Moved[]>`
    with found as (
      select t.id, t.case_id, t.element, t.key, t.due, t.state, t.assignee, t.offers, coalesce(t.held_for, t.assignee) as whose,
        stand_in(coalesce(t.held_for, t.assignee), t.excluded || t.no_proxy) as instead
      from task t
      where t.state in ('open', 'parked') and t.assignee is not null and t.id = any(array(
        select id from task where held_for is not null and state in ('open', 'parked')
        union select o.id from absence a cross join lateral (${heldBy(tx, tx`a.person`)}) o where a.running))
      order by t.id for update skip locked),
    placed as (
      select f.*, case when f.instead is not null then f.instead
        when exists (select 1 from unnest(f.offers) r where r <> 'person:' || f.whose) then null else f.whose end as now
      from found f),
    gone as (
      update task set assignee = p.now, held_for = case when p.now <> p.whose then p.whose end, claimed_at = case when p.now is not null then now() end
      from placed p where task.id = p.id and p.now is distinct from p.assignee
      returning task.id, p.case_id, p.element, p.key, p.due, p.state, p.assignee as before, p.whose, p.now, p.offers),
    offered as (
      insert into task_offer (ref, due, task_id, key)
      select r, g.due, g.id, g.key from gone g, unnest(g.offers) r where g.now is null and g.state = 'open' on conflict do nothing),
    held as (
      insert into holding (task_id, case_id, element, at, kind, person, before, by)
      select g.id, g.case_id, g.element, ${now}, case when g.now is null then 'released' when g.now = g.whose then 'back' else 'away' end,
        g.now, case when g.now is null or g.now = g.whose then g.before else g.whose end, 'system' from gone g),
    told as (
      insert into feed (case_id, refs) select g.case_id, case when g.now is null then g.offers else array['person:' || g.now] end || array['person:' || g.before] from gone g)
    select id, case_id as "case", whose, before, now from gone`;
  await notify(
    tx,
    moved.flatMap(({ id, whose, now: to }) =>
      to === null
        ? []
        : [
            {
              what: 'assigned' as const,
              event: `${whose}@${now}`,
              person: to,
              about: { kind: 'task' as const, id },
              at: now,
              by: null,
              counts: true,
            },
          ],
    ),
  );
  if (turned.length > 0)
    await tx`insert into feed (refs) values (${[ABSENCES, ...turned.flatMap((one) => [`person:${one.person}`, `person:${one.proxy}`])]})`;
  if (turned.length + moved.length > 0) await tx`select pg_notify('zhangfa_feed', '')`;
  return moved.length;
}
