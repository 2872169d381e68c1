// Jobs of outside workers: each is held by one at a time, under a lock that expires; an answer is a command like any other.
import type { Occurrence, Variables } from '../bpmn/instance.ts';
import { type Standing, type Stored, storeCommand } from './commands.ts';
import type { Sql, Transaction } from './connect.ts';

export type NewJob = {
  case: string;
  wait: string;
  topic: string;
  element: string;
  name: string;
  key: string;
  input: Variables;
  headers: Record<string, string>;
  retries: number;
};
export type Job = Omit<NewJob, 'wait'> & {
  id: string;
  process: string;
  businessKey: string | null;
  worker: string;
  lock: string;
  lockedUntil: Date;
  createdAt: Date;
};
/** What the worker of a lock may know of its job. */
export type HeldJob = {
  id: string;
  topic: string;
  case: string;
  family: string;
  host: string;
  wait: string;
  /** How often it may be tried again. */
  retries: number;
  /** The lock under which it failed last and was let go. */
  released: string | null;
};

const idOf = (caseId: string, wait: string): string => `${caseId}:${wait}`;

export async function isJob(sql: Sql, caseId: string, wait: string): Promise<boolean> {
  const [row] = await sql`select 1 from job where id = ${idOf(caseId, wait)}`;
  return Boolean(row);
}

export async function isWorkersTopic(sql: Sql, topic: string): Promise<boolean> {
  const [row] = await sql`select 1 from worker_topic where topic = ${topic}`;
  return Boolean(row);
}

/** Safe to repeat. Where the case waits for the call no more, there is nothing to do. */
export async function createJob(sql: Sql, job: NewJob): Promise<void> {
  const id = idOf(job.case, job.wait);
  await sql.begin(async (tx) => {
    // Nobody looks after a call that a worker may take when it will. Whoever ends the wait meets us on this row.
    const [open] = await tx`
      update subscription set armed_at = 'infinity'
      where case_id = ${job.case} and wait = ${job.wait} and kind = 'job' returning wait`;
    if (!open) return;
    await tx`
      insert into job (id, case_id, wait, topic, element, name, call_key, input, headers, retries)
      values (${id}, ${job.case}, ${job.wait}, ${job.topic}, ${job.element}, ${job.name}, ${job.key},
        ${tx.json(job.input as never)}, ${tx.json(job.headers)}, ${job.retries})
      on conflict (id) do nothing`;
    await tx`select pg_notify('zhangfa_jobs', ${job.topic})`;
  });
}

const HELD = (sql: Sql | Transaction) => sql`
  j.id, j.topic, j.case_id as "case", j.element, j.name, j.call_key as key, j.input, j.headers, j.retries, j.worker, j.lock,
  j.locked_until as "lockedUntil", j.created_at as "createdAt"`;

export type Fetch = { lock: string; worker: string; topics: string[]; max: number; lockMs: number };

/** Those free under these topics, oldest first, now held under `lock`; a repeat with the same lock gets what it still holds. */
export async function takeJobs(sql: Sql, { lock, worker, topics, max, lockMs }: Fetch): Promise<Job[]> {
  const mine = await sql<Job[]>`
    select ${HELD(sql)}, c.key as process, c.business_key as "businessKey" from job j join cases c on c.id = j.case_id
    where j.lock = ${lock} and not j.answered and j.locked_until > now() order by j.created_at, j.id`;
  if (mine.length > 0) return mine;
  return sql<Job[]>`
    with taken as (
      update job j set lock = ${lock}, worker = ${worker}, locked_until = now() + ${lockMs} * interval '1 millisecond', released = null
      where id in (
        select id from job where topic = any(${topics}) and not answered and available_at <= now()
          and (locked_until is null or locked_until <= now())
        order by available_at, id limit ${max} for update skip locked)
      returning ${HELD(sql)})
    select t.*, c.key as process, c.business_key as "businessKey" from taken t join cases c on c.id = t."case" order by t."createdAt", t.id`;
}

