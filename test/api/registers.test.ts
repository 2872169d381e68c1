// Registers over HTTP: their life from draft to version, writing field by field, who sees what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { forgetUntied } from '../../db/files.ts';
import { book } from '../../db/ledgers.ts';
import { STOCK } from '../goods.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const sku = (more: object = {}) => ({
  key: 'sku',
  name: label('商品'),
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: label('款号'), required: true, find: 'text' },
    { type: 'text', id: 'name', label: label('品名'), required: true },
    { type: 'money', id: 'cost', label: label('成本'), secret: true, see: ['role:finance'], by: { who: 'import' } },
    { type: 'money', id: 'price', label: label('售价'), find: 'number', by: { who: 'process', processes: ['refund'] } },
    { type: 'integer', id: 'safety', label: label('安全库存'), find: 'number' },
    {
      type: 'integer',
      id: 'available',
      label: label('可售'),
      by: { who: 'ledger', ledger: 'stock', measure: 'available' },
    },
  ],
  add: ['role:customer-service'],
  ...more,
});

let office: Office;
let lin: Caller;
let chen: Caller;
let meng: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, meng] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('mengjie')]);
  await publishContent(office.shop.sql, {
    kind: 'register',
    key: 'stock',
    name: STOCK.name,
    body: STOCK,
    by: null,
    from: 0,
  });
});
afterAll(() => office?.close());

const save = (body: object, revision: number, who = chen) =>
  who('PUT', '/api/content/register/sku/draft', { body, revision });
const publish = (revision: number) => chen('POST', '/api/content/register/sku/publish', { revision }, fresh());

const change = (key: string, rev: number, values: object, who = lin) =>
  who('PATCH', `/api/registers/sku/records/${key}`, { rev, values });

describe('the life of a register', () => {
  it('is a draft with its problems, then a version, then another, and comes back', async () => {
    const wrong = await save(sku({ keyField: 'nothing' }), 0);
    expect(wrong.body).toMatchObject({
      revision: 1,
      problems: [{ severity: 'error', code: 'unknownField', args: { field: 'nothing', at: 'keyField' } }],
    });
    expect((await publish(1)).body).toMatchObject({ code: 'contentProblems' });
    expect((await lin('GET', '/api/registers')).body.items.map(({ key }: { key: string }) => key)).toEqual(['stock']);
    expect((await save(sku(), 1)).body).toMatchObject({ revision: 2, problems: [] });
    expect((await publish(2)).body).toEqual({ version: 1, unchanged: false });
    const draft = (await chen('GET', '/api/content/register/sku/draft')).body;
    expect(draft).toMatchObject({ isDraft: false, latest: 1, changes: [] });

    const more = sku({ name: label('货品') });
    const { revision } = (await save(more, draft.revision)).body;
    expect(
      (await chen('GET', '/api/content/register/sku/draft')).body.changes.map(({ path }: { path: string }) => path),
    ).toEqual(['name.zh', 'name.en']);
    expect((await publish(revision)).body.version).toBe(2);
    expect((await chen('GET', '/api/content/register/sku/diff?from=1&to=2')).body.items[0]).toEqual({
      path: 'name.zh',
      before: '商品',
      after: '货品',
    });
    const now = (await chen('GET', '/api/content/register/sku/draft')).body.revision;
    const restored = (await chen('POST', '/api/content/register/sku/restore', { version: 1, revision: now })).body;
    expect((await publish(restored.revision)).body.version).toBe(3);
    expect((await chen('GET', '/api/content/register/sku/versions')).body.items).toHaveLength(3);
  });

  it('two at one draft: the second is told, and nothing is overwritten', async () => {
    const { revision } = (await chen('GET', '/api/content/register/sku/draft')).body;
    expect((await save(sku(), revision)).status).toBe(200);
    const second = await save(sku({ name: label('x') }), revision, await office.as('gaoyuan'));
    expect([second.status, second.body.code, second.body.savedBy]).toEqual([409, 'contentConflict', '陈立']);
    expect((await chen('GET', '/api/content/register/sku/draft')).body.body.name.zh).toBe('商品');
  });

  it('what is no register is refused with the place', async () => {
    const { status, body } = await save({ ...sku(), fields: [{ type: 'nonsense', id: 'x', label: label('x') }] }, 9);
    expect([status, body.code]).toEqual([422, 'invalid']);
    expect(body.errors[0].path).toContain('fields');
  });
});

