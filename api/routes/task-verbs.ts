// What else can be done with one's task: hand it on, ask for an opinion, send the work back. Its case decides; the rim sees who holds it.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RETURN_MODES } from '../../bpmn/votes.ts';
import { type Stored, storeCommand } from '../../db/commands.ts';
import { lockTask, type TaskDetail, taskById, touchedIn, touchTask } from '../../db/tasks.ts';
import { waysOf } from '../../db/ways.ts';
import { sendStored } from '../../dispatch/send.ts';
import { settled } from '../answer-of-case.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { mayKnow } from '../may-know.ts';
import { bodyDigest, RequestKey, requestId } from '../once.ts';
import { type Perform, performVerb } from '../perform-verb.ts';
import { problem } from '../problem.ts';
import { Returns } from '../return-of.ts';
import { returnsFrom } from '../returns-from.ts';
import { shopNow } from '../shop-now.ts';
import { whyNot } from '../submit-task.ts';
import { tellTouched } from '../tell-touched.ts';
import { allow, atLeast, personOf } from '../who.ts';

const Id = z.object({ id: z.string().max(300) });
const Comment = z.string().trim().max(2_000);
const Answered = z.object({
  ok: z.literal(true),
  confirming: z.boolean(),
  undoMs: z.number().optional().describe('how long it may be undone; its case hears of it then'),
});
const answered = {
  200: { description: 'Done', content: { 'application/json': { schema: Answered } } },
  202: { description: 'Being confirmed', content: { 'application/json': { schema: Answered } } },
};

const giving = (verb: 'transfer' | 'delegate', summary: string) =>
  createRoute({
    method: 'post',
    path: `/tasks/{id}/${verb}` as const,
    tags: ['tasks'],
    summary,
    middleware: allow('staff'),
    request: {
      params: Id,
      headers: RequestKey,
      ...body(z.object({ person: z.string().max(100), comment: Comment.optional() })),
    },
    responses: answered,
  });
const transfer = giving(
  'transfer',
  'Give my task to another person, who stands in my place from then on; its clock runs on',
);
const delegate = giving(
  'delegate',
  'Ask another person for an opinion: once it is given (POST /tasks/{id}/complete with a comment) the task is mine again',
);

const adding = createRoute({
  method: 'post',
  path: '/tasks/{id}/add-signers',
  tags: ['tasks'],
  summary: 'Ask others before me, after me, or beside me',
  middleware: allow('staff'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(
      z.object({
        where: z.enum(['before', 'after', 'beside']),
        mode: z.enum(['all', 'any', 'order']).optional().describe('how many of them are needed; all if absent'),
        people: z.array(z.string().max(100)).min(1).max(20),
        comment: Comment.optional(),
      }),
    ),
  },
  responses: answered,
});
const removing = createRoute({
  method: 'post',
  path: '/tasks/{id}/remove-signers',
  tags: ['tasks'],
  summary: 'Ask some of those who have not spoken no more',
  middleware: allow('staff'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(z.object({ people: z.array(z.string().max(100)).min(1).max(20), comment: Comment.optional() })),
  },
  responses: answered,
});

const returns = createRoute({
  method: 'get',
  path: '/tasks/{id}/returns',
  tags: ['tasks'],
  summary: 'Where my task can be sent back to, and what that would do',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Returns, 'Steps that are done, the last first'),
});
const sendBack = createRoute({
  method: 'post',
  path: '/tasks/{id}/return',
  tags: ['tasks'],
  summary: 'Send the work back to an earlier step; 422 `refused` with `cancelsOthers` asks for `confirm`',
  middleware: allow('staff'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(
      z.object({
        to: z.string().max(200),
        mode: z.enum(RETURN_MODES).optional(),
        comment: Comment.min(1),
        confirm: z.boolean().optional().describe('also where that takes open tasks from others'),
        undoFor: z
          .number()
          .int()
          .min(1)
          .max(60)
          .optional()
          .describe('seconds for which POST /tasks/{id}/undo takes it back'),
      }),
    ),
  },
  responses: answered,
});

const takeBack = createRoute({
  method: 'post',
  path: '/tasks/{id}/take-back',
  tags: ['tasks'],
  summary: 'Have back what I have done: as long as nobody has begun with what came of it',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey },
  responses: answered,
});
const urge = createRoute({
  method: 'post',
  path: '/tasks/{id}/urge',
  tags: ['tasks'],
  summary:
    'Remind whoever holds it that I wait, as its starter or a manager; 409 `refused` with `tooSoon` tells when again',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey },
  responses: answered,
});
const touch = createRoute({
  method: 'post',
  path: '/tasks/{id}/touch',
  tags: ['tasks'],
  summary: 'I have opened my task: what led to it is not taken back any more',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Noted, the first time'),
});

