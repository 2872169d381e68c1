// Jobs for workers of others (docs/workers.md): fetched under a lock that expires, answered by whoever holds it. The lock is what makes
// an answer one answer: a repeat under the same lock gets the first.
import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Occurrence, Variables } from '../../bpmn/instance.ts';
import {
  answerJob,
  extendLock,
  type HeldJob,
  jobById,
  listTopics,
  noteTopics,
  releaseJob,
  takeJobs,
} from '../../db/jobs.ts';
import { sendStored } from '../../dispatch/send.ts';
import { settled, withinLimits } from '../answer-of-case.ts';
import { body, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { jobBell } from '../job-bell.ts';
import { flow } from '../limit.ts';
import { bodyDigest, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { Values } from '../schemas.ts';
import { allow, whoOf } from '../who.ts';

const Topic = z.string().trim().min(1).max(200);
const Lock = z.string().min(8).max(60).describe('as it came with the job');
const LockSeconds = z.number().int().min(1).max(3_600);
const Job = z.object({
  id: z.string(),
  topic: z.string(),
  lock: z.string().describe('goes with every answer; worth nothing once another holds the job'),
  lockedUntil: z.string(),
  key: z
    .string()
    .describe('the same for every try of this run of the step: use it where your own effect must happen once'),
  case: z.string(),
  businessKey: z.string().nullable(),
  process: z.string(),
  element: z.string(),
  name: z.string(),
  input: Values,
  headers: z.record(z.string(), z.string()),
  retries: z.number().describe('how often it may be tried again, should this try fail'),
  createdAt: z.string(),
});
const guard = (perSecond: number, burst: number): [MiddlewareHandler<Env>, MiddlewareHandler<Env>] => [
  allow('admin', 'jobs:work'),
  flow(perSecond, burst),
];
const tags = ['jobs'];
const params = z.object({ id: z.string().max(400) });
const Answered = z.object({ ok: z.literal(true), confirming: z.boolean() });
const answered = {
  200: { description: 'Done', content: { 'application/json': { schema: Answered } } },
  202: { description: 'Stored; the case is on its way', content: { 'application/json': { schema: Answered } } },
};

const fetchRoute = createRoute({
  method: 'post',
  path: '/jobs/fetch',
  tags,
  summary:
    'Take jobs of these topics, each held by nobody else until its lock expires; waits for one where there is none. A repeat with the same Idempotency-Key gets what it still holds',
  middleware: guard(50, 200),
  request: {
    headers: z.object({ 'idempotency-key': z.string().min(8).max(200).optional() }),
    ...body(
      z.object({
        worker: z.string().trim().min(1).max(80).describe('who asks, for people to read'),
        topics: z.array(Topic).min(1).max(50),
        max: z.number().int().min(1).max(50).default(1),
        lockSeconds: LockSeconds.default(60),
        waitSeconds: z.number().min(0).max(30).default(0),
      }),
    ),
  },
  responses: ok(z.object({ jobs: z.array(Job) }), 'Jobs, maybe none'),
});
const complete = createRoute({
  method: 'post',
  path: '/jobs/{id}/complete',
  tags,
  summary: 'It is done; the variables are its result',
  middleware: guard(200, 1_000),
  request: { params, ...body(z.object({ lock: Lock, variables: Values.default({}) })) },
  responses: answered,
});
const fail = createRoute({
  method: 'post',
  path: '/jobs/{id}/fail',
  tags,
  summary: 'It did not work: tried again after a while, or an incident for people when no retries are left',
  middleware: guard(200, 1_000),
  request: {
    params,
    ...body(
      z.object({
        lock: Lock,
        message: z.string().trim().min(1).max(2_000),
        retries: z
          .number()
          .int()
          .min(0)
          .max(1_000)
          .optional()
          .describe('how often it may still be tried, 0: people have to see it; absent: as the step says'),
        retryAfterSeconds: z.number().min(0).max(86_400).default(0),
      }),
    ),
  },
  responses: answered,
});
const error = createRoute({
  method: 'post',
  path: '/jobs/{id}/error',
  tags,
  summary: 'A BPMN error, which the process may catch',
  middleware: guard(200, 1_000),
  request: {
    params,
    ...body(
      z.object({
        lock: Lock,
        code: z.string().trim().min(1).max(200),
        message: z.string().max(2_000).optional(),
        variables: Values.default({}),
      }),
    ),
  },
  responses: answered,
});
const extend = createRoute({
  method: 'post',
  path: '/jobs/{id}/extend',
  tags,
  summary: 'Hold it longer, from now',
  middleware: guard(200, 1_000),
  request: { params, ...body(z.object({ lock: Lock, lockSeconds: LockSeconds })) },
  responses: ok(z.object({ lockedUntil: z.string() }), 'Held'),
});
const topics = createRoute({
  method: 'get',
  path: '/jobs/topics',
  tags,
  summary: 'Topics that workers have asked for or that have jobs',
  middleware: allow('manager'),
  responses: ok(
    z.object({
      items: z.array(
        z.object({
          topic: z.string(),
          worker: z.string().nullable().describe('who asked last; null: nobody ever has'),
          seenAt: z.string().nullable(),
          waiting: z.number(),
          held: z.number(),
          oldest: z.string().nullable(),
        }),
      ),
    }),
    'Topics',
  ),
});

export const jobRoutes = (deps: Deps) => {
  const { sql, door } = deps;
  const bell = jobBell(sql);

  /** What a key is not meant for is not there for it. */
  const isFor = (c: Context<Env>, topic: string): boolean => {
    const who = whoOf(c);
    return who.kind !== 'key' || who.topics === null || who.topics.includes(topic);
  };
  async function must(c: Context<Env>, id: string): Promise<HeldJob | undefined> {
    const job = await jobById(sql, id);
    if (job && !isFor(c, job.topic)) throw problem('notFound', { what: id });
    return job;
  }
  /** Held or answered under this lock before, else it is another's. */
  async function answer(c: Context<Env>, id: string, lock: string, occurrence: (wait: string) => Occurrence) {
    await must(c, id);
    const content = `${c.req.path.split('/').at(-1)} ${await bodyDigest(c)}`;
    const standing = await answerJob(sql, { id, lock, by: whoOf(c).id, content, occurrence });
    if (!standing) throw problem('lockLost', { what: id });
    c.set('audited', true);
    const confirming = settled(await sendStored(door, standing, deps.answerMs));
    return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
  }

  return router()
    .openapi(fetchRoute, async (c) => {
      const { worker, topics: asked, max, lockSeconds, waitSeconds } = c.req.valid('json');
      const barred = asked.find((topic) => !isFor(c, topic));
      if (barred !== undefined) throw problem('topicBarred', { topic: barred });
      c.set('audited', true);
      await noteTopics(sql, asked, worker);
      const lock = c.req.valid('header')['idempotency-key'] ? requestId(c) : randomUUID();
      const ask = { lock, worker, topics: asked, max, lockMs: lockSeconds * 1_000 };
      const end = performance.now() + waitSeconds * 1_000;
      for (;;) {
        const jobs = await takeJobs(sql, ask);
        const left = end - performance.now();
        if (jobs.length === 0 && left > 0 && !c.req.raw.signal.aborted) {
          await bell(asked, left, c.req.raw.signal);
          // Who has gone would only hold what another could do.
          if (!c.req.raw.signal.aborted) continue;
        }
        return c.json(
          {
            jobs: jobs.map(({ lockedUntil, createdAt, worker: _, ...job }) => ({
              ...job,
              lockedUntil: lockedUntil.toISOString(),
              createdAt: createdAt.toISOString(),
            })),
          },
          200,
        );
      }
    })
    .openapi(complete, async (c) => {
      const { lock, variables } = c.req.valid('json');
      withinLimits(variables as Variables);
      return answer(c, c.req.valid('param').id, lock, (wait) => ({
        type: 'serviceCompleted',
        at: 0,
        wait,
        variables: variables as Variables,
      }));
    })
    .openapi(fail, async (c) => {
      const { id } = c.req.valid('param');
      const { lock, message, retries, retryAfterSeconds } = c.req.valid('json');
      const job = await must(c, id);
      c.set('audited', true);
      const again = retries ?? job?.retries ?? 0;
      const isRepeat = job?.released === lock;
      if (isRepeat || (again > 0 && (await releaseJob(sql, id, lock, again - 1, retryAfterSeconds * 1_000))))
        return c.json({ ok: true as const, confirming: false }, 200);
      return answer(c, id, lock, (wait) => ({ type: 'serviceFailed', at: 0, wait, message }));
    })
    .openapi(error, async (c) => {
      const { lock, code, message, variables } = c.req.valid('json');
      withinLimits(variables as Variables);
      return answer(c, c.req.valid('param').id, lock, (wait) => ({
        type: 'errorThrown',
        at: 0,
        wait,
        code,
        variables: variables as Variables,
        ...(message !== undefined && { message }),
      }));
    })
    .openapi(extend, async (c) => {
      const { id } = c.req.valid('param');
      const { lock, lockSeconds } = c.req.valid('json');
      await must(c, id);
      c.set('audited', true);
      const until = await extendLock(sql, id, lock, lockSeconds * 1_000);
      if (!until) throw problem('lockLost', { what: id });
      return c.json({ lockedUntil: until.toISOString() }, 200);
    })
    .openapi(topics, async (c) => {
      const rows = await listTopics(sql);
      return c.json(
        {
          items: rows.map(({ seenAt, oldest, ...row }) => ({
            ...row,
            seenAt: seenAt?.toISOString() ?? null,
            oldest: oldest?.toISOString() ?? null,
          })),
        },
        200,
      );
    });
};
