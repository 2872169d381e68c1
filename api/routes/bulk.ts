// One verb for many cases, by cause or selection: looked at before, stored whole, carried out case by case, each with its own answer.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Answer } from '../../bpmn/instance.ts';
import { step } from '../../bpmn/step.ts';
import {
  type Bulk,
  bulkById,
  bulkItems,
  giveTasks,
  listBulk,
  type OpenTask,
  openTasksOf,
  storeBulk,
  type Target,
  targetsOf,
  whyNotGiven,
} from '../../db/bulk.ts';
import { caseById } from '../../db/case-lists.ts';
import type { Stored } from '../../db/commands.ts';
import { namesOf, peopleAsKnown } from '../../db/people.ts';
import { SET_ASIDE } from '../../db/quarantine.ts';
import { readShop } from '../../db/settings.ts';
import { SYSTEM } from '../../db/viewer.ts';
import { sendStored } from '../../dispatch/send.ts';
import { shopTime } from '../../workflows/clock.ts';
import type { CommandBody } from '../../workflows/messages.ts';
import { body, ok } from '../answers.ts';
import { lackedBy } from '../certified.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { Instant, PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { Who, who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { titledFor } from '../title.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const MOST = 1_000;
/** So many are tried on a copy before they are asked for. */
const TRIED = 200;
const AT_ONCE = 8;
const After = z.tuple([Instant, z.string()]);

const Selection = z
  .object({
    cases: z.array(z.string().max(200)).min(1).max(MOST).optional(),
    cause: z
      .object({
        process: z.string().max(80),
        element: z.string().max(100),
        kind: z.string().max(60),
        seenDigest: z
          .string()
          .max(32)
          .optional()
          .describe('of the group; without it all that is stuck there in this way'),
      })
      .optional(),
    tasks: z.array(z.string().max(300)).min(1).max(MOST).optional(),
  })
  .refine(({ cases, cause, tasks }) => [cases, cause, tasks].filter((one) => one !== undefined).length === 1, {
    path: ['cases'],
    error: 'either cases, or a cause, or tasks',
  });
const Action = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['retry', 'skip']).describe('what is stuck there') }),
  z.object({ do: z.enum(['cancel', 'suspend', 'resume']) }),
  z.object({
    do: z.literal('move'),
    from: z.string().max(100),
    to: z.string().max(100),
    where: z.enum(['before', 'after']),
  }),
  z.object({
    do: z.literal('assign').describe('give the open tasks there to somebody'),
    person: z.string().max(100).nullable().describe('null: back to those they were offered to'),
  }),
]);
type Action = z.infer<typeof Action>;
const Wanted = z
  .object({ selection: Selection, action: Action, reason: z.string().trim().min(1).max(2_000) })
  .refine(({ selection, action }) => (action.do === 'assign' ? !selection.cause : !selection.tasks), {
    path: ['selection'],
    error: 'tasks are given to somebody, and nothing else; what is stuck by one cause is not',
  });
type Wanted = z.infer<typeof Wanted>;
type Acted = Exclude<Action, { do: 'assign' }>;
type Occurrence = Extract<CommandBody, { do: 'occur' }>['occurrence'];

const preview = createRoute({
  method: 'post',
  path: '/bulk/preview',
  tags: ['cases'],
  summary: `What a verb would do to many cases; the first ${TRIED} are tried on a copy`,
  middleware: allow('manager'),
  request: body(Wanted),
  responses: ok(
    z.object({
      total: z.number(),
      more: z.boolean().describe(`there are more than ${MOST}: only the oldest are meant`),
      tried: z.number(),
      would: z.number().describe('of the tried ones, those that would take it'),
      refused: z.array(z.object({ code: z.string(), count: z.number() })),
      first: z.array(z.object({ case: z.string(), title: z.string().nullable(), businessKey: z.string().nullable() })),
    }),
    'Preview',
  ),
});
const start = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/bulk',
    tags: ['cases'],
    summary: 'Begin it; it goes on by itself, GET /bulk/{id} tells how far it is',
    middleware: [allow('manager'), once(deps)] as const,
    request: { headers: RequestKey, ...body(Wanted) },
    responses: ok(z.object({ id: z.string(), total: z.number() }), 'Begun'),
  });
