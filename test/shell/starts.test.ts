// Cases that begin by themselves: by a start timer, once a due instant, whoever runs the dispatcher; and by data that meets a condition.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDispatcher } from '../../dispatch/dispatcher.ts';
import { temporalHosts } from '../../dispatch/failing.ts';
import { evaluateConditions, startDue } from '../../dispatch/starts.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const timed = (key: string, timeCycle: string) =>
  draw(
    key,
    {
      s: { type: 'startEvent', eventDefinitions: [{ type: 'timerEventDefinition', timeCycle }] },
      a: { type: 'userTask' },
      e: { type: 'endEvent' },
    },
    ['s->a', 'a->e'],
  );
const casesOf = (key: string) => shop.sql`select id from cases where key = ${key}`;

test('a repeating start timer begins one case each time, however many look at it', async () => {
  await shop.deploy(timed('thrice', 'R3/PT1S'));
  const others = [1, 2].map(() =>
    createDispatcher(shop.sql, shop.door, temporalHosts(shop.client), { secret: 'x'.repeat(32) }),
  );
  await shop.until(async () => (await casesOf('thrice')).length === 3, 'three cases');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await casesOf('thrice')).length).toBe(3);
  await Promise.all(others.map((dispatcher) => dispatcher.stop()));
});

test('what was missed while nothing ran is one start, and the rhythm goes on', async () => {
  await shop.stopWorker();
  await shop.deploy(timed('hourly', 'R/PT1H'));
  const now = Date.now();
  await shop.sql`update start_subscription set due = ${now - 3 * 3_600_000 - 1_000} where key = 'hourly'`;
  expect(await startDue(shop.sql, shop.door)).toBe(1);
  expect(await startDue(shop.sql, shop.door)).toBe(0);
  const [next] = await shop.sql<{ due: number }[]>`select due from start_subscription where key = 'hourly'`;
  expect(next?.due).toBe(now + 3_600_000 - 1_000);
  await shop.restartWorker();
  await shop.until(async () => (await casesOf('hourly')).length === 1, 'the one case');
});

test('a new version takes the timer over', async () => {
  await shop.deploy(timed('daily', '0 0 9 * * *'));
  const [first] = await shop.sql<{ due: number }[]>`select due from start_subscription where key = 'daily'`;
  expect(new Date(first?.due as number).toISOString()).toMatch(/T01:00:00.000Z$/);
  await shop.deploy(timed('daily', '0 30 9 * * *'));
  const rows = await shop.sql<{ due: number }[]>`select due from start_subscription where key = 'daily'`;
  expect(rows.map(({ due }) => new Date(due).toISOString().slice(11, 16))).toEqual(['01:30']);
});

test('a conditional start looks at the data that somebody brings', async () => {
  await shop.deploy(
    draw(
      'flood',
      {
        s: {
          type: 'startEvent',
          eventDefinitions: [{ type: 'conditionalEventDefinition', condition: '=ordersPerMinute > 500' }],
        },
        a: { type: 'userTask' },
        e: { type: 'endEvent' },
      },
      ['s->a', 'a->e'],
      { zf: { variable: [{ name: 'ordersPerMinute', type: 'integer' }] } },
    ),
  );
  expect(await evaluateConditions(shop.sql, shop.door, 'm1', { ordersPerMinute: 100 })).toEqual([]);
  const [begun] = await evaluateConditions(shop.sql, shop.door, 'm2', { ordersPerMinute: 900 });
  expect(begun).toMatchObject({ process: 'flood', element: 's' });
  expect(await evaluateConditions(shop.sql, shop.door, 'm2', { ordersPerMinute: 900 })).toEqual([begun]);
  expect((await casesOf('flood')).map(({ id }) => id)).toEqual([begun?.case]);
});
