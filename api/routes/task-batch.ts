// One verb for several of my tasks: each is done by itself and says what came of it; all may be undone for as long as each may.
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type TaskDetail, taskById } from '../../db/tasks.ts';
import { undoSubmission } from '../../db/undo.ts';
import { waysOf } from '../../db/ways.ts';
import { body, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { mayKnow } from '../may-know.ts';
import { RequestKey, requestId } from '../once.ts';
import { performVerb } from '../perform-verb.ts';
import { asProblem, problem, problemBody, tell } from '../problem.ts';
import { releaseTask } from '../release-task.ts';
import { returnsFrom } from '../returns-from.ts';
import { submitTask } from '../submit-task.ts';
import { TOGETHER } from '../task-item.ts';
import { allow, personOf } from '../who.ts';

const Ids = z.array(z.string().max(300)).min(1).max(100);
const Result = z.object({
  id: z.string(),
  ok: z.boolean(),
  undoMs: z.number().nullable().describe('how long it may be undone'),
  why: z.string().nullable().describe('why not, in the language of the reader'),
});
const Results = ok(z.object({ results: z.array(Result) }), 'Each by itself');
const act = createRoute({
  method: 'post',
  path: '/tasks/batch',
  tags: ['tasks'],
  summary:
    'Do the same with several tasks of mine: submit, decide, send back to the step before, hand on, ask, give back',
  middleware: allow('staff'),
  request: {
    headers: RequestKey,
    ...body(
      z.object({
        ids: Ids,
        verb: z.enum(TOGETHER),
        person: z.string().max(100).optional().describe('of transfer and delegate'),
        people: z.array(z.string().max(100)).min(1).max(20).optional().describe('of addSigners'),
        where: z.enum(['before', 'after', 'beside']).default('before').describe('of addSigners'),
        comment: z.string().trim().max(2_000).optional(),
        undoFor: z
          .number()
          .int()
          .min(1)
          .max(60)
          .optional()
          .describe('seconds for which each may be undone; what was given back is claimed again'),
      }),
    ),
  },
  responses: Results,
});
const undo = createRoute({
  method: 'post',
  path: '/tasks/undo-batch',
  tags: ['tasks'],
  summary: 'Have several submissions back, as far as their cases have not heard of them',
  middleware: allow('staff'),
  request: body(z.object({ ids: Ids })),
  responses: Results,
});

type Said = {
  verb: (typeof TOGETHER)[number];
  person?: string | undefined;
  people?: string[] | undefined;
  where: 'before' | 'after' | 'beside';
  comment?: string | undefined;
  undoFor?: number | undefined;
};
const AT_ONCE = 5;

export const taskBatchRoutes = (deps: Deps) => {
  const { sql } = deps;
  const known = async (c: Context<Env>, id: string): Promise<TaskDetail> => {
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
    return task;
  };
  async function one(c: Context<Env>, id: string, { verb, person, people, where, comment, undoFor }: Said) {
    const task = await known(c, id);
    // Each of them is an intent of its own, and the same one when the request comes again.
    const request = createHash('sha256')
      .update(JSON.stringify([requestId(c), id]))
      .digest('base64url')
      .slice(0, 32);
    const said = { undoFor, comment, request };
    const why = comment ? { comment } : {};
    switch (verb) {
      case 'release': {
        const me = personOf(c).id;
        // The same request again finds it given back.
        if (!(task.state === 'open' && task.assignee === null && task.offered))
          await releaseTask(deps, me, task, comment);
        return {};
      }
      case 'return': {
        if (!comment) throw problem('refused', { why: tell('reason.noReason') });
        const { to, mode } = await stepBefore(task);
        const happening = { type: 'taskReturned' as const, task: task.wait, to, ...why, ...(mode && { mode }) };
        return performVerb(deps, c, task, { happening, ...said });
      }
      case 'addSigners': {
        if (!people) throw problem('notFound', { what: verb });
        const happening = { type: 'signersAdded' as const, task: task.wait, where, people, ...why };
        return performVerb(deps, c, task, { happening, to: people, ...said });
      }
      case 'transfer':
      case 'delegate': {
        if (person === undefined) throw problem('notFound', { what: verb });
        const type = verb === 'transfer' ? ('taskTransferred' as const) : ('taskDelegated' as const);
        const happening = { type, task: task.wait, to: person, ...why };
        return performVerb(deps, c, task, { happening, to: [person], ...said });
      }
      default: {
        const verdict = verb === 'complete' ? {} : { verdict: verb };
        return submitTask(deps, c, task, { values: {}, ...verdict, ...said });
      }
    }
  }
  /** The step that was done last, as the task would lead back to it; none: the case refuses, and says so. */
  async function stepBefore(task: TaskDetail): Promise<{ to: string; mode?: 'replay' }> {
    const { targets } = await returnsFrom(deps, task);
    const [last] = targets;
    return { to: last?.element ?? '', ...(last && last.straight.refused !== null && { mode: 'replay' as const }) };
  }
  /** What one cannot do stops no other. */
  async function each(c: Context<Env>, ids: string[], work: (id: string) => Promise<{ undoMs?: number }>) {
    const results = new Map<string, z.infer<typeof Result>>();
    const queue = [...new Set(ids)].values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const id of queue) {
          try {
            results.set(id, { id, ok: true, undoMs: (await work(id)).undoMs ?? null, why: null });
          } catch (error) {
            const known = asProblem(error);
            if (!known) throw error;
            const { title, detail } = problemBody(known, languageOf(c));
            results.set(id, { id, ok: false, undoMs: null, why: detail || title });
          }
        }
      }),
    );
    return ids.flatMap((id) => results.get(id) ?? []);
  }
  return router()
    .openapi(act, async (c) => {
      const { ids, ...said } = c.req.valid('json');
      const results = await each(c, ids, (id) => one(c, id, said));
      c.set('audited', false);
      c.set('auditDetail', {
        verb: said.verb,
        to: said.people ?? said.person,
        done: results.filter(({ ok }) => ok).map(({ id }) => id),
      });
      return c.json({ results }, 200);
    })
    .openapi(undo, async (c) => {
      const me = personOf(c).id;
      const results = await each(c, c.req.valid('json').ids, async (id) => {
        const task = await known(c, id);
        if ((await sql.begin((tx) => undoSubmission(tx, task.id, me))) === 'late') throw problem('undoTooLate');
        return {};
      });
      c.set('auditDetail', { undone: results.filter(({ ok }) => ok).map(({ id }) => id) });
      return c.json({ results }, 200);
    });
};
