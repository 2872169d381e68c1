// Cases as pages show them: lists by what one looks for, and one with all that stands open.
import type { Instance } from '../bpmn/instance.ts';
import type { Fragment, Sql } from './connect.ts';
import { COUNTED } from './drafts.ts';
import { catchUp, searchCases } from './search.ts';
import {
  countsCase,
  countsCaseOf,
  peopleWithin,
  processesWithin,
  refsWithin,
  seesCase,
  type Viewer,
} from './viewer.ts';

export type CaseRow = {
  id: string;
  process: string;
  processName: string;
  version: number;
  businessKey: string | null;
  title: string | null;
  titles?: Record<string, string> | null;
  status: 'running' | 'suspended' | 'ended';
  outcome: string | null;
  starter: string | null;
  starterName: string | null;
  startedAt: number;
  store: string;
  endedAt: number | null;
  incidents: number;
  /** Of its open tasks, the most urgent limit. */
  due: number | null;
  /** Where it stands: elements with an open wait, and who holds the task there. */
  at: { element: string; name: string; who: string | null; due: number | null }[];
  /** Elements where it stands. */
  places: string[];
};

const columns = (sql: Sql) => sql`
  c.id, c.key as process, p.name as "processName", c.version, c.business_key as "businessKey", c.title, c.titles, c.status, c.outcome, c.store, c.starter, coalesce(s.name, (select a.name from api_key a where 'key:' || a.id = c.starter)) as "starterName",
  c.started_at as "startedAt", c.ended_at as "endedAt", c.incidents, nullif(w.due, 8640000000000000) as due, coalesce(w.at, '[]') as at,
  (select coalesce(jsonb_agg(distinct k.element), '[]') from token k where k.case_id = c.id) as places`;
const joins = (sql: Sql) => sql`
  join process p on p.key = c.key left join person s on s.id = c.starter
  left join lateral (
    select min(t.due) filter (where t.state = 'open') as due, jsonb_agg(jsonb_build_object('element', t.element, 'name', t.name, 'who', h.name, 'due', nullif(t.due, 8640000000000000)) order by t.due, t.id) as at
    from task t left join person h on h.id = t.assignee where t.case_id = c.id and t.state in ('open', 'submitted')) w on true`;

/** Of each pool. */
const POOLED = 500;

export type CaseFilter = {
  process?: string | undefined;
  status?: 'running' | 'suspended' | 'ended' | 'open' | undefined;
  stuck?: boolean | undefined;
  overdueAt?: number | undefined;
  q?: string | undefined;
  /** `started`: by this person; `involved`: this person took part. */
  mine?: 'started' | 'involved' | undefined;
  element?: string | undefined;
  /** `sku/QH-1001`: cases about this record. */
  subject?: string | undefined;
  store?: string | undefined;
  after?: [number, string] | undefined;
  limit: number;
};

