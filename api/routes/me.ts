// Who I am here, what I may do, and the shop's clock to read times by.

import { createRoute, z } from '@hono/zod-openapi';
import { feedHead } from '../../db/feed.ts';
import { isOpening } from '../../db/opening.ts';
import { departmentById, namesOf, rolesById, updatePerson } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { TAGS } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { allow, personOf } from '../who.ts';

const Clock = z.object({ real: z.number(), shop: z.number(), rate: z.number() });
export const Me = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  level: z.enum(['staff', 'manager', 'admin']),
  language: z.string(),
  sees: z.enum(['own', 'department', 'all']).describe('what I see beside what I take part in'),
  department: z
    .object({
      id: z.string(),
      name: z.string(),
      texts: z.record(z.string(), z.object({ name: z.string().optional() })),
    })
    .nullable(),
  roles: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      texts: z.record(z.string(), z.object({ name: z.string().optional() })),
    }),
  ),
  barred: z
    .enum(['passwordFirst', 'secondFactorFirst'])
    .nullable()
    .describe('what has to be done before anything else is open'),
  away: z
    .object({ absence: z.string(), proxy: z.object({ id: z.string(), name: z.string() }), until: z.number() })
    .nullable()
    .describe('I am away: my work is with the proxy'),
  standsFor: z
    .array(z.object({ id: z.string(), name: z.string(), until: z.number() }))
    .describe('who is away, and whose work is mine meanwhile'),
  demo: z.boolean(),
  opening: z.boolean().describe('an administrator has still to see the shop opened (GET /opening)'),
  clock: Clock.describe('shop time = shop + (real now - real) × rate, in milliseconds'),
  now: z.number(),
  zone: z.string(),
  feed: z
    .number()
    .describe('where the feed of changes stands (GET /events?after=…): what is read after this misses none'),
});

const get = createRoute({
  method: 'get',
  path: '/me',
  tags: ['me'],
  summary: 'My profile, roles and the shop clock',
  middleware: allow('staff', undefined, ['passwordFirst', 'secondFactorFirst']),
  responses: ok(Me, 'Me'),
});
const patch = createRoute({
  method: 'patch',
  path: '/me',
  tags: ['me'],
  summary: 'Change my language or name',
  middleware: allow('staff'),
  request: body(
    z.object({ language: z.enum(Object.values(TAGS)).optional(), name: z.string().trim().min(1).max(60).optional() }),
  ),
  responses: ok(Done, 'Changed'),
});

export const meRoutes = ({ sql, demo }: Deps) =>
  router()
    .openapi(get, async (c) => {
      const { kind: _, refs: __, within: ___, roles, department, away, standsFor, ...me } = personOf(c);
      const [ownRoles, home, shop, feed, names] = await Promise.all([
        rolesById(sql, roles),
        department === null ? undefined : departmentById(sql, department),
        readShop(sql),
        feedHead(sql),
        namesOf(sql, [away?.proxy]),
      ]);
      return c.json(
        {
          ...me,
          department: home ?? null,
          away: away && { ...away, proxy: { id: away.proxy, name: names[away.proxy] ?? away.proxy } },
          standsFor: standsFor.map(({ person, name, until }) => ({ id: person, name, until })),
          roles: ownRoles,
          demo,
          opening: me.level === 'admin' && (await isOpening(sql)),
          clock: shop.clock,
          now: shopTime(shop.clock, Date.now()),
          zone: shop.env.zone,
          feed,
        },
        200,
      );
    })
    .openapi(patch, async (c) => {
      await updatePerson(sql, personOf(c).id, c.req.valid('json'));
      return c.json({ ok: true as const }, 200);
    });
