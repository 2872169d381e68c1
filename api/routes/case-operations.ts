// What managers do to a case: hold it, move it, correct its data, cancel it, resolve what is stuck.

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Variables } from '../../bpmn/instance.ts';
import { step } from '../../bpmn/step.ts';
import { type CaseDetail, caseById } from '../../db/case-lists.ts';
import { groupIncidents, listIncidents } from '../../db/incidents.ts';
import { activePerson } from '../../db/people.ts';
import { resumeFamily, SET_ASIDE } from '../../db/quarantine.ts';
import { readShop } from '../../db/settings.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import { shopTime } from '../../workflows/clock.ts';
import type { CommandBody } from '../../workflows/messages.ts';
import { type About, settled, withinLimits } from '../answer-of-case.ts';
import { body, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { bodyDigest, RequestKey, requestId } from '../once.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { Texts, Values } from '../schemas.ts';
import { titledFor } from '../title.ts';
import { allow, viewerOf, whoOf } from '../who.ts';
import { Seen, seenIn } from '../worded.ts';

const Id = z.object({ id: z.string().max(200) });
const Answered = z.object({ ok: z.literal(true), confirming: z.boolean() });
const answered = {
  200: { description: 'Done', content: { 'application/json': { schema: Answered } } },
  202: { description: 'Being confirmed', content: { 'application/json': { schema: Answered } } },
};
const Reason = z.object({ reason: z.string().trim().max(500).optional() });

const cancel = createRoute({
  method: 'post',
  path: '/cases/{id}/cancel',
  tags: ['cases'],
  summary: 'End a case; what was done is not undone',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(z.object({ reason: z.string().trim().min(1).max(500) })) },
  responses: answered,
});
const Because = z.object({ reason: z.string().trim().min(1).max(500) });
const recall = createRoute({
  method: 'post',
  path: '/cases/{id}/recall',
  tags: ['cases'],
  summary: 'Have back the form that I have begun this case with; what was done since is undone',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey, ...body(Because) },
  responses: answered,
});
const annul = createRoute({
  method: 'post',
  path: '/cases/{id}/void',
  tags: ['cases'],
  summary: 'Make a case void, also one that has ended: what was done is undone',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(Because) },
  responses: answered,
});
const revive = createRoute({
  method: 'post',
  path: '/cases/{id}/revive',
  tags: ['cases'],
  summary: 'Let an ended case go on: at the step of people that was done last, or at these',
  middleware: allow('manager'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(Because.extend({ elements: z.array(z.string().max(200)).min(1).max(20).optional() })),
  },
  responses: answered,
});
const suspend = createRoute({
  method: 'post',
  path: '/cases/{id}/suspend',
  tags: ['cases'],
  summary: 'Hold a case: its clocks stand still, what comes from outside waits, nothing is lost',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(Because) },
  responses: answered,
});
const resume = createRoute({
  method: 'post',
  path: '/cases/{id}/resume',
  tags: ['cases'],
  summary: 'Let a held case go on: its clocks run again, what has come meanwhile is taken in order',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(Reason) },
  responses: answered,
});
const setVariables = createRoute({
  method: 'post',
  path: '/cases/{id}/variables',
  tags: ['cases'],
  summary: 'Correct the data of a case; conditions look at it at once',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(Because.extend({ variables: Values })) },
  responses: answered,
});
const Moves = z.object({
  moves: z
    .array(
      z.object({
        from: z.string().max(100).describe('a token, or an element with all its tokens'),
        to: z.string().max(100),
        where: z
          .enum(['before', 'after', 'onFlow'])
          .describe('before: it is done there; after: as if it had been done there; onFlow: it comes in by `flow`'),
        flow: z.string().max(100).optional(),
        into: z.string().max(60).optional().describe('the scope, where several runs are open'),
      }),
    )
    .min(1)
    .max(50),
  variables: Values.optional(),
  force: z.boolean().optional().describe('also where a join could then never fire'),
});
const move = createRoute({
  method: 'post',
  path: '/cases/{id}/move',
  tags: ['cases'],
  summary: 'Move what a case is at, all of it or nothing',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(Moves.extend(Because.shape)) },
  responses: answered,
});
const Place = z.object({ element: z.string(), name: z.string(), texts: Texts });
const Preview = z.object({
  withdrawn: z.array(Place).describe('tasks of people that would be taken back'),
  opened: z.array(Place).describe('tasks of people that would be opened'),
  at: z.array(Place).describe('where the case would stand, a place as often as it is there'),
  ends: z.boolean(),
});
const previewMove = createRoute({
  method: 'post',
  path: '/cases/{id}/move/preview',
  tags: ['cases'],
  summary: 'What a move would do; changes nothing',
  middleware: allow('manager'),
  request: { params: Id, ...body(Moves) },
  responses: ok(Preview, 'What it would do'),
});
const resolve = createRoute({
  method: 'post',
  path: '/cases/{id}/incidents/{incident}/resolve',
  tags: ['cases'],
  summary: 'Resolve stuck work: again, skip the step, throw an error (code), or go on with the variables given',
  middleware: allow('manager'),
  request: {
    params: Id.extend({ incident: z.string().max(60) }),
    headers: RequestKey,
    ...body(
      Reason.extend({
        action: z.enum(['retry', 'skip', 'throw', 'continue']),
        variables: Values.optional(),
        code: z.string().trim().max(100).optional().describe('of the error; without it, one that has none'),
        person: z.string().max(100).optional().describe('with retry: whose task it is from now on'),
      }).refine(({ action, reason }) => action !== 'throw' || reason, {
        path: ['reason'],
        error: 'throw wants a reason',
      }),
    ),
  },
  responses: answered,
});
const Group = z.object({
  process: z.string(),
  processName: z.string(),
  processTexts: Texts.nullable(),
  element: z.string(),
  elementName: z.string(),
  kind: z.string(),
  ...Seen,
  seenDigest: z.string().describe('the same for what is stuck there for the same reason'),
  count: z.number(),
  oldest: z.number(),
  newest: z.number(),
});
const groups = createRoute({
  method: 'get',
  path: '/incidents/groups',
  tags: ['cases'],
  summary: 'Stuck work by cause',
  middleware: allow('manager'),
  request: { query: z.object({ process: z.string().max(80).optional() }) },
  responses: ok(z.object({ items: z.array(Group) }), 'Groups'),
});
const Incident = z.object({
  case: z.string(),
  id: z.string(),
  process: z.string(),
  element: z.string(),
  kind: z.string(),
  ...Seen,
  detail: z.unknown(),
  openedAt: z.number(),
  title: z.string().nullable(),
  businessKey: z.string().nullable(),
});
const incidents = createRoute({
  method: 'get',
  path: '/incidents',
  tags: ['cases'],
  summary: 'Open incidents, newest first',
  middleware: allow('manager'),
  request: {
    query: PageQuery.extend({
      process: z.string().max(80).optional(),
      element: z.string().max(100).optional(),
      kind: z.string().max(60).optional(),
    }),
  },
  responses: ok(pageOf(Incident), 'Incidents'),
});

