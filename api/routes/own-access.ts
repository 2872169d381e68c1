// The own way in: where one is signed in, and the second factor.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { dropSecondFactor, endSession, hasSecondFactor, listSessions } from '../../db/sessions.ts';
import { body, Done, ok } from '../answers.ts';
import { ENDS_AFTER_S } from '../auth.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { slowDown } from '../limit.ts';
import { problem } from '../problem.ts';
import { setCookies } from '../session-cookies.ts';
import { allow, personOf } from '../who.ts';
import { Code } from './sign-in.ts';

const Sessions = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      since: z.string(),
      renewed: z.string(),
      address: z.string().nullable(),
      agent: z.string().nullable(),
      current: z.boolean(),
    }),
  ),
  secondFactor: z.boolean(),
});
const list = createRoute({
  method: 'get',
  path: '/auth/sessions',
  tags: ['sign-in'],
  summary: 'Where I am signed in, and whether a second factor is asked of me',
  middleware: allow('staff', undefined, ['secondFactorFirst']),
  responses: ok(Sessions, 'My sessions'),
});
const end = createRoute({
  method: 'delete',
  path: '/auth/sessions/{id}',
  tags: ['sign-in'],
  summary: 'End one of my sessions',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: ok(Done, 'Ended'),
});
const Password = z.object({ password: z.string().min(1).max(200) });
const begin = createRoute({
  method: 'post',
  path: '/auth/second-factor/begin',
  tags: ['sign-in'],
  summary: 'What an authenticator has to know, and backup codes, shown once; it counts when `confirm` has heard a code',
  middleware: allow('staff', undefined, ['secondFactorFirst']),
  request: body(Password),
  responses: ok(z.object({ uri: z.string(), backupCodes: z.array(z.string()) }), 'To be kept by the person alone'),
});
const confirm = createRoute({
  method: 'post',
  path: '/auth/second-factor/confirm',
  tags: ['sign-in'],
  summary: 'From now on a code is asked at each sign-in',
  middleware: allow('staff', undefined, ['secondFactorFirst']),
  request: body(z.object({ code: Code })),
  responses: ok(Done, 'It counts'),
});
const stop = createRoute({
  method: 'post',
  path: '/auth/second-factor/end',
  tags: ['sign-in'],
  summary: 'Ask for no second factor any more',
  middleware: allow('staff'),
  request: body(Password),
  responses: ok(Done, 'Ended'),
});
const drop = createRoute({
  method: 'delete',
  path: '/people/{id}/second-factor',
  tags: ['people'],
  summary: 'For somebody who has lost their authenticator; ends their sessions',
  middleware: allow('admin'),
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: ok(Done, 'Dropped'),
});

export const ownAccessRoutes = ({ sql, auth }: Deps) => {
  const slowly = (c: Context<Env>) => slowDown(sql, `password/${personOf(c).id}`, 10, 60);
  return router()
    .openapi(list, async (c) => {
      const { id } = personOf(c);
      const [items, secondFactor] = await Promise.all([
        listSessions(sql, id, c.get('session') ?? '', ENDS_AFTER_S),
        hasSecondFactor(sql, id),
      ]);
      return c.json({ items: [...items], secondFactor }, 200);
    })
    .openapi(end, async (c) => {
      const { id } = c.req.valid('param');
      if (!(await endSession(sql, personOf(c).id, id))) throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(begin, async (c) => {
      await slowly(c);
      const begun = await auth.beginSecondFactor(c.req.valid('json').password, c.req.raw.headers);
      if (!begun) throw problem('wrongPassword');
      return c.json(begun, 200);
    })
    .openapi(confirm, async (c) => {
      await slowly(c);
      const cookies = await auth.confirmSecondFactor(c.req.valid('json').code, c.req.raw.headers);
      if (!cookies) throw problem('secondFactorWrong');
      setCookies(c, cookies);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(stop, async (c) => {
      await slowly(c);
      const cookies = await auth.endSecondFactor(c.req.valid('json').password, c.req.raw.headers);
      if (!cookies) throw problem('wrongPassword');
      setCookies(c, cookies);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(drop, async (c) => {
      await dropSecondFactor(sql, c.req.valid('param').id);
      return c.json({ ok: true as const }, 200);
    });
};