describe('records over HTTP', () => {
  const make = (values: object, who = lin) => who('POST', '/api/registers/sku/records', { values }, fresh());

  it('are made once, also when the request comes again', async () => {
    const request = fresh();
    const ask = () => lin('POST', '/api/registers/sku/records', { values: { code: 'QH-1', name: '围巾' } }, request);
    const [first, again] = [await ask(), await ask()];
    expect([first.status, first.body]).toEqual([201, again.body]);
    expect((await make({ code: 'QH-1', name: '别的' })).body).toMatchObject({
      code: 'recordTaken',
      detail: expect.stringContaining('款号'),
    });
    expect((await make({ name: '没有款号' })).body).toMatchObject({
      code: 'recordInvalid',
      errors: [{ path: 'code' }],
    });
    expect((await make({ code: 'x', name: 'y' }, meng)).body.code).toBe('notAllowed');
  });

  it('are made once also where the answer was lost with the process that was to give it', async () => {
    const { sql } = office.shop;
    const request = fresh();
    const ask = (name = '毯子') =>
      lin('POST', '/api/registers/sku/records', { values: { code: 'QH-LOST', name } }, request);
    const first = await ask();
    await sql`update request set status = null, answer = null where answer->>'key' = 'QH-LOST'`;
    expect((await ask()).body.code).toBe('stillRunning');
    expect((await ask('别的')).body.code).toBe('requestReused');
    await sql`update request set created_at = now() - interval '1 minute' where status is null`;
    expect((await ask('别的')).body.code).toBe('requestReused');
    const again = await ask();
    expect([again.status, again.body]).toEqual([201, first.body]);
    const rows = await sql`select 1 from record_change where id = ${first.body.id}`;
    expect(rows).toHaveLength(1);
  });

  it('a price is changed by its process only: 403 names it', async () => {
    await make({ code: 'QH-2', name: '披肩' });
    const { status, body } = await change('QH-2', 1, { price: 1 }, chen);
    expect([status, body.code, body.processes]).toEqual([403, 'fieldOfProcess', [{ key: 'refund', name: 'refund' }]]);
    expect(body.detail).toContain('「售价」');
    expect((await change('QH-2', 1, { available: 5 })).body.code).toBe('fieldComputed');
    expect((await lin('GET', '/api/registers/sku/records/QH-2')).body.rev).toBe(1);
  });

  it('who was slower is given what stands, and history says who, what and why', async () => {
    await make({ code: 'QH-3', name: '被子' });
    await lin('PATCH', '/api/registers/sku/records/QH-3', { rev: 1, values: { safety: 50 }, reason: '大促' });
    const late = await change('QH-3', 1, { safety: 60 }, chen);
    expect([late.status, late.body.code, late.body.record.values.safety]).toEqual([409, 'recordChanged', 50]);
    const { items } = (await chen('GET', '/api/registers/sku/records/QH-3/history')).body;
    expect(items[0]).toMatchObject({
      rev: 2,
      by: { name: '林晓雯' },
      reason: '大促',
      before: { safety: null },
      after: { safety: 50 },
    });
    const page = async (more = '') =>
      (await chen('GET', `/api/registers/sku/records/QH-3/history?limit=1${more}`)).body as {
        items: { rev: number }[];
        next: string | null;
      };
    const first = await page();
    const second = await page(`&cursor=${first.next}`);
    expect([first.items, second.items].flat().map(({ rev }) => rev)).toEqual([2, 1]);
    expect(second.next).toBeNull();
  });

  it('nobody reads, filters by or writes a secret that is not his', async () => {
    await office.shop.sql`update record set body = (body::jsonb || '{"cost": 990}')::json where key = 'QH-3'`;
    expect((await meng('GET', '/api/registers/sku/records/QH-3')).body.values.cost).toBe(990);
    expect((await chen('GET', '/api/registers/sku/records/QH-3')).body.values).not.toHaveProperty('cost');
    expect(JSON.stringify((await chen('GET', '/api/registers/sku')).body)).not.toContain('cost');
    expect((await change('QH-3', 2, { cost: 1 }, chen)).body.code).toBe('invalid');
    const asked = { source: { kind: 'register', key: 'sku' }, where: [{ field: 'cost', is: '>', value: 900 }] };
    expect((await chen('POST', '/api/query', asked)).body.code).toBe('notFindable');
  });

  it('are found page by page, by what their ledger holds too', async () => {
    for (let n = 0; n < 7; n++) await make({ code: `PG-${n}`, name: '四件套', safety: n });
    await book(
      office.shop.sql,
      STOCK,
      { by: null, at: 1 },
      {
        effect: 'open',
        entries: [{ account: 'PG-3', measure: 'available', delta: 9 }],
        doc: { verb: 'receive', slip: 'RK-1', price: 900 },
      },
    );
    const ask = (more: object) =>
      chen('POST', '/api/query', { source: { kind: 'register', key: 'sku' }, q: '四件', ...more });
    const first = (await ask({ sort: { field: 'safety', down: true }, limit: 5, count: true })).body;
    expect(first.items.map(({ key }: { key: string }) => key)).toEqual(['PG-6', 'PG-5', 'PG-4', 'PG-3', 'PG-2']);
    expect(first.count).toEqual({ n: 7, more: false });
    const second = (await ask({ sort: { field: 'safety', down: true }, limit: 5, cursor: first.next })).body;
    expect(second.items.map(({ key }: { key: string }) => key)).toEqual(['PG-1', 'PG-0']);
    const low = (await ask({ where: [{ field: 'available', is: '>', value: 0 }] })).body;
    expect(low.items.map(({ key, values }: { key: string; values: object }) => [key, values])).toEqual([
      ['PG-3', expect.objectContaining({ available: 9 })],
    ]);
    expect((await chen('GET', '/api/registers/sku/records/PG-3/entries/stock')).body.items[0]).toMatchObject({
      delta: 9,
      after: 9,
      measure: 'available',
      // Its document by the names that the ledger gives, without what this reader may not see.
      verb: { zh: '采购入库' },
      doc: { slip: 'RK-1' },
    });
    expect((await ask({ where: [{ field: 'name', is: '=', value: 'x' }] })).body.code).toBe('notFindable');
  });

  it('a ledger is read as a whole, the newest first, page by page, and by account', async () => {
    for (const [n, account] of ['PG-4', 'PG-5', 'PG-4'].entries())
      await book(
        office.shop.sql,
        STOCK,
        { by: null, at: 2 + n },
        { effect: `whole-${n}`, entries: [{ account, measure: 'available', delta: n + 1 }] },
      );
    const entries = async (more = '') => (await chen('GET', `/api/registers/stock/entries${more}`)).body;
    const told = ({ items }: { items: { account: string; delta: number }[] }) =>
      items.map(({ account, delta }) => [account, delta]);
    const first = await entries('?limit=2');
    expect(told(first)).toEqual([
      ['PG-4', 3],
      ['PG-5', 2],
    ]);
    expect(first.items[0].title).toContain('四件套');
    expect(told(await entries(`?limit=2&cursor=${first.next}`))).toEqual([
      ['PG-4', 1],
      ['PG-3', 9],
    ]);
    expect(told(await entries('?account=PG-4'))).toEqual([
      ['PG-4', 3],
      ['PG-4', 1],
    ]);
    // What is no ledger has none.
    expect((await chen('GET', '/api/registers/sku/entries')).status).toBe(404);
  });
});

