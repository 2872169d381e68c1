// Fields that name what stands elsewhere: the server looks it up as the reader may see it, and keeps what it was then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { Register } from '../../records/register.ts';
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
const SUPPLIER = register('supplier', [
  { type: 'integer', id: 'leadDays', label: label('days') },
  { type: 'money', id: 'terms', label: label('terms'), secret: true, see: ['role:finance'] },
]);
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

let office: Office;
let lin: Caller;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen] = await Promise.all([office.as('linxiaowen'), office.as('chenli')]);
  for (const body of [SUPPLIER, VAULT, DIARY, SKU])
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
