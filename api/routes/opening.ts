// How a new shop begins: which door its owner takes, how far that is, and the list of the first day.
import { createRoute, z } from '@hono/zod-openapi';
import { beginOpening, firstDayOf, isFresh, readOpening, tellOpening } from '../../db/opening.ts';
import { endRequest } from '../../db/requests.ts';
import { Words } from '../../forms/kinds/kind.ts';
import type { Parameter } from '../../parameters/parameter.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { Answers, asked, checkSaid, goOnOpening } from '../opening.ts';
import { problem } from '../problem.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf } from '../who.ts';

const State = z.object({
  state: z.enum(['fresh', 'opening', 'failed', 'open']),
  door: z.enum(['demo', 'shop', 'empty']).nullable(),
  step: z.string().nullable(),
  demo: z.boolean().describe('this server may open the demo'),
  packs: z.array(z.object({ key: z.string(), name: Words, about: Words.optional(), processes: z.number() })),
  asks: z
    .array(
      z.object({
        key: z.string(),
        parameter: z.custom<Parameter>().openapi({ type: 'object', description: 'parameters/parameter.ts' }),
      }),
    )
    .describe('parameters that packs ask for'),
});
const FirstDay = z.object({
  items: z.array(z.object({ key: z.string(), done: z.boolean() })),
  platforms: z.array(z.string()),
});

const look = createRoute({
  method: 'get',
  path: '/opening',
  tags: ['opening'],
  summary: 'How the shop began, and what its doors are while it is fresh',
  middleware: allow('admin'),
  responses: ok(State, 'State'),
});
const open = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/opening',
    tags: ['opening'],
    summary: 'Take one of the doors; only while the shop is fresh. It is carried out behind the answer',
    middleware: [allow('admin'), once(deps)] as const,
    request: { headers: RequestKey, ...body(Answers) },
    responses: ok(Done, 'Begun'),
  });
const again = createRoute({
  method: 'post',
  path: '/opening/again',
  tags: ['opening'],
  summary: 'Go on with an opening that has stopped',
  middleware: allow('admin'),
  responses: ok(Done, 'Goes on'),
});
const firstDay = createRoute({
  method: 'get',
  path: '/first-day',
  tags: ['opening'],
  summary:
    'What a shop of one’s own needs on its first day, ticked by the facts; empty where nothing is left or nobody wants it',
  middleware: allow('admin'),
  responses: ok(FirstDay, 'The list'),
});
const hide = createRoute({
  method: 'post',
  path: '/first-day/hide',
  tags: ['opening'],
  summary: 'The list of the first day is not wanted any more',
  middleware: allow('admin'),
  responses: ok(Done, 'Hidden'),
});

export const openingRoutes = (deps: Deps) => {
  const { sql } = deps;
  const behind = () => void goOnOpening(deps).catch((error) => deps.log.error({ error: String(error) }, 'opening'));
  return router()
    .openapi(look, async (c) => {
      const opening = await readOpening<Answers>(sql);
      const state = opening
        ? opening.done
          ? 'open'
          : opening.failed
            ? 'failed'
            : 'opening'
        : (await isFresh(sql))
          ? 'fresh'
          : 'open';
      const packs = state === 'fresh' ? await deps.packs() : [];
      return c.json(
        {
          state,
          door: opening?.answers.door ?? null,
          step: opening?.step ?? null,
          demo: deps.fillDemo !== undefined,
          packs: packs.map(({ key, name, about, processes }) => ({ key, name, about, processes: processes.length })),
          asks: asked(packs).map((parameter) => ({ key: parameter.key, parameter })),
        } as never,
        200,
      );
    })
    .openapi(open(deps), async (c) => {
      const answers = c.req.valid('json');
      if (answers.door === 'demo' && !deps.fillDemo) throw problem('noDemoHere');
      if (answers.door === 'shop') checkSaid(await deps.packs(), answers.parameters, await shopNow(sql));
      const done = { ok: true as const };
      await sql.begin(async (tx) => {
        if (!(await beginOpening(tx, { answers, by: personOf(c).id, done: answers.door === 'empty' })))
          throw problem('notFresh');
        await endRequest(tx, requestId(c), 200, done);
      });
      c.set('auditDetail', { door: answers.door });
      behind();
      return c.json(done, 200);
    })
    .openapi(again, async (c) => {
      if ((await readOpening(sql))?.failed) behind();
      return c.json({ ok: true as const }, 200);
    })
    .openapi(firstDay, async (c) => {
      const opening = await readOpening<Answers>(sql);
      if (opening?.answers.door !== 'shop' || !opening.done || opening.hidden)
        return c.json({ items: [], platforms: [] }, 200);
      const facts = await firstDayOf(sql);
      return c.json(
        {
          items: Object.entries(facts).map(([key, done]) => ({ key, done })),
          platforms: opening.answers.platforms,
        },
        200,
      );
    })
    .openapi(hide, async (c) => {
      await tellOpening(sql, { hidden: true });
      return c.json({ ok: true as const }, 200);
    });
};
