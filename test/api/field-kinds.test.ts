// Fields that name what stands elsewhere: the server looks it up as the reader may see it, and keeps what it was then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const register = (key: string, fields: object[], more: object = {}) =>
  Register.parse({
    key,
    name: label(key),
    keyField: 'code',
    title: '=name',
    fields: [
      { type: 'text', id: 'code', label: label('code'), required: true },
      { type: 'text', id: 'name', label: label('name') },
      ...fields,
    ],
    ...more,
  });
const SUPPLIER = register(
  'supplier',
  [
    { type: 'integer', id: 'leadDays', label: label('days') },
    { type: 'money', id: 'terms', label: label('terms'), secret: true, see: ['role:finance'] },
  ],
  { name: { zh: '供应商', en: 'Suppliers' } },
);
const VAULT = register('vault', [], { see: ['role:finance'] });
const DIARY = register('diary', [], { rows: 'own' });
const SKU = register('sku', [
  {
    type: 'record',
    id: 'supplier',
    label: label('supplier'),
    register: 'supplier',
    snapshot: ['leadDays', 'terms'],
    find: 'text',
  },
  { type: 'record', id: 'vault', label: label('vault'), register: 'vault' },
  { type: 'record', id: 'diary', label: label('diary'), register: 'diary' },
  { type: 'person', id: 'owner', label: label('owner'), find: 'text' },
  { type: 'department', id: 'team', label: label('team') },
]);

const REASON = register('reason', [{ type: 'text', id: 'short', label: label('short') }]);
const purchase = draw(
  'purchase',
  {
    start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
    approve: {
      type: 'userTask',
      name: '审批',
      zf: { form: 'approve', participants: [{ rule: 'role', value: 'order-auditor' }] },
    },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->approve', 'approve->end'],
);
purchase.zf = { ...purchase.zf, variable: [{ name: 'margin', type: 'percent', secret: true }] } as never;
const ASK = Form.parse({
  key: 'ask',
  title: label('采购'),
  fields: [
    { type: 'choice', id: 'why', label: label('原因'), required: true, from: { register: 'reason', label: 'short' } },
    {
      type: 'table',
      id: 'lines',
      label: label('明细'),
      columns: [
        { type: 'scan', id: 'barcode', label: label('条码') },
        { type: 'integer', id: 'quantity', label: label('数量') },
        { type: 'money', id: 'price', label: label('单价') },
        { type: 'money', id: 'sum', label: label('小计'), formula: 'quantity * price' },
      ],
    },
    { type: 'percent', id: 'off', label: label('折扣') },
    { type: 'money', id: 'all', label: label('合计'), formula: '=sum(lines.sum) * (1 - off)' },
    { type: 'phone', id: 'tel', label: label('电话') },
    { type: 'url', id: 'page', label: label('网页') },
    { type: 'percent', id: 'margin', label: label('毛利率') },
  ],
  rules: [
    { when: 'all > 100000 and tel = null', say: { zh: '一千元以上要留电话', en: 'Above 1000 a telephone is needed' } },
  ],
});
const APPROVE = Form.parse({
  key: 'approve',
  title: label('审批'),
  fields: [
    { type: 'money', id: 'all', label: label('合计'), readOnly: true },
    { type: 'money', id: 'cap', label: label('改成'), required: true },
    { type: 'money', id: 'left', label: label('差额'), formula: 'all - cap' },
    { type: 'money', id: 'gain', label: label('赚'), formula: 'all * margin' },
    { type: 'rating', id: 'stars', label: label('打分') },
  ],
  rules: [
    { when: 'cap > all', say: { zh: '不能改多' } },
    { when: 'cap < all * margin', say: { zh: '亏本', en: 'That loses money' } },
  ],
});

let office: Office;
let lin: Caller;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen] = await Promise.all([office.as('linxiaowen'), office.as('chenli')]);
  for (const body of [SUPPLIER, VAULT, DIARY, SKU, REASON])
    await publishContent(office.shop.sql, {
      kind: 'register',
      key: body.key,
      name: body.name,
      body,
      by: null,
      from: 0,
    });
  const made = await Promise.all([
    make('supplier', { code: 'GYS-1', name: '云织', leadDays: 7 }),
    make('vault', { code: 'V-1', name: '保险柜' }),
    make('diary', { code: 'D-1', name: '陈立的' }),
  ]);
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
});
afterAll(() => office?.close());
const make = (key: string, values: object, who: Caller = chen) =>
  who('POST', `/api/registers/${key}/records`, { values }, fresh());
const patch = (values: object, rev: number, who: Caller = lin) =>
  who('PATCH', '/api/registers/sku/records/QH-1', { rev, values });
