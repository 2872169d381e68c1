// Doing a task: claim, draft, hand back, complete. Only completing reaches the case; the rest is between people.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checksOf } from '../../bpmn/guide.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { VERDICTS } from '../../bpmn/votes.ts';
import { takeEarly } from '../../db/commands.ts';
import { storedFiles, tieFiles } from '../../db/files.ts';
import { aboutTask, dropDraft, readDraft, saveDraft } from '../../db/form-drafts.ts';
import { hasHeld } from '../../db/holding.ts';
import { activePerson } from '../../db/people.ts';
import { claimTask, handOver, lockTask, seesTask, type TaskDetail, taskById } from '../../db/tasks.ts';
import { dropTick, putTick } from '../../db/ticks.ts';
import { undoSubmission } from '../../db/undo.ts';
import { waysOf } from '../../db/ways.ts';
import { sendStored } from '../../dispatch/send.ts';
import { settled, withinLimits } from '../answer-of-case.ts';
import { body, Done, DraftSaved, ok, optionalBody } from '../answers.ts';
import { lackingFor, uncertified } from '../certified.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { mayKnow } from '../may-know.ts';
import { RequestKey } from '../once.ts';
import { problem, tell } from '../problem.ts';
import { releaseTask } from '../release-task.ts';
import { Values } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { isExcluded, submitTask, whyNot } from '../submit-task.ts';
import { tellTouched } from '../tell-touched.ts';
import { allow, personOf, viewerOf } from '../who.ts';
import { FileRef } from './files.ts';

const Id = z.object({ id: z.string().max(300) });
const Comment = z.string().trim().max(2_000).optional();
const Answered = z.object({
  ok: z.literal(true),
  confirming: z.boolean(),
  undoMs: z.number().optional().describe('how long it may be undone; its case hears of it then'),
});

const claim = createRoute({
  method: 'post',
  path: '/tasks/{id}/claim',
  tags: ['tasks'],
  summary: 'Take a task that is offered to me; 409 `taken` tells who has it',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Mine now'),
});
const ClaimResult = z.object({ id: z.string(), ok: z.boolean() });
const claimBatch = createRoute({
  method: 'post',
  path: '/tasks/claim-batch',
  tags: ['tasks'],
  summary: 'Take several; each says whether it is mine now',
  middleware: allow('staff'),
  request: body(z.object({ ids: z.array(z.string().max(300)).min(1).max(100) })),
  responses: ok(z.object({ results: z.array(ClaimResult) }), 'Results'),
});
const release = createRoute({
  method: 'post',
  path: '/tasks/{id}/release',
  tags: ['tasks'],
  summary: 'Give it back to those it was offered to',
  middleware: allow('staff'),
  request: { params: Id, ...optionalBody(z.object({ comment: Comment })) },
  responses: ok(Done, 'Given back'),
});
const assign = createRoute({
  method: 'post',
  path: '/tasks/{id}/assign',
  tags: ['tasks'],
  summary: 'Give it to somebody',
  middleware: allow('manager'),
  request: { params: Id, ...body(z.object({ person: z.string().max(100), comment: Comment })) },
  responses: ok(Done, 'Given'),
});
const draft = createRoute({
  method: 'put',
  path: '/tasks/{id}/draft',
  tags: ['tasks'],
  summary: 'Keep what I have typed so far, for me alone; 409 `draftNewer` holds what another window of mine has saved',
  middleware: allow('staff'),
  request: {
    params: Id,
    ...body(z.object({ values: Values, revision: z.number().int().min(0).optional().describe('what I saw last') })),
  },
  responses: ok(DraftSaved, 'Kept'),
});
const forget = createRoute({
  method: 'delete',
  path: '/tasks/{id}/draft',
  tags: ['tasks'],
  summary: 'Throw away what I have typed',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Gone'),
});
const tick = createRoute({
  method: 'put',
  path: '/tasks/{id}/ticks/{item}',
  tags: ['tasks'],
  summary: 'Tick one thing off its checklist, by place from 0, or untick it; kept for whoever has it then',
  middleware: allow('staff'),
  request: {
    params: Id.extend({ item: z.coerce.number().int().min(0).max(999) }),
    ...body(z.object({ done: z.boolean(), files: z.array(FileRef).max(9).default([]) })),
  },
  responses: ok(Done, 'Kept'),
});
const complete = createRoute({
  method: 'post',
  path: '/tasks/{id}/complete',
  tags: ['tasks'],
  summary:
    'Submit the form; 409 `taskClosed` tells who was faster, 422 `formInvalid` names the fields, 202 while it is being confirmed',
  middleware: allow('staff'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(
      z.object({
        values: Values.default({}),
        verdict: z.enum(VERDICTS).optional().describe('of a step where people decide'),
        comment: z.string().max(2_000).optional(),
        shown: z
          .string()
          .max(60)
          .optional()
          .describe('of GET: refused with 409 `shownChanged` where the case has changed since'),
        undoFor: z
          .number()
          .int()
          .min(1)
          .max(60)
          .optional()
          .describe('seconds for which POST /tasks/{id}/undo takes it back; absent: its case hears of it at once'),
      }),
    ),
  },
  responses: {
    200: { description: 'Done', content: { 'application/json': { schema: Answered } } },
    202: { description: 'Being confirmed', content: { 'application/json': { schema: Answered } } },
  },
});

