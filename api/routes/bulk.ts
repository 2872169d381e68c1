// One verb for many cases, by cause or selection: looked at before, stored whole, carried out case by case, each with its own answer.
import { createRoute, z } from '@hono/zod-openapi';
import { step } from '../../bpmn/step.ts';
import { bulkById, bulkItems, storeBulk, type Target, targetsOf } from '../../db/bulk.ts';
import { caseById } from '../../db/case-lists.ts';
import type { Stored } from '../../db/commands.ts';
import { namesOf } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { sendStored } from '../../dispatch/send.ts';
import { shopTime } from '../../workflows/clock.ts';
import type { CommandBody } from '../../workflows/messages.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { Who, who } from '../schemas.ts';
import { allow, personOf } from '../who.ts';

const MOST = 1_000;
/** So many are tried on a copy before they are asked for. */
const TRIED = 200;
const AT_ONCE = 8;

const Selection = z
  .object({
    cases: z.array(z.string().max(200)).min(1).max(MOST).optional(),
    cause: z.object({ process: z.string().max(80), element: z.string().max(100), kind: z.string().max(60) }).optional(),
  })
  .refine(({ cases, cause }) => (cases === undefined) !== (cause === undefined), {
    path: ['cases'],
    error: 'either cases or a cause',
  });
const Wanted = z.object({
  selection: Selection,
  action: z.discriminatedUnion('do', [
    z.object({ do: z.enum(['retry', 'skip']).describe('what is stuck there') }),
    z.object({ do: z.enum(['cancel', 'suspend', 'resume']) }),
    z.object({
      do: z.literal('move'),
      from: z.string().max(100),
      to: z.string().max(100),
      where: z.enum(['before', 'after']),
    }),
  ]),
  reason: z.string().trim().min(1).max(2_000),
});
type Wanted = z.infer<typeof Wanted>;
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
const get = createRoute({
  method: 'get',
  path: '/bulk/{id}',
  tags: ['cases'],
  summary: 'How far a job is, and what became of each case',
  middleware: allow('manager'),
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: ok(
    z.object({
      id: z.string(),
      action: z.string(),
      by: Who.nullable(),
      total: z.number(),
      done: z.number(),
      refused: z.number(),
      waiting: z.number(),
      items: z.array(
        z.object({
          case: z.string(),
          title: z.string().nullable(),
          businessKey: z.string().nullable(),
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
  const targets = ({ selection, action }: Wanted): Promise<Target[]> =>
    targetsOf(sql, { ...selection, limit: MOST + 1 }, action.do === 'retry' || action.do === 'skip');
  return router()
    .openapi(preview, async (c) => {
      const wanted = c.req.valid('json');
      const found = await targets(wanted);
      const refused = new Map<string, number>();
      let would = 0;
      const looked = found.slice(0, TRIED);
      const { clock, env } = await readShop(sql);
      for (const target of looked) {
        const one = await caseById(sql, { all: true }, target.case);
        const published = one && (await definitions.get(one.process, one.version));
        if (!one || !published) continue;
        const occurrence = occurrenceOf(wanted, target);
        const { answer } = step(
          published.definition,
          one.state,
          { ...occurrence, at: shopTime(clock, Date.now()), by: personOf(c).id },
          env,
        );
        if (answer.ok) would++;
        else refused.set(answer.code, (refused.get(answer.code) ?? 0) + 1);
      }
      c.set('audited', true);
      return c.json(
        {
          total: Math.min(found.length, MOST),
          more: found.length > MOST,
          tried: looked.length,
          would,
          refused: [...refused].map(([code, count]) => ({ code, count })),
          first: found.slice(0, 8).map(({ case: id, title, businessKey }) => ({ case: id, title, businessKey })),
        },
        200,
      );
    })
    .openapi(start(deps), async (c) => {
      const wanted = c.req.valid('json');
      const me = personOf(c);
      const id = requestId(c);
      const before = await bulkById(sql, id);
      if (before) return c.json({ id, total: before.total }, 200);
      const found = (await targets(wanted)).slice(0, MOST);
      if (found.length === 0) throw problem('nothingChosen');
      const commands = found.map(
        (target, n): Stored => ({
          id: `${id}.${n}`,
          host: target.host,
          family: target.family,
          case: target.case,
          by: me.id,
          body: { do: 'occur', occurrence: occurrenceOf(wanted, target) },
        }),
      );
      const { action, reason, selection } = wanted;
      const fresh = await storeBulk(sql, { id, action: { ...action, reason }, by: me.id, commands });
      c.set('auditObject', id);
      c.set('auditDetail', { ...action, total: commands.length, ...(selection.cause && { cause: selection.cause }) });
      // Whoever asked need not wait; what this process leaves behind, the dispatcher sends.
      if (fresh) void sendAll(deps, commands);
      return c.json({ id, total: commands.length }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const job = await bulkById(sql, id);
      if (!job) throw problem('notFound', { what: id });
      const items = (await bulkItems(sql, id)).map(({ answer, n: _, ...item }) => ({
        case: item.case,
        title: item.title,
        businessKey: item.businessKey,
        result: answer === null ? ('waiting' as const) : answer.ok ? ('done' as const) : ('refused' as const),
        code: answer && !answer.ok ? answer.code : null,
      }));
      const names = await namesOf(sql, [job.by]);
      const count = (result: z.infer<typeof Result>) => items.filter((item) => item.result === result).length;
      return c.json(
        {
          id,
          action: String(job.action.do),
          by: who(job.by, names[job.by]),
          total: job.total,
          done: count('done'),
          refused: count('refused'),
          waiting: count('waiting'),
          items,
        },
        200,
      );
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

function occurrenceOf({ action, reason }: Wanted, { incident }: Target): Occurrence {
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
