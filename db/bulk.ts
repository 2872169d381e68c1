// Jobs over many cases: what is meant, stored whole with its commands; how far it is, read off their answers.
import type { HostAnswer } from '../workflows/messages.ts';
import type { Stored } from './commands.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { resumeWithin } from './quarantine.ts';
import { handOver } from './tasks.ts';
import { seesCase, type Viewer } from './viewer.ts';

type Job = { id: string; action: object; by: string };

/** False where this job was stored before. */
async function begin(tx: Transaction, { id, action, by }: Job, total: number): Promise<boolean> {
  const [fresh] = await tx`
    insert into bulk (id, action, by, total) values (${id}, ${tx.json(action as never)}, ${by}, ${total}) on conflict do nothing returning id`;
  return fresh !== undefined;
}

/** Whoever was set aside may try again: what is asked for may be the cure. */
export const storeBulk = (sql: Sql, job: Job, commands: Stored[]): Promise<boolean> =>
  sql.begin(async (tx) => {
    if (!(await begin(tx, job, commands.length))) return false;
    for (const family of new Set(commands.map((command) => command.family))) await resumeWithin(tx, family);
    for (const [n, command] of commands.entries()) {
      await tx`
        insert into command (id, host, family, case_id, body, by)
        values (${command.id}, ${command.host}, ${command.family}, ${command.case}, ${inOrder(tx, command.body)}, ${job.by}) on conflict (id) do nothing`;
      // A touch leaves no answer: what was set aside is resumed with this.
      const answer = command.body.do === 'touch' ? tx.json({ ok: true }) : null;
      await tx`insert into bulk_item (bulk, n, case_id, command, answer) values (${job.id}, ${n + 1}, ${command.case}, ${command.id}, ${answer})`;
    }
    return true;
  });

export type OpenTask = {
  id: string;
  case: string;
  process: string;
  version: number;
  element: string;
  offers: string[];
  excluded: string[];
  title: string | null;
  businessKey: string | null;
};
/** Open tasks of these cases and of all that they have called, or these very tasks. */
export const openTasksOf = (
  sql: Sql,
  viewer: Viewer,
  { cases = [], tasks = [], limit }: { cases?: string[] | undefined; tasks?: string[] | undefined; limit: number },
): Promise<OpenTask[]> => sql<OpenTask[]>`
  select t.id, t.case_id as "case", t.key as process, t.version, t.element, t.offers, t.excluded, c.title, c.business_key as "businessKey" from task t join cases c on c.id = t.case_id
  where t.state = 'open' and ${seesCase(sql, viewer)} and (t.id = any(${tasks}) or c.family in (select family from cases where id = any(${cases})))
  order by t.created_at, t.id limit ${limit}`;

/** Why it is not given to this person, or back to those it was offered to. `lacking`: those whose certificate he has not. */
export function whyNotGiven(task: OpenTask, person: string | null, lacking: ReadonlySet<OpenTask>) {
  if (person === null) return task.offers.length > 0 ? undefined : 'noSuccessor';
  if (task.excluded.includes(`person:${person}`)) return 'excluded';
  return lacking.has(task) ? 'uncertified' : undefined;
}

/** Done with storing it. */
export const giveTasks = (
  sql: Sql,
  job: Job,
  tasks: OpenTask[],
  {
    person,
    lacking,
    at,
    comment,
  }: { person: string | null; lacking: ReadonlySet<OpenTask>; at: number; comment: string },
): Promise<boolean> =>
  sql.begin(async (tx) => {
    if (!(await begin(tx, job, tasks.length))) return false;
    for (const [n, task] of tasks.entries()) {
      const given = {
        by: job.by,
        at,
        comment,
        event: job.id,
        ...(person === null ? { offers: task.offers } : { to: person }),
      };
      const why = whyNotGiven(task, person, lacking);
      const ok = why === undefined && (await handOver(tx, task.id, given));
      const code = why === undefined || why === 'noSuccessor' ? 'notOpen' : why;
      const answer: HostAnswer = ok ? { ok } : { ok, code };
      await tx`
        insert into bulk_item (bulk, n, case_id, task, answer)
        values (${job.id}, ${n + 1}, ${task.case}, ${task.id}, ${tx.json(answer as never)})`;
    }
    return true;
  });

