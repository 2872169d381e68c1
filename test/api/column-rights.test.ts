// Who sees and writes which column: of a table that a step asks, and of one in a register. What is hidden is not sent, not taken, not found.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const LINES = {
  type: 'table',
  id: 'lines',
  label: label('明细'),
  prefill: true,
  columns: [
    { type: 'text', id: 'sku', label: label('款号') },
    { type: 'integer', id: 'quantity', label: label('数量') },
    { type: 'text', id: 'source', label: label('货源') },
    { type: 'money', id: 'cost', label: label('成本') },
    { type: 'money', id: 'sum', label: label('小计'), formula: 'quantity * cost' },
  ],
};
const form = (key: string) => Form.parse({ key, title: label(key), fields: [LINES] });
const order = draw(
  'ordering',
  {
    start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
    count: {
      type: 'userTask',
      name: '点数',
      zf: {
        form: 'count',
        participants: [{ rule: 'role', value: 'order-auditor' }],
        permission: [
          { field: 'lines.source', mode: 'hidden' },
          { field: 'lines.cost', mode: 'hidden' },
          { field: 'lines.sum', mode: 'hidden' },
          { field: 'lines.sku', mode: 'read' },
        ],
      },
    },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->count', 'count->end'],
);
const PRICES = Register.parse({
  key: 'prices',
  name: label('报价'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('编号'), required: true },
    { type: 'text', id: 'name', label: label('名称') },
    { type: 'text', id: 'inner', label: label('内部名'), find: 'text', see: ['role:finance'] },
    { type: 'text', id: 'bank', label: label('账号'), secret: true, see: ['role:finance'] },
    { type: 'integer', id: 'limit', label: label('额度'), secret: true, see: ['role:finance'] },
    {
      type: 'table',
      id: 'rows',
      label: label('行'),
      columns: [
        { type: 'text', id: 'sku', label: label('款号') },
        { type: 'money', id: 'cost', label: label('成本'), see: ['role:finance'] },
        { type: 'integer', id: 'days', label: label('天'), change: ['role:finance'] },
      ],
    },
  ],
});

let office: Office;
let lin: Caller;
let chen: Caller;
let meng: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, meng] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('mengjie')]);
  await publish(office.shop.sql, {
    definition: order,
    model: Model.parse({ id: order.key, processes: [order], diagram: {} }),
    forms: { ask: form('ask'), count: form('count') },
  });
  await publishContent(office.shop.sql, {
    kind: 'register',
    key: 'prices',
    name: PRICES.name,
    body: PRICES,
    by: null,
    from: 0,
  });
});
afterAll(() => office?.close());

const lines = [
  { sku: 'A', quantity: 1, source: '云织工厂', cost: 77_700 },
  { sku: 'B', quantity: 2, source: '老王', cost: 88_800 },
];
const HIDDEN = /云织工厂|老王|77700|88800|177600/;

describe('a table at a step', () => {
  it('is sent without its hidden columns, which stand as they were when it comes back', async () => {
    const { body: begun } = await chen('POST', '/api/cases', { process: 'ordering', variables: { lines } }, fresh());
    const [task] = (await lin('GET', '/api/tasks?view=claimable')).body.items.filter(
      (one: { process: { key: string } }) => one.process.key === 'ordering',
    );
    const { body: read } = await lin('GET', `/api/tasks/${task.id}`);
    expect(JSON.stringify([task, read])).not.toMatch(HIDDEN);
    expect(
      read.form.fields[0].columns.map(({ id, readOnly }: { id: string; readOnly?: boolean }) => [id, readOnly]),
    ).toEqual([
      ['sku', true],
      ['quantity', undefined],
    ]);
    const complete = (rows: object[], more: object = { shown: read.shown }) =>
      lin('POST', `/api/tasks/${task.id}/complete`, { values: { lines: rows }, ...more }, fresh());
    const [a, b] = read.values.lines;
    expect((await complete([a, b], {})).body.code, 'without saying what was seen').toBe('shownChanged');
    const sly = await complete([{ ...a, cost: 1 }, b]);
    expect([sly.status, sly.body.errors.map(({ path }: { path: string }) => path)]).toEqual([422, ['lines.0.cost']]);
    expect((await complete([{ ...b, quantity: 5 }, { quantity: 7 }])).status).toBe(200);

    const { variables } = (await chen('GET', `/api/cases/${begun.case}`)).body;
    expect(variables.find(({ name }: { name: string }) => name === 'lines').value).toEqual([
      { sku: 'B', quantity: 5, source: '老王', cost: 88_800, sum: 444_000 },
      { quantity: 7, sum: null },
    ]);
    const pages = [`/api/cases/${begun.case}`, `/api/cases/${begun.case}/history`, `/api/tasks/${task.id}`];
    for (const page of pages) {
      const { body, status } = await lin('GET', page);
      expect([status, HIDDEN.exec(JSON.stringify(body))?.[0]], page).toEqual([200, undefined]);
    }
    expect((await lin('GET', '/api/cases?q=老王')).body.items, 'nor found').toEqual([]);
  });
});

