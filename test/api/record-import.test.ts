// A file of records: columns by their heads, looked at first, every row told, the same again changes nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { recordByKey } from '../../db/records.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string, en: string) => ({ zh, en });
const SKU = Register.parse({
  key: 'sku',
  name: label('商品', 'Goods'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('款号', 'Code'), required: true },
    { type: 'text', id: 'name', label: label('品名', 'Name'), required: true },
    { type: 'text', id: 'barcode', label: label('条码', 'Barcode'), unique: true },
    {
      type: 'choice',
      id: 'state',
      label: label('状态', 'State'),
      options: [{ value: 'on', label: label('在售', 'On sale') }],
    },
    { type: 'money', id: 'price', label: label('售价', 'Price'), by: { who: 'process' } },
    { type: 'integer', id: 'safety', label: label('安全库存', 'Safety stock') },
    { type: 'date', id: 'launched', label: label('上架日', 'Listed on') },
  ],
  add: ['role:finance'],
  change: ['role:finance'],
});
let office: Office;
let meng: Caller;
beforeAll(async () => {
  office = await openOffice();
  meng = await office.as('mengjie');
  await publishContent(office.shop.sql, { kind: 'register', key: 'sku', name: SKU.name, body: SKU, by: null, from: 0 });
});
afterAll(() => office?.close());

const bring = (text: string | Uint8Array, query = '', who = meng) =>
  who('POST', `/api/registers/sku/import?${query}`, text, { ...fresh(), 'content-type': 'text/csv' });
const find = (key: string) => recordByKey(office.shop.sql, 'sku', key);
const FILE = [
  '款号,品名,售价,安全库存,状态,上架日,没用的列',
  'QH-1,围巾,¥139.00,２０,在售,2026/11/5,x',
  'QH-2,披肩,268,,on,20261119,x',
  'QH-3,,1,,,,x',
  'QH-4,被子,1.005,,,,x',
  'QH-5,床笠,1,很多,,,x',
  'QH-6,毯子,1,,缺货,,x',
  'QH-1,围巾 第二次,139,30,在售,2026/11/5,x',
].join('\n');

describe('a table of goods', () => {
  it('looked at and brought in under one request id is refused, not answered as if it had been written', async () => {
    const id = { ...fresh(), 'content-type': 'text/csv' };
    const one = (query: string) => meng('POST', `/api/registers/sku/import?${query}`, '款号,品名\nONCE-1,毯子', id);
    expect((await one('dry=true')).body.counts.new).toBe(1);
    expect((await one('dry=false')).body.code).toBe('requestReused');
    expect((await one('dry=true')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is looked at first, and nothing is written', async () => {
    const { body } = await bring(FILE, 'dry=true');
    expect(body.columns).toEqual(['code', 'name', 'price', 'safety', 'state', 'launched', null]);
    expect(body.counts).toEqual({ new: 2, changed: 1, same: 0, refused: 4 });
    expect(
      body.refused.map(({ row, field, message }: { row: number; field: string; message?: { code: string } }) => [
        row,
        field,
        message?.code,
      ]),
    ).toEqual([
      [4, 'name', 'missing'],
      [5, 'price', 'written.cents'],
      [6, 'safety', 'written.number'],
      [7, 'state', 'option'],
    ]);
    expect(await find('QH-1')).toBeUndefined();
  });

  it('is written as people write, later rows after earlier ones; again, it changes nothing', async () => {
    const first = await bring(FILE);
    expect(first.body.counts).toEqual({ new: 2, changed: 1, same: 0, refused: 4 });
    expect((await find('QH-1'))?.values).toEqual({
      code: 'QH-1',
      name: '围巾 第二次',
      price: 13_900,
      safety: 30,
      state: 'on',
      launched: '2026-11-05',
    });
    expect((await find('QH-2'))?.values).toMatchObject({ price: 26_800, launched: '2026-11-19' });
    const again = await bring(FILE.replace('围巾,', '围巾 第二次,').replace('２０', '30'));
    expect(again.body.counts).toEqual({ new: 0, changed: 0, same: 3, refused: 4 });
    expect((await find('QH-1'))?.rev).toBe(2);
  });

  it('never changes what belongs to a process, once it is filled', async () => {
    const { body } = await bring('款号,售价\nQH-1,99');
    expect(body.refused).toEqual([{ row: 2, key: 'QH-1', why: 'ofProcess', field: 'price' }]);
    expect((await find('QH-1'))?.values.price).toBe(13_900);
  });

  it('from a Chinese spreadsheet, with columns chosen by hand', async () => {
    // 「编,名\nQH-9,毛巾」 in GB18030.
    const bytes = new Uint8Array([
      0xb1, 0xe0, 0x2c, 0xc3, 0xfb, 0x0a, 0x51, 0x48, 0x2d, 0x39, 0x2c, 0xc3, 0xab, 0xbd, 0xed,
    ]);
    const { body } = await bring(new Blob([bytes]) as never, `columns=${encodeURIComponent('["code","name"]')}`);
    expect([body.encoding, body.counts.new]).toEqual(['GB18030', 1]);
    expect((await find('QH-9'))?.values.name).toBe('毛巾');
  });

  it('tells whose value another has, and who may not', async () => {
    await bring('款号,品名,条码\nQH-10,a,690\nQH-11,b,690');
    const { body } = await bring('款号,品名,条码\nQH-12,c,690');
    expect(body.refused).toEqual([{ row: 2, key: 'QH-12', why: 'taken', field: 'barcode' }]);
    expect((await bring(FILE, '', await office.as('linxiaowen'))).body.code).toBe('notAllowed');
    expect((await bring('', '')).body.code).toBe('ordersRefused');
  });

  it('of 5,000 rows goes in by parts, and each is there', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => `BIG-${n},商品 ${n},${n % 900}`);
    const { body } = await bring(['款号,品名,安全库存', ...rows].join('\n'));
    expect(body.counts).toEqual({ new: 5_000, changed: 0, same: 0, refused: 0 });
    const [count] = await office.shop.sql<
      { n: number }[]
    >`select count(*)::int as n from record where register = 'sku' and key like 'BIG-%'`;
    expect(count?.n).toBe(5_000);
    expect((await find('BIG-4999'))?.values.safety).toBe(4_999 % 900);
  }, 60_000);
});
