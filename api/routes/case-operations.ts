// What managers do to a case: cancel it, resolve what is stuck.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Variables } from '../../bpmn/instance.ts';
import { caseById } from '../../db/case-lists.ts';
import { groupIncidents, listIncidents } from '../../db/incidents.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import type { CommandBody } from '../../workflows/messages.ts';
import { settled, withinLimits } from '../answer-of-case.ts';
import { body, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { RequestKey, requestId } from '../once.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { Values } from '../schemas.ts';
import { allow, viewerOf, whoOf } from '../who.ts';

const Id = z.object({ id: z.string().max(200) });
const Told = z.object({ ok: z.literal(true), confirming: z.boolean() });
const told = {
  200: { description: 'Done', content: { 'application/json': { schema: Told } } },
  202: { description: 'Being confirmed', content: { 'application/json': { schema: Told } } },
};
const Reason = z.object({ reason: z.string().trim().max(500).optional() });

const cancel = createRoute({
  method: 'post',
  path: '/cases/{id}/cancel',
  tags: ['cases'],
  summary: 'End a case; what was done is not undone',
  middleware: allow('manager'),
  request: { params: Id, headers: RequestKey, ...body(z.object({ reason: z.string().trim().min(1).max(500) })) },
  responses: told,
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
        code: z.string().max(100).optional(),
      }),
    ),
  },
  responses: told,
});
const Group = z.object({
  process: z.string(),
  processName: z.string(),
  element: z.string(),
  kind: z.string(),
  message: z.string(),
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
  message: z.string(),
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

export const caseOperationRoutes = (deps: Deps) => {
  const { sql, door } = deps;
  async function occur(c: Context<Env>, id: string, occurrence: Occurrence): Promise<boolean> {
    const found = await caseById(sql, viewerOf(c), id);
    if (!found) throw problem('notFound', { what: id });
    c.set('auditDetail', occurrence);
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
        },
        deps.answerMs,
      ),
    );
  }
  const because = ({ reason }: { reason?: string | undefined }) => ({ ...(reason && { reason }) });
  return router()
    .openapi(cancel, async (c) => {
      const confirming = await occur(c, c.req.valid('param').id, {
        type: 'caseCancelled',
        ...because(c.req.valid('json')),
      });
      return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
    })
    .openapi(resolve, async (c) => {
      const { id, incident } = c.req.valid('param');
      const { action, variables, code, ...more } = c.req.valid('json');
      if (variables) withinLimits(variables as Variables);
      const confirming = await occur(c, id, {
        type: 'incidentResolved',
        incident,
        action,
        ...(variables && { variables: variables as Variables }),
        ...(code && { code }),
        ...because(more),
      });
      c.set('auditDetail', { incident, action, ...because(more) });
      return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
    })
    .openapi(groups, async (c) =>
      c.json({ items: [...(await groupIncidents(sql, c.req.valid('query').process))] }, 200),
    )
    .openapi(incidents, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query');
      const rows = await listIncidents(sql, {
        ...filter,
        after: readCursor(z.tuple([z.number(), z.string(), z.string()]), cursor),
        limit: limit + 1,
      });
      return c.json(
        page([...rows], limit, (row) => [row.openedAt, row.case, row.id]),
        200,
      );
    });
};
