// A case belongs to one of the shop's stores, or to the shop as a whole: what it reads, writes, books, calls and begins is of that store.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import type { Element } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { balancesOf, book } from '../../db/ledgers.ts';
import { sayParameter } from '../../db/parameters.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { recordByKey } from '../../db/records.ts';
import { draw } from '../draw.ts';
import { AVAILABLE, goods, label, STOCK } from '../goods.ts';
import { openShop, type Shop } from './shop.ts';

const SKU = goods([{ type: 'integer', id: 'sold', label: label('卖过') }, AVAILABLE]);
const hand = { by: 'p1', at: 1_790_000_000_000 };
const person = { is: 'person' as const, actor: { refs: [] as string[], manager: true } };

const work = (connector: string, header: Record<string, string>, input: Record<string, string>): Partial<Element> =>
  ({
    type: 'serviceTask',
    zf: {
      connector,
      header: Object.entries(header).map(([name, value]) => ({ name, value })),
      input: Object.entries(input).map(([target, source]) => ({ source, target })),
      ...(connector === 'record.find' && { output: [{ source: '=records', target: 'all' }] }),
    },
  }) as never;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop((sql) => connectors({ sql, secret: 'x'.repeat(32), filesDir: '' }, false));
  for (const body of [SKU, STOCK])
    await publishContent(shop.sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  for (const [key, store] of [
    ['QH-1', ''],
    ['QH-1', 'tmall'],
    ['QH-2', ''],
  ] as const) {
    await writeRecord(shop.sql, person, hand, {
      register: SKU,
      version: 1,
      store,
      key,
      upsert: true,
      values: { code: key },
    });
    const entries = [{ account: key, measure: 'available', delta: store ? 5 : 50 }];
    await book(shop.sql, STOCK, hand, { effect: `begin/${store}/${key}`, store, entries });
  }
  await sayParameter(shop.sql, { key: 'ship.hours', value: 48, from: 0, by: null, reason: '平常' });
  await sayParameter(shop.sql, {
    key: 'ship.hours',
    value: 24,
    from: 0,
    scope: 'store:tmall',
    by: null,
    reason: '天猫快',
  });
  await shop.deploy(draw('visit', { s: { type: 'startEvent' }, call: { type: 'userTask' } } as never, ['s->call']));
  await shop.deploy(
    draw(
      'heard',
      {
        s: { type: 'startEvent', eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'sold' }] },
        wait: { type: 'userTask' },
      } as never,
      ['s->wait'],
      { messages: { sold: { id: 'sold', name: 'sold' } } },
    ),
  );
  await shop.deploy(
    draw(
      'sell',
      {
        s: { type: 'startEvent' },
        get: work('record.get', { register: 'sku' }, { key: '=sku' }),
        find: work('record.find', { register: 'sku' }, { limit: '=10' }),
        book: work(
          'ledger.append',
          { ledger: 'stock' },
          { entries: '=[{account: sku, measure: "available", delta: -2}]' },
        ),
        put: work('record.put', { register: 'sku' }, { key: '=sku', sold: '=2' }),
        fresh: work('record.put', { register: 'sku' }, { key: '="NEW-" + sku', code: '="NEW-" + sku' }),
        hours: {
          type: 'scriptTask',
          scriptFormat: 'feel',
          script: '=[shop.ship.hours, case.store]',
          zf: { resultVariable: 'hours' },
        },
        call: { type: 'callActivity', zf: { process: 'visit' } },
        many: work('case.startMany', { process: 'visit' }, { items: '=[1, 2]' }),
        tell: {
          type: 'intermediateThrowEvent',
          eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'sold' }],
        },
        look: { type: 'userTask' },
      } as never,
      [
        's->get',
        'get->find',
        'find->book',
        'book->put',
        'put->fresh',
        'fresh->hours',
        'hours->many',
        'many->tell',
        'tell->look',
        'look->call',
      ],
      { messages: { sold: { id: 'sold', name: 'sold' } } },
    ),
  );
});
afterAll(async () => {
  await shop?.close();
});

const data = async (id: string) => {
  const [row] = await shop.sql<{ data: Record<string, unknown> }[]>`
    select state->'scopes'->'k0'->'variables' as data from cases where id = ${id}`;
  return row?.data ?? {};
};
const found = ({ all }: Record<string, unknown>) =>
  (all as { key: string; available: number }[]).map(({ key, available }) => `${key} ${available}`).sort();
const sold = (family: string) =>
  shop.until(async () => {
    const [stuck] = await shop.sql<{ message: string }[]>`select message from incident where closed_at is null`;
    if (stuck) throw new Error(stuck.message);
    return (await shop.tasks(family)).some(({ element }) => element === 'look');
  }, 'sold');
const stock = async (key: string, store = '') =>
  (await balancesOf(shop.sql, 'stock', [key], store)).map(({ value }) => value);
const stores = async (process: string) =>
  (await shop.sql<{ store: string }[]>`select store from cases where key = ${process} order by started_at, id`).map(
    ({ store }) => store,
  );

test('a case of a store works on what the store has, and what it calls and begins is of that store', async () => {
  const { family } = await shop.start('sell', { sku: 'QH-1' }, undefined, 'sell-tmall', 'tmall');
  await sold(family);
  const seen = await data(family);
  expect(seen.hours).toEqual([24, 'tmall']);
  expect(found(seen)).toEqual(['QH-1 5', 'QH-1 50', 'QH-2 50']);
  expect([await stock('QH-1', 'tmall'), await stock('QH-1')]).toEqual([[3], [50]]);
  expect((await recordByKey(shop.sql, 'sku', 'QH-1', 'tmall'))?.values.sold).toBe(2);
  expect((await recordByKey(shop.sql, 'sku', 'QH-1'))?.values.sold).toBeUndefined();
  expect((await recordByKey(shop.sql, 'sku', 'NEW-QH-1', 'tmall'))?.key).toBe('NEW-QH-1');
  expect(await recordByKey(shop.sql, 'sku', 'NEW-QH-1')).toBeUndefined();
  await shop.complete(family, 'look');
  await shop.until(async () => (await stores('visit')).length === 3, 'called and begun');
  expect(await stores('visit')).toEqual(['tmall', 'tmall', 'tmall']);
  await shop.until(async () => (await stores('heard')).length === 1, 'heard');
  expect(await stores('heard')).toEqual(['tmall']);
}, 60_000);

test('where the store has nothing of its own it meets what the whole shop has; a case of the shop never meets a store’s', async () => {
  const tmall = await shop.start('sell', { sku: 'QH-2' }, undefined, 'sell-shared', 'tmall');
  await sold(tmall.family);
  expect([await stock('QH-2', 'tmall'), await stock('QH-2')]).toEqual([[], [48]]);
  expect((await recordByKey(shop.sql, 'sku', 'QH-2'))?.values.sold).toBe(2);

  const whole = await shop.start('sell', { sku: 'QH-1' }, undefined, 'sell-whole');
  await sold(whole.family);
  const seen = await data(whole.family);
  expect(seen.hours).toEqual([48, null]);
  expect(found(seen)).toEqual(['QH-1 50', 'QH-2 48']);
  expect([await stock('QH-1', 'tmall'), await stock('QH-1')]).toEqual([[3], [48]]);
}, 60_000);
