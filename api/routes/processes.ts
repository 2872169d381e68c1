// Processes: what there is and how it runs; making a new one.
import { createRoute, z } from '@hono/zod-openapi';
import { Model } from '../../bpmn/definition.ts';
import { overview } from '../../db/case-lists.ts';
import { createProcess, listProcesses, updateProcess } from '../../db/drafts.ts';
import { endRequest } from '../../db/requests.ts';
import { body, created, Done, ok } from '../answers.ts';
import { blankModel } from '../blank-model.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem, tell } from '../problem.ts';
import { Forms, ModelIn, Texts, Who, who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf, viewerOf } from '../who.ts';
import { PackOut } from './content.ts';

export const ProcessKey = z.string().regex(/^[A-Za-z_][\w.-]{0,79}$/, 'a letter, then letters, digits, - _ .');

const Process = z.object({
  key: z.string(),
  name: z.string(),
  texts: Texts,
  owner: Who.nullable(),
  latest: z.number().nullable().describe('newest published version'),
  publishedAt: z.string().nullable(),
  pack: PackOut.nullable(),
  isDraft: z.boolean(),
  draftBy: z.string().nullable(),
  draftAt: z.string().nullable(),
  changedAt: z.string(),
  archived: z.boolean(),
  running: z.number().describe('counted up to 10,000, as are the others'),
  overdue: z.number().describe('open tasks past their limit'),
  stuck: z.number().describe('cases with an incident'),
});
const list = createRoute({
  method: 'get',
  path: '/processes',
  tags: ['processes'],
  summary: 'All processes with what runs, is late and is stuck',
  middleware: allow('manager'),
  request: { query: z.object({ archived: z.enum(['true', 'false']).default('false') }) },
  responses: ok(z.object({ items: z.array(Process) }), 'Processes'),
});
const Overview = z.object({
  running: z.number(),
  endedToday: z.number(),
  overdue: z.number(),
  stuck: z.number(),
  onTime: z.number().nullable().describe('share of today’s tasks with a limit done in time'),
  now: z.number(),
});
const numbers = createRoute({
  method: 'get',
  path: '/overview',
  tags: ['processes'],
  summary: 'The numbers of the first page',
  middleware: allow('manager'),
  responses: ok(Overview, 'Numbers'),
});
const create = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/processes',
    tags: ['processes'],
    summary: 'Make a process: blank, from a shipped template, or from a model (an imported file)',
    middleware: [allow('manager'), once(deps)] as const,
    request: {
      headers: RequestKey,
      ...body(
        z.object({
          name: z.string().trim().min(1).max(80).optional().describe('left out only with a template: it has one'),
          key: ProcessKey.optional().describe('of a blank process; with a model, the key of the process in it'),
          model: ModelIn.optional(),
          forms: Forms.default({}),
          template: z.string().optional().describe('`folder` of a template, in place of model and forms'),
        }),
      ),
    },
    responses: created(z.object({ key: z.string(), revision: z.number() }), 'The process, as a draft'),
  });
const templates = createRoute({
  method: 'get',
  path: '/templates',
  tags: ['processes'],
  summary: 'The SOPs that come with the product, to begin a process from',
  middleware: allow('manager'),
  responses: ok(
    z.object({ items: z.array(z.object({ folder: z.string(), key: z.string(), name: z.string(), texts: Texts })) }),
    'Templates',
  ),
});
const patch = createRoute({
  method: 'patch',
  path: '/processes/{key}',
  tags: ['processes'],
  summary: 'Change the owner; archive (no further starts) or bring back',
  middleware: allow('manager'),
  request: {
    params: z.object({ key: ProcessKey }),
    ...body(z.object({ owner: z.string().optional(), archived: z.boolean().optional() })),
  },
  responses: ok(Done, 'Changed'),
});

const DAY = 86_400_000;

export const processRoutes = (deps: Deps) => {
  const { sql } = deps;
  return router()
    .openapi(list, async (c) => {
      const rows = await listProcesses(sql, viewerOf(c), await shopNow(sql), c.req.valid('query').archived === 'true');
      return c.json(
        { items: rows.map(({ owner, ownerName, ...row }) => ({ ...row, owner: who(owner, ownerName) })) },
        200,
      );
    })
    .openapi(numbers, async (c) => {
      const now = await shopNow(sql);
      // The shop's day begins at midnight in China.
      const dayStart = Math.floor((now + DAY / 3) / DAY) * DAY - DAY / 3;
      return c.json({ ...(await overview(sql, viewerOf(c), now, dayStart)), now }, 200);
    })
    .openapi(create(deps), async (c) => {
      const { key, template, ...given } = c.req.valid('json');
      const by = personOf(c).id;
      const shipped = template === undefined ? undefined : await deps.templates.load(template);
      if (template !== undefined && !shipped) throw problem('notFound', { what: template });
      const { model, forms } = shipped ?? given;
      const name = given.name ?? shipped?.model.processes[0]?.name;
      if (!name)
        throw problem(
          'invalid',
          { what: tell('invalid.nameMissing') },
          { errors: [{ path: 'name', message: 'missing' }] },
        );
      const processKey = model
        ? (
            model.processes.find((each) => each.key === key) ??
            model.processes.find((each) => each.isExecutable) ??
            model.processes[0]
          )?.key
        : (key ?? `process-${Date.now().toString(36)}`);
      if (!processKey || !ProcessKey.safeParse(processKey).success) throw problem('processMissing', { key: key ?? '' });
      const content = { model: model ? Model.parse(model) : blankModel(processKey, name), forms };
      const made = { key: processKey, revision: 1 };
      await sql.begin(async (tx) => {
        if (!(await createProcess(tx, { key: processKey, name, owner: by, content, by })))
          throw problem('processKeyInUse', { key: processKey });
        await endRequest(tx, requestId(c), 201, made);
      });
      c.set('auditObject', processKey);
      return c.json(made, 201);
    })
    .openapi(templates, async (c) => {
      const items = await deps.templates.list();
      return c.json({ items: items.map(({ texts = {}, ...rest }) => ({ ...rest, texts })) }, 200);
    })
    .openapi(patch, async (c) => {
      const { key } = c.req.valid('param');
      const change = c.req.valid('json');
      if (!(await updateProcess(sql, key, change))) throw problem('notFound', { what: key });
      c.set('auditDetail', change);
      return c.json({ ok: true as const }, 200);
    });
};