type Occurrence = Extract<CommandBody, { do: 'occur' }>['occurrence'];

/** Fields that are absent stay absent. */
const movedBy = ({ moves, variables, force }: z.infer<typeof Moves>) => ({
  type: 'moved' as const,
  moves: moves.map(({ from, to, where, flow, into }) => ({
    from,
    to,
    where,
    ...(flow !== undefined && { flow }),
    ...(into !== undefined && { into }),
  })),
  ...(variables && { variables: variables as Variables }),
  ...(force && { force }),
});

export const caseOperationRoutes = (deps: Deps) => {
  const { sql, door } = deps;
  async function must(c: Context<Env>, id: string) {
    const found = await caseById(sql, viewerOf(c), id);
    if (!found) throw problem('notFound', { what: id });
    return found;
  }
  async function about(c: Context<Env>, process: string, version: number): Promise<About> {
    const published = await deps.definitions.get(process, version);
    const language = languageOf(c);
    const named = (id: string): string => {
      const element = published?.definition.elements[id];
      return element?.zf?.text?.[language]?.name ?? element?.name ?? id;
    };
    return { named };
  }
  /** The audit has names of data, never values; those stand in the case's own history. */
  async function occur(c: Context<Env>, id: string, occurrence: Occurrence): Promise<boolean> {
    const found = await must(c, id);
    if (found.erased) throw problem('caseEnded');
    const { type: _, ...detail } = occurrence;
    // Of a case that is set aside, this comes before anything that it would do by itself: it may be the cure.
    await resumeFamily(sql, found.family);
    c.set(
      'auditDetail',
      'variables' in detail ? { ...detail, variables: undefined, names: Object.keys(detail.variables ?? {}) } : detail,
    );
    return settled(
      await storeAndSend(
        sql,
        door,
        {
          id: requestId(c),
          host: found.host,
          family: found.family,
          case: id,
          by: whoOf(c).id,
          body: { do: 'occur', occurrence },
          content: await bodyDigest(c),
        },
        deps.answerMs,
      ),
      await about(c, found.process, found.version),
    );
  }
  /** The same function that would do it, on a copy (one semantics): only its result is thrown away. */
  async function tried(c: Context<Env>, { process, version, state }: CaseDetail, occurrence: Occurrence) {
    const published = await deps.definitions.get(process, version);
    if (!published) throw problem('notFound', { what: process });
    const { clock, env } = await readShop(sql);
    const at = shopTime(clock, Date.now());
    return {
      definition: published.definition,
      ...step(published.definition, state, { ...occurrence, at, by: whoOf(c).id }, env),
    };
  }
  /** What was set aside may try again: its host reads it anew. */
  async function wakeUp(c: Context<Env>, id: string, action: string) {
    const found = await must(c, id);
    const _language = languageOf(c);
    if (action !== 'retry') return answer(c, settled({ ok: false, code: 'notAllowed' }));
    const host = await resumeFamily(sql, found.family);
    if (host === undefined) return answer(c, settled({ ok: false, code: 'noSuchIncident' }));
    const { family } = found;
    const touch = { id: requestId(c), host, family, case: family, body: { do: 'touch' as const } };
    return answer(c, settled(await storeAndSend(sql, door, touch)));
  }
  const answer = (c: Context<Env>, confirming: boolean) =>
    c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
  const because = ({ reason }: { reason?: string | undefined }) => ({ ...(reason && { reason }) });
  return router()
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await occur(c, id, { type: 'caseCancelled', ...because(c.req.valid('json')) }));
    })
    .openapi(recall, async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await occur(c, id, { type: 'caseRecalled', ...because(c.req.valid('json')) }));
    })
    .openapi(annul, async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await occur(c, id, { type: 'caseVoided', ...because(c.req.valid('json')) }));
    })
    .openapi(revive, async (c) => {
      const { id } = c.req.valid('param');
      const { elements, ...more } = c.req.valid('json');
      const occurrence = { type: 'caseRevived' as const, ...(elements && { elements }), ...because(more) };
      return answer(c, await occur(c, id, occurrence));
    })
    .openapi(suspend, async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await occur(c, id, { type: 'suspended', ...because(c.req.valid('json')) }));
    })
    .openapi(resume, async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await occur(c, id, { type: 'resumed', ...because(c.req.valid('json')) }));
    })
    .openapi(setVariables, async (c) => {
      const { id } = c.req.valid('param');
      const { variables, ...more } = c.req.valid('json');
      withinLimits(variables as Variables);
      const occurrence = { type: 'variablesSet' as const, variables: variables as Variables, ...because(more) };
      return answer(c, await occur(c, id, occurrence));
    })
    .openapi(move, async (c) => {
      const { id } = c.req.valid('param');
      const { variables, moves, force, ...more } = c.req.valid('json');
      if (variables) withinLimits(variables as Variables);
      return answer(c, await occur(c, id, { ...movedBy({ moves, variables, force }), ...because(more) }));
    })
    .openapi(previewMove, async (c) => {
      const found = await must(c, c.req.valid('param').id);
      const { variables, ...more } = c.req.valid('json');
      if (variables) withinLimits(variables as Variables);
      const { definition, instance, commands, answer: said } = await tried(c, found, movedBy({ variables, ...more }));
      if (!said.ok) settled(said, await about(c, found.process, found.version));
      c.set('audited', true);
      const { elements } = definition;
      const places = (ids: string[]) =>
        ids.flatMap((id) => {
          const element = elements[id];
          return element ? [{ element: id, name: element.name ?? id, texts: element.zf?.text ?? {} }] : [];
        });
      return c.json(
        {
          withdrawn: places(
            commands.flatMap((each) =>
              each.type === 'withdrawTask' ? [found.state.waits[each.task]?.element ?? ''] : [],
            ),
          ),
          opened: places(commands.flatMap((each) => (each.type === 'createTask' ? [each.element] : []))),
          at: places(Object.values(instance.tokens).flatMap((token) => (token.child ? [] : [token.node]))),
          ends: instance.status === 'ended',
        },
        200,
      );
    })
    .openapi(resolve, async (c) => {
      const { id, incident } = c.req.valid('param');
      const { action, variables, code, person, ...more } = c.req.valid('json');
      if (variables) withinLimits(variables as Variables);
      if (incident === SET_ASIDE) return wakeUp(c, id, action);
      if (person !== undefined && !(await activePerson(sql, person))) throw problem('notFound', { what: person });
      const occurrence: Occurrence = {
        type: 'incidentResolved',
        incident,
        action,
        ...(variables && { variables: variables as Variables }),
        ...(code && { code }),
        ...(person !== undefined && { person }),
        ...because(more),
      };
      if (action === 'throw') {
        const found = await must(c, id);
        const { instance } = await tried(c, found, occurrence);
        const again = Object.values(instance.incidents).some(
          (one) => one.kind === 'unhandledError' && !found.state.incidents[one.id],
        );
        if (again) throw problem('nothingCatches');
      }
      return answer(c, await occur(c, id, occurrence));
    })
    .openapi(groups, async (c) => {
      const found = await groupIncidents(sql, viewerOf(c), c.req.valid('query').process);
      const items = found.map(async ({ version, ...group }) => {
        const { named } = await about(c, group.process, version);
        return { ...seenIn(c, group), elementName: named?.(group.element) ?? group.element };
      });
      return c.json({ items: await Promise.all(items) }, 200);
    })
    .openapi(incidents, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query');
      const rows = await listIncidents(sql, viewerOf(c), {
        ...filter,
        after: readCursor(z.tuple([z.number(), z.string(), z.string()]), cursor),
        limit: limit + 1,
      });
      return c.json(
        page(
          titledFor(c, rows).map((row) => seenIn(c, row)),
          limit,
          (row) => [row.openedAt, row.case, row.id],
        ),
        200,
      );
    });
};