export const taskVerbRoutes = (deps: Deps) => {
  const { sql } = deps;
  const known = async (c: Context<Env>): Promise<TaskDetail> => {
    const id = c.req.param('id') as string;
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
    return task;
  };
  async function perform(c: Context<Env>, task: TaskDetail, said: Perform) {
    const { confirming, ...undo } = await performVerb(deps, c, task, said);
    return c.json({ ok: true as const, confirming, ...undo }, confirming ? 202 : 200);
  }
  const give =
    (type: 'taskTransferred' | 'taskDelegated') =>
    async (c: Context<Env>, { person, comment }: { person: string; comment?: string | undefined }) => {
      const task = await known(c);
      c.set('auditDetail', { to: person });
      return perform(c, task, {
        happening: { type, task: task.wait, to: person, ...(comment && { comment }) },
        to: [person],
      });
    };
  const pass = give('taskTransferred');
  const ask = give('taskDelegated');
  return router()
    .openapi(transfer, (c) => pass(c, c.req.valid('json')))
    .openapi(delegate, (c) => ask(c, c.req.valid('json')))
    .openapi(adding, async (c) => {
      const task = await known(c);
      const said = c.req.valid('json');
      c.set('auditDetail', { to: said.people });
      return perform(c, task, { happening: { type: 'signersAdded', task: task.wait, ...said }, to: said.people });
    })
    .openapi(removing, async (c) => {
      const task = await known(c);
      const said = c.req.valid('json');
      c.set('auditDetail', { to: said.people });
      const manages = atLeast(personOf(c), 'manager');
      return perform(c, task, { happening: { type: 'signersRemoved', task: task.wait, manages, ...said } });
    })
    .openapi(returns, async (c) => c.json(await returnsFrom(deps, await known(c)), 200))
    .openapi(takeBack, async (c) => {
      const task = await known(c);
      const me = personOf(c);
      const command: Stored = {
        id: requestId(c),
        host: task.host,
        family: task.family,
        case: task.case,
        by: me.id,
        content: await bodyDigest(c),
        body: { do: 'occur', occurrence: { type: 'taskTakenBack', task: task.wait } },
      };
      const standing = await sql.begin(async (tx) => {
        const row = await lockTask(tx, task.id, command.id);
        if (row?.repeated) return storeCommand(tx, command);
        if (row?.state !== 'closed' || task.closedBy !== me.id) throw await whyNot(tx, { ...task, ...row }, me.id);
        const touched = await touchedIn(tx, task.case);
        const occurrence = { type: 'taskTakenBack' as const, task: task.wait, touched };
        return storeCommand(tx, { ...command, body: { do: 'occur', occurrence } });
      });
      const confirming = settled(await sendStored(deps.door, standing, deps.answerMs));
      return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
    })
    .openapi(urge, async (c) => {
      const task = await known(c);
      const command: Stored = {
        id: requestId(c),
        host: task.host,
        family: task.family,
        case: task.case,
        by: personOf(c).id,
        content: await bodyDigest(c),
        body: {
          do: 'occur',
          occurrence: { type: 'taskUrged', task: task.wait, manages: atLeast(personOf(c), 'manager') },
        },
      };
      const sent = await sendStored(deps.door, await sql.begin((tx) => storeCommand(tx, command)), deps.answerMs);
      const confirming = settled(sent);
      return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
    })
    .openapi(touch, async (c) => {
      // To look is no change that anyone has to account for.
      c.set('audited', true);
      const task = await known(c);
      const me = personOf(c);
      const able = task.state === 'open' && (task.assignee === me.id || (task.assignee === null && task.offered));
      if (task.state === 'open' && task.assignee === me.id) await touchTask(sql, task.id, me.id, await shopNow(sql));
      if (able && task.response) await tellTouched(deps, task, me.id);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(sendBack, async (c) => {
      const task = await known(c);
      const { undoFor, ...said } = c.req.valid('json');
      c.set('auditDetail', { to: said.to });
      return perform(c, task, {
        happening: { type: 'taskReturned', task: task.wait, ...said },
        undoFor,
        comment: said.comment,
      });
    });
};
