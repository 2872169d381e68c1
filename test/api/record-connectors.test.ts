// What processes do with registers and ledgers: once a step, refused in words that the model can catch.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import type { ServiceCall } from '../../activities/contract.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { publishContent } from '../../db/content.ts';
import { balancesOf } from '../../db/ledgers.ts';
import { changesOf, recordByKey } from '../../db/records.ts';
import { Filter, Register } from '../../records/register.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

const label = (zh: string) => ({ zh, en: zh });
const REGISTERS = [
  {
    key: 'sku',
    name: label('商品'),
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: label('款号'), required: true, find: 'text' },
      { type: 'money', id: 'price', label: label('售价'), by: { who: 'process', processes: ['price-change'] } },
      { type: 'money', id: 'cost', label: label('成本'), by: { who: 'process' } },
      { type: 'money', id: 'quote', label: label('报价'), secret: true, see: ['role:finance'], by: { who: 'process' } },
      { type: 'integer', id: 'weight', label: label('重量'), find: 'number', by: { who: 'process' } },
      { type: 'date', id: 'launched', label: label('上架日'), find: 'date', by: { who: 'process' } },
      { type: 'money', id: 'floor', label: label('底价'), by: { who: 'formula', feel: '=cost * 2' } },
      {
        type: 'integer',
        id: 'available',
        label: label('可售'),
        by: { who: 'ledger', ledger: 'stock', measure: 'available' },
      },
    ],
  },
  {
    key: 'stock',
    name: label('库存'),
    kind: 'ledger',
    fields: [{ type: 'text', id: 'slip', label: label('单据') }],
    ledger: {
      account: 'sku',
      measures: [
        { key: 'available', name: label('可售'), floor: 0 },
        { key: 'reserved', name: label('预占'), floor: 0 },
      ],
      verbs: [
        { key: 'receive', name: label('采购入库'), moves: { available: 1 } },
        { key: 'reserve', name: label('销售预占'), moves: { available: -1, reserved: 1 } },
      ],
    },
  },
].map((register) => Register.parse(register));

let database: FreshDatabase;
let sql: Sql;
let table: ReturnType<typeof connectors>;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url);
  table = connectors({ sql, secret: 'x'.repeat(32), filesDir: '' }, false);
  for (const body of REGISTERS)
    await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  await sql`insert into process (key, name, latest) values ('price-change', '改价申请', 1), ('other', '别的', 1)`;
  for (const [id, key] of [
    ['c1', 'price-change'],
    ['c2', 'other'],
  ] as const)
    await sql`
      with made as (insert into cases (id, family, host, key, version, status, seq, started_at, updated_at, state) values (${id}, ${id}, 'h', ${key}, 1, 'running', 1, 1, 1, '{}'))
      insert into subscription (case_id, wait, kind, element) values (${id}, 'w', 'job', 'step')`;
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

let counter = 0;
const call = (topic: string, input: Variables, headers: Record<string, string>, more: Partial<ServiceCall> = {}) => {
  const connector = table[topic];
  if (!connector) throw new Error(topic);
  return connector(
    {
      case: 'c1',
      businessKey: 'PC-1',
      wait: 'w',
      element: 'step',
      name: '这一步',
      key: `key-${++counter}`,
      topic,
      input,
      headers,
      ...more,
    },
    AbortSignal.timeout(10_000),
  ) as Promise<Record<string, never>>;
};
const sku = { register: 'sku' };

