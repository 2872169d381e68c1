// Records and processes on a real Temporal: a change begins what listens to it, once, and tells everybody who waits; loops end.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import { familyDepth } from '../../db/cases.ts';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { recordByKey } from '../../db/records.ts';
import { announceBooked, announceRecord } from '../../dispatch/announce.ts';
import { draw } from '../draw.ts';
import { AVAILABLE, goods, label, STOCK } from '../goods.ts';
import { openShop, type Shop } from './shop.ts';

const SKU = goods([
  { type: 'integer', id: 'safety', label: label('安全库存') },
  { type: 'integer', id: 'turns', label: label('次数') },
  AVAILABLE,
]);
const person = { by: 'p1', at: 1_790_000_000_000 };
const actor = { refs: [], manager: true };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop((sql) => connectors({ sql, secret: 'x'.repeat(32), filesDir: '' }, false));
  for (const body of [SKU, STOCK])
    await publishContent(shop.sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  const onMessage = (name: string) => ({ eventDefinitions: [{ type: 'messageEventDefinition', messageRef: name }] });
  const messages = Object.fromEntries(['ledger.stock', 'record.sku'].map((name) => [name, { id: name, name }]));
  await shop.deploy(
    draw(
      'restock',
      {
        s: {
          type: 'startEvent',
          ...onMessage('ledger.stock'),
          zf: {
            when: '=new.available < record.safety and not(old.available < record.safety)',
            output: [{ source: '=account', target: 'sku' }],
          },
        } as never,
        a: { type: 'userTask' },
      },
      ['s->a'],
      { messages, zf: { businessKey: '="restock/" + account', subject: 'sku', subjectKey: '=sku' } } as never,
    ),
  );
  await shop.deploy(
    draw(
      'watch',
      {
        s: { type: 'startEvent' },
        w: { type: 'intermediateCatchEvent', ...onMessage('record.sku'), zf: { correlationKey: '=sku' } } as never,
        a: { type: 'userTask' },
      },
      ['s->w', 'w->a'],
      { messages },
    ),
  );
  await shop.deploy(
    draw(
      'spin',
      {
        s: {
          type: 'startEvent',
          ...onMessage('record.sku'),
          zf: {
            when: '=new.turns != null',
            output: [
              { source: '=key', target: 'sku' },
              { source: '=new.turns', target: 'turns' },
            ],
          },
        } as never,
        p: {
          type: 'serviceTask',
          zf: {
            connector: 'record.put',
            header: [{ name: 'register', value: 'sku' }],
            input: [
              { source: '=sku', target: 'key' },
              { source: '=turns + 1', target: 'turns' },
            ],
          },
        } as never,
        e: { type: 'endEvent' },
      },
      ['s->p', 'p->e'],
      { messages },
    ),
  );
  await shop.deploy(
    draw(
      'echo',
      {
        s: { type: 'startEvent' },
        w: {
          type: 'intermediateCatchEvent',
          ...onMessage('record.sku'),
          zf: { correlationKey: '=hears', output: [{ source: '=new.safety', target: 'n' }] },
        } as never,
        p: {
          type: 'serviceTask',
          zf: {
            connector: 'record.put',
            header: [{ name: 'register', value: 'sku' }],
            input: [
              { source: '=says', target: 'key' },
              { source: '=n + 1', target: 'safety' },
            ],
          },
        } as never,
      },
      ['s->w', 'w->p', 'p->w'],
      { messages },
    ),
  );
});
afterAll(async () => {
  await shop?.close();
});

const put = (code: string, values: object) =>
  writeRecord(shop.sql, { is: 'person', actor }, person, {
    register: SKU,
    version: 1,
    key: code,
    upsert: true,
    values: values as never,
  });
const cases = (process: string) =>
  shop.sql<
    { id: string; business_key: string | null; subject: string | null }[]
  >`select id, business_key, subject from cases where key = ${process} order by id`;

