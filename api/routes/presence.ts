// Somebody is on it: pages that have the same task open tell each other so. The case never hears of it.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { giveSign, leave, SIGN_MS } from '../../db/presence.ts';
import { taskById } from '../../db/tasks.ts';
import { waysOf } from '../../db/ways.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { mayKnow } from '../may-know.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const Id = z.object({ id: z.string().max(300) });
const sign = createRoute({
  method: 'put',
  path: '/tasks/{id}/presence',
  tags: ['tasks'],
  summary: 'I have it open, and who else has; to be said again within `again` milliseconds',
  middleware: allow('staff'),
  request: { params: Id, ...body(z.object({ typing: z.boolean() })) },
  responses: ok(
    z.object({
      others: z.array(z.object({ id: z.string(), name: z.string(), typing: z.boolean() })),
      again: z.number(),
    }),
    'Who else has it open',
  ),
});
const close = createRoute({
  method: 'delete',
  path: '/tasks/{id}/presence',
  tags: ['tasks'],
  summary: 'I have closed it; without this it ends by itself',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Noted'),
});

export const presenceRoutes = (deps: Deps) => {
  const { sql } = deps;
  const known = async (c: Context<Env>, id: string): Promise<string> => {
    // To look is no change that anyone has to account for.
    c.set('audited', true);
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
    return task.id;
  };
  return router()
    .openapi(sign, async (c) => {
      const task = await known(c, c.req.valid('param').id);
      const others = await giveSign(sql, { task, person: personOf(c).id, ...c.req.valid('json') });
      return c.json({ others, again: SIGN_MS }, 200);
    })
    .openapi(close, async (c) => {
      await leave(sql, await known(c, c.req.valid('param').id), personOf(c).id);
      return c.json({ ok: true as const }, 200);
    });
};
