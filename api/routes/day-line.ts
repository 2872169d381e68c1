// What the rest of the day brings, as points on a line: work that falls due, orders whose promise ends, processes that a timer begins.
import { createRoute, z } from '@hono/zod-openapi';
import { dueByHour, startsUntil } from '../../db/day-line.ts';
import { DAY_MS, leftBetween } from '../../db/today.ts';
import { viewerFor } from '../../db/viewer.ts';
import { waysOf } from '../../db/ways.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { rowsOf } from '../record-rights.ts';
import { Texts } from '../schemas.ts';
import { allow, atLeast, personOf } from '../who.ts';
import { coreRegister, dayOfShop, slotOf, UNSHIPPED } from './today.ts';

const MOST = 8;
const at = z.number();
const named = { name: z.string(), texts: Texts };
const Point = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('due'),
    at,
    ...named,
    count: z.number(),
    kinds: z.number().describe('steps; the name is that of most'),
  }),
  z.object({ kind: z.literal('ship'), at, count: z.number() }),
  z.object({ kind: z.literal('start'), at, ...named }),
]);
type Point = z.infer<typeof Point>;
const line = createRoute({
  method: 'get',
  path: '/today/line',
  tags: ['today'],
  summary: 'What the rest of the day brings, the next eight points: of mine, for managers of everybody’s',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(Point), count: z.number() }), 'Points'),
});

export const dayLineRoutes = ({ sql }: Deps) =>
  router().openapi(line, async (c) => {
    const me = personOf(c);
    const { now, dayStart } = await dayOfShop(sql);
    const until = dayStart + DAY_MS;
    const all = atLeast(me, 'manager');
    const ship = async (): Promise<Point[]> => {
      const register = await coreRegister(sql, me, 'order', now);
      const [state, day] = ['state', 'shipBy'].map((id) => register && slotOf(register, id, me));
      if (!register || !state || !day) return [];
      const span = { state, values: UNSHIPPED, day, from: now, to: until };
      const { count, first } = await leftBetween(sql, rowsOf(register, me), register, span);
      return first === null ? [] : [{ kind: 'ship', at: first, count }];
    };
    const [due, starts, shipping] = await Promise.all([
      dueByHour(sql, { of: all ? { seenBy: viewerFor(me) } : { person: me.id, ways: waysOf(me) }, now, until }),
      all ? startsUntil(sql, now, until) : [],
      ship(),
    ]);
    const points: Point[] = [
      ...due.map((point) => ({ kind: 'due' as const, ...point })),
      ...starts.map((point) => ({ kind: 'start' as const, ...point })),
      ...shipping,
    ].sort((a, b) => a.at - b.at);
    return c.json({ items: points.slice(0, MOST), count: points.length }, 200);
  });