/** Steps may name a topic from the first time that somebody asks for it. */
export async function noteTopics(sql: Sql, topics: string[], worker: string): Promise<void> {
  await sql`
    insert into worker_topic (topic, worker) select t, ${worker} from unnest(${topics}::text[]) t order by t
    on conflict (topic) do update set worker = excluded.worker, seen_at = now() where worker_topic.seen_at < now() - interval '30 seconds'`;
}

/** A job by its id, whoever holds it. */
export async function jobById(sql: Sql, id: string): Promise<HeldJob | undefined> {
  const [row] = await sql<HeldJob[]>`
    select j.id, j.topic, j.case_id as "case", c.family, c.host, j.wait, j.retries, j.released from job j join cases c on c.id = j.case_id where j.id = ${id}`;
  return row;
}

export async function extendLock(sql: Sql, id: string, lock: string, lockMs: number): Promise<Date | undefined> {
  const [row] = await sql<{ until: Date }[]>`
    update job set locked_until = now() + ${lockMs} * interval '1 millisecond'
    where id = ${id} and lock = ${lock} and not answered returning locked_until as until`;
  return row?.until;
}

/** It failed and will be tried again: free after a while. */
export async function releaseJob(
  sql: Sql,
  id: string,
  lock: string,
  retries: number,
  afterMs: number,
): Promise<boolean> {
  const rows = await sql`
    update job set lock = null, locked_until = null, released = ${lock}, retries = ${retries},
      available_at = now() + ${afterMs} * interval '1 millisecond'
    where id = ${id} and lock = ${lock} and not answered returning id`;
  return rows.length > 0;
}

type Answering = { id: string; lock: string; by: string; content: string; occurrence: (wait: string) => Occurrence };
/** Answer and command in one transaction, so that nobody else gets the job. null: the lock is another's. @throws Reused */
export async function answerJob(sql: Sql, { id, lock, by, content, occurrence }: Answering): Promise<Standing | null> {
  const request = `job:${id}:${lock}`;
  return sql.begin(async (tx) => {
    const [job] = await tx<HeldJob[]>`
      update job j set answered = true from cases c
      where j.id = ${id} and j.lock = ${lock} and not j.answered and c.id = j.case_id
      returning j.case_id as "case", c.family, c.host, j.wait`;
    if (job) {
      const { at: _, ...what } = occurrence(job.wait);
      return storeCommand(tx, commandOf(request, by, content, job, what));
    }
    const [before] = await tx<{ family: string; host: string; case: string }[]>`
      select family, host, case_id as "case" from command where id = ${request}`;
    // Nothing is stored twice: this gives what stands, or refuses another content.
    return before ? storeCommand(tx, { id: request, ...before, by, content, body: { do: 'touch' } }) : null;
  });
}

const commandOf = (
  id: string,
  by: string,
  content: string,
  { host, family, case: caseId }: Pick<HeldJob, 'host' | 'family' | 'case'>,
  occurrence: unknown,
): Stored => ({ id, host, family, case: caseId, by, content, body: { do: 'occur', occurrence } as Stored['body'] });

export type TopicRow = {
  topic: string;
  worker: string | null;
  seenAt: Date | null;
  waiting: number;
  held: number;
  oldest: Date | null;
};
export const listTopics = (sql: Sql): Promise<TopicRow[]> => sql<TopicRow[]>`
  select topic, w.worker, w.seen_at as "seenAt", coalesce(j.waiting, 0)::int as waiting, coalesce(j.held, 0)::int as held, j.oldest
  from worker_topic w full join (
    select topic, count(*) filter (where locked_until is null or locked_until <= now()) as waiting,
      count(*) filter (where locked_until > now()) as held, min(created_at) as oldest
    from job where not answered group by topic) j using (topic)
  order by topic`;
