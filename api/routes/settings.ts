// Settings of the shop: clock, zone, calendars. A changed clock is told to every open case.
import { createRoute, z } from '@hono/zod-openapi';
import { changeCalendars } from '../../db/calendars.ts';
import { livingHosts } from '../../db/hosts.ts';
import { changeSetting, readSetting, readShop, writeSetting } from '../../db/settings.ts';
import { listStores } from '../../db/stores.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import { parseZone } from '../../feel/zone.ts';
import { REAL_TIME, shopTime } from '../../workflows/clock.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { Calendar } from '../schemas.ts';
import { allow } from '../who.ts';

const Zone = z
  .string()
  .regex(/^[+-]\d\d:\d\d$/)
  .refine((zone) => parseZone(zone) !== null, 'no place on earth has this offset; write +08:00');
const Clock = z.object({ real: z.number(), shop: z.number(), rate: z.number() });
const SecondFactor = z.enum(['free', 'managers']).describe('of whom a second factor is asked');
type Security = { secondFactor: z.infer<typeof SecondFactor> };
const Settings = z.object({
  clock: Clock,
  now: z.number(),
  zone: z.string(),
  calendars: z.record(z.string(), Calendar),
  secondFactor: SecondFactor,
});

const get = createRoute({
  method: 'get',
  path: '/settings',
  tags: ['settings'],
  summary: 'All settings',
  middleware: allow('manager'),
  responses: ok(Settings, 'Settings'),
});
const patch = createRoute({
  method: 'patch',
  path: '/settings',
  tags: ['settings'],
  summary: 'Change some; `clock` sets its rate from now on and may jump forward, never back',
  middleware: allow('admin'),
  request: body(
    z.object({
      clock: z
        .object({
          rate: z.number().min(0).max(100_000),
          forwardMs: z
            .number()
            .int()
            .min(0)
            .max(400 * 86_400_000)
            .default(0),
        })
        .optional(),
      zone: Zone.optional(),
      calendars: z.record(z.string().max(60), Calendar).optional(),
      secondFactor: SecondFactor.optional(),
    }),
  ),
  responses: ok(Done, 'Changed'),
});

const stores = createRoute({
  method: 'get',
  path: '/stores',
  tags: ['settings'],
  summary:
    'The shop’s stores, and whether records, cases or values of parameters are kept for each; none: the shop is one',
  middleware: allow('staff'),
  responses: ok(
    z.object({
      items: z.array(
        z.object({ store: z.string(), records: z.boolean(), cases: z.boolean(), parameters: z.boolean() }),
      ),
    }),
    'Stores',
  ),
});

export const settingRoutes = (deps: Deps) => {
  const { sql } = deps;
  return router()
    .openapi(get, async (c) => {
      const { clock, env } = await readShop(sql);
      return c.json(
        {
          clock,
          now: shopTime(clock, Date.now()),
          zone: env.zone,
          calendars: env.calendars ?? {},
          secondFactor: (await readSetting<Security>(sql, 'security'))?.secondFactor ?? 'free',
        },
        200,
      );
    })
    .openapi(stores, async (c) => c.json({ items: [...(await listStores(sql))] }, 200))
    .openapi(patch, async (c) => {
      const { clock, zone, calendars, secondFactor } = c.req.valid('json');
      if (secondFactor) await writeSetting(sql, 'security', { secondFactor } satisfies Security);
      if (zone) await writeSetting(sql, 'zone', { offset: zone });
      if (calendars) await changeCalendars(sql, () => calendars);
      if (clock) await changeClock(deps, clock);
      c.set('auditDetail', {
        clock,
        zone,
        secondFactor,
        calendars: calendars && Object.keys(calendars),
      });
      return c.json({ ok: true as const }, 200);
    });
};

export async function changeClock(
  deps: Pick<Deps, 'sql' | 'door' | 'log'>,
  { rate, forwardMs }: { rate: number; forwardMs: number },
): Promise<void> {
  let real = 0;
  // One after the other: of two from the same time the later would set back what the first has moved on.
  await changeSetting<z.infer<typeof Clock>>(deps.sql, 'clock', (before = REAL_TIME) => {
    real = Date.now();
    const shop = shopTime(before, real) + forwardMs;
    return rate === 1 && shop === real ? REAL_TIME : { real, shop, rate };
  });
  void touchOpen(deps, real).catch((error) =>
    deps.log.error({ error: (error as Error).message }, 'touching open cases'),
  );
}

/** Hosts keep the clock as it was, and one timer by it: each with an open case looks again, held ones included. */
async function touchOpen({ sql, door }: Pick<Deps, 'sql' | 'door'>, mark: number): Promise<void> {
  const hosts = await livingHosts(sql);
  for (let index = 0; index < hosts.length; index += 20) {
    await Promise.all(
      hosts
        .slice(index, index + 20)
        .map(({ host, family }) =>
          storeAndSend(
            sql,
            door,
            { id: `clock:${mark}:${host}`, host, family, case: family, body: { do: 'touch' } },
            10_000,
          ).catch(() => undefined),
        ),
    );
  }
}