const find = async (where: object[]) =>
  (await lin('POST', '/api/query', { source: { kind: 'register', key: 'sku' }, where })).body.items?.map(
    ({ key }: { key: string }) => key,
  );

describe('a record field', () => {
  it('is filled in from a file by name as well; a name that several or none bear is told by its row, and again changes nothing', async () => {
    await make('supplier', { code: 'GYS-7', name: '单名', leadDays: 1 });
    await make('supplier', { code: 'GYS-81', name: '双名' });
    await make('supplier', { code: 'GYS-82', name: '双名' });
    const file = 'code,supplier\nN-1,单名\nN-2,双名\nN-3,没有这家\nN-4,GYS-82';
    const bring = () => chen('POST', '/api/registers/sku/import', file, { ...fresh(), 'content-type': 'text/csv' });
    const { body } = await bring();
    expect(body.counts).toMatchObject({ new: 2, refused: 2 });
    expect(
      body.refused.map(({ row, message }: { row: number; message: { code: string; args: object } }) => [
        row,
        message.code,
      ]),
    ).toEqual([
      [3, 'record.several'],
      [4, 'record.none'],
    ]);
    expect(body.refused[0].message.args.keys).toEqual(['GYS-81', 'GYS-82']);
    // By what people call it, not by its key.
    expect(body.refused[1].message.args.register).toEqual({ zh: '供应商', en: 'Suppliers' });
    const read = async (key: string) => (await chen('GET', `/api/registers/sku/records/${key}`)).body.values.supplier;
    expect([(await read('N-1')).key, (await read('N-4')).title]).toEqual(['GYS-7', '双名']);
    const { body: known } = await chen('GET', '/api/registers/supplier/records/GYS-7');
    await chen('PATCH', '/api/registers/supplier/records/GYS-7', {
      rev: known.rev,
      values: { leadDays: known.values.leadDays + 1 },
    });
    expect((await bring()).body.counts, 'though the supplier has changed').toMatchObject({
      new: 0,
      changed: 0,
      same: 2,
    });
  });

  it('is filled in by the server: title, revision, what is kept with it, and no secret', async () => {
    const sent = {
      code: 'QH-1',
      supplier: { key: 'GYS-1', title: 'made up', leadDays: 1, terms: 9 },
      owner: 'linxiaowen',
    };
    const { status, body } = await make('sku', sent, lin);
    expect([status, body.values]).toEqual([
      201,
      {
        code: 'QH-1',
        supplier: { key: 'GYS-1', title: '云织', rev: 1, ref: 'supplier/GYS-1', leadDays: 7, terms: null },
        owner: expect.any(String),
      },
    ]);
    expect(await find([{ field: 'supplier', is: '=', value: 'GYS-1' }])).toEqual(['QH-1']);
    expect(await find([{ field: 'owner', is: '=', value: '@me' }])).toEqual(['QH-1']);
    expect(await find([{ field: 'supplier', is: 'in', value: ['GYS-2'] }])).toEqual([]);
  });

  it('stays as it was seen, and is renewed by who has seen it anew', async () => {
    await chen('PATCH', '/api/registers/supplier/records/GYS-1', { rev: 1, values: { leadDays: 9 } });
    const named = await patch({ supplier: { key: 'GYS-1' }, name: '围巾' }, 1);
    expect(named.body.values.supplier).toMatchObject({ rev: 1, leadDays: 7 });
    const renewed = await patch({ supplier: { key: 'GYS-1', rev: 2 } }, 2);
    expect(renewed.body.values.supplier).toMatchObject({ rev: 2, leadDays: 9 });
  });

  it('of what is not there, or not for this reader, is refused with its place', async () => {
    const refused = await patch({ supplier: 'GYS-9', vault: 'V-1', diary: 'D-1', owner: 'nobody', team: 'nowhere' }, 3);
    expect([refused.status, refused.body.code]).toEqual([422, 'recordInvalid']);
    expect(
      refused.body.errors.map(({ path, message }: { path: string; message: { code: string } }) => [path, message.code]),
    ).toEqual([
      ['supplier', 'record.none'],
      ['vault', 'record.none'],
      ['diary', 'record.none'],
      ['owner', 'person.none'],
      ['team', 'department.none'],
    ]);
    expect((await patch({ vault: 'V-1', diary: 'D-1' }, 3, chen)).status).toBe(200);
  });

  it('of what is put away may stay, and is not chosen anew', async () => {
    await chen('PATCH', '/api/registers/supplier/records/GYS-1', { rev: 2, archived: true });
    expect((await patch({ supplier: 'GYS-1', name: '披肩' }, 4)).status).toBe(200);
    expect((await make('sku', { code: 'QH-2', supplier: 'GYS-1' })).body.errors).toMatchObject([{ path: 'supplier' }]);
  });
});