const Result = z.enum(['waiting', 'done', 'refused']);
const Job = z.object({
  id: z.string(),
  action: z.string(),
  reason: z.string(),
  by: Who.nullable(),
  at: z.string(),
  total: z.number(),
  done: z.number(),
  refused: z.number(),
  waiting: z.number(),
});
const list = createRoute({
  method: 'get',
  path: '/bulk',
  tags: ['cases'],
  summary: 'Jobs, newest first; of who does not see all, his own',
  middleware: allow('manager'),
  request: { query: PageQuery },
  responses: ok(pageOf(Job), 'Jobs'),
});
const get = createRoute({
  method: 'get',
  path: '/bulk/{id}',
  tags: ['cases'],
  summary: 'How far a job is, and what became of each case',
  middleware: allow('manager'),
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: ok(
    Job.extend({
      items: z.array(
        z.object({
          case: z.string(),
          title: z.string().nullable(),
          businessKey: z.string().nullable(),
          step: z.string().nullable().describe('of a task that was given to somebody'),
          result: Result,
          code: z.string().nullable().describe('why it was refused'),
        }),
      ),
    }),
    'Job',
  ),
});

export const bulkRoutes = (deps: Deps) => {
  const { sql, door, definitions } = deps;
  const targets = (c: Context<Env>, { selection, action }: Wanted): Promise<Target[]> =>
    targetsOf(sql, viewerOf(c), { ...selection, limit: MOST + 1 }, action.do === 'retry' || action.do === 'skip');
  const tasks = (c: Context<Env>, { selection }: Wanted): Promise<OpenTask[]> =>
    openTasksOf(sql, viewerOf(c), { ...selection, limit: MOST + 1 });
  const onlyOf = (c: Context<Env>): string | undefined => (viewerOf(c).all ? undefined : personOf(c).id);
  const summaryOf = <T extends { case: string; title: string | null; businessKey: string | null }>(found: T[]) => ({
    total: Math.min(found.length, MOST),
    more: found.length > MOST,
    first: found.slice(0, 8).map(({ case: id, title, businessKey }) => ({ case: id, title, businessKey })),
  });
  const jobOf = async (jobs: Bulk[]): Promise<z.infer<typeof Job>[]> => {
    const names = await namesOf(sql, [...new Set(jobs.map(({ by }) => by))]);
    return jobs.map(({ action, by, createdAt, ...job }) => ({
      ...job,
      action: String(action.do),
      reason: String(action.reason),
      by: who(by, names[by]),
      at: createdAt,
      waiting: job.total - job.done - job.refused,
    }));
  };
  /** On a copy, by the function that would do it. */
  async function tried(c: Context<Env>, wanted: Acted, target: Target, reason: string): Promise<Answer | undefined> {
    if (target.incident === SET_ASIDE) return wanted.do === 'retry' ? { ok: true } : { ok: false, code: 'notAllowed' };
    const one = await caseById(sql, SYSTEM, target.case);
    const published = one && (await definitions.get(one.process, one.version));
    if (!one || !published) return undefined;
    const { clock, env } = await readShop(sql);
    const now = { at: shopTime(clock, Date.now()), by: personOf(c).id };
    return step(published.definition, one.state, { ...occurrenceOf(wanted, target, reason), ...now }, env).answer;
  }
  return router()
    .openapi(preview, async (c) => {
      const wanted = c.req.valid('json');
      const { action, reason } = wanted;
      const refused = new Map<string, number>();
      const refuse = (code: string): void => void refused.set(code, (refused.get(code) ?? 0) + 1);
      const seen = (would: number, looked: number) => ({
        tried: looked,
        would,
        refused: [...refused].map(([code, count]) => ({ code, count })),
      });
      c.set('audited', true);
      if (action.do === 'assign') {
        const found = await tasks(c, wanted);
        const looked = found.slice(0, MOST);
        const lacking = await lackedBy(deps, looked, action.person, await shopNow(sql));
        const whyNot = looked.flatMap((task) => whyNotGiven(task, action.person, lacking) ?? []);
        for (const code of whyNot) refuse(code);
        return c.json({ ...summaryOf(found), ...seen(looked.length - whyNot.length, looked.length) }, 200);
      }
      const found = await targets(c, wanted);
      const looked = found.slice(0, TRIED);
      let would = 0;
      for (const target of looked) {
        const answer = await tried(c, action, target, reason);
        if (answer?.ok) would++;
        else if (answer) refuse(answer.code);
      }
      return c.json({ ...summaryOf(found), ...seen(would, looked.length) }, 200);
    })
    .openapi(start(deps), async (c) => {
      const wanted = c.req.valid('json');
      const { action, reason, selection } = wanted;
      const me = personOf(c);
      const id = requestId(c);
      const before = await bulkById(sql, id);
      if (before) return c.json({ id, total: before.total }, 200);
      const job = { id, action: { ...action, reason }, by: me.id };
      const begun = (total: number) => {
        c.set('auditObject', id);
        c.set('auditDetail', { ...action, total, ...(selection.cause && { cause: selection.cause }) });
        return c.json({ id, total }, 200);
      };
      if (action.do === 'assign') {
        const { person } = action;
        if (person !== null && !(await peopleAsKnown(sql, [person])).has(person))
          throw problem('notFound', { what: person });
        const found = (await tasks(c, wanted)).slice(0, MOST);
        if (found.length === 0) throw problem('nothingChosen');
        const at = await shopNow(sql);
        const lacking = await lackedBy(deps, found, person, at);
        await giveTasks(sql, job, found, { person, lacking, at, comment: reason });
        return begun(found.length);
      }
      const found = (await targets(c, wanted)).slice(0, MOST);
      if (found.length === 0) throw problem('nothingChosen');
      const commands = found.map(
        (target, n): Stored => ({
          id: `${id}.${n}`,
          host: target.host,
          family: target.family,
          case: target.case,
          by: me.id,
          // What was set aside reads itself anew, and goes on.
          body:
            target.incident === SET_ASIDE && action.do === 'retry'
              ? { do: 'touch' }
              : { do: 'occur', occurrence: occurrenceOf(action, target, reason) },
        }),
      );
      // Whoever asked need not wait; what this process leaves behind, the dispatcher sends.
      if (await storeBulk(sql, job, commands)) void sendAll(deps, commands);
      return begun(commands.length);
    })
    .openapi(list, async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const rows = await listBulk(sql, { by: onlyOf(c), limit: limit + 1, after: readCursor(After, cursor) });
      const { items, next } = page(rows, limit, ({ createdAt, id }) => [createdAt, id]);
      return c.json({ items: await jobOf(items), next }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const found = await bulkById(sql, id, onlyOf(c));
      const [job] = await jobOf(found ? [found] : []);
      if (!job) throw problem('notFound', { what: id });
      const items = titledFor(c, await bulkItems(sql, viewerOf(c), id)).map(({ answer, n: _, ...item }) => ({
        case: item.case,
        title: item.title,
        businessKey: item.businessKey,
        step: item.step,
        result: answer === null ? ('waiting' as const) : answer.ok ? ('done' as const) : ('refused' as const),
        code: answer && !answer.ok ? answer.code : null,
      }));
      return c.json({ ...job, items }, 200);
    });

  async function sendAll({ log, answerMs }: Deps, commands: Stored[]): Promise<void> {
    const queue = [...commands];
    const one = async (): Promise<void> => {
      for (let command = queue.shift(); command; command = queue.shift())
        await sendStored(door, { command, known: false }, answerMs).catch((error) =>
          log.warn(
            { command: command?.id, error: String((error as Error).name) },
            'a command of a job waits for the dispatcher',
          ),
        );
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }
};

function occurrenceOf(action: Acted, { incident }: Target, reason: string): Occurrence {
  switch (action.do) {
    case 'retry':
    case 'skip':
      return { type: 'incidentResolved', incident: incident ?? '', action: action.do, reason };
    case 'cancel':
      return { type: 'caseCancelled', reason };
    case 'suspend':
      return { type: 'suspended', reason };
    case 'resume':
      return { type: 'resumed', reason };
    case 'move':
      return { type: 'moved', moves: [{ from: action.from, to: action.to, where: action.where }], reason };
    default:
      return action satisfies never;
  }
}