describe('record.put', () => {
  it('makes and changes once a step, with case and reason in the history', async () => {
    const put = () => call('record.put', { key: 'A1', price: 2_000, cost: 700, reason: '新品' }, sku, { key: 'same' });
    const [first, again] = [await put(), await put()];
    expect(first).toEqual(again);
    expect(first).toMatchObject({ record: { key: 'A1', rev: 1, price: 2_000, floor: 1_400, ref: 'sku/A1' } });
    const row = await recordByKey(sql, 'sku', 'A1');
    expect(await changesOf(sql, row?.id ?? '')).toMatchObject([
      { rev: 1, case: 'c1', element: 'step', reason: '新品' },
    ]);
  });

  it('of another revision than was seen is RECORD_CHANGED, and writes nothing', async () => {
    await call('record.put', { key: 'A2', price: 1 }, sku);
    await call('record.put', { key: 'A2', price: 2 }, sku);
    await expect(call('record.put', { key: 'A2', price: 3, rev: 1 }, sku)).rejects.toMatchObject({
      code: 'RECORD_CHANGED',
      variables: { rev: 2 },
    });
    expect((await recordByKey(sql, 'sku', 'A2'))?.values.price).toBe(2);
  });

  it('of a field that belongs to another process, or to none, is hopeless in words', async () => {
    await expect(call('record.put', { key: 'A1', price: 1 }, sku, { case: 'c2' })).rejects.toThrow(/售价.*改价申请/);
    await expect(call('record.put', { key: 'A1', floor: 1 }, sku)).rejects.toThrow(/底价.*computed/);
    await expect(call('record.put', { key: 'A1', colour: 'red' }, sku)).rejects.toThrow(/no such field/);
    await expect(call('record.put', { key: 'A1' }, { register: 'nowhere' })).rejects.toThrow(/not published/);
  });

  it('that nobody waits for any more writes nothing: its time was over, its case goes another way', async () => {
    expect(await call('record.put', { key: 'late', price: 1 }, sku, { wait: 'gone' })).toEqual({});
    expect(await recordByKey(sql, 'sku', 'late')).toBeUndefined();
  });

  it('that the register does not take is RECORD_REFUSED', async () => {
    await expect(call('record.put', { key: 'A1', cost: 'much' }, sku)).rejects.toMatchObject({
      code: 'RECORD_REFUSED',
    });
  });
});

describe('record.get and record.find', () => {
  it('bring what stands, with the revision that was seen', async () => {
    await call('record.put', { key: 'G1', cost: 5 }, sku);
    expect(await call('record.get', { key: 'G1' }, sku)).toMatchObject({ record: { code: 'G1', cost: 5, rev: 1 } });
    expect(await call('record.find', { code: 'G1' }, sku)).toMatchObject({ records: [{ key: 'G1' }] });
    await expect(call('record.get', { key: 'nobody' }, sku)).rejects.toMatchObject({ code: 'RECORD_MISSING' });
    await expect(call('record.find', { cost: 5 }, sku)).rejects.toThrow(/cannot be searched/);
  });

  // As in a scenario: test/core/records.test.ts.
  it.each([
    ['numbers', { weight: [100, 300] }, ['N-A', 'N-C']],
    ['what ledgers hold', { available: [0], code: ['N-A', 'N-B'] }, ['N-A', 'N-B']],
    ['texts', { code: ['N-A', 'N-C', 'nobody'] }, ['N-A', 'N-C']],
    ['days', { launched: ['2026-11-01'] }, ['N-A']],
    ['none', { weight: [] }, []],
  ])('find what is one of a list of %s', async (_, input, keys) => {
    for (const [key, weight, launched] of [
      ['N-A', 100, '2026-11-01'],
      ['N-B', 200, null],
      ['N-C', 300, null],
    ])
      await call('record.put', { key, weight, launched } as Variables, sku);
    const found = async (asked: Variables) =>
      ((await call('record.find', asked, sku)).records as unknown as { key: string }[]).map(({ key }) => key);
    expect(await found(input)).toEqual(keys);
    const where = Object.entries(input).map(([field, value]) => Filter.parse({ field, is: 'in', value }));
    expect(await found({ where } as unknown as Variables)).toEqual(keys);
  });

  it('leave secrets where they are, unless the step names them', async () => {
    await call('record.put', { key: 'S1', cost: 5, quote: 9 }, sku);
    const open = (await call('record.get', { key: 'S1' }, sku)).record;
    expect(open).toMatchObject({ cost: 5 });
    expect(open).not.toHaveProperty('quote');
    expect((await call('record.find', { code: 'S1' }, sku)).records?.[0]).not.toHaveProperty('quote');
    expect(await call('record.get', { key: 'S1' }, { ...sku, secrets: 'quote' })).toMatchObject({
      record: { quote: 9 },
    });
  });

  it('cannot begin without their key, and say so', async () => {
    await expect(call('record.get', {}, sku)).rejects.toThrow(/lacks/);
  });

  it('bring what ledgers hold for it, and blanks as null', async () => {
    await call('record.put', { key: 'G2', cost: 5 }, sku);
    expect(await call('record.get', { key: 'G2' }, sku)).toMatchObject({
      record: { available: 0, price: null },
    });
    await call('ledger.append', { lines: [{ sku: 'G2', quantity: 7 }] }, { ledger: 'stock', verb: 'receive' });
    expect(await call('record.get', { key: 'G2' }, sku)).toMatchObject({ record: { available: 7 } });
    expect(await call('record.find', { code: 'G2' }, sku)).toMatchObject({ records: [{ available: 7 }] });
  });
});

