// Who sees and does what of a register, row by row and field by field.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const text = (id: string, more: object = {}) => ({ type: 'text', id, label: label(id), ...more });
const REGISTERS = [
  { key: 'mine', name: label('我的'), number: 'M-{000}', rows: 'own', fields: [text('what', { find: 'text' })] },
  { key: 'named', name: label('我的，有号'), keyField: 'code', rows: 'own', fields: [text('code'), text('what')] },
  { key: 'ours', name: label('部门的'), number: 'O-{000}', rows: 'department', fields: [text('what')] },
  { key: 'closed', name: label('财务的'), number: 'C-{000}', see: ['role:finance'], fields: [text('what')] },
  {
    key: 'open',
    name: label('大家的'),
    keyField: 'code',
    fields: [
      text('code'),
      text('pay', { secret: true, see: ['role:finance'], find: 'text' }),
      text('left', { by: { who: 'ledger', ledger: 'vault', measure: 'gold' }, type: 'integer' }),
      text('cash', { by: { who: 'ledger', ledger: 'till', measure: 'cash' }, type: 'integer' }),
      text('tips', { by: { who: 'ledger', ledger: 'till', measure: 'tips' }, type: 'integer', see: ['role:finance'] }),
    ],
    views: [
      { key: 'by-pay', title: label('按薪'), where: [{ field: 'pay', is: 'filled' }] },
      { key: 'all', title: label('全部'), where: [], sort: { field: 'pay' }, columns: ['code', 'pay'] },
    ],
  },
  {
    key: 'vault',
    name: label('金库'),
    kind: 'ledger',
    see: ['role:finance'],
    fields: [text('slip')],
    ledger: { account: 'open', measures: [{ key: 'gold', name: label('金') }] },
  },
  {
    key: 'till',
    name: label('钱箱'),
    kind: 'ledger',
    fields: [text('slip')],
    ledger: {
      account: 'open',
      measures: ['cash', 'tips', 'coins'].map((key) => ({ key, name: label(key) })),
      verbs: [
        { key: 'sell', name: label('卖'), moves: { cash: 1, tips: 1 } },
        { key: 'thank', name: label('赏'), moves: { tips: 1 } },
      ],
    },
  },
].map((register) => Register.parse(register));
const VAULT = REGISTERS.find(({ key }) => key === 'vault') as Register;

let office: Office;
let lin: Caller;
let he: Caller;
let meng: Caller;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, he, meng, chen] = (await Promise.all(
    ['linxiaowen', 'hejing', 'mengjie', 'chenli'].map((name) => office.as(name)),
  )) as [Caller, Caller, Caller, Caller];
  for (const body of REGISTERS)
    await publishContent(office.shop.sql, {
      kind: 'register',
      key: body.key,
      name: body.name,
      body,
      by: null,
      from: 0,
    });
});
afterAll(() => office?.close());

const make = async (who: Caller, register: string, values: object) =>
  who('POST', `/api/registers/${register}/records`, { values }, fresh());
const keys = async (who: Caller, register: string, more: object = {}) => {
  const { body } = await who('POST', '/api/query', { source: { kind: 'register', key: register }, ...more });
  return body.code ?? body.items.map(({ key }: { key: string }) => key);
};