export type Bulk = {
  id: string;
  action: Record<string, unknown>;
  by: string;
  total: number;
  createdAt: string;
  done: number;
  refused: number;
};
/** `by`: only those that he began. */
export const listBulk = (
  sql: Sql,
  {
    id,
    by,
    after,
    limit,
  }: { id?: string | undefined; by?: string | undefined; after?: [string, string] | undefined; limit: number },
): Promise<Bulk[]> => sql<Bulk[]>`
  select b.id, b.action, b.by, b.total, b.created_at::text as "createdAt", r.done, r.refused
  from (select * from bulk where ${id ? sql`id = ${id}` : sql`true`} and ${by ? sql`by = ${by}` : sql`true`} and ${after ? sql`(created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql`true`}
        order by created_at desc, id desc limit ${limit}) b
    cross join lateral (
      select count(*) filter (where (a.answer ->> 'ok')::boolean)::int as done, count(*) filter (where not (a.answer ->> 'ok')::boolean)::int as refused
      from bulk_item i left join command m on m.id = i.command cross join lateral (select coalesce(i.answer, m.answer::jsonb) as answer) a
      where i.bulk = b.id) r
  order by b.created_at desc, b.id desc`;
export const bulkById = async (sql: Sql, id: string, by?: string): Promise<Bulk | undefined> =>
  (await listBulk(sql, { id, by, limit: 1 }))[0];

export type BulkItem = {
  n: number;
  case: string;
  title: string | null;
  titles?: Record<string, string> | null;
  businessKey: string | null;
  /** Of a job over tasks: which step. */
  step: string | null;
  answer: HostAnswer | null;
};
/** What a case that he does not see is called stays its own. */
export const bulkItems = (sql: Sql, viewer: Viewer, id: string): Promise<BulkItem[]> => sql<BulkItem[]>`
  select i.n, i.case_id as "case", c.title, c.titles, c.business_key as "businessKey", t.name as step, coalesce(i.answer, m.answer::jsonb) as answer
  from bulk_item i left join command m on m.id = i.command left join cases c on c.id = i.case_id and ${seesCase(sql, viewer)} left join task t on t.id = i.task
  where i.bulk = ${id} order by i.n`;

export type Target = {
  case: string;
  family: string;
  host: string;
  process: string;
  title: string | null;
  businessKey: string | null;
  incident: string | null;
};
type Chosen = {
  cases?: string[] | undefined;
  cause?: { process: string; element: string; kind: string; seenDigest?: string | undefined } | undefined;
  limit: number;
};
/** What a selection comes to: cases, or open incidents where it is about what is stuck. */
export const targetsOf = (
  sql: Sql,
  viewer: Viewer,
  { cases, cause, limit }: Chosen,
  stuck: boolean,
): Promise<Target[]> => sql<Target[]>`
  select c.id as "case", c.family, c.host, c.key as process, c.title, c.business_key as "businessKey", ${stuck || cause ? sql`i.id` : sql`null`} as incident
  from cases c ${stuck || cause ? sql`join incident i on i.case_id = c.id and i.closed_at is null` : sql``}
  where c.status <> 'ended' and ${seesCase(sql, viewer)} and ${cases ? sql`c.id = any(${cases})` : sql`true`}
    and ${cause ? sql`i.key = ${cause.process} and i.element = ${cause.element} and i.kind = ${cause.kind} and ${cause.seenDigest ? sql`seen_digest(i.message) = ${cause.seenDigest}` : sql`true`}` : sql`true`}
  order by c.started_at, c.id limit ${limit}`;
