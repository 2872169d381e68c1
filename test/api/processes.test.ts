// A manager's road: make, save beside another editor, publish through lint, versions, BPMN in and out.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takePack } from '../../db/packs.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let rival: Caller;
beforeAll(async () => {
  office = await openOffice();
  [manager, rival] = await Promise.all([office.as('chenli'), office.as('luyuan')]);
});
afterAll(() => office?.close());

it('makes a blank process once, also when asked twice', async () => {
  const request = fresh();
  const body = { name: '补货', key: 'restock' };
  const [first, second] = await Promise.all([
    manager('POST', '/api/processes', body, request),
    manager('POST', '/api/processes', body, request),
  ]);
  expect([first.status, second.status].filter((status) => status === 201).length).toBeGreaterThan(0);
  expect(await manager('POST', '/api/processes', body, request)).toMatchObject({
    status: 201,
    body: { key: 'restock', revision: 1 },
  });
  expect((await manager('POST', '/api/processes', { name: '别的', key: 'other' }, request)).body.code).toBe(
    'requestReused',
  );
  expect((await manager('POST', '/api/processes', body, fresh())).body.code).toBe('processKeyInUse');
  expect((await manager('POST', '/api/processes', body)).body.code).toBe('invalid');
});

it('never lets two editors overwrite each other', async () => {
  const { body: draft } = await manager('GET', '/api/processes/restock/draft');
  const content = { model: draft.model, forms: {}, revision: draft.revision };
  expect((await rival('PUT', '/api/processes/restock/draft', content)).body).toEqual({ revision: draft.revision + 1 });
  const late = await manager('PUT', '/api/processes/restock/draft', content);
  expect(late).toMatchObject({
    status: 409,
    body: { code: 'draftConflict', revision: draft.revision + 1, saved: { by: { name: '陆远' } } },
  });
  expect(late.body.detail).toContain('陆远');
});

it('publishes what lint lets pass, and knows what was published', async () => {
  const { body: draft } = await manager('GET', '/api/processes/restock/draft');
  const process = draft.model.processes[0];
  const bad = structuredClone(draft.model);
  bad.processes[0].elements.ask = { id: 'ask', type: 'userTask', scope: process.processId, name: '问采购' };
  bad.processes[0].flows = {
    a: { id: 'a', source: 'start', target: 'ask', scope: process.processId, order: 0 },
    b: { id: 'b', source: 'ask', target: 'end', scope: process.processId, order: 1 },
  };
  const saved = await manager('PUT', '/api/processes/restock/draft', {
    model: bad,
    forms: {},
    revision: draft.revision,
  });
  const refused = await manager('POST', '/api/processes/restock/publish', { revision: saved.body.revision }, fresh());
  expect(refused).toMatchObject({ status: 422, body: { code: 'lintErrors' } });
  expect(refused.body.problems.map((each: { element: string }) => each.element)).toContain('ask');
  expect((await manager('GET', '/api/processes/restock/problems')).body.problems).toEqual(refused.body.problems);

  const good = await manager('PUT', '/api/processes/restock/draft', {
    model: draft.model,
    forms: {},
    revision: saved.body.revision,
  });
  const done = await manager(
    'POST',
    '/api/processes/restock/publish',
    { revision: good.body.revision, note: '第一版' },
    fresh(),
  );
  expect(done).toMatchObject({ status: 200, body: { version: 1, unchanged: false } });
  expect((await manager('GET', '/api/processes/restock/draft')).body).toMatchObject({
    isDraft: false,
    latest: 1,
    revision: done.body.revision,
  });
  expect((await manager('GET', '/api/processes/restock/versions')).body.items).toMatchObject([
    { version: 1, note: '第一版', publishedBy: { name: '陈立' } },
  ]);
  expect((await manager('GET', '/api/processes/restock/versions/1')).body.model.processes[0].elements).toHaveProperty(
    'start',
  );
  const row = (await manager('GET', '/api/processes')).body.items.find(
    (each: { key: string }) => each.key === 'restock',
  );
  expect(row).toMatchObject({ latest: 1, isDraft: false, running: 0, owner: { name: '陈立' } });
  const staff = await office.as('machao');
  expect((await staff('GET', '/api/startable')).body.items.map((each: { key: string }) => each.key)).toEqual(
    expect.arrayContaining(['refund', 'restock']),
  );
});

it('reads and writes BPMN files, and says why not', async () => {
  const file = await manager('GET', '/api/processes/restock/bpmn');
  expect(file.headers.get('content-disposition')).toContain('restock.bpmn');
  const read = await manager('POST', '/api/bpmn/import', String(file.body), { 'content-type': 'application/xml' });
  expect(read.status).toBe(200);
  expect(Object.keys(read.body.model.processes[0].elements).sort()).toEqual(['end', 'start']);
  const refused = await manager('POST', '/api/bpmn/import', 'no xml at all', { 'content-type': 'application/xml' });
  expect(refused).toMatchObject({ status: 422, body: { code: 'bpmnRefused' } });
  const copy = structuredClone(read.body.model);
  copy.processes[0].key = 'restock-copy';
  expect(await manager('POST', '/api/processes', { name: '补货副本', model: copy }, fresh())).toMatchObject({
    status: 201,
    body: { key: 'restock-copy' },
  });
});

