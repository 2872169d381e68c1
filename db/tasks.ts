// What people have to do: inbox pages straight off the indexes, one task, claim and hand-back.
import { newSalt, submissionDigest } from '../proof/chain.ts';
import type { Fragment, Sql, Transaction } from './connect.ts';
import type { FileRef } from './files.ts';
import { notify } from './notices.ts';
import { catchUp, hasTerms, searchCases } from './search.ts';
import { peopleWithin, processesWithin, refsWithin, seesCase, seesCaseOf, type Viewer } from './viewer.ts';
import { barsOf, isOffered, isOfferedAny, type Way } from './ways.ts';

const NEVER = 8_640_000_000_000_000;

export type TaskRow = {
  id: string;
  case: string;
  wait: string;
  family: string;
  host: string;
  process: string;
  version: number;
  element: string;
  name: string;
  texts: Record<string, { name?: string }>;
  form: string | null;
  title: string | null;
  titles?: Record<string, string> | null;
  businessKey: string | null;
  summary: { name: string; value: unknown }[];
  /** `submitted`: done by its holder, its case has not heard of it yet; it may still be undone, or refused. `parked`: waits for a correction. */
  state: 'open' | 'submitted' | 'parked' | 'closed' | 'withdrawn';
  /** Its case is held: nothing can be done with it for now. */
  paused: boolean;
  assignee: string | null;
  assigneeName: string | null;
  claimedAt: string | null;
  priority: number;
  createdAt: number;
  due: number;
  /** By then somebody only has to look at it. */
  response: boolean;
  /** Its clock stands with so much left, in milliseconds of its calendar. */
  timeLeft: number | null;
  /** Since when those above know that it is late. */
  escalatedAt: number | null;
  closedAt: number | null;
  closedBy: string | null;
  closedByName: string | null;
  verdict: string | null;
  /** Something that the reader has typed. */
  hasDraft: boolean;
  /** Who is away, and for whom the assignee has it; until when. */
  heldFor: string | null;
  heldForName: string | null;
  heldUntil: number | null;
  /** Who did what just before, so that this came here. */
  fromBy: string | null;
  fromName: string | null;
  fromElement: string | null;
  /** Whom it was offered to from the beginning, whoever has it now. */
  offers: string[];
};

/** `from` brings the tasks as `t`. */
type Reading = { from: Fragment; me: string; more?: Fragment; order?: Fragment };
const read = <Row extends TaskRow>(sql: Sql, { from, me, more = sql``, order = sql`` }: Reading): Promise<Row[]> => sql<
  Row[]
>`
  select t.id, t.case_id as "case", t.wait, t.family, t.host, t.key as process, t.version, t.element, t.name, t.texts, t.form, t.title, t.titles, t.business_key as "businessKey",
    t.summary, t.state, t.assignee, a.name as "assigneeName", t.held_for as "heldFor", hf.name as "heldForName", (select max(x.to_at) from absence x where x.person = t.held_for and x.running) as "heldUntil", t.claimed_at as "claimedAt", t.priority, t.created_at as "createdAt", t.due, t.response, t.time_left as "timeLeft", t.escalated_at as "escalatedAt", t.closed_at as "closedAt",
    t.closed_by as "closedBy", b.name as "closedByName", t.verdict, exists (select 1 from form_draft d where d.person = ${me} and d.about = 'task:' || t.id and d.submitted is null) as "hasDraft", c.status = 'suspended' as paused, f.by as "fromBy", fp.name as "fromName", f.element as "fromElement", t.offers${more}
  from ${from} join cases c on c.id = t.case_id
  left join person a on a.id = t.assignee left join person hf on hf.id = t.held_for left join person b on b.id = t.closed_by
  left join lateral (select h.by, h.element from history h where h.case_id = t.case_id and h.kind = 'completed' and h.at <= t.created_at and h.element is not null order by h.seq desc limit 1) f on true
  left join person fp on fp.id = f.by
  ${order}`;

/** Rows of a list, in the order of `ids`. */
export const tasksByIds = (sql: Sql, ids: string[], me: string): Promise<TaskRow[]> =>
  read(sql, {
    me,
    from: sql`unnest(${ids}::text[]) with ordinality w(id, place) join task t on t.id = w.id`,
    order: sql`order by w.place`,
  });