describe('names of colleagues', () => {
  it('are there to choose from for all staff, by name and by id', async () => {
    const { items } = (await lin('GET', `/api/people/names?q=${encodeURIComponent('陈立')}`)).body;
    expect(items).toEqual([{ id: expect.any(String), name: '陈立', active: true }]);
    expect((await lin('GET', `/api/people/names?ids=${items[0].id}`)).body.items).toEqual(items);
  });
});

describe('a form', () => {
  const ask = (values: object) => lin('POST', '/api/cases', { process: 'purchase', variables: values }, fresh());
  const lines = [
    { barcode: '690', quantity: 2, price: 4_000, sum: 1 },
    { barcode: '691', quantity: 1, price: 2_000 },
  ];
  const good = { why: 'R-1', lines, off: 0.1, page: 'www.taobao.com', all: 1, margin: 0.2 };
  beforeAll(async () => {
    await publish(office.shop.sql, {
      definition: purchase,
      model: Model.parse({ id: purchase.key, processes: [purchase], diagram: {} }),
      forms: { ask: ASK, approve: APPROVE },
    });
    await make('reason', { code: 'R-1', name: '破损得很厉害', short: '破损' });
    await make('reason', { code: 'R-2', name: '缺货' });
    await make('reason', { code: 'R-3', name: '不用了' });
    await chen('PATCH', '/api/registers/reason/records/R-3', { rev: 1, archived: true });
  });

  it('is given the living records to choose from, by what they are to be called; those put away keep their names', async () => {
    const { items } = (await lin('GET', '/api/startable')).body;
    const { form } = items.find(({ key }: { key: string }) => key === 'purchase');
    expect(form.fields[0].options).toEqual([
      { value: 'R-1', label: { zh: '破损' } },
      { value: 'R-2', label: { zh: '缺货' } },
      { value: 'R-3', label: { zh: '不用了' }, gone: true },
    ]);
  });

  it('takes no option that is not there, no number that is none, no address that runs, and tells each place', async () => {
    const { status, body } = await ask({ ...good, why: 'R-3', tel: '138', page: 'javascript:alert(1)', off: '一成' });
    expect([status, body.code, body.errors.map(({ path }: { path: string }) => path).sort()]).toEqual([
      422,
      'formInvalid',
      ['off', 'page', 'tel', 'why'],
    ]);
    const dear = await ask({ ...good, lines: [{ quantity: 100, price: 9_000 }] });
    expect(dear.body.errors).toMatchObject([{ path: 'tel', message: { code: 'rule' } }]);
  });

  it('computes itself, whatever is sent; a formula or rule on a secret is judged by the server alone', async () => {
    const { status, body } = await ask(good);
    expect(status).toBe(201);
    const { variables } = (await chen('GET', `/api/cases/${body.case}`)).body;
    const held = Object.fromEntries(
      variables.map(({ name, value }: { name: string; value: unknown }) => [name, value]),
    );
    expect([held.all, held.page, held.lines.map(({ sum }: { sum: number }) => sum)]).toEqual([
      9_000,
      'https://www.taobao.com',
      [8_000, 2_000],
    ]);
    const [task] = (await lin('GET', '/api/tasks?view=claimable')).body.items.filter(
      ({ process }: { process: { key: string } }) => process.key === 'purchase',
    );
    const read = (await lin('GET', `/api/tasks/${task.id}`)).body;
    expect(JSON.stringify(read)).not.toContain('margin');
    expect(read.values).toEqual({ all: 9_000, gain: 1_800 });
    expect(read.form.rules.map(({ when }: { when: string }) => when)).toEqual(['cap > all']);
    expect(read.form.fields.map(({ id, formula }: { id: string; formula?: string }) => [id, formula])).toEqual([
      ['all', undefined],
      ['cap', undefined],
      ['left', 'all - cap'],
      ['gain', undefined],
      ['stars', undefined],
    ]);
    const complete = (values: object) => lin('POST', `/api/tasks/${task.id}/complete`, { values }, fresh());
    const low = await complete({ cap: 1_000, left: 5 });
    expect([low.status, low.body.errors]).toMatchObject([422, [{ path: 'cap', message: { code: 'rule' } }]]);
    expect((await complete({ cap: 8_000, left: 5, gain: 7, stars: 4 })).status).toBe(200);
    const after = (await chen('GET', `/api/cases/${body.case}`)).body.variables;
    const of = (name: string) => after.find((one: { name: string }) => one.name === name)?.value;
    expect([of('left'), of('gain'), of('stars')]).toEqual([1_000, 1_800, 4]);
  });
});
