// Doing a task: claim, draft, hand back, complete. Only completing reaches the case; the rest is between people.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { compile } from '../../bpmn/compile.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { writeAudit } from '../../db/audit.ts';
import { caseById } from '../../db/case-lists.ts';
import type { Sql } from '../../db/connect.ts';
import { tieFiles } from '../../db/files.ts';
import { namesOf, personAsKnown } from '../../db/people.ts';
import {
  claimTask,
  handBack,
  type Locked,
  lockTask,
  saveDraft,
  seesTask,
  storeSubmitted,
  type TaskDetail,
  taskById,
} from '../../db/tasks.ts';
import { type Stored, storeAndSend, storeCommand } from '../../dispatch/send.ts';
import { validate } from '../../forms/validate.ts';
import { settled, withinLimits } from '../answer-of-case.ts';
import { body, Done, ok } from '../answers.ts';
import { auditRow } from '../audited.ts';
import { filesIn, formAt, valuesAt } from '../case-values.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { RequestKey, requestId } from '../once.ts';
import { type ProblemError, problem } from '../problem.ts';
import { Values } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const Id = z.object({ id: z.string().max(300) });
const Told = z.object({ ok: z.literal(true), confirming: z.boolean() });

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
  request: { params: Id },
  responses: ok(Done, 'Given back'),
});
const assign = createRoute({
  method: 'post',
  path: '/tasks/{id}/assign',
  tags: ['tasks'],
  summary: 'Give it to somebody',
  middleware: allow('manager'),
  request: { params: Id, ...body(z.object({ person: z.string().max(100) })) },
  responses: ok(Done, 'Given'),
});
const draft = createRoute({
  method: 'put',
  path: '/tasks/{id}/draft',
  tags: ['tasks'],
  summary: 'Keep what is filled in so far',
  middleware: allow('staff'),
  request: { params: Id, ...body(z.object({ values: Values })) },
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
        verdict: z.string().max(60).optional(),
        comment: z.string().max(2_000).optional(),
      }),
    ),
  },
  responses: {
    200: { description: 'Done', content: { 'application/json': { schema: Told } } },
    202: { description: 'Being confirmed', content: { 'application/json': { schema: Told } } },
  },
});

