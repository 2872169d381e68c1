// Many cases begun by one step, on a real Temporal: each once although the worker dies in between, numbered, linked with the one that began
// them, counted; what begins itself again and again ends.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import { publishContent } from '../../db/content.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

const MANY = 60;
const label = (zh: string) => ({ zh, en: zh });
const BUYER = Register.parse({
  key: 'buyer',
  name: label('买家'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('编号'), required: true },
    { type: 'integer', id: 'orders', label: label('下过几单'), find: 'number' },
  ],
  views: [{ key: 'loyal', title: label('老客'), where: [{ field: 'orders', is: '>=', value: 3 }] }],
});

const begins = (key: string, header: Record<string, string>, input: { source: string; target: string }[] = []) =>
  draw(
    key,
    {
      s: { type: 'startEvent' },
      many: {
        type: 'serviceTask',
        zf: {
          connector: 'case.startMany',
          header: Object.entries(header).map(([name, value]) => ({ name, value })),
          input,
          output: [{ source: '=started', target: 'started' }],
        },
      },
      look: { type: 'userTask' },
      count: {
        type: 'serviceTask',
        zf: {
          connector: 'case.count',
          output: ['all', 'waiting', 'open', 'ended', 'refused'].map((name) => ({ source: `=${name}`, target: name })),
        },
      },
      done: { type: 'userTask' },
    } as never,
    ['s->many', 'many->look', 'look->count', 'count->done'],
  );

let shop: Shop;
const worker = () =>
  shop.restartWorker({ connectors: connectors({ sql: shop.sql, secret: 'x'.repeat(32), filesDir: '.data' }, false) });
beforeAll(async () => {
  shop = await openShop();
  await worker();
  await publishContent(shop.sql, { kind: 'register', key: 'buyer', name: BUYER.name, body: BUYER, by: null, from: 0 });
  for (let n = 0; n < MANY + 10; n++)
    await writeRecord(
      shop.sql,
      { is: 'person', actor: { refs: [], manager: true } },
      { by: 'p1', at: 1_790_000_000_000 },
      {
        register: BUYER,
        version: 1,
        key: `M${n}`,
        upsert: true,
        values: { code: `M${n}`, orders: n < MANY ? 3 : 1 },
      },
    );
  const visit = { s: { type: 'startEvent' }, call: { type: 'userTask' }, e: { type: 'endEvent' } } as never;
  await shop.deploy(draw('visit', visit, ['s->call', 'call->e'], { zf: { businessKey: 'HF-{0000}' } } as never));
  await shop.deploy(draw('gift', visit, ['s->call', 'call->e']));
  await shop.deploy(begins('round', { process: 'visit', register: 'buyer', view: 'loyal' }));
  await shop.deploy(begins('gifts', { process: 'gift', by: 'order' }, [{ source: '=orders', target: 'items' }]));
  await shop.deploy(begins('circle', { process: 'circle' }, [{ source: '=[1]', target: 'items' }]));
});
afterAll(async () => {
  await shop?.close();
});

const cases = (process: string) =>
  shop.sql<
    { id: string; business_key: string | null }[]
  >`select id, business_key from cases where key = ${process} order by business_key, id`;
const data = async (id: string) => {
  const [row] = await shop.sql<{ data: Record<string, unknown> }[]>`
    select state->'scopes'->'k0'->'variables' as data from cases where id = ${id}`;
  return row?.data ?? {};
};
const counted = async (family: string, done = 'done') => {
  await shop.complete(family, 'look');
  await shop.until(async () => (await shop.tasks(family)).some(({ element }) => element === done), 'counted');
  const { all, waiting, open, ended, refused } = await data(family);
  return { all, waiting, open, ended, refused };
};

test('a case for each record of a view, once, although the worker dies in between', async () => {
  const { family } = await shop.start('round');
  await shop.until(async () => (await cases('visit')).length > 3, 'the first of them');
  await shop.stopWorker();
  await worker();
  await shop.until(async () => (await cases('visit')).length >= MANY, 'all of them');
  await shop.until(
    async () => (await shop.sql`select 1 from command where not confirmed`).length === 0,
    'nothing is on its way',
  );
  const begun = await cases('visit');
  expect(begun.map(({ business_key }) => business_key)).toEqual(
    Array.from({ length: MANY }, (_, n) => `HF-${String(n + 1).padStart(4, '0')}`),
  );
  const [first] = begun;
  expect((await data(first?.id ?? '')).record).toMatchObject({ orders: 3, ref: expect.stringMatching(/^buyer\/M/) });
  const [{ n } = { n: 0 }] = await shop.sql<{ n: number }[]>`
    select count(*)::int as n from link where from_kind = 'case' and from_id = ${family} and role = 'start'`;
  expect(n).toBe(MANY);
  await shop.complete(first?.id ?? '', 'call');
  await shop.until(async () => (await shop.status(first?.id ?? ''))?.status === 'ended', 'one has ended');
  expect(await counted(family)).toEqual({ all: MANY, waiting: 0, open: MANY - 1, ended: 1, refused: 0 });
}, 120_000);

test('one whose number runs already is told as one that could not begin', async () => {
  await shop.start('gift', {}, 'O-2');
  const orders = [{ order: 'O-1' }, { order: 'O-2' }, { order: 'O-3' }];
  const { family } = await shop.start('gifts', { orders });
  await shop.until(
    async () => (await shop.sql`select 1 from command where many_of = ${family} and confirmed`).length === 3,
    'three answers',
  );
  expect((await cases('gift')).map(({ business_key }) => business_key)).toEqual(['O-1', 'O-2', 'O-3']);
  expect(await counted(family)).toEqual({ all: 3, waiting: 0, open: 2, ended: 0, refused: 1 });
});

test('cases that begin each other again and again end with somebody who sees it', async () => {
  await shop.start('circle');
  const [incident] = await shop.until(async () => {
    const rows = await shop.sql<{ case_id: string }[]>`select case_id from incident where key = 'circle'`;
    return rows.length > 0 && rows;
  }, 'an incident');
  expect(incident).toBeDefined();
  expect((await cases('circle')).length).toBe(6);
});
