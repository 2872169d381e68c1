// What a person looks at first: what is due and late, what waits for a decision, what runs low, where orders stand. Every
// statement is bounded: nobody counts further than that, and a busy shop reads no more for it than a quiet one.
import type { Instance } from '../bpmn/instance.ts';
import type { Register } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import { inSlot, type Slot } from '../records/slots.ts';
import type { Sql } from './connect.ts';
import { BETWEEN } from './places.ts';
import { seesRow } from './record-filters.ts';
import { countsCaseOf, seesCaseOf, type Viewer } from './viewer.ts';
import { isOfferedAny, type Way } from './ways.ts';

export const COUNTED = 10_000;
export const DAY_MS = 86_400_000;
const NEVER = 8_640_000_000_000_000;

export type Work = { due: number; late: number; oldest: number | null; done: number; stuck: number };
/** Of one person, or of all that somebody sees. */
export type WhoseWork = { person: string } | { seenBy: Viewer };
const doneBy = (sql: Sql, of: WhoseWork) =>
  'person' in of ? sql`t.closed_by = ${of.person}` : countsCaseOf(sql, of.seenBy, sql`t.case_id`);
/** Open work due until the day ends, late work and since when, work done since the day began. */
export async function workOfToday(
  sql: Sql,
  { of, now, dayStart }: { of: WhoseWork; now: number; dayStart: number },
): Promise<Work> {
  const dayEnd = dayStart + DAY_MS;
  const open =
    'person' in of
      ? sql`(select due from task where state = 'open' and assignee = ${of.person} and due < ${dayEnd} order by due limit ${COUNTED})`
      : sql`(select o.due from process p cross join lateral (
          select t.due from task t where t.state = 'open' and t.key = p.key and t.due < ${dayEnd} and ${countsCaseOf(sql, of.seenBy, sql`t.case_id`)} order by t.due limit ${COUNTED}) o limit ${COUNTED})`;
  const [row] = await sql<Work[]>`
    select (count(*) filter (where due >= ${now}))::int as due, (count(*) filter (where due < ${now}))::int as late, min(due) filter (where due < ${now}) as oldest,
      (select count(*)::int from (select 1 from task t where t.state = 'closed' and t.closed_at >= ${dayStart} and ${doneBy(sql, of)} limit ${COUNTED}) d) as done,
      ${'person' in of ? sql`0` : sql`(select count(*)::int from (select 1 from cases s where s.incidents > 0 and s.status <> 'ended' and ${countsCaseOf(sql, of.seenBy, sql`s.id`)} limit ${COUNTED}) s)`} as stuck
    from ${open} o`;
  return row as Work;
}

export type Day = { day: number; done: number; timed: number; inTime: number };
/** Work done day by day, the oldest first; `timed`: of it what had a limit. */
export const daysOfWork = (
  sql: Sql,
  { of, from, days }: { of: WhoseWork; from: number; days: number },
): Promise<Day[]> => sql<Day[]>`
  select g.n::int as day, d.done, d.timed, d.in_time as "inTime" from generate_series(0, ${days - 1}::int) g(n) cross join lateral (
    select count(*)::int as done, (count(*) filter (where due < ${NEVER}))::int as timed, (count(*) filter (where due < ${NEVER} and closed_at <= due))::int as in_time
    from (select t.due, t.closed_at from task t where t.state = 'closed' and ${doneBy(sql, of)}
      and t.closed_at >= ${from}::bigint + g.n * ${DAY_MS}::bigint and t.closed_at < ${from}::bigint + (g.n + 1) * ${DAY_MS}::bigint limit ${COUNTED}) t) d order by g.n`;

export type Step = { process: string; version: number; element: string; form: string };
/** Steps at which work with a form is open, by its oldest and its newest task: they may be of two versions. Skips from step to step. */
export const stepsWithForms = (sql: Sql): Promise<Step[]> => sql<Step[]>`
  with recursive step as (
    (select key, element from task where state = 'open' order by key, element limit 1)
    union all select n.key, n.element from step s cross join lateral (
      select key, element from task where state = 'open' and (key, element) > (s.key, s.element) order by key, element limit 1) n)
  select distinct s.key as process, t.version, s.element, t.form from step s cross join lateral (
    (select version, form from task where state = 'open' and key = s.key and element = s.element order by due, id limit 1)
    union (select version, form from task where state = 'open' and key = s.key and element = s.element order by due desc, id desc limit 1)) t
  where t.form is not null`;

