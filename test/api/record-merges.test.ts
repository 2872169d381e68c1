// Two records of one thing: found, made one with all that names them, told in words where they cannot be; look-ups follow.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import { publishContent } from '../../db/content.ts';
import { balancesOf, book } from '../../db/ledgers.ts';
import { nameMerged } from '../../db/name-merged.ts';
import { recordByKey } from '../../db/records.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string, en: string) => ({ zh, en });
const BUYER = Register.parse({
  key: 'buyer',
  name: label('买家', 'Buyers'),
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: label('编号', 'Code'), required: true },
    { type: 'text', id: 'name', label: label('称呼', 'Name'), required: true },
    { type: 'text', id: 'phone', label: label('电话', 'Phone'), unique: true },
    { type: 'text', id: 'note', label: label('备注', 'Note') },
    { type: 'integer', id: 'orders', label: label('订单', 'Orders'), by: { who: 'process', processes: ['x'] } },
    { type: 'text', id: 'card', label: label('证件', 'Card'), secret: true, see: ['role:finance'] },
  ],
});
const SHELF = Register.parse({
  key: 'visit',
  name: label('来访', 'Visits'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('编号', 'Code'), required: true },
    { type: 'record', id: 'who', label: label('谁', 'Who'), register: 'buyer', find: 'text' },
  ],
});
const POINTS = Register.parse({
  key: 'points',
  name: label('积分', 'Points'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'slip', label: label('单据', 'Document') }],
  ledger: {
    account: 'buyer',
    measures: [
      { key: 'points', name: label('分', 'Points'), floor: 0 },
      { key: 'debt', name: label('欠', 'Debt'), floor: null },
    ],
  },
});
let office: Office;
let boss: Caller;
let sql: Office['shop']['sql'];
const hand = { by: null, at: 0 };
beforeAll(async () => {
  office = await openOffice();
  boss = await office.as('chenli');
  sql = office.shop.sql;
  for (const body of [BUYER, SHELF, POINTS])
    await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
});
afterAll(() => office?.close());

const make = async (register: string, values: object): Promise<number> => {
  const made = await boss('POST', `/api/registers/${register}/records`, { values }, fresh());
  expect(made.status).toBe(201);
  return made.body.rev;
};
const merge = (survivor: string, other: string, more: object = {}, request = fresh(), who = boss, revs = [1, 1]) =>
  who(
    'POST',
    '/api/registers/buyer/merges',
    { survivor: { key: survivor, rev: revs[0] }, other: { key: other, rev: revs[1] }, ...more },
    request,
  );
const book1 = (account: string, measure: string, delta: number) =>
  book(sql, POINTS, hand, { effect: `${account}${measure}${delta}`, entries: [{ account, measure, delta }] });
const held = async (account: string) =>
  Object.fromEntries((await balancesOf(sql, 'points', [account])).map(({ measure, value }) => [measure, value]));

describe('likely twins', () => {
  it('have the same text but for case, width, blanks and signs; only fields that one sees', async () => {
    await make('buyer', { code: 'T-1', name: '青禾 Qing', phone: '138-0000 1111' });
    await make('buyer', { code: 'T-2', name: '青禾（ＱＩＮＧ）', phone: '1380000 2222' });
    await make('buyer', { code: 'T-3', name: '别人', phone: '13800001111' });
    const by = async (field: string) => (await boss('GET', `/api/registers/buyer/duplicates?field=${field}`)).body;
    expect((await by('title')).items).toMatchObject([{ count: 2, records: [{ key: 'T-1' }, { key: 'T-2' }] }]);
    expect((await by('phone')).items).toMatchObject([{ count: 2, records: [{ key: 'T-1' }, { key: 'T-3' }] }]);
    expect((await by('phone')).fields).toEqual(['name', 'phone', 'note']);
    expect((await by('card')).code).toBe('notFindable');
  });
});