describe('rows', () => {
  it('of one’s own are for who made them, and for managers', async () => {
    const { key } = (await make(lin, 'mine', { what: 'a' })).body;
    expect([await keys(lin, 'mine'), await keys(he, 'mine'), await keys(chen, 'mine')]).toEqual([[key], [], [key]]);
    const get = (who: Caller) => who('GET', `/api/registers/mine/records/${key}`);
    expect([(await get(lin)).status, (await get(he)).status]).toEqual([200, 404]);
    expect((await he('PATCH', `/api/registers/mine/records/${key}`, { rev: 1, values: { what: 'b' } })).status).toBe(
      404,
    );
    expect((await he('GET', `/api/registers/mine/records/${key}/history`)).status).toBe(404);
  });
  it('of another are not shown nor changed by a file that names them; what one brings in is one’s own', async () => {
    await make(lin, 'named', { code: 'A', what: '她的' });
    const bring = (who: Caller, query = '') =>
      who('POST', `/api/registers/named/import?${query}`, 'code,what\nA,我的\nB,新的', {
        ...fresh(),
        'content-type': 'text/csv',
      });
    for (const query of ['dry=true', '']) {
      const { body } = await bring(he, query);
      expect(body).toMatchObject({ counts: { new: 1, changed: 0, refused: 1 }, refused: [{ key: 'A', why: 'taken' }] });
      const looked = (await he('GET', `/api/imports/${body.import}`)).body;
      expect([looked.found.changes, JSON.stringify(looked)]).toEqual([[], expect.not.stringContaining('她的')]);
    }
    expect((await lin('GET', '/api/registers/named/records/A')).body.values.what).toBe('她的');
    expect([await keys(he, 'named'), await keys(lin, 'named')]).toEqual([['B'], ['A']]);
    expect((await bring(he)).body.counts).toMatchObject({ same: 1, refused: 1 });
    expect((await bring(chen)).body.counts).toMatchObject({ changed: 1, same: 1 });
  });
  it('of a department are for its people', async () => {
    const { key } = (await make(lin, 'ours', { what: 'a' })).body;
    expect([await keys(he, 'ours'), await keys(meng, 'ours')]).toEqual([[key], []]);
  });
  it('of a register that one may not see are not there', async () => {
    expect((await lin('GET', '/api/registers/closed')).status).toBe(404);
    expect(await keys(lin, 'closed')).toBe('notFound');
    expect((await meng('GET', '/api/registers/closed')).status).toBe(200);
  });
});

it.each(['constructor', '__proto__', 'toString'])(
  'what is no field is not found by, whatever it is called: %s',
  async (field) => {
    expect(await keys(chen, 'open', { where: [{ field, is: '=', value: 'x' }] })).toBe('notFindable');
    expect(await keys(chen, 'open', { sort: { field } })).toBe('notFindable');
  },
);

describe('a secret', () => {
  beforeAll(async () => {
    await make(meng, 'open', { code: 'A', pay: '9000' });
    await book(
      office.shop.sql,
      VAULT,
      { by: null, at: 1 },
      { effect: 'g', entries: [{ account: 'A', measure: 'gold', delta: 3 }] },
    );
  });
  it('is in no answer, history, filter, sort or search of who may not see it, managers included', async () => {
    for (const who of [lin, chen]) {
      expect((await who('GET', '/api/registers/open/records/A')).body.values).not.toHaveProperty('pay');
      expect(JSON.stringify((await who('GET', '/api/registers/open/records/A/history')).body)).not.toContain('9000');
      expect(await keys(who, 'open', { where: [{ field: 'pay', is: '=', value: '9000' }] })).toBe('notFindable');
      expect(await keys(who, 'open', { sort: { field: 'pay' } })).toBe('notFindable');
      const beside = { where: [{ field: 'title', is: '<=', value: '@field:pay' }] };
      expect(await keys(who, 'open', beside)).toBe('notFindable');
      expect(await keys(who, 'open', { q: '9000' })).toEqual([]);
    }
    expect(await keys(meng, 'open', { where: [{ field: 'pay', is: '=', value: '9000' }] })).toEqual(['A']);
    expect(JSON.stringify((await meng('GET', '/api/registers/open/records/A/history')).body)).toContain('9000');
  });
  it('takes a view with it that filters by it, and its column and sort from the others', async () => {
    const views = async (who: Caller) => (await who('GET', '/api/registers/open')).body.views;
    expect((await views(meng)).map(({ key }: { key: string }) => key)).toEqual(['by-pay', 'all']);
    expect(await views(lin)).toMatchObject([{ key: 'all', columns: ['code'] }]);
    expect((await views(lin))[0].sort).toBeUndefined();
  });
});