/** The most urgent of each step are looked at. */
const OF_EACH = 100;
export type Candidate = Step & { id: string; due: number /** Its step has more than were looked at. */; full: boolean };
/** Work at these steps that is mine or may be, most urgent first. */
export const workAtSteps = (
  sql: Sql,
  { person, ways, steps }: { person: string; ways: Way[]; steps: Pick<Step, 'process' | 'element'>[] },
): Promise<Candidate[]> => sql<Candidate[]>`
  select t.id, t.key as process, t.version, t.element, t.form, t.due, t.looked = ${OF_EACH} as full from (
    select o.*, count(*) over (partition by o.key, o.element) as looked
    from unnest(${steps.map(({ process }) => process)}::text[], ${steps.map(({ element }) => element)}::text[]) s(key, element) cross join lateral (
      select id, key, version, element, form, due, assignee, excluded, no_proxy, case_id from task
      where state = 'open' and key = s.key and element = s.element order by due, id limit ${OF_EACH}) o) t
  cross join lateral (select from cases c where c.id = t.case_id and c.status <> 'suspended' limit 1) runs
  where t.form is not null
    and (t.assignee = ${person} or ${isOfferedAny(sql, ways)})
  order by t.due, t.id`;

export type Standing = {
  id: string;
  locals: Record<string, unknown> | null;
  wait: string;
  state: Instance;
  starter: string | null;
  starterName: string | null;
};
/** What their cases hold. */
export const standingOf = (sql: Sql, ids: string[]): Promise<Standing[]> => sql<Standing[]>`
  select t.id, t.locals, t.wait, c.state, c.starter, s.name as "starterName" from task t join cases c on c.id = t.case_id
  left join person s on s.id = c.starter where t.id = any(${ids})`;

export type Group = {
  id: string | null;
  name: string | null;
  texts: Record<string, { name?: string }> | null;
  head: string | null;
  open: number;
  late: number;
  /** The one that has waited longest past its limit. */
  worst: {
    id: string;
    case: string;
    name: string;
    texts: Record<string, { name?: string }>;
    title: string | null;
    titles?: Record<string, string> | null;
    due: number;
    createdAt: number;
    who: string | null;
    holder: string | null;
    /** Something else of its case waits for a person to look. */
    stuck: boolean;
  } | null;
};
const GROUPED = 1_000;
/**
 * Open work by department: that of whoever holds it, else that of those it was offered to, for a role the one most of its people
 * are in. Of each process the most urgent are read, so that what is late is never missed for what is not.
 */
export const groupsOfWork = (sql: Sql, viewer: Viewer, now: number): Promise<Group[]> => sql<Group[]>`
  with belongs as (
    select 'role:' || r.role as ref, mode() within group (order by p.department) as department
    from person_role r join person p on p.id = r.person and p.active and p.department is not null group by r.role
    union all select 'person:' || id, department from person where department is not null
    union all select 'department:' || id, id from department),
  work as (
    select coalesce(h.department, b.department) as department, count(*)::int as open, (count(*) filter (where t.due < ${now}))::int as late,
      (array_agg(t.id order by t.due, t.id) filter (where t.due < ${now}))[1] as worst
    from process p cross join lateral (
      select id, due, assignee, offers from task t where t.state = 'open' and t.key = p.key and ${seesCaseOf(sql, viewer, sql`t.case_id`)} order by t.due limit ${GROUPED}) t
    left join person h on h.id = t.assignee left join belongs b on b.ref = t.offers[1] group by 1)
  select d.id, d.name, d.texts, h.name as head, w.open, w.late,
    (select jsonb_build_object('id', t.id, 'case', t.case_id, 'name', t.name, 'texts', t.texts, 'title', coalesce(t.title, t.business_key), 'titles', t.titles, 'due', t.due, 'createdAt', t.created_at, 'who', a.name, 'holder', a.id, 'stuck', c.incidents > 0)
      from task t join cases c on c.id = t.case_id left join person a on a.id = t.assignee where t.id = w.worst) as worst
  from work w left join department d on d.id = w.department left join person h on h.id = d.head
  order by w.late desc, w.open desc, d.id limit 20`;

