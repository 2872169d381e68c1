// A shop of an earlier release kept phones and categories as texts; with the packs of today they are phones and records of a tree. Nothing
// is lost or falls: what stands, stands, is found, read by processes and brought in again; what does not fit is listed for people.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import { layOutAnew } from '../../db/layout.ts';
import { type Shipment, takePack } from '../../db/packs.ts';
import { recordByKey } from '../../db/records.ts';
import type { Register } from '../../records/register.ts';
import { loadPacks, shipmentOf } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const CALL = { case: 'c', businessKey: 'N', wait: 'w', element: 'e', name: '读', key: 'k', topic: 'record.get' };

let office: Office;
let boss: Caller;
let luyuan: Caller;
const who = { at: 1, by: null };
const BUYERS = 'code,nick,phone\nB1,一,138 0013 8000\nB2,二,见备注\nB3,三,138****5678';
const GOODS = '款号,品名,类目\nQ1,毯子,冬被\nQ2,毛巾,TOWEL\nQ3,杯子,';
const asText = (register: Register, id: string): Register => ({
  ...register,
  fields: register.fields.map((field) => {
    if (field.id !== id) return field;
    const { register: _, ...rest } = field as Record<string, unknown>;
    return { ...rest, type: 'text' } as Register['fields'][number];
  }),
});

async function shipped(): Promise<Shipment[]> {
  return (await loadPacks(path.join(packageRoot, 'sops'))).map(shipmentOf);
}
async function take(packs: Shipment[]) {
  const taken = [];
  for (const pack of packs) taken.push(...(await takePack(office.shop.sql, pack, who)));
  await layOutAnew(office.shop.sql, 1);
  return taken;
}
const bring = async (register: string, file: string) =>
  (await boss('POST', `/api/registers/${register}/import`, file, { ...fresh(), 'content-type': 'text/csv' })).body;
const query = async (key: string, more: object) =>
  (await boss('POST', '/api/query', { source: { kind: 'register', key }, ...more })).body.items?.map(
    (one: { key: string }) => one.key,
  );
const stands = async (register: string, key: string) =>
  (await recordByKey(office.shop.sql, register, key))?.values as Record<string, unknown>;

beforeAll(async () => {
  office = await openOffice();
  [boss, luyuan] = [await office.as('chenli'), await office.as('luyuan')];
  const earlier = (await shipped()).map((pack) => ({
    ...pack,
    version: '0.9.0',
    registers: pack.registers
      .filter(({ key }) => key !== 'category')
      .map((one) => asText(one.key === 'sku' ? asText(one, 'category') : one, 'phone')),
  }));
  await take(earlier);
  expect((await bring('buyer', BUYERS)).counts).toMatchObject({ new: 3, refused: 0 });
  expect((await bring('sku', GOODS)).counts).toMatchObject({ new: 3, refused: 0 });
}, 120_000);
afterAll(() => office?.close());

it('is taken over by an upgrade, with all that stands', async () => {
  const before = [await stands('buyer', 'B2'), await stands('sku', 'Q1')];
  const taken = await take(await shipped());
  const what = Object.fromEntries(taken.map((one) => [`${one.kind} ${one.key}`, one.what]));
  expect(what).toMatchObject({
    'register buyer': 'upgraded',
    'register sku': 'upgraded',
    'register category': 'new',
  });
  expect([await stands('buyer', 'B2'), await stands('sku', 'Q1')]).toEqual(before);
});

it('stands on its page, is found, and changes beside it are taken', async () => {
  for (const [register, key, field, value] of [
    ['buyer', 'B2', 'phone', '见备注'],
    ['sku', 'Q1', 'category', '冬被'],
  ] as const) {
    // Phones of buyers are for customer service.
    const who = register === 'buyer' ? await office.as('zhoumin') : boss;
    const address = `/api/registers/${register}/records/${key}`;
    const read = (await who('GET', address)).body;
    expect(read.values[field]).toBe(value);
    const changed = await boss('PATCH', address, {
      rev: read.rev,
      values: { [register === 'buyer' ? 'nick' : 'name']: '新' },
    });
    expect([changed.status, changed.body.title]).toEqual([200, '新']);
    expect((await stands(register, key))[field]).toBe(value);
  }
  expect(await query('sku', { q: '冬被' })).toEqual(['Q1']);
  expect(await query('sku', { where: [{ field: 'category', is: '=', value: '冬被' }] })).toEqual(['Q1']);
});

it('is brought in again by the same file: nothing is refused for what stands, new values are held to today’s rules', async () => {
  expect((await bring('buyer', BUYERS)).counts).toEqual({ new: 0, changed: 1, same: 2, refused: 0 });
  expect((await bring('sku', GOODS)).counts).toEqual({ new: 0, changed: 1, same: 2, refused: 0 });
  expect((await bring('buyer', 'code,nick,phone\nB1,一,问店长')).counts.refused, 'what would be new').toBe(1);
  expect([(await stands('buyer', 'B2')).phone, (await stands('sku', 'Q2')).category]).toEqual(['见备注', 'TOWEL']);
});

it('is read by processes as before', async () => {
  const record = async (register: string, key: string, secrets = '') =>
    ((await connectors({ sql: office.shop.sql, secret: 'x'.repeat(32), filesDir: '' }, false)['record.get']?.(
      { ...CALL, input: { key }, headers: { register, secrets } },
      AbortSignal.timeout(10_000),
    )) ?? {}) as { record: Record<string, unknown> };
  expect((await record('buyer', 'B2', 'phone')).record.phone).toBe('见备注');
  expect((await record('sku', 'Q1')).record.category).toEqual({ key: '冬被', title: '冬被', ref: 'category/冬被' });
});

it('is listed for people, who set it right: then it fits', async () => {
  const listed = async (register: string, who = boss) =>
    (await who('GET', `/api/registers/${register}/misfits`)).body.items.map(
      ({ key, fields }: { key: string; fields: string[] }) => [key, ...fields],
    );
  expect((await listed('sku')).sort()).toEqual([
    ['Q1', 'category'],
    ['Q2', 'category'],
  ]);
  expect(await listed('buyer', await office.as('zhoumin'))).toEqual([['B2', 'phone']]);
  expect(await listed('buyer', luyuan), 'of what he does not see he is told nothing').toEqual([]);
  const made = await boss(
    'POST',
    '/api/registers/category/records',
    { values: { code: 'quilt', name: '冬被' } },
    fresh(),
  );
  expect(made.status).toBe(201);
  // The same file names it as before, and now it is known.
  expect((await bring('sku', GOODS)).counts).toMatchObject({ changed: 1, refused: 0 });
  expect((await stands('sku', 'Q1')).category).toMatchObject({ key: 'quilt', title: '冬被' });
  expect(await query('sku', { where: [{ field: 'category', is: 'under', value: 'quilt' }] })).toEqual(['Q1']);
  expect(await listed('sku')).toEqual([['Q2', 'category']]);
});