export async function listCases(sql: Sql, viewer: Viewer, me: string, filter: CaseFilter): Promise<CaseRow[]> {
  const { process, status, stuck, overdueAt, q, mine, element, subject, store, after, limit } = filter;
  if (q) await catchUp(sql);
  const hits = q ? await searchCases(sql, q) : undefined;
  // State by state, as their indexes are.
  const held = (by: Fragment) =>
    sql`select case_id from task where state = 'open' and assignee ${by} union select case_id from task where state = 'parked' and assignee ${by}`;
  const involved = sql`c.id in (${held(sql`= ${me}`)} union select case_id from task where state = 'submitted' and closed_by = ${me} union select case_id from task where state = 'closed' and closed_by = ${me} union select id from cases where starter = ${me} and parent is null)`;
  // A search, and what a record is about, shows what one may see; a list without one shows what one takes part in, found from one's own side,
  // and of departments the cases of their processes, process by process, with those that their people began or hold work of; of what
  // waits in their pools, the most urgent.
  const whole = viewer.all || hits !== undefined || subject !== undefined;
  const scope =
    mine === 'started' ? sql`c.starter = ${me}` : mine === 'involved' || !whole ? involved : seesCase(sql, viewer);
  const theirs = mine === undefined && !whole && viewer.within.length > 0;
  const statuses = status === 'open' ? ['running', 'suspended'] : status ? [status] : ['running', 'suspended', 'ended'];
  // Each status has its own order in the indexes, so the beginnings of all are merged; what one person started, or is about one record, has one order.
  const oneOrder = mine === 'started' || subject !== undefined;
  const found = (where: Fragment) => sql`
      (select c.id, c.started_at from unnest(${oneOrder ? ['any'] : statuses}::text[]) w(status) cross join lateral (
        select c.id, c.started_at from cases c where c.parent is null and ${oneOrder ? sql`c.status = any(${statuses})` : sql`c.status = w.status`} and ${where}
          and ${hits ? sql`c.id = any(${hits})` : sql`true`}
          and ${process ? sql`c.key = ${process}` : sql`true`}
          and ${stuck ? sql`c.incidents > 0 and c.status <> 'ended'` : sql`true`}
          and ${overdueAt === undefined ? sql`true` : sql`exists (select 1 from task t where t.case_id = c.id and t.state = 'open' and t.due < ${overdueAt})`}
          and ${subject === undefined ? sql`true` : sql`c.subject = ${subject}`}
          and ${store === undefined ? sql`true` : sql`c.store = ${store}`}
          and ${element ? sql`exists (select 1 from token t where t.case_id = c.id and t.element = ${element})` : sql`true`}
          and ${after ? sql`(c.started_at < ${after[0]} or (c.started_at = ${after[0]} and c.id > ${after[1]}))` : sql`true`}
        order by c.started_at desc, c.id limit ${limit}) c
      order by c.started_at desc, c.id limit ${limit})`;
  const open = seesCase(sql, { ...viewer, all: true });
  const ofTheirs = sql`
      union select c.id, c.started_at from ${processesWithin(sql, viewer)} k cross join lateral ${found(sql`c.key = k.key and ${open}`)} c
      union select c.id, c.started_at from ${peopleWithin(sql, viewer)} k cross join lateral ${found(sql`c.starter = k.id and ${open}`)} c
      union ${found(sql`${open} and c.id in (${held(sql`in ${peopleWithin(sql, viewer)}`)} union
        select o.case_id from ${refsWithin(sql, viewer)} r cross join lateral (
          select t.case_id from task_offer o join task t on t.id = o.task_id where o.ref = r.ref order by o.due, o.task_id limit ${POOLED}) o)`)}`;
  return sql<CaseRow[]>`
    with hit as materialized (select * from (${found(scope)} ${theirs ? ofTheirs : sql``}) f order by f.started_at desc, f.id limit ${limit})
    select ${columns(sql)} from hit join cases c on c.id = hit.id ${joins(sql)} order by c.started_at desc, c.id`;
}

/** Those of these that the viewer sees, in any order. */
export const casesByIds = (sql: Sql, viewer: Viewer, ids: string[]): Promise<CaseRow[]> =>
  sql<
    CaseRow[]
  >`select ${columns(sql)} from cases c ${joins(sql)} where c.id = any(${ids}) and ${seesCase(sql, viewer)}`;

export type CaseDetail = CaseRow & {
  family: string;
  host: string;
  parent: string | null;
  seq: number;
  state: Instance;
  /** What was personal in it is gone: it goes on no more. */
  erased: boolean;
};

export async function caseById(sql: Sql, viewer: Viewer, id: string): Promise<CaseDetail | undefined> {
  const [row] = await sql<CaseDetail[]>`
    select ${columns(sql)}, c.family, c.host, c.parent, c.seq, c.state, c.erased_at is not null as erased from cases c ${joins(sql)} where c.id = ${id} and ${seesCase(sql, viewer)}`;
  return row;
}

/** What of a family has not ended. */
export const livingOf = (
  sql: Sql,
  family: string,
): Promise<{ process: string; version: number; state: Instance }[]> => sql<
  { process: string; version: number; state: Instance }[]
>`
  select key as process, version, state from cases where family = ${family} and status <> 'ended' order by id`;

/** What it holds, for who works on one of its tasks. */
export async function caseState(sql: Sql, id: string): Promise<Instance | undefined> {
  const [row] = await sql<{ state: Instance }[]>`select state from cases where id = ${id}`;
  return row?.state;
}

/** Whether this viewer sees a case, and what lists call it. */
export async function caseSeen(sql: Sql, viewer: Viewer, id: string): Promise<{ title: string | null } | undefined> {
  const [row] = await sql<{ title: string | null }[]>`
    select coalesce(c.title, c.business_key) as title from cases c where c.id = ${id} and ${seesCase(sql, viewer)}`;
  return row;
}

