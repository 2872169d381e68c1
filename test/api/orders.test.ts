// A file of order lines over HTTP: what becomes of every row, and nothing the second time.
// Before any schema of bpmn/ is made, which it extends.
import '@hono/zod-openapi';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  manager = await office.as('chenli');
  const definition = draw(
    'order-fulfilment',
    {
      created: { type: 'startEvent', eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'created' }] },
      refund: {
        type: 'intermediateCatchEvent',
        eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'refund' }],
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['created->refund', 'refund->end'],
    {
      messages: {
        created: { id: 'created', name: 'order.created' },
        refund: { id: 'refund', name: 'order.stop' },
      },
    },
  );
  await office.shop.deploy(definition);
});
afterAll(() => office?.close());

/** Business keys and messages live in a database of this file alone; hosts are shared by all, so the numbers are its own. */
const mark = `${Date.now()}`.slice(-7);
const row = (no: string, code: string, quantity: number | string, price: number, customer: string, hour = 8) =>
  `${no.replace(/\d+/, (digits) => `${mark}${digits}`)},${code},Thing,${quantity},2011-11-14 0${hour}:00:00,${price},${customer},France`;
const CSV = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
  row('1', 'A', 2, 1.5, '7'),
  row('1', 'POST', 1, 18, '7'),
  row('2', 'A', 1, 1.5, ''),
  row('3', 'X', 5, 0, ''),
  row('4', 'A', 'two', 1.5, '7'),
  row('C5', 'A', -1, 1.5, '7', 9),
  row('C6', 'X', -1, 1.5, '7', 9),
].join('\n');
const send = (csv: string | Blob, key = fresh()) =>
  manager('POST', '/api/orders/import', csv, { 'content-type': 'text/csv', ...key });
const no = (digits: string) => digits.replace(/\d+/, (found) => `${mark}${found}`);

it('says what became of every invoice and row', async () => {
  const { status, body } = await send(CSV);
  expect(status).toBe(200);
  expect(body).toMatchObject({ orders: 4, cancellations: 2, changed: 3 });
  expect(body.invoices.map((each: { invoice: string; fate: string }) => [each.invoice, each.fate])).toEqual([
    [no('1'), 'started'],
    [no('2'), 'started'],
    [no('3'), 'stock correction'],
    [no('4'), 'held back'],
    [no('C5'), 'refund requested'],
    [no('C6'), 'unmatched'],
  ]);
  expect(body.rows.map((each: { row: number; fate: string }) => `${each.row} ${each.fate}`)).toEqual([
    '2 goods',
    '3 charge',
    '4 goods',
    '5 stock correction',
    '6 not readable',
    '7 returned',
    '8 returned',
  ]);
  const cases = (await manager('GET', '/api/cases?process=order-fulfilment')).body.items;
  expect(cases.map((each: { businessKey: string }) => each.businessKey).sort()).toEqual([no('1'), no('2')]);
  expect(cases.find((each: { businessKey: string }) => each.businessKey === no('1')).status).toBe('ended');
  // Whoever brings in a file has not started its orders.
  expect((await manager('GET', '/api/cases?mine=started')).body.items).toEqual([]);
});

it('changes nothing the second time, and gives a repeated request its first answer', async () => {
  const key = fresh();
  const second = await send(CSV, key);
  expect(second.body).toMatchObject({ orders: 4, cancellations: 2, changed: 0 });
  expect(new Set(second.body.invoices.map((each: { fate: string }) => each.fate))).toEqual(
    new Set(['already here', 'stock correction', 'held back', 'refund already requested', 'unmatched']),
  );
  const repeat = await send(CSV, key);
  expect(repeat.body).toEqual(second.body);
  expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  expect((await manager('GET', '/api/cases?process=order-fulfilment')).body.items).toHaveLength(2);
});

it('refuses what is no table of orders, and what is too large', async () => {
  const refused = await send('a,b\n1,2');
  expect(refused).toMatchObject({ status: 422, body: { code: 'ordersRefused' } });
  expect(refused.body.detail).toContain('订单号');
  expect((await send('x'.repeat(16 * 1024 * 1024 + 1))).body.code).toBe('tooLarge');
});

const HEADS = '订单号,SKU,商品名称,数量,单价,下单时间,买家,电话,地址';
it('a file of Excel in Chinese is read right, its buyer the file’s; once begun, another file says what differs', async () => {
  const line = (phone: string) =>
    `${HEADS}\nG${mark}1,QH-1,枕头,1,168,2026/11/05 8:10,王女士,${phone},上海市徐汇区漕溪北路 1 号`;
  const { stdout: bytes, error } = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: line('138') });
  if (error) throw new Error(`iconv is missing; on Debian it comes with "apt-get install libc-bin": ${error.message}`);
  const file = () => new Blob([new Uint8Array(bytes)]);
  const key = fresh();
  const first = await send(file(), key);
  expect(first.body).toMatchObject({ changed: 1, encoding: 'GB18030', standIns: false });
  expect((await send(file(), key)).headers.get('idempotency-replayed')).toBe('true');
  const [{ id }] = (await manager('GET', `/api/cases?q=G${mark}1`)).body.items;
  const { body: one } = await manager('GET', `/api/cases/${id}`);
  expect(JSON.stringify(one)).toContain('王女士');
  expect(JSON.stringify(one)).toContain('2026-11-05T00:10:00Z');
  const other = await send(line('139'));
  expect(other.body).toMatchObject({
    changed: 0,
    invoices: [{ fate: 'already here', why: { code: 'order.differs' } }],
  });
  expect(JSON.stringify(other.body.invoices[0].why)).toContain('"was":"138","is":"139"');
});

it('an order with a line that cannot be read is started by the corrected file', async () => {
  const two = (quantity: string) =>
    `${HEADS}\nH${mark},A,甲,2,10,2026-11-05,王,138,上海\nH${mark},B,乙,${quantity},10,2026-11-05,王,138,上海`;
  expect((await send(two('两个'))).body).toMatchObject({ changed: 0, invoices: [{ fate: 'held back' }] });
  expect((await manager('GET', `/api/cases?q=H${mark}`)).body.items).toEqual([]);
  expect((await send(two('1'))).body).toMatchObject({ changed: 1, invoices: [{ fate: 'started' }] });
  expect((await send(two('1'))).body).toMatchObject({ changed: 0, invoices: [{ fate: 'already here' }] });
});