const undo = createRoute({
  method: 'post',
  path: '/tasks/{id}/undo',
  tags: ['tasks'],
  summary: 'Take back what I have just submitted: the task is mine again, as it was typed; 409 `undoTooLate`',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Taken back'),
});

const send = createRoute({
  method: 'post',
  path: '/tasks/{id}/send',
  tags: ['tasks'],
  summary: 'What I have just submitted need not wait for a second thought: its case hears of it now',
  middleware: allow('staff'),
  request: { params: Id },
  responses: {
    ...ok(Done, 'Sent, by now or before'),
    202: { content: { 'application/json': { schema: Done } }, description: 'On its way' },
  },
});

export const taskWorkRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = async (c: Context<Env>, id: string): Promise<TaskDetail> => {
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await seesTask(sql, viewerOf(c), task))) throw problem('notFound', { what: id });
    return task;
  };
  /** Whoever takes it has looked at it. */
  const looked = async (c: Context<Env>, id: string): Promise<void> => {
    const me = personOf(c);
    const task = await taskById(sql, id, me.id, waysOf(me));
    if (task) await tellTouched(deps, task, me.id);
  };
  return router()
    .openapi(claimBatch, async (c) => {
      const me = personOf(c);
      const results: z.infer<typeof ClaimResult>[] = [];
      const taking = { person: me.id, ways: waysOf(me), at: await shopNow(sql) };
      for (const id of c.req.valid('json').ids) {
        const won = await claimTask(sql, id, taking);
        if (won?.response) await looked(c, id);
        results.push({ id, ok: won !== undefined });
      }
      c.set('auditDetail', { claimed: results.filter((each) => each.ok).map((each) => each.id) });
      return c.json({ results }, 200);
    })
    .openapi(claim, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const taking = { person: me.id, ways: waysOf(me), at: await shopNow(sql) };
      const won = await claimTask(sql, id, taking);
      if (won?.response) await looked(c, id);
      if (won) return c.json({ ok: true as const }, 200);
      // Also who was offered it a moment ago learns who has it now.
      const task = await taskById(sql, id, me.id, waysOf(me));
      if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
      if (task.state === 'open' && task.assignee === me.id) return c.json({ ok: true as const }, 200);
      if (task.state === 'open' && isExcluded(task, me.refs)) throw problem('excluded');
      throw await whyNot(sql, task, me.id);
    })
    .openapi(release, async (c) => {
      const me = personOf(c);
      const task = await must(c, c.req.valid('param').id);
      await releaseTask(deps, me.id, task, c.req.valid('json').comment);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(assign, async (c) => {
      const task = await must(c, c.req.valid('param').id);
      const { person, comment } = c.req.valid('json');
      if (!(await activePerson(sql, person))) throw problem('notFound', { what: person });
      if (isExcluded(task, [`person:${person}`])) throw problem('excluded');
      const me = personOf(c);
      const at = await shopNow(sql);
      const lacks = await lackingFor(deps, task, [person], at);
      if (lacks) throw await uncertified(deps, lacks, languageOf(c));
      const given = { by: me.id, at, to: person, comment };
      if (!(await sql.begin((tx) => handOver(tx, task.id, given)))) throw await whyNot(sql, task, me.id);
      c.set('auditDetail', { to: person });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(draft, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const { values, revision } = c.req.valid('json');
      withinLimits(values as Variables);
      // Typing is no change that anyone has to account for.
      c.set('audited', true);
      const task = await must(c, id);
      if (task.state !== 'open') throw await whyNot(sql, task, me.id);
      const saved = await saveDraft(sql, me.id, aboutTask(id), values, revision);
      if (saved === undefined) throw problem('draftNewer', {}, { draft: await readDraft(sql, me.id, aboutTask(id)) });
      return c.json({ revision: saved }, 200);
    })
    .openapi(tick, async (c) => {
      const { id, item } = c.req.valid('param');
      const { done, files } = c.req.valid('json');
      const me = personOf(c);
      const task = await must(c, id);
      const published = await deps.definitions.get(task.process, task.version);
      const check = checksOf(published?.definition.elements[task.element]?.zf)[item];
      if (!check) throw problem('notFound', { what: String(item) });
      const at = await shopNow(sql);
      await sql.begin(async (tx) => {
        const row = await lockTask(tx, task.id, '');
        const mine = row?.assignee === me.id || (row?.assignee === null && task.offered);
        if (row?.state !== 'open' || !mine || isExcluded(task, me.refs))
          throw await whyNot(tx, { ...task, ...row }, me.id);
        if (!done) {
          await dropTick(tx, task.id, item);
          return;
        }
        const ids = files.map(({ file }) => file);
        if (!(await tieFiles(tx, ids, task.case, me.id))) throw problem('notFound', { what: tell('what.file') });
        // What a file is says its upload, not whoever sends it on.
        const stored = await storedFiles(tx, ids);
        if (check.photo && !stored.some(({ type }) => type.startsWith('image/'))) throw problem('photoMissing');
        await putTick(tx, task.id, { item, by: me.id, at, files: stored });
      });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(forget, async (c) => {
      c.set('audited', true);
      await dropDraft(sql, personOf(c).id, aboutTask(c.req.valid('param').id));
      return c.json({ ok: true as const }, 200);
    })
    .openapi(complete, async (c) => {
      const { id } = c.req.valid('param');
      const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
      if (!task) throw problem('notFound', { what: id });
      if (!(await mayKnow(deps, c, task))) {
        // Whoever had it, and comes too late with what he did, learns who has it now.
        const { id: me } = personOf(c);
        throw (await hasHeld(sql, id, me)) ? await whyNot(sql, task, me) : problem('notFound', { what: id });
      }
      const answer = await submitTask(deps, c, task, c.req.valid('json'));
      return c.json({ ok: true as const, ...answer }, answer.confirming ? 202 : 200);
    })
    .openapi(undo, async (c) => {
      const task = await must(c, c.req.valid('param').id);
      if ((await sql.begin((tx) => undoSubmission(tx, task.id, personOf(c).id))) === 'late')
        throw problem('undoTooLate');
      return c.json({ ok: true as const }, 200);
    })
    .openapi(send, async (c) => {
      const task = await must(c, c.req.valid('param').id);
      const mine = task.state === 'submitted' && task.closedBy === personOf(c).id;
      const command = mine && task.submitted ? await takeEarly(sql, task.submitted.request) : undefined;
      const waits = command && settled(await sendStored(deps.door, { command, known: false }, deps.answerMs));
      return c.json({ ok: true as const }, waits ? 202 : 200);
    });
};