export type OpenTask = {
  id: string;
  state: 'open' | 'submitted' | 'parked';
  element: string;
  name: string;
  assignee: string | null;
  assigneeName: string | null;
  offers: string[];
  due: number | null;
  response: boolean;
  timeLeft: number | null;
  escalatedAt: number | null;
  createdAt: number;
};
export type Waiting = { element: string; kind: string; name: string | null; due: number | null };
export type OpenIncident = {
  id: string;
  element: string;
  kind: string;
  message: string;
  detail: unknown;
  openedAt: number;
};
export type Called = { id: string; process: string; name: string; status: string };

/** What stands open in a case. */
export async function openWork(
  sql: Sql,
  viewer: Viewer,
  id: string,
): Promise<{
  tokens: { id: string; element: string; state: string }[];
  tasks: OpenTask[];
  waiting: Waiting[];
  incidents: OpenIncident[];
  called: Called[];
}> {
  const [tokens, tasks, waiting, incidents, called] = await Promise.all([
    sql<
      { id: string; element: string; state: string }[]
    >`select id, element, state from token where case_id = ${id} order by id`,
    sql<OpenTask[]>`
      select t.id, t.element, t.name, t.state, t.assignee, p.name as "assigneeName", nullif(t.due, 8640000000000000) as due, t.response, t.time_left as "timeLeft", t.escalated_at as "escalatedAt", t.created_at as "createdAt",
        (select coalesce(array_agg(o.ref order by o.ref), '{}') from task_offer o where o.task_id = t.id) as offers
      from task t left join person p on p.id = t.assignee where t.case_id = ${id} and t.state in ('open', 'submitted', 'parked') order by t.due, t.id`,
    sql<Waiting[]>`select s.element, s.kind, s.name, s.due from subscription s
      where s.case_id = ${id} and not (s.kind = 'job' and exists (select 1 from task t where t.case_id = ${id} and t.wait = s.wait and t.state in ('open', 'submitted', 'parked')))
      order by s.due nulls last, s.element`,
    sql<
      OpenIncident[]
    >`select id, element, kind, message, detail, opened_at as "openedAt" from incident where case_id = ${id} and closed_at is null order by opened_at, id`,
    sql<
      Called[]
    >`select c.id, c.key as process, p.name, c.status from cases c join process p on p.key = c.key where c.parent = ${id} and ${seesCase(sql, viewer)} order by c.started_at, c.id`,
  ]);
  return {
    tokens: [...tokens],
    tasks: [...tasks],
    waiting: [...waiting],
    incidents: [...incidents],
    called: [...called],
  };
}

export type Overview = { running: number; endedToday: number; overdue: number; stuck: number; onTime: number | null };
/** The numbers of the first page: what is cancelled is not done. `dayStart` and `now` in shop time. */
export async function overview(sql: Sql, viewer: Viewer, now: number, dayStart: number): Promise<Overview> {
  const seen = countsCase(sql, viewer);
  const ofTask = countsCaseOf(sql, viewer, sql`t.case_id`);
  const [row] = await sql<Overview[]>`
    select (select count(*)::int from (select 1 from cases c where c.status in ('running', 'suspended') and c.parent is null and ${seen} limit ${COUNTED}) x) as running,
      (select count(*)::int from (select 1 from cases c where c.status = 'ended' and c.outcome is distinct from 'cancelled' and c.ended_at >= ${dayStart} and c.parent is null and ${seen} limit ${COUNTED}) x) as "endedToday",
      (select count(*)::int from (select 1 from process p cross join lateral (select 1 from task t where t.key = p.key and t.state = 'open' and t.due < ${now} and ${ofTask} limit ${COUNTED}) t limit ${COUNTED}) x) as overdue,
      (select count(*)::int from (select 1 from cases c where c.incidents > 0 and c.status <> 'ended' and ${seen} limit ${COUNTED}) x) as stuck,
      (select avg(case when closed_at <= due then 1.0 else 0.0 end)::float8 from (select t.closed_at, t.due from task t where t.state = 'closed' and t.closed_at >= ${dayStart} and t.due < 8640000000000000 and ${ofTask} limit 20000) d) as "onTime"`;
  return row as Overview;
}