describe('a merge', () => {
  it('chooses by field, keeps what only the other has, books over, and all that names the other names the survivor', async () => {
    await make('buyer', { code: 'A-1', name: '苏女士', phone: '111' });
    await make('buyer', { code: 'A-2', name: '苏小姐', phone: '222', note: '老客' });
    await sql`update record set body = '{"code":"A-2","name":"苏小姐","phone":"222","note":"老客","orders":7,"card":"X"}' where key = 'A-2'`;
    await make('visit', { code: 'V-1', who: 'A-2' });
    await book1('A-1', 'points', 5);
    await book1('A-2', 'points', 8);
    await book1('A-2', 'debt', -3);
    await sql`insert into link (from_kind, from_id, role, to_kind, to_id, at) values ('case', 'c1', 'subject', 'record', 'buyer/A-2', 1)`;
    await sql`insert into remark (id, about_kind, about_id, at, by, text) values ('r1', 'record', 'buyer/A-2', 1, 'x', '好说话')`;
    const request = fresh();
    const first = await merge('A-1', 'A-2', { choices: { phone: 'other' } }, request);
    expect(first).toMatchObject({ status: 200, body: { key: 'A-1', rev: 2 } });
    expect((await merge('A-1', 'A-2', { choices: { phone: 'other' } }, request)).body).toEqual(first.body);
    expect((await merge('A-1', 'A-2', {}, fresh(), boss, [2, 2])).status).toBe(200);

    const now = await recordByKey(sql, 'buyer', 'A-1');
    expect(now?.values).toEqual({ code: 'A-1', name: '苏女士', phone: '222', note: '老客', orders: 7, card: 'X' });
    expect(await held('A-1')).toEqual({ points: 13, debt: -3 });
    expect(await held('A-2')).toEqual({ points: 0, debt: 0 });
    expect((await recordByKey(sql, 'visit', 'V-1'))?.values.who).toMatchObject({
      key: 'A-1',
      ref: 'buyer/A-1',
      title: '苏女士',
    });
    const query = { source: { kind: 'register', key: 'visit' }, where: [] };
    expect((await boss('POST', '/api/query', query)).body.items).toHaveLength(1);
    expect(await sql`select from_id from link where to_id = 'buyer/A-1' and role = 'subject'`).toHaveLength(1);
    expect(await sql`select 1 from remark where about_id = 'buyer/A-1'`).toHaveLength(1);
    const { body: history } = await boss('GET', '/api/registers/buyer/records/A-1/history');
    expect(JSON.stringify(history.items[0].reason)).toContain('A-2');
  });

  it('is followed: by its page, by what names it, by processes that write and book; an import says the new key', async () => {
    expect((await boss('GET', '/api/registers/buyer/records/A-2')).body.key).toBe('A-1');
    await make('visit', { code: 'V-2', who: 'A-2' });
    expect((await recordByKey(sql, 'visit', 'V-2'))?.values.who).toMatchObject({ key: 'A-1' });
    await sql`
      with made as (insert into cases (id, family, host, key, version, status, seq, started_at, updated_at, state) values ('c9', 'c9', 'h', 'refund', 1, 'running', 1, 1, 1, '{}'))
      insert into subscription (case_id, wait, kind, element) values ('c9', 'w', 'job', 'step')`;
    const table = connectors(office.deps, false);
    const call = (topic: string, input: object, headers: Record<string, string>) =>
      table[topic]?.(
        {
          case: 'c9',
          businessKey: null,
          wait: 'w',
          element: 'step',
          name: '步',
          key: `k-${topic}`,
          topic,
          input: input as never,
          headers,
        },
        new AbortController().signal,
      );
    await call('ledger.append', { entries: [{ account: 'A-2', measure: 'points', delta: 1 }] }, { ledger: 'points' });
    expect(await held('A-1')).toMatchObject({ points: 14 });
    expect(await call('record.put', { key: 'A-2', note: '新' }, { register: 'buyer' })).toMatchObject({
      record: { key: 'A-1' },
    });
    const brought = await boss('POST', '/api/registers/buyer/import', '编号,称呼\nA-2,苏', {
      ...fresh(),
      'content-type': 'text/csv',
    });
    expect(brought.body).toMatchObject({ counts: { refused: 1 }, refused: [{ why: 'merged' }] });
  });

  it('names a thousand and more in parts: what is broken off goes on, and others are not kept waiting', async () => {
    for (const code of ['M-1', 'M-2']) await make('buyer', { code, name: '丁' });
    const lines = ['编号,谁', ...Array.from({ length: 1_200 }, (_, n) => `W-${n},M-2`)].join('\n');
    const brought = await boss('POST', '/api/registers/visit/import', lines, {
      ...fresh(),
      'content-type': 'text/csv',
    });
    expect(brought.body.counts.new).toBe(1_200);
    const named = async () => {
      const [row] = await sql<{ n: number }[]>`
        select count(*)::int as n from record where register = 'visit' and body->'who'->>'key' = 'M-1'`;
      return row?.n;
    };
    const merged = await sql.begin(async (tx) => {
      // Somebody holds one of the last: what comes before it is done, and buyers are written.
      await tx`select 1 from record where register = 'visit' and body->'who'->>'key' = 'M-2' order by id desc limit 1 for update`;
      const asked = merge('M-1', 'M-2');
      await expect.poll(named, { timeout: 20_000 }).toBe(1_000);
      await make('buyer', { code: 'M-3', name: '戊' });
      return { asked };
    });
    expect((await merged.asked).status).toBe(200);
    expect(await named()).toBe(1_200);
    expect(await sql`select 1 from merge_naming`).toEqual([]);
    // As one that was broken off has left it.
    await sql`update record set body = replace(body::text, 'M-1', 'M-2')::json where register = 'visit' and key in ('W-3', 'W-4')`;
    await sql`insert into merge_naming (other, at) select id, 1 from record where register = 'buyer' and key = 'M-2'`;
    await nameMerged(sql, 1);
    expect(await named()).toBe(1_200);
  });

  it('tells whoever merged what does not take the name, once, and keeps nothing else waiting', async () => {
    const seat = Register.parse({
      key: 'seat',
      name: label('座位', 'Seats'),
      keyField: 'code',
      fields: [
        { type: 'text', id: 'code', label: label('编号', 'Code'), required: true },
        { type: 'record', id: 'who', label: label('谁', 'Who'), register: 'buyer', find: 'text', unique: true },
      ],
    });
    await publishContent(sql, { kind: 'register', key: 'seat', name: seat.name, body: seat, by: null, from: 0 });
    for (const code of ['C-1', 'C-2', 'D-1', 'D-2']) await make('buyer', { code, name: '己' });
    for (const [code, who] of [
      ['S-1', 'C-1'],
      ['S-2', 'C-2'],
    ])
      await make('seat', { code, who });
    const third = await boss('POST', '/api/registers/seat/records', { values: { code: 'S-3', who: 'C-2' } }, fresh());
    expect(third.body).toMatchObject({ code: 'recordTaken', field: 'who' });
    for (const code of ['N-1', 'N-2', 'N-3']) await make('visit', { code, who: 'C-2' });
    await make('visit', { code: 'N-4', who: 'D-2' });
    await sql`alter table record add constraint stubborn check (not (key = 'N-2' and rev > 1))`;
    expect((await merge('C-1', 'C-2')).status).toBe(200);
    await nameMerged(sql, 1);
    expect((await merge('D-1', 'D-2')).status).toBe(200);
    await sql`alter table record drop constraint stubborn`;

    const whose = async (register: string, key: string) => (await recordByKey(sql, register, key))?.values.who;
    const visits = ['N-1', 'N-2', 'N-3', 'N-4'];
    expect(await Promise.all(visits.map((key) => whose('visit', key)))).toMatchObject(
      ['C-1', 'C-2', 'C-1', 'D-1'].map((key) => ({ key })),
    );
    expect(await whose('seat', 'S-2')).toMatchObject({ key: 'C-2' });
    expect(await sql`select 1 from merge_naming`).toEqual([]);
    const { items } = (await boss('GET', '/api/notices')).body;
    expect(items.filter(({ what }: { what: string }) => what === 'unnamed')).toMatchObject([
      { about: { kind: 'record', id: 'buyer/C-1' }, left: 2, text: 'seat/S-2\nvisit/N-2', title: '己', by: null },
    ]);
  });

  it('is refused where a floor, a right or a newer revision forbids it, and nothing is done', async () => {
    await make('buyer', { code: 'B-1', name: '甲' });
    await make('buyer', { code: 'B-2', name: '乙', note: '乙的' });
    expect((await merge('B-1', 'B-2', {}, fresh(), await office.as('linxiaowen'))).body.code).toBe('notAllowed');
    expect((await merge('B-1', 'B-1')).body.code).toBe('mergeSame');
    expect((await merge('B-1', 'A-2')).body.code).toBe('mergeSame');
    expect((await merge('B-1', 'none')).status).toBe(404);
    expect((await merge('B-1', 'B-2', {}, fresh(), boss, [1, 9])).body.code).toBe('recordChanged');
    await sql`update record set body = '{"code":"B-2","name":"乙","orders":3}' where key = 'B-2'`;
    expect((await merge('B-1', 'B-2', { choices: { orders: 'other' } })).body.code).toBe('fieldOfProcess');
    // A balance below the floor that holds now: it was booked under another.
    await sql`insert into balance (place, ledger, account, measure, value) values (${['points', '', 'B-2', 'points'].join('\u001f')}, 'points', 'B-2', 'points', -4)
      on conflict (place) do update set value = -4, floor = null`;
    const short = await merge('B-1', 'B-2');
    expect(short.body.code).toBe('mergeShort');
    expect(short.body.detail).toContain('积分');
    expect(await recordByKey(sql, 'buyer', 'B-2')).toMatchObject({ key: 'B-2', archived: false, rev: 1 });
    expect(await recordByKey(sql, 'buyer', 'B-1')).toMatchObject({ rev: 1 });
  });

  it('of two in a store leaves be what names those of the shop with their keys', async () => {
    for (const store of ['', 's1'])
      for (const code of ['S-1', 'S-2']) {
        const values = { code, name: `${store} ${code}` };
        expect((await boss('POST', '/api/registers/buyer/records', { values, store }, fresh())).status).toBe(201);
      }
    await make('visit', { code: 'V-9', who: 'S-2' });
    expect((await merge('S-1', 'S-2', { store: 's1' })).status).toBe(200);
    await nameMerged(sql, 0);
    expect((await recordByKey(sql, 'visit', 'V-9'))?.values.who).toMatchObject({ ref: 'buyer/S-2', title: ' S-2' });
    expect((await merge('S-1', 'S-2')).status).toBe(200);
    await nameMerged(sql, 0);
    expect((await recordByKey(sql, 'visit', 'V-9'))?.values.who).toMatchObject({ ref: 'buyer/S-1' });
  });
});