test('stock that falls below its safety begins a restock, once while one is open, with its subject', async () => {
  await put('R1', { safety: 10 });
  const move = (effect: string, delta: number) =>
    book(shop.sql, STOCK, person, { effect, entries: [{ account: 'R1', measure: 'available', delta }] });
  await move('in', 20);
  await move('out-1', -11);
  const [begun] = await shop.until(async () => {
    const rows = await cases('restock');
    return rows.length === 1 && rows;
  }, 'a restock');
  expect(begun).toMatchObject({ business_key: 'restock/R1', subject: 'sku/R1' });
  await announceBooked(shop.sql, shop.door, { ledger: 'stock', store: '', effect: 'out-1' });
  await move('in-2', 5);
  await move('out-2', -6);
  await announceBooked(shop.sql, shop.door, { ledger: 'stock', store: '', effect: 'out-2' });
  expect(await cases('restock')).toHaveLength(1);
  const links =
    await shop.sql`select from_id from link where to_kind = 'record' and to_id = 'sku/R1' and role = 'subject'`;
  expect(links.map(({ from_id }) => from_id)).toEqual([begun?.id]);
  expect(
    await shop.sql`select from_kind, from_id, role from link where to_kind = 'case' and to_id = ${begun?.id ?? ''}`,
  ).toEqual([{ from_kind: 'record', from_id: 'sku/R1', role: 'change' }]);
});

test('a change of a record reaches all that wait for it, each once', async () => {
  await put('W1', { safety: 1 });
  // A wait that begins before a change is told may hear it (decision 0061): here it is to hear the next one.
  await shop.until(async () => (await shop.sql`select 1 from outbox`).length === 0, 'nothing is on its way');
  const [one, two] = [await shop.start('watch', { sku: 'W1' }), await shop.start('watch', { sku: 'W1' })];
  const other = await shop.start('watch', { sku: 'W2' });
  const waiting = async () => (await shop.sql`select 1 from subscription where name = 'record.sku'`).length === 3;
  await shop.until(waiting, 'three waits');
  await put('W1', { safety: 2 });
  for (const { family } of [one, two]) await shop.until(async () => (await shop.tasks(family)).length === 1, 'told');
  const row = await recordByKey(shop.sql, 'sku', 'W1');
  await announceRecord(shop.sql, shop.door, { register: 'sku', id: row?.id ?? '', rev: 2 });
  expect(await shop.tasks(other.family)).toEqual([]);
});

test('a change that causes itself ends, and a manager sees it', async () => {
  await put('L1', { turns: 1 });
  await shop.until(
    async () => (await shop.sql`select 1 from message where name = 'record.sku' and detail = 'loop'`).length === 1,
    'the loop is stopped',
  );
  const turns = async () => (await recordByKey(shop.sql, 'sku', 'L1'))?.values.turns;
  expect(await turns()).toBe(6);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await turns()).toBe(6);
  expect(await cases('spin')).toHaveLength(5);
});

test('so do two cases that wait for what the other writes', async () => {
  for (const code of ['E1', 'E2']) await put(code, { safety: 0 });
  await shop.until(async () => (await shop.sql`select 1 from outbox`).length === 0, 'nothing is on its way');
  await shop.start('echo', { hears: 'E1', says: 'E2' });
  const { family } = await shop.start('echo', { hears: 'E2', says: 'E1' });
  const waiting = async () =>
    (await shop.sql`select 1 from subscription where name = 'record.sku' and key in ('E1', 'E2')`).length === 2;
  await shop.until(waiting, 'two waits');
  await put('E1', { safety: 1 });
  const stopped = async () =>
    (await shop.sql`select 1 from message where key in ('E1', 'E2') and detail = 'loop'`).length;
  await shop.until(async () => (await stopped()) === 1, 'the loop is stopped');
  const turns = async () =>
    Math.max(
      ...(await Promise.all(
        ['E1', 'E2'].map(async (key) => Number((await recordByKey(shop.sql, 'sku', key))?.values.safety)),
      )),
    );
  expect(await turns()).toBe(6);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await turns()).toBe(6);
  // A minute later it is no circle any more: somebody has worked on it.
  await shop.sql`update family_depth set heard_at = heard_at - interval '2 minutes' where heard_at is not null`;
  expect(await familyDepth(shop.sql, family)).toBe(0);
});