describe('what one may do', () => {
  it('entries are for who sees the ledger', async () => {
    const entries = (who: Caller) => who('GET', '/api/registers/open/records/A/entries/vault');
    expect([(await entries(lin)).status, (await entries(meng)).body.items.length]).toEqual([404, 1]);
    const none = await meng('GET', '/api/registers/open/records/A/entries/ours');
    expect([none.status, none.body.code], 'of what is no ledger').toEqual([404, 'notFound']);
  });
  it('entries of a measure are for who sees a field that shows it, on the record and in the ledger alike; pages stay whole', async () => {
    const till = REGISTERS.find(({ key }) => key === 'till') as Register;
    for (const [at, measure] of ['tips', 'cash', 'tips', 'coins'].entries())
      await book(
        office.shop.sql,
        till,
        { by: null, at: 1 },
        { effect: `till/${at}`, entries: [{ account: 'A', measure, delta: 1 }], doc: {} },
      );
    const measures = async (who: Caller, address: string) =>
      (await who('GET', address)).body.items.map(({ measure }: { measure: string }) => measure);
    for (const address of ['/api/registers/till/entries', '/api/registers/open/records/A/entries/till']) {
      expect(await measures(meng, address)).toEqual(['coins', 'tips', 'cash', 'tips']);
      expect(await measures(lin, address), 'no field shows coins: the ledger itself says who sees them').toEqual([
        'coins',
        'cash',
      ]);
      expect(await measures(lin, `${address}?limit=2`)).toEqual(['coins', 'cash']);
    }
  });
  it('the ledger itself names no measure, and no verb of one, that its reader does not see', async () => {
    const named = async (who: Caller) => {
      const [{ body }, list] = await Promise.all([
        who('GET', '/api/registers/till'),
        who('GET', '/api/registers').then(({ body: { items } }) => items),
      ]);
      const listed = list.find(({ key }: { key: string }) => key === 'till');
      expect(listed.ledger).toEqual(body.ledger);
      const { measures, verbs } = body.ledger;
      return [measures.map(({ key }: { key: string }) => key), verbs.map(({ key }: { key: string }) => key)];
    };
    expect(await named(meng)).toEqual([
      ['cash', 'tips', 'coins'],
      ['sell', 'thank'],
    ]);
    expect(await named(lin)).toEqual([['cash', 'coins'], ['sell']]);
    const { body } = await lin('GET', '/api/registers/till');
    expect(JSON.stringify(body.ledger)).not.toContain('tips');
  });
  it('history and entries call a case by its title only to who may see it', async () => {
    const { sql } = office.shop;
    const id = 'c-titled';
    await sql`
      insert into cases (id, family, host, key, version, status, seq, started_at, updated_at, state, title)
      values (${id}, ${id}, 'h', 'refund', 1, 'ended', 1, 1, 1, '{}', '退款 王女士')`;
    await sql`update record_change set case_id = ${id} where id in (select id from record where register = 'open' and key = 'A')`;
    await sql`update entry set case_id = ${id} where ledger = 'vault'`;
    const told = async (who: Caller, of: string) =>
      (await who('GET', `/api/registers/open/records/A/${of}`)).body.items.map((one: { case: unknown }) => one.case);
    expect(await told(he, 'history')).toEqual([{ id, title: null }]);
    expect(await told(meng, 'entries/vault')).toEqual([{ id, title: null }]);
    expect(await told(chen, 'history')).toEqual([{ id, title: expect.stringContaining('王女士') }]);
  });
  it('records are put away by managers', async () => {
    const put = (who: Caller, rev: number) => who('PATCH', '/api/registers/open/records/A', { rev, archived: true });
    expect((await put(lin, 1)).body.code).toBe('notAllowed');
    expect((await put(chen, 1)).body.archived).toBe(true);
    expect(await keys(lin, 'open')).toEqual([]);
  });
  it('a key stands', async () => {
    await make(lin, 'open', { code: 'B' });
    const { status, body } = await chen('PATCH', '/api/registers/open/records/B', { rev: 1, values: { code: 'C' } });
    expect([status, body.code, body.field]).toEqual([409, 'keyStands', 'code']);
  });
});

it('one that another, or a process, lives on is not put away', async () => {
  const away = (key: string, archived = true) => chen('PUT', `/api/content/register/${key}/archived`, { archived });
  expect((await away('open')).body).toMatchObject({ code: 'contentInUse', detail: expect.stringContaining('金库') });
  expect(await keys(chen, 'open')).not.toBe('notFound');
  expect((await away('ours')).status).toBe(200);
  expect(await keys(chen, 'ours')).toBe('notFound');
  expect((await away('ours', false)).status).toBe(200);
});
