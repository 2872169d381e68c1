// What is worth knowing of a record where a form names it: as its register says, and as its reader may see it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const text = (id: string, more: object = {}) => ({ type: 'text', id, label: label(id), ...more });
const day = (id: string) => ({ type: 'date', id, label: label(id), find: 'date' });
const REGISTERS = [
  {
    key: 'buyer',
    name: label('买家'),
    keyField: 'code',
    title: '=nick',
    beside: {
      fields: ['level', 'worth'],
      lists: [
        { register: 'order', field: 'buyer', columns: ['state', 'margin'], sort: { field: 'placed', down: true } },
        { register: 'case-file', field: 'buyer', columns: ['what'] },
        { register: 'not-here', field: 'buyer' },
      ],
    },
    fields: [text('code'), text('nick'), text('level'), text('worth', { see: ['role:finance'] })],
  },
  {
    key: 'order',
    name: label('订单'),
    keyField: 'code',
    fields: [
      text('code'),
      text('buyer', { find: 'text' }),
      text('state'),
      text('margin', { secret: true, see: ['role:finance'] }),
      day('placed'),
    ],
  },
  {
    key: 'case-file',
    name: label('卷宗'),
    number: 'C-{000}',
    see: ['role:finance'],
    fields: [text('buyer', { find: 'text' }), text('what')],
  },
].map((register) => Register.parse(register));

let office: Office;
let lin: Caller;
let he: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, he] = await Promise.all([office.as('linxiaowen'), office.as('mengjie')]);
  for (const body of REGISTERS)
    await publishContent(office.shop.sql, {
      kind: 'register',
      key: body.key,
      name: body.name,
      body,
      by: null,
      from: 0,
    });
  const chen = await office.as('chenli');
  const put = async (register: string, values: object) =>
    expect((await chen('POST', `/api/registers/${register}/records`, { values }, fresh())).status).toBe(201);
  await put('buyer', { code: 'B-1', nick: '小满', level: 'vip' });
  for (let n = 1; n <= 7; n++)
    await put('order', { code: `O-${n}`, buyer: n === 7 ? 'B-2' : 'B-1', state: '已付', placed: `2026-11-0${n}` });
  await put('case-file', { buyer: 'B-1', what: '吵过' });
}, 120_000);
afterAll(() => office?.close());

const beside = async (who: Caller, key = 'B-1') => who('GET', `/api/registers/buyer/records/${key}/beside`);

it('shows facts and the latest of what names it, and says that there is more', async () => {
  const { body } = await beside(lin);
  expect(body.record).toMatchObject({ key: 'B-1', title: '小满', values: { level: 'vip' } });
  const [orders] = body.lists;
  expect(orders.register).toEqual({ key: 'order', name: label('订单') });
  expect(orders.items.map(({ key }: { key: string }) => key)).toEqual(['O-6', 'O-5', 'O-4', 'O-3', 'O-2']);
  expect(orders.more).toBe(true);
});

it('shows each what he may see: fields, columns and registers', async () => {
  const mine = (await beside(lin)).body;
  expect(mine.fields.map(({ id }: { id: string }) => id)).toEqual(['level']);
  expect(mine.lists.map(({ register }: { register: { key: string } }) => register.key)).toEqual(['order']);
  expect(mine.lists[0].fields.map(({ id }: { id: string }) => id)).toEqual(['state']);
  const theirs = (await beside(he)).body;
  expect(theirs.fields.map(({ id }: { id: string }) => id)).toEqual(['level', 'worth']);
  expect(theirs.lists.map(({ register }: { register: { key: string } }) => register.key)).toEqual([
    'order',
    'case-file',
  ]);
  expect(theirs.lists[1].items).toMatchObject([{ values: { what: '吵过' } }]);
});

it('of what is not there says so', async () => {
  expect((await beside(lin, 'nobody')).status).toBe(404);
});