type Position = [number, string];
export type TaskFilter = {
  process?: string | undefined;
  element?: string | undefined;
  after?: Position | undefined;
  limit: number;
};
const ids = (found: { id: string }[]) => found.map(({ id }) => id);
const start: Position = [-1, ''];

/** Claimed by me or given to me, most urgent first, or what came last. */
export async function listTodo(
  sql: Sql,
  person: string,
  { process, element, after, limit, newest = false }: TaskFilter & { newest?: boolean },
): Promise<TaskRow[]> {
  const [at, id] = after ?? start;
  const order = newest ? sql`created_at desc, id` : sql`due, id`;
  const further = newest
    ? after
      ? sql`(created_at < ${at} or (created_at = ${at} and id > ${id}))`
      : sql`true`
    : sql`(due, id) > (${at}, ${id})`;
  const found = await sql<{ id: string }[]>`
    select id from task where state = 'open' and assignee = ${person} and ${process ? sql`key = ${process}` : sql`true`} and ${element ? sql`element = ${element}` : sql`true`}
      and ${further} order by ${order} limit ${limit}`;
  return tasksByIds(sql, ids(found), person);
}

/** What of mine is due from `from` up to but not `to`. */
export async function dueBetween(
  sql: Sql,
  person: string,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<TaskRow[]> {
  const found = await sql<{ id: string }[]>`
    select id from task where state = 'open' and assignee = ${person} and due >= ${from} and due < ${Math.min(to, NEVER)} order by due, id limit ${limit}`;
  return tasksByIds(sql, ids(found), person);
}

/** What I may claim: the beginning of each of my refs' own order, merged. Never reads more than refs × limit entries. */
export async function listClaimable(
  sql: Sql,
  person: string,
  ways: Way[],
  { process, element, after = start, limit }: TaskFilter,
): Promise<TaskRow[]> {
  const found = await sql<{ id: string }[]>`${claimablePage(sql, ways, { process, element, after, limit })}`;
  return tasksByIds(sql, ids(found), person);
}

/** Open work that whoever goes this way may not do: few, and read once a list. */
export const notFor = (sql: Sql | Transaction, way: Way) =>
  sql`select x.id from task x where x.state = 'open' and ((x.excluded <> '{}' and x.excluded && ${barsOf(way)}::text[])${
    way.for === null ? sql`` : sql` or ${`person:${way.person}`} = any(x.no_proxy)`
  })`;

/** Exported for the bench and the test of its plan. */
export const claimablePage = (sql: Sql, ways: Way[], filter: TaskFilter) => {
  const [first = NO_WAY, ...others] = ways;
  const all = others.reduce(
    (before, way) => sql`${before} union all ${claimableBy(sql, way, filter)}`,
    claimableBy(sql, first, filter),
  );
  return sql`select id from (${all}) o group by o.due, o.id order by o.due, o.id limit ${filter.limit}`;
};
const NO_WAY: Way = { person: '', refs: [], for: null };

/** Of one step, its own order is read, for the pool may hold all others. */
const claimableBy = (sql: Sql, way: Way, { process, element, after = start, limit }: TaskFilter) =>
  element
    ? sql`(
  select o.id, o.due from (select key from process where ${process ? sql`key = ${process}` : sql`true`}) p cross join lateral (
    select t.id, t.due from task t where t.state = 'open' and t.key = p.key and t.element = ${element} and t.assignee is null
      and (t.due, t.id) > (${after[0]}, ${after[1]}) and ${isOffered(sql, way)}
    order by t.due, t.id limit ${limit}) o order by o.due, o.id limit ${limit})`
    : sql`(
  select o.task_id as id, o.due from unnest(${way.refs}::text[]) r(ref) cross join lateral (
    select o.due, o.task_id from task_offer o
    where o.ref = r.ref and ${process ? sql`o.key = ${process}` : sql`true`} and (o.due, o.task_id) > (${after[0]}, ${after[1]})
      and o.task_id not in (${notFor(sql, way)})
    order by o.due, o.task_id limit ${limit}) o
  group by o.due, o.task_id order by o.due, o.task_id limit ${limit})`;

/** Open work of all, for managers. */
export async function listOpen(
  sql: Sql,
  viewer: Viewer & { person: string },
  {
    process,
    element,
    assignee,
    overdueAt,
    after = start,
    limit,
  }: TaskFilter & { assignee?: string | undefined; overdueAt?: number | undefined },
): Promise<TaskRow[]> {
  const here = sql`${element ? sql`t.element = ${element}` : sql`true`} and ${assignee ? sql`t.assignee = ${assignee}` : sql`true`}
        and ${overdueAt === undefined ? sql`true` : sql`t.due < ${overdueAt}`} and (t.due, t.id) > (${after[0]}, ${after[1]})
        and ${seesCaseOf(sql, viewer, sql`t.case_id`)}`;
  const one = process ? sql`key = ${process}` : sql`true`;
  const ofProcesses = sql`
    select o.id, o.due from (select key from process where ${one} and ${viewer.all ? sql`true` : sql`key in ${processesWithin(sql, viewer)}`}) p cross join lateral (
      select t.id, t.due from task t where t.state = 'open' and t.key = p.key and ${here} order by t.due, t.id limit ${limit}) o`;
  // Of departments also what their people hold or may take.
  const ofPeople = sql`
    select o.id, o.due from ${peopleWithin(sql, viewer)} p cross join lateral (
      select t.id, t.due from task t where t.state = 'open' and t.assignee = p.id and ${process ? sql`t.key = ${process}` : sql`true`} and ${here} order by t.due, t.id limit ${limit}) o
    union select o.id, o.due from ${refsWithin(sql, viewer)} r cross join lateral (
      select t.id, t.due from task_offer f join task t on t.id = f.task_id where f.ref = r.ref and ${process ? sql`f.key = ${process}` : sql`true`} and t.state = 'open' and t.assignee is null and (f.due, f.task_id) > (${after[0]}, ${after[1]})
        and ${here} order by f.due, f.task_id limit ${limit}) o`;
  const found = await sql<{ id: string }[]>`
    select id from (${ofProcesses} ${viewer.all ? sql`` : sql`union ${ofPeople}`}) o order by o.due, o.id limit ${limit}`;
  return tasksByIds(sql, ids(found), viewer.person);
}

/** What I have done, newest first. */
export async function listDone(
  sql: Sql,
  person: string,
  { process, element, after, limit }: TaskFilter,
): Promise<TaskRow[]> {
  const here = sql`closed_by = ${person} and ${process ? sql`key = ${process}` : sql`true`} and ${element ? sql`element = ${element}` : sql`true`}
    and ${after ? sql`(closed_at < ${after[0]} or (closed_at = ${after[0]} and id > ${after[1]}))` : sql`true`}`;
  const found = await sql<{ id: string }[]>`
    (select id, closed_at from task where state = 'closed' and ${here} order by closed_at desc, id limit ${limit})
    union all select id, closed_at from task where state = 'submitted' and ${here} order by closed_at desc, id limit ${limit}`;
  return tasksByIds(sql, ids(found), person);
}

/** By any part of what its case is found by; one page. What is mine is looked through itself, the pool by the newest hits as well. */
export async function searchTasks(
  sql: Sql,
  view: 'todo' | 'claimable' | 'done' | 'all',
  viewer: Viewer & { person: string },
  ways: Way[],
  q: string,
  { process, element, limit }: TaskFilter,
): Promise<TaskRow[]> {
  await catchUp(sql);
  const { person } = viewer;
  const hits = view === 'claimable' || view === 'all' ? await searchCases(sql, q) : [];
  const here = sql`${process ? sql`t.key = ${process}` : sql`true`} and ${element ? sql`t.element = ${element}` : sql`true`}`;
  const free = sql`t.state = 'open' and t.assignee is null and (${isOfferedAny(sql, ways)})`;
  const among = {
    todo: sql`select id, case_id, due from task t where t.state = 'open' and t.assignee = ${person} and ${here}`,
    done: sql`(select id, case_id, -closed_at as due from task t where t.state = 'closed' and t.closed_by = ${person} and ${here} order by t.closed_at desc limit 5000)
      union all select id, case_id, -closed_at from task t where t.state = 'submitted' and t.closed_by = ${person} and ${here}`,
    claimable: sql`
      select t.id, t.case_id, t.due from task t where t.case_id = any(${hits}) and ${free} and ${here}
      union select t.id, t.case_id, t.due from (${claimablePage(sql, ways, { process, element, limit: 1000 })}) first join task t on t.id = first.id`,
    all: sql`select t.id, t.case_id, t.due from task t where t.case_id = any(${hits}) and t.state = 'open' and ${seesCaseOf(sql, viewer, sql`t.case_id`)} and ${here}`,
  }[view];
  const found = await sql<{ id: string }[]>`
    select t.id from (${among}) t join case_search s on s.case_id = t.case_id where ${hasTerms(sql, q)} order by t.due, t.id limit ${limit}`;
  return tasksByIds(sql, ids(found), person);
}

export type Named = { key: string; name: string; texts: Record<string, { name?: string }> };
/** Processes with work in a view: a probe an index and process, whatever stands on the page. Of what is done, the last thousand. */
export const processesOf = (
  sql: Sql,
  view: 'todo' | 'claimable' | 'done',
  person: string,
  ways: Way[],
): Promise<Named[]> => {
  const has = {
    todo: sql`exists (select 1 from task t where t.state = 'open' and t.assignee = ${person} and t.key = p.key)`,
    claimable: ways.reduce(
      (before, way) =>
        sql`${before} or exists (select 1 from unnest(${way.refs}::text[]) r(ref) where exists (select 1 from task_offer o where o.ref = r.ref and o.key = p.key and o.task_id not in (${notFor(sql, way)})))`,
      sql`false`,
    ),
    done: sql`p.key in (select key from (select key from task where state = 'closed' and closed_by = ${person} order by closed_at desc limit 1000) d)`,
  }[view];
  return sql<Named[]>`select p.key, p.name, p.texts from process p where ${has} order by p.name, p.key`;
};

export type TaskCounts = { todo: number; overdue: number; claimable: number; started: number; copies: number };
/** Counted up to 100: nobody reads further. */
export async function countTasks(sql: Sql, person: string, ways: Way[], now: number): Promise<TaskCounts> {
  const [row] = await sql<TaskCounts[]>`
    select (select count(*)::int from (select 1 from task where state = 'open' and assignee = ${person} limit 100) x) as todo,
      (select count(*)::int from (select 1 from task where state = 'open' and assignee = ${person} and due < ${now} limit 100) x) as overdue,
      (select count(*)::int from (${claimablePage(sql, ways, { limit: 100 })}) x) as claimable,
      (select count(*)::int from (select 1 from cases where starter = ${person} and parent is null and status <> 'ended' limit 100) x) as started,
      (select count(*)::int from (select 1 from case_copy where person = ${person} and read_at is null limit 100) x) as copies`;
  return row as TaskCounts;
}

export type TaskDetail = TaskRow & {
  submitted: Submitted | null;
  /** Who wants the holder's opinion, and gets the task back with it. */
  askedBy: string | null;
  locals: Record<string, unknown> | null;
  /** Who may not do it. */
  excluded: string[];
  offered: boolean;
};
export type Submitted = {
  request: string;
  /** Hash of what was asked under that id. */
  content?: string | undefined;
  by: string;
  at: string;
  values: Record<string, unknown>;
  verdict?: string | undefined;
  comment?: string | undefined;
  /** One outside has filled it in. */
  guest?: string | undefined;
  /** What was on screen: fields by id with what they held, those only to read included. */
  shown?: Record<string, unknown> | undefined;
  /** The checklist as it stood: what was ticked, by whom, when, with which photos. */
  checklist?: { text: string; done?: { by: string; at: number; files: FileRef[] } }[] | undefined;
  salt?: string;
};

/** A task that the viewer holds, did, may claim, or sees with its case. */
export async function taskById(sql: Sql, id: string, me: string, ways: Way[]): Promise<TaskDetail | undefined> {
  // Asked for by its id alone, so that Postgres keeps the plan: making it would cost ten times the reading.
  const [task] = await read<TaskDetail>(sql, {
    me,
    from: sql`(select * from task where id = ${id}) t`,
    more: sql`, t.submitted, t.locals, t.excluded, t.asked_by as "askedBy", (${isOfferedAny(sql, ways)}) as offered`,
  });
  return task;
}

/** As long as it is open: who has it, or to whom it is offered. */
export async function openedTask(
  sql: Sql,
  id: string,
): Promise<{ assignee: string | null; offers: string[]; excluded: string[]; createdAt: number } | undefined> {
  const [row] = await sql<{ assignee: string | null; offers: string[]; excluded: string[]; createdAt: number }[]>`
    select assignee, offers, excluded, created_at as "createdAt" from task where id = ${id} and state = 'open'`;
  return row;
}

/** `for`: who is away, and in whose place it was taken; `response`: a limit for looking at it runs. undefined: closed, claimed by another, or offered in none of these ways. */
export async function claimTask(
  sql: Sql | Transaction,
  id: string,
  { person, ways, at }: { person: string; ways: Way[]; at: number },
): Promise<{ for: string | null; response: boolean } | undefined> {
  if (ways.length === 0) return undefined;
  const how = ways.reduce((before, way) => sql`${before} when ${isOffered(sql, way)} then ${way.for}`, sql``);
  const [claimed] = await sql<{ for: string | null; response: boolean }[]>`
    with won as (
      update task t set assignee = ${person}, claimed_at = now(), held_for = (case ${how} end)::text
      where t.id = ${id} and t.state = 'open' and t.assignee is null and (${isOfferedAny(sql, ways)})
        and not exists (select 1 from cases c where c.id = t.case_id and c.status = 'suspended')
      returning t.id, t.case_id, t.element, t.held_for, t.response),
    held as (insert into holding (task_id, case_id, element, at, kind, person, by) select id, case_id, element, ${at}, 'claimed', ${person}, ${person} from won),
    gone as (delete from task_offer where task_id in (select id from won) returning ref),
    told as (insert into feed (case_id, refs) select case_id, array(select distinct ref from gone union select ${`person:${person}`}) from won returning id)
    select pg_notify('zhangfa_feed', ''), (select held_for from won) as "for", (select response from won) as response from told`;
  return claimed && { for: claimed.for, response: claimed.response };
}

/** Whoever has it looks at it; the first time counts. @param at shop time */
export const touchTask = (sql: Sql, id: string, person: string, at: number) =>
  sql`update task set touched_at = ${at} where id = ${id} and state = 'open' and touched_at is null and (assignee = ${person} or assignee is null)`;

/** The waits of a case with whose tasks somebody has begun: opened, claimed, or just submitted. */
export async function touchedIn(sql: Sql | Transaction, caseId: string): Promise<string[]> {
  const found = await sql<{ wait: string }[]>`
    select wait from task t where case_id = ${caseId} and state in ('open', 'submitted')
      and (state = 'submitted' or touched_at is not null or exists (select 1 from holding h where h.task_id = t.id and h.kind = 'claimed'))`;
  return found.map(({ wait }) => wait);
}

export type HandOver = {
  /** The person who does it, and when by the shop clock. */
  by: string;
  at: number;
  /** To this person; absent: back to those whom `offers` names. */
  to?: string | undefined;
  offers?: string[];
  /** Only while this person holds it. */
  holder?: string;
  comment?: string | undefined;
  /** What moves many at once: whom it gives several, is told once. */
  event?: string;
};
/** Gives an open task to a person, or back to those it was offered to. */
export async function handOver(
  tx: Transaction,
  id: string,
  { by, at, to, offers = [], holder, comment, event }: HandOver,
): Promise<boolean> {
  const [row] = await tx<{ due: number; key: string; case_id: string; element: string; before: string | null }[]>`
    with old as (select id, assignee from task where id = ${id} for update)
    update task set assignee = ${to ?? null}, held_for = null, claimed_at = ${to ? tx`now()` : null}
    from old where task.id = old.id and task.state = 'open' and ${to ? tx`not ${`person:${to}`} = any(task.excluded)` : tx`true`} and ${holder ? tx`task.assignee = ${holder}` : tx`true`}
    returning task.due, task.key, task.case_id, task.element, old.assignee as before`;
  if (!row) return false;
  if (to !== undefined && row.before === to) return true;
  if (to) await tx`delete from task_offer where task_id = ${id}`;
  else
    await tx`insert into task_offer (ref, due, task_id, key) select r, ${row.due}, ${id}, ${row.key} from unnest(${offers}::text[]) r on conflict do nothing`;
  const [held] = await tx<
    { id: number }[]
  >`insert into holding (task_id, case_id, element, at, kind, person, before, by, comment)
    values (${id}, ${row.case_id}, ${row.element}, ${at}, ${to ? 'assigned' : 'released'}, ${to ?? null}, ${row.before}, ${by}, ${comment ?? null}) returning holding.id`;
  if (to)
    await notify(tx, [
      {
        what: 'assigned',
        event: event ?? String(held?.id),
        person: to,
        about: { kind: 'task', id },
        at,
        by,
        counts: true,
      },
    ]);
  const refs = [...(to ? [`person:${to}`] : offers), ...(row.before ? [`person:${row.before}`] : [])];
  await tx`insert into feed (case_id, refs) values (${row.case_id}, ${refs})`;
  await tx`select pg_notify('zhangfa_feed', '')`;
  return true;
}

/** Who holds the open tasks of this step, and for whom who is away, by wait. */
export async function holdersAt(sql: Sql, id: string, element: string): Promise<Record<string, Holder>> {
  const rows = await sql<(Holder & { wait: string })[]>`
    select wait, assignee as person, held_for as "for" from task
    where case_id = ${id} and element = ${element} and state in ('open', 'submitted', 'parked') and assignee is not null`;
  return Object.fromEntries(rows.map(({ wait, ...holder }) => [wait, holder]));
}
export type Holder = { person: string; for: string | null };

/** Fields that this step has answered before in this case: nobody finds another's answer already chosen. */
export async function answeredBefore(
  sql: Sql,
  { case: id, element }: { case: string; element: string },
): Promise<Set<string>> {
  const found = await sql<{ field: string }[]>`
    select distinct jsonb_object_keys(submitted->'values') as field from task where case_id = ${id} and element = ${element} and state = 'closed' and submitted is not null`;
  return new Set(found.map(({ field }) => field));
}

export type Locked = {
  state: TaskRow['state'];
  assignee: string | null;
  closedBy: string | null;
  closedRequest: string | null;
  closedAt: number | null;
  verdict: string | null;
  submitted: Submitted | null;
  /** Who is away, and for whom the assignee has it. */
  heldFor: string | null;
  /** A submission that its case has not answered. */
  pending: boolean;
  /** This request was stored before. */
  repeated: boolean;
  /** This request was undone. */
  undone: boolean;
};
/** The row as it stands, kept from others until the transaction ends. */
export async function lockTask(tx: Transaction, id: string, request: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`
    select state, assignee, closed_by as "closedBy", closed_request as "closedRequest", closed_at as "closedAt", verdict, submitted, held_for as "heldFor",
      exists (select 1 from command c where c.id = t.submitted->>'request' and c.answer is null) as pending,
      exists (select 1 from command c where c.id = ${request}) as repeated, ${request} = any(undone) as undone
    from task t where id = ${id} for update`;
  return row;
}

/** Salted, so that its digest tells nothing once it is erased. */
export function salted(submitted: Submitted): { submitted: Submitted; digest: string } {
  const whole = { ...submitted, salt: newSalt() };
  return { submitted: whole, digest: submissionDigest(whole) };
}
export async function storeSubmitted(tx: Transaction, id: string, submitted: Submitted): Promise<void> {
  await tx`update task set submitted = ${tx.json(submitted as never)} where id = ${id}`;
}

/** May this viewer open the task although it is not theirs to do? Who has typed into it finds their text again. */
export async function seesTask(sql: Sql, viewer: Viewer, task: TaskDetail): Promise<boolean> {
  if (task.offered || task.assignee === viewer.person || task.closedBy === viewer.person || task.hasDraft) return true;
  const [row] = await sql`
    select 1 from cases c where c.id = ${task.case} and (${viewer.all || viewer.within.length > 0 ? seesCase(sql, viewer) : sql`c.starter = ${viewer.person}`}
      or (c.private and c.watchers && ${viewer.refs}::text[])
      or exists (select 1 from case_copy k where k.person = ${viewer.person} and k.case_id = c.id)
      or exists (select 1 from question q where q.task_id = ${task.id} and q.asked_to = ${viewer.person}))`;
  return Boolean(row);
}

export const isNever = (due: number) => due === NEVER;

/** The case that a task stands in. */
export async function taskPlace(sql: Sql, id: string): Promise<{ case: string; name: string } | undefined> {
  const [row] = await sql<{ case: string; name: string }[]>`select case_id as "case", name from task where id = ${id}`;
  return row;
}