describe('a register', () => {
  const read = async (who: Caller) => (await who('GET', '/api/registers/prices/records/P1')).body;
  beforeAll(async () => {
    const rows = lines.map(({ sku, cost }) => ({ sku, cost, days: 3 }));
    const values = { code: 'P1', name: '春季', inner: '老王', rows };
    expect((await meng('POST', '/api/registers/prices/records', { values }, fresh())).status).toBe(201);
  });

  it('sends a column to those who see it, and takes it from those who may', async () => {
    const mine = await read(lin);
    expect(JSON.stringify(mine)).not.toMatch(HIDDEN);
    expect((await read(meng)).values.rows[0]).toEqual({ sku: 'A', cost: 77_700, days: 3 });
    const patch = async (rows: object[]) =>
      lin('PATCH', '/api/registers/prices/records/P1', { rev: (await read(lin)).rev, values: { rows } });
    const [a, b] = mine.values.rows;
    const barred = await patch([{ ...a, days: 1 }, b]);
    expect([barred.status, barred.body.errors[0].path]).toEqual([422, 'rows.0.days']);
    expect((await patch([{ ...b, sku: 'B2' }, a])).status).toBe(200);
    expect((await read(meng)).values.rows).toEqual([
      { sku: 'B2', cost: 88_800, days: 3 },
      { sku: 'A', cost: 77_700, days: 3 },
    ]);
  });

  it('leaks it neither by structure, history, file, search, filter nor order', async () => {
    const structure = (await lin('GET', '/api/registers/prices')).body;
    expect(structure.fields.map(({ id }: { id: string }) => id)).toEqual(['code', 'name', 'rows']);
    expect(JSON.stringify(structure)).not.toContain('cost');
    expect(JSON.stringify((await lin('GET', '/api/registers/prices/records/P1/history')).body)).not.toMatch(HIDDEN);
    const file = await lin('POST', '/api/registers/prices/export', { format: 'csv' });
    expect([file.status, HIDDEN.exec(file.body)?.[0]]).toEqual([200, undefined]);
    const ask = (more: object) => lin('POST', '/api/query', { source: { kind: 'register', key: 'prices' }, ...more });
    expect((await ask({ q: '老王' })).body.items).toEqual([]);
    expect((await ask({ where: [{ field: 'inner', is: '=', value: '老王' }] })).body.code).toBe('notFindable');
    expect((await ask({ sort: { field: 'inner' } })).body.code).toBe('notFindable');
  });

  it('brings a file in without a change to what its sender does not see', async () => {
    const { body: csv } = await lin('POST', '/api/registers/prices/export', { format: 'csv' });
    const before = (await read(meng)).values.rows;
    const brought = await lin('POST', '/api/registers/prices/import', csv.replace('春季', '夏季'), {
      ...fresh(),
      'content-type': 'text/csv',
    });
    expect(brought.body.counts).toMatchObject({ changed: 1, refused: 0 });
    expect((await read(meng)).values).toMatchObject({ name: '夏季', rows: before });
    const whole = await meng(
      'POST',
      '/api/registers/prices/import',
      '编号,名称,内部名,账号,额度\nP2,秋季,老周,6222,\nP3,冬季,,,六万',
      {
        ...fresh(),
        'content-type': 'text/csv',
      },
    );
    for (const page of ['', '/report']) {
      const { body, status } = await chen('GET', `/api/imports/${whole.body.import}${page}`);
      const said = JSON.stringify(body);
      // Managers see what is for some only, and nothing secret, nor what is wrong with it.
      expect([status, said.includes('老周'), /6222|六万/.test(said)], page).toEqual([200, true, false]);
    }
    const own = await meng('GET', `/api/imports/${whole.body.import}`);
    expect(JSON.stringify(own.body.refused), 'who has brought it').toContain('六万');
  });
});