describe('beside the records', () => {
  it('a picture of a record is seen by who sees the field, and stays', async () => {
    const draft = (await chen('GET', '/api/content/register/sku/draft')).body;
    const fields = [
      ...sku().fields,
      { type: 'file', id: 'picture', label: label('图片'), images: true },
      { type: 'file', id: 'contract', label: label('合同'), secret: true, see: ['role:finance'] },
    ];
    await publish((await save(sku({ fields }), draft.revision)).body.revision);
    const upload = async () => {
      const form = new FormData();
      form.set('file', new File([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])], 'a.png'));
      return (await meng('POST', '/api/files', form)).body;
    };
    const [picture, contract] = [await upload(), await upload()];
    const { rev } = (await meng('GET', '/api/registers/sku/records/QH-2')).body;
    for (const file of ['nothing', picture.file]) {
      const strange = await change('QH-2', rev, { picture: [{ ...picture, file }] });
      expect([strange.status, strange.body.code], 'of another, or none').toEqual([404, 'notFound']);
    }
    expect((await change('QH-2', rev, { picture: [null, 7] })).status, 'no files').toBe(422);
    const values = { picture: [picture], contract: [contract] };
    // Tied together with what is written, or neither.
    await office.shop.sql.unsafe(`
      create function no_tie() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
      create trigger no_tie before update of record on file for each statement execute function no_tie()`);
    office.deps.log.level = 'silent';
    expect((await meng('PATCH', '/api/registers/sku/records/QH-2', { rev, values })).status).toBe(500);
    office.deps.log.level = 'error';
    await office.shop.sql.unsafe('drop trigger no_tie on file');
    expect((await meng('GET', '/api/registers/sku/records/QH-2')).body.rev).toBe(rev);
    expect((await meng('PATCH', '/api/registers/sku/records/QH-2', { rev, values })).status).toBe(200);
    const status = async (who: Caller, id: string) => (await who('GET', `/api/files/${id}`)).status;
    expect([await status(lin, picture.file), await status(lin, contract.file)]).toEqual([200, 404]);
    expect(await status(meng, contract.file)).toBe(200);
    expect([await status(chen, picture.file), await status(chen, contract.file)], 'secret of managers too').toEqual([
      200, 404,
    ]);
    await office.shop.sql`update file set created_at = now() - interval '60 days'`;
    const again = { rev: rev + 1, values: { picture: [picture], safety: 3 } };
    expect((await lin('PATCH', '/api/registers/sku/records/QH-2', again)).status, 'what stands stays').toBe(200);
    await forgetUntied(office.shop.sql, 30);
    expect(await status(lin, picture.file)).toBe(200);
  });

  it('a view is its maker’s own; only managers show one to all, and nobody overwrites another’s', async () => {
    const view = (more: object = {}) => ({ key: 'saved', title: { zh: '我的' }, where: [], ...more });
    const put = (who: Caller, id: string, body: object) => who('PUT', `/api/registers/sku/views/${id}`, body);
    const titles = async (who: Caller) =>
      (await who('GET', '/api/registers/sku/views')).body.items.map(
        ({ view: { title }, mine }: { view: { title: { zh: string } }; mine: boolean }) => [title.zh, mine],
      );
    expect((await put(lin, 'lin-view-1', { view: view() })).status).toBe(200);
    expect((await put(lin, 'lin-view-2', { view: view(), shared: true })).body.code).toBe('notAllowed');
    await put(chen, 'chen-view-1', { view: view({ title: { zh: '大家的' } }), shared: true });
    expect([await titles(lin), await titles(meng)]).toEqual([
      [
        ['我的', true],
        ['大家的', false],
      ],
      [['大家的', false]],
    ]);
    expect((await put(meng, 'lin-view-1', { view: view({ title: { zh: '抢' } }) })).body.code).toBe('viewNotSaved');
    expect((await meng('DELETE', '/api/registers/sku/views/lin-view-1')).status).toBe(404);
    // What filters by a secret is not even told of.
    await put(meng, 'meng-view-1', { view: view({ where: [{ field: 'cost', is: 'filled' }] }) });
    await office.shop.sql`update saved_view set shared = true where id = 'meng-view-1'`;
    expect(await titles(lin)).toHaveLength(2);
    expect((await lin('DELETE', '/api/registers/sku/views/lin-view-1')).status).toBe(200);
  });

  it('says which processes write a field', async () => {
    expect((await lin('GET', '/api/registers/sku')).body.writers).toEqual({
      price: [{ key: 'refund', name: 'refund', texts: {} }],
    });
  });
});