it('calls cases by what the start form must ask, where nobody has said how', async () => {
  await manager('POST', '/api/processes', { name: '退货申请', key: 'returns' }, fresh());
  const { body: draft } = await manager('GET', '/api/processes/returns/draft');
  const model = structuredClone(draft.model);
  model.processes[0].elements.start.zf = { form: 'ask' };
  const text = (id: string) => ({ type: 'text', id, label: { zh: id }, required: true });
  const forms = { ask: { key: 'ask', title: { zh: '退货' }, fields: [text('订单号'), text('买家')] } };
  const saved = await manager('PUT', '/api/processes/returns/draft', { model, forms, revision: draft.revision });
  const published = await manager('POST', '/api/processes/returns/publish', { revision: saved.body.revision }, fresh());
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const given = { process: 'returns', variables: { 订单号: 'RT-1', 买家: '王女士' } };
  const { body } = await manager('POST', '/api/cases', given, fresh());
  expect((await manager('GET', `/api/cases/${body.case}`)).body.title).toBe('退货申请 RT-1 王女士');
});

it('counts what runs, is late and is stuck', async () => {
  await manager(
    'POST',
    '/api/cases',
    { process: 'refund', variables: { buyer: '陈', amount: 5 }, businessKey: 'C-1' },
    fresh(),
  );
  const row = (await manager('GET', '/api/processes')).body.items.find(
    (each: { key: string }) => each.key === 'refund',
  );
  expect(row).toMatchObject({ running: 1, overdue: 0, stuck: 0 });
  const admin = await office.as('gaoyuan');
  expect((await admin('PATCH', '/api/settings', { clock: { rate: 1, forwardMs: 3 * 3_600_000 } })).status).toBe(200);
  expect((await manager('GET', '/api/overview')).body).toMatchObject({ running: 1, overdue: 1, stuck: 0 });
  expect((await manager('GET', '/api/cases?overdue=true')).body.items).toHaveLength(1);
  expect((await manager('GET', '/api/tasks?view=all&overdue=true')).body.items).toMatchObject([{ businessKey: 'C-1' }]);
  expect((await manager('GET', '/api/me')).body.clock.rate).toBe(1);
  // What is cancelled is not done.
  const { endedToday } = (await manager('GET', '/api/overview')).body;
  const [{ id }] = (await manager('GET', '/api/cases?overdue=true')).body.items;
  expect((await manager('POST', `/api/cases/${id}/cancel`, { reason: '不要了' }, fresh())).status).toBe(200);
  await office.shop.until(async () => (await manager('GET', '/api/overview')).body.running === 0, 'it is cancelled');
  expect((await manager('GET', '/api/overview')).body.endedToday).toBe(endedToday);
});

it('offers the shipped SOPs as templates, and begins a process from one', async () => {
  const { items } = (await manager('GET', '/api/templates')).body;
  expect(items).toContainEqual({
    folder: 'order-fulfilment',
    key: 'order-fulfilment',
    name: '订单处理',
    texts: { en: expect.objectContaining({ name: 'Order fulfilment' }) },
  });
  const made = await manager('POST', '/api/processes', { template: 'order-fulfilment' }, fresh());
  expect(made).toMatchObject({ status: 201, body: { key: 'order-fulfilment' } });
  const again = await manager('POST', '/api/processes', { template: 'order-fulfilment' }, fresh());
  expect(again.body.code).toBe('processKeyInUse');
  const draft = (await manager('GET', '/api/processes/order-fulfilment/draft')).body;
  expect(Object.keys(draft.forms)).toContain('order-audit');
  expect(draft.model.processes[0].decisions).toHaveProperty('order-audit');
  expect((await manager('POST', '/api/processes', { template: '../..' }, fresh())).body.code).toBe('notFound');
  expect((await manager('POST', '/api/processes', {}, fresh())).body.code).toBe('invalid');
});

it('stand in one list with all that a manager may change: which pack brought them, the draft and whose it is, published when', async () => {
  const { sql } = office.shop;
  const [goods] = (await office.deps.packs()).filter(({ key }) => key === 'goods');
  const base = (await office.deps.packs()).filter(({ key }) => key === 'base');
  for (const pack of [...base, ...(goods ? [goods] : [])]) await takePack(sql, pack, { at: Date.now(), by: null });
  const row = async (kind: 'processes' | 'content/register', key: string) =>
    (await manager('GET', `/api/${kind}`)).body.items.find((one: { key: string }) => one.key === key);
  const shipped = await row('processes', 'price-change');
  const sku = await row('content/register', 'sku');
  expect(shipped.pack).toEqual(sku.pack);
  expect(shipped.pack).toMatchObject({ key: 'goods', name: { zh: goods?.name.zh } });
  expect([shipped.latest, shipped.isDraft, shipped.draftBy, typeof shipped.publishedAt]).toEqual([
    1,
    false,
    null,
    'string',
  ]);
  const { body: draft } = await rival('GET', '/api/processes/price-change/draft');
  await rival('PUT', '/api/processes/price-change/draft', {
    model: draft.model,
    forms: draft.forms,
    revision: draft.revision,
  });
  expect(await row('processes', 'price-change')).toMatchObject({ isDraft: true, draftBy: '陆远', latest: 1 });
  expect(await row('processes', 'other-of-the-shop')).toBeUndefined();
  const own = await manager('POST', '/api/processes', { name: '自建', key: 'other-of-the-shop' }, fresh());
  expect(own.status).toBe(201);
  expect(await row('processes', 'other-of-the-shop')).toMatchObject({ pack: null, latest: null, publishedAt: null });
});