export type Low = {
  key: string;
  title: string;
  safety: number;
  available: number;
  coming: number | null;
  restocking: string | null;
  count: number;
};
/** Goods with a safety stock, those that hold most first; nobody keeps more in sight. */
const KEPT_SAFE = 5_000;
export type StockOf = {
  register: Register;
  safety: Slot;
  ledger: string;
  measure: string;
  coming: string | null;
  /** Where the state of a piece of goods stands, and those that are not bought again. */
  state: { slot: Slot; gone: string[] } | null;
};
/** What is below its safety stock, the emptiest first; `restocking`: the case that sees to it. */
export const lowStock = (
  sql: Sql,
  seen: Rows,
  { register, safety, ledger, measure, coming, state }: StockOf,
  { process, limit }: { process: string; limit: number },
): Promise<Low[]> => {
  const balance = (of: string) => sql`concat_ws(${BETWEEN}, ${ledger}::text, r.store, r.key, ${of}::text)`;
  return sql<Low[]>`
    with low as (
      select r.key, r.store, r.title, r.safety, coalesce(b.value, 0)::float8 as available from (
        select r.key, r.store, r.title, r.${sql(safety)}::float8 as safety from record r
        where r.register = ${register.key} and r.${sql(safety)} > 0 and not r.archived and ${seesRow(sql, seen)}
          ${state ? sql`and coalesce(r.${sql(state.slot)}, '') <> all(${state.gone})` : sql``}
        order by r.${sql(safety)} desc, r.id desc limit ${KEPT_SAFE}) r
      left join balance b on b.place = ${balance(measure)} where coalesce(b.value, 0) < r.safety)
    select r.key, r.title, r.safety, r.available, (count(*) over ())::int as count,
      ${coming === null ? sql`null::float8` : sql`(select coalesce(max(c.value), 0)::float8 from balance c where c.place = ${balance(coming)})`} as coming,
      (select c.id from cases c where c.subject = ${`${register.key}/`} || r.key and c.key = ${process} and c.status <> 'ended' limit 1) as restocking
    from low r order by r.available / r.safety, r.key limit ${limit}`;
};

export type Stage = { value: string; count: number };
/** How many records stand in each state. */
export const stagesOf = (
  sql: Sql,
  seen: Rows,
  { key }: Register,
  slot: Slot,
  values: string[],
): Promise<Stage[]> => sql<Stage[]>`
  select v.value, (select count(*)::int from (select 1 from record r where r.register = ${key} and r.${sql(slot)} = v.value and not r.archived and ${seesRow(sql, seen)} limit ${COUNTED}) few) as count
  from unnest(${values.map((value) => inSlot(slot, value)) as string[]}::text[]) with ordinality v(value, place) order by v.place`;

/** Of them, those in a state that has to be left between two instants, and the earliest of them. */
export async function leftBetween(
  sql: Sql,
  seen: Rows,
  { key }: Register,
  { state, values, day, from = 0, to }: { state: Slot; values: string[]; day: Slot; from?: number; to: number },
): Promise<{ count: number; first: number | null }> {
  const [row] = await sql<{ count: number; first: number | null }[]>`
    select count(*)::int as count, min(few.day) as first from (select r.${sql(day)} as day from record r
      where r.register = ${key} and r.${sql(state)} = any(${values}) and r.${sql(day)} >= ${from} and r.${sql(day)} < ${to}
      and not r.archived and ${seesRow(sql, seen)} limit ${COUNTED}) few`;
  return row ?? { count: 0, first: null };
}

export type Sales = { day: number; orders: number; amount: number };
/** Orders placed day by day and what they come to, without those of the states `not`. */
export const salesByDay = (
  sql: Sql,
  seen: Rows,
  { key }: Register,
  {
    placed,
    amount,
    state,
    not,
    from,
    days,
  }: { placed: Slot; amount: Slot; state: Slot; not: string[]; from: number; days: number },
): Promise<Sales[]> => sql<Sales[]>`
  select g.n::int as day, d.orders, d.amount from generate_series(0, ${days - 1}::int) g(n) cross join lateral (
    select count(*)::int as orders, coalesce(sum(o.amount), 0)::float8 as amount from (
      select r.${sql(amount)} as amount from record r where r.register = ${key} and r.${sql(placed)} >= ${from}::bigint + g.n * ${DAY_MS}::bigint
        and r.${sql(placed)} < ${from}::bigint + (g.n + 1) * ${DAY_MS}::bigint and coalesce(r.${sql(state)}, '') <> all(${not}) and not r.archived and ${seesRow(sql, seen)}
      limit ${COUNTED}) o) d order by g.n`;