export const taskWorkRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = async (c: Context<Env>, id: string): Promise<TaskDetail> => {
    const task = await taskById(sql, id, personOf(c).refs);
    if (!task || !(await seesTask(sql, viewerOf(c), task))) throw problem('notFound', { what: id });
    return task;
  };
  return router()
    .openapi(claimBatch, async (c) => {
      const me = personOf(c);
      const results: z.infer<typeof ClaimResult>[] = [];
      for (const id of c.req.valid('json').ids) results.push({ id, ok: await claimTask(sql, id, me.id, me.refs) });
      c.set('auditDetail', { claimed: results.filter((each) => each.ok).map((each) => each.id) });
      return c.json({ results }, 200);
    })
    .openapi(claim, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      if (await claimTask(sql, id, me.id, me.refs)) return c.json({ ok: true as const }, 200);
      // Also who was offered it a moment ago learns who has it now.
      const task = await taskById(sql, id, me.refs);
      if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
      if (task.state === 'open' && task.assignee === me.id) return c.json({ ok: true as const }, 200);
      throw await whyNot(sql, task, me.id);
    })
    .openapi(release, async (c) => {
      const me = personOf(c);
      const task = await must(c, c.req.valid('param').id);
      const offers = await offersOf(deps, task);
      if (offers.length === 0) throw problem('refused', { why: 'nobody else could do it' });
      if (!(await handBack(sql, task.id, { offers, holder: me.id }))) throw await whyNot(sql, task, me.id);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(assign, async (c) => {
      const task = await must(c, c.req.valid('param').id);
      const { person } = c.req.valid('json');
      if (!(await personAsKnown(sql, person))) throw problem('notFound', { what: person });
      if (!(await handBack(sql, task.id, { offers: [], to: person }))) throw await whyNot(sql, task, personOf(c).id);
      c.set('auditDetail', { to: person });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(draft, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const { values } = c.req.valid('json');
      withinLimits(values as Variables);
      // Typing is no change that anyone has to account for.
      c.set('audited', true);
      if (!(await saveDraft(sql, id, me.id, values))) throw await whyNot(sql, await must(c, id), me.id);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(complete, async (c) => {
      const { id } = c.req.valid('param');
      const task = await taskById(sql, id, personOf(c).refs);
      if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
      const confirming = await submit(deps, c, task, c.req.valid('json'));
      return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
    });
};

type Submission = { values: Record<string, unknown>; verdict?: string | undefined; comment?: string | undefined };

/** Checks claim, form and files, stores submission and command in one transaction, then sends (architecture, rule 4). */
async function submit(
  deps: Deps,
  c: Context<Env>,
  task: TaskDetail,
  { values: given, verdict, comment }: Submission,
): Promise<boolean> {
  const { sql, door } = deps;
  const me = personOf(c);
  const request = requestId(c);
  // A repeat after success is answered from the row; an unanswered one is sent again as it was stored.
  if (task.state === 'closed' && task.closedBy === me.id && task.submitted?.request === request) return false;
  const { form, known } = await formOf(deps, task);
  const checked = form ? validate(form, given, await shopNow(sql), known) : { values: {}, errors: [] };
  const command: Stored = {
    id: request,
    host: task.host,
    family: task.family,
    case: task.case,
    by: me.id,
    body: {
      do: 'occur',
      occurrence: {
        type: 'taskCompleted',
        task: task.wait,
        variables: checked.values,
        ...(verdict && { verdict }),
        ...(comment && { reason: comment }),
      },
    },
  };
  await sql.begin(async (tx) => {
    const row = await lockTask(tx, task.id);
    const [mine] = await tx`select 1 from command where id = ${request}`;
    if (mine) return;
    if (row?.state !== 'open') throw await whyNot(sql, { ...task, ...row }, me.id);
    if (row.assignee === null) {
      if (!(await claimTask(tx, task.id, me.id, me.refs))) throw problem('notHolder', { who: '—' });
    } else if (row.assignee !== me.id) throw await whyNot(sql, { ...task, ...row }, me.id);
    if (row.pending && row.submitted) throw await submitting(sql, row);
    if (checked.errors.length)
      throw problem('formInvalid', { count: checked.errors.length }, { errors: checked.errors });
    withinLimits(checked.values);
    if (form && !(await tieFiles(tx, filesIn(form, checked.values), task.case, me.id)))
      throw problem('notFound', { what: 'file' });
    await storeSubmitted(tx, task.id, {
      request,
      by: me.id,
      at: new Date().toISOString(),
      values: checked.values,
      verdict,
      comment,
    });
    await storeCommand(tx as unknown as Sql, command);
    await writeAudit(tx, { ...auditRow(c), object: task.id });
  });
  c.set('audited', true);
  const sent = await storeAndSend(sql, door, command, deps.answerMs);
  if (!sent.ok && (sent.code === 'notOpen' || sent.code === 'ended')) {
    const now = await taskById(sql, task.id, me.refs);
    if (now && now.state !== 'open') throw await whyNot(sql, now, me.id);
  }
  return settled(sent);
}

async function submitting(sql: Sql, { submitted }: Locked): Promise<ProblemError> {
  const names = await namesOf(sql, [submitted?.by]);
  return problem('submitting', { who: names[submitted?.by ?? ''] ?? '—' });
}

type Standing = Pick<TaskDetail, 'state' | 'assignee' | 'closedBy' | 'closedAt' | 'verdict'>;
/** Who was faster, when, and what they chose. */
async function whyNot(
  sql: Sql,
  { state, assignee, closedBy, closedAt, verdict }: Standing,
  me: string,
): Promise<ProblemError> {
  const names = await namesOf(sql, [assignee, closedBy]);
  const person = (id: string | null) => (id ? { id, name: names[id] ?? id } : null);
  if (state === 'withdrawn') return problem('taskWithdrawn', {}, { at: closedAt });
  if (state === 'closed')
    return problem(
      'taskClosed',
      { who: names[closedBy ?? ''] ?? '—' },
      { who: person(closedBy), at: closedAt, verdict },
    );
  if (assignee && assignee !== me)
    return problem('taken', { who: names[assignee] ?? assignee }, { who: person(assignee) });
  return problem('notHolder', { who: names[assignee ?? ''] ?? '—' }, { who: person(assignee) });
}

/** Whom the step is offered to by its model: offers of a claimed task are gone. */
async function offersOf({ definitions }: Deps, { process, version, element }: TaskDetail): Promise<string[]> {
  const published = await definitions.get(process, version);
  const node = published && compile(published.definition).nodes[element];
  return (node?.responsible ?? []).flatMap(({ rule, value }) =>
    rule === 'role' || rule === 'department' || rule === 'person' ? [`${rule}:${value}`] : [],
  );
}

/** Whom it was offered to may still learn what became of it. */
async function mayKnow(deps: Deps, c: Context<Env>, task: TaskDetail): Promise<boolean> {
  if (await seesTask(deps.sql, viewerOf(c), task)) return true;
  const offers = await offersOf(deps, task);
  return offers.some((ref) => personOf(c).refs.includes(ref));
}

async function formOf({ definitions, sql }: Deps, task: TaskDetail) {
  const published = await definitions.get(task.process, task.version);
  const element = published?.definition.elements[task.element];
  const form = task.form ? published?.forms[task.form] : undefined;
  if (!form || !element) return { form: undefined, known: {} };
  // Only a form with conditions reads what the case holds.
  const needs = form.fields.some((field) => field.visibleWhen);
  const found = needs ? await caseById(sql, { all: true }, task.case) : undefined;
  return { form: formAt(form, element), known: found ? { ...valuesAt(found.state, task.wait), ...task.locals } : {} };
}