describe('ledger.append', () => {
  const stock = (verb: string) => ({ ledger: 'stock', verb });
  const held = async (account: string) =>
    Object.fromEntries((await balancesOf(sql, 'stock', [account])).map(({ measure, value }) => [measure, value]));

  it('of an account that is no record is NO_ACCOUNT, and books nothing', async () => {
    const lines = [{ sku: 'nobody', quantity: 1 }];
    await expect(call('ledger.append', { lines }, stock('receive'))).rejects.toMatchObject({
      code: 'NO_ACCOUNT',
      variables: { accounts: ['nobody'] },
    });
    expect(await held('nobody')).toEqual({});
  });

  it('that nobody waits for any more books nothing: what was undone before it came never comes', async () => {
    await call('record.put', { key: 'L3' }, sku);
    expect(
      await call('ledger.append', { lines: [{ sku: 'L3', quantity: 1 }] }, stock('receive'), { wait: 'gone' }),
    ).toEqual({});
    expect(await held('L3')).toEqual({});
  });

  it('books the verbs of the warehouse, once a step, and back', async () => {
    await call('record.put', { key: 'L1' }, sku);
    await call('ledger.append', { lines: [{ sku: 'L1', quantity: 10 }] }, stock('receive'));
    const reserve = () =>
      call('ledger.append', { lines: [{ sku: 'L1', quantity: 4 }], doc: { slip: 'O-1' } }, stock('reserve'), {
        key: 'once',
        element: 'reserve',
      });
    await reserve();
    await reserve();
    expect(await held('L1')).toEqual({ available: 6, reserved: 4 });
    const undo = () => call('ledger.undo', {}, { ledger: 'stock', of: 'reserve' }, { key: 'undo' });
    await undo();
    await undo();
    expect(await held('L1')).toEqual({ available: 10, reserved: 0 });
  });

  it('is undone by the calls of the one run that is undone', async () => {
    await call('record.put', { key: 'L4' }, sku);
    await call('ledger.append', { lines: [{ sku: 'L4', quantity: 10 }] }, stock('receive'));
    for (const [run, quantity] of [3, 4].entries())
      await call('ledger.append', { lines: [{ sku: 'L4', quantity }] }, stock('reserve'), {
        key: `line-${run}`,
        element: 'each',
      });
    await call('ledger.undo', {}, { ledger: 'stock', of: 'each' }, { key: 'undo-1', undoes: ['line-1'] });
    expect(await held('L4')).toEqual({ available: 7, reserved: 3 });
  });

  it('with too little is NOT_ENOUGH with what is there, or as much as there is', async () => {
    await call('record.put', { key: 'L2' }, sku);
    await call('ledger.append', { lines: [{ sku: 'L2', quantity: 3 }] }, stock('receive'));
    const lines = [{ sku: 'L2', quantity: 5 }];
    await expect(call('ledger.append', { lines }, stock('reserve'))).rejects.toMatchObject({
      code: 'NOT_ENOUGH',
      variables: { short: [{ account: 'L2', measure: 'available', there: 3, missing: 2 }] },
    });
    expect(await call('ledger.append', { lines, partial: true }, stock('reserve'))).toMatchObject({
      short: [{ missing: 2 }],
    });
    expect(await held('L2')).toEqual({ available: 0, reserved: 3 });
  });

  it('of what the ledger does not know is hopeless in words', async () => {
    await expect(call('ledger.append', { lines: [{ sku: 'L1', quantity: 1 }] }, stock('steal'))).rejects.toThrow(
      /does not know/,
    );
    await expect(
      call('ledger.append', { entries: [{ account: 'L1', measure: 'soul', delta: 1 }] }, stock('')),
    ).rejects.toThrow(/does not count/);
    await expect(call('ledger.append', { lines: [{ quantity: 1 }] }, stock('receive'))).rejects.toThrow(/names no sku/);
  });
});
