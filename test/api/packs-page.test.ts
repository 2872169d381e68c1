// Packs as the web shows and takes them: who may, what they would do, what they do once and again.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shopNow } from '../../api/shop-now.ts';
import { contentDraft, publishContent, publishedBody } from '../../db/content.ts';
import type { Shipment } from '../../db/packs.ts';
import { saidValues } from '../../db/parameters.ts';
import type { Register } from '../../records/register.ts';
import { readablePacks } from '../../sops/pack.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let admin: Caller;
let manager: Caller;
let staff: Caller;
let shipped: Shipment[];
beforeAll(async () => {
  office = await openOffice();
  admin = await office.as('gaoyuan');
  manager = await office.as('luyuan');
  staff = await office.as('liuyang');
  shipped = await office.deps.packs();
}, 120_000);
afterAll(() => office?.close());

/** The release ships another `goods`. */
function ship(change: (goods: Shipment) => void): void {
  const packs = structuredClone(shipped);
  const goods = packs.find(({ key }) => key === 'goods');
  if (!goods) throw new Error('no goods');
  change(goods);
  office.deps.packs = async () => packs;
}
const skuOf = ({ registers }: Shipment): Register => registers.find(({ key }) => key === 'sku') as Register;
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
type Any = any;
const rows = async (): Promise<Record<string, Any>> =>
  Object.fromEntries((await manager('GET', '/api/packs')).body.items.map((one: Any) => [one.key, one]));
const look = async (key: string): Promise<Any> => (await manager('GET', `/api/packs/${key}`)).body;
const install = (who: Caller, key: string, version: string, more: object = {}, request = fresh()) =>
  who('POST', `/api/packs/${key}/install`, { version, ...more }, request);
const sku = async () =>
  (await publishedBody<Register>(office.deps.sql, 'register', 'sku', await shopNow(office.deps.sql)))?.body as Register;

it('lists what ships, with what it brings and requires; staff see none of it, managers install none', async () => {
  expect(Object.values(await rows()).map(({ key, installed, refused }) => [key, installed, refused])).toEqual([
    ['base', null, null],
    ['goods', null, null],
    ['orders', null, null],
    ['care', null, null],
    ['people', null, null],
  ]);
  const goods = await look('goods');
  expect(goods).toMatchObject({ shipped: '1.0.0', requires: [{ key: 'base', name: { zh: '基础' } }], made: [] });
  expect(goods.brings).toContainEqual(
    expect.objectContaining({
      kind: 'process',
      key: 'price-change',
      name: expect.objectContaining({ zh: expect.any(String) }),
    }),
  );
  const { brings } = await look('base');
  expect(brings).toContainEqual(expect.objectContaining({ kind: 'record', key: 'carrier', count: expect.any(Number) }));
  // It is a small shop.
  const roles = brings.flatMap(({ kind, key }: Any) => (kind === 'role' ? [key] : []));
  expect([roles.includes('designer'), roles.includes('tester')]).toEqual([true, false]);
  expect(goods.would.map(({ key, from }: Any) => [key, from])).toEqual([
    ['base', null],
    ['goods', null],
  ]);
  expect((await staff('GET', '/api/packs')).body.code).toBe('notAllowed');
  expect((await install(manager, 'goods', '1.0.0')).body.code).toBe('notAllowed');
  expect((await manager('GET', '/api/packs/nothing')).body.code).toBe('notFound');
  expect((await rows()).goods.installed).toBe(null);
});

it('installs after what it requires, with what its questions were answered; again changes nothing', async () => {
  const { sql } = office.deps;
  ship((goods) => goods.asks.push('price.floorFactor'));
  expect((await look('goods')).asks).toMatchObject([{ key: 'price.floorFactor' }]);
  const wrong = await install(admin, 'goods', '1.0.0', { parameters: { 'price.floorFactor': 'much' } });
  expect([wrong.status, wrong.body.code]).toEqual([422, 'recordInvalid']);
  const strange = await install(admin, 'goods', '1.0.0', { parameters: { 'promo.cap': 1 } });
  expect(strange.body.code).toBe('notFound');
  expect((await rows()).base.installed).toBe(null);

  const request = fresh();
  const asked = { parameters: { 'price.floorFactor': 1.4 } };
  const first = await install(admin, 'goods', '1.0.0', asked, request);
  expect(first.status).toBe(200);
  expect(first.body.steps.map(({ key }: Any) => key)).toEqual(['base', 'goods']);
  expect(first.body.steps[1].taken).toContainEqual(
    expect.objectContaining({ kind: 'register', key: 'sku', what: 'new', name: skuOf(shipped[1] as Shipment).name }),
  );
  expect((await saidValues(sql, ['price.floorFactor']))['price.floorFactor']?.[0]?.value).toBe(1.4);
  expect(await rows()).toMatchObject({
    base: { installed: shipped[0]?.version },
    goods: { installed: '1.0.0', made: [] },
    orders: { installed: null },
  });
  expect((await install(admin, 'goods', '1.0.0', asked, request)).body).toEqual(first.body);

  const goods = await look('goods');
  expect([goods.asks, goods.would[0].taken, goods.would.length]).toEqual([[], [], 1]);
  expect((await look('base')).would).toEqual([expect.objectContaining({ key: 'base', taken: [] })]);
  // More at once than there are connections: each waits for its turn without one, and the shop answers.
  const many = await Promise.all(Array.from({ length: 20 }, () => install(admin, 'goods', '1.0.0')));
  expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
  const again = await install(admin, 'goods', '1.0.0');
  expect(again.body.steps).toEqual([expect.objectContaining({ key: 'goods', from: '1.0.0', taken: [] })]);
  const [published] = await sql<{ latest: number }[]>`select latest from process where key = 'price-change'`;
  expect(published?.latest).toBe(1);
  const [noted] = await sql<{ by: string; object: string; detail: object }[]>`
    select by, object, detail from audit where action = 'POST /api/packs/:key/install' order by id limit 1`;
  expect(noted).toMatchObject({ object: 'goods', detail: { version: '1.0.0', packs: ['base 1.1.0', 'goods 1.0.0'] } });
});

it('upgrades: told first, nothing done; then the shop’s stands and what both have changed waits in a draft', async () => {
  const { sql } = office.deps;
  const ours = structuredClone(await sku());
  const name = ours.fields.find(({ id }) => id === 'name');
  if (name?.type === 'text') name.maxLength = 80;
  await publishContent(sql, {
    kind: 'register',
    key: 'sku',
    name: ours.name,
    body: ours,
    by: null,
    from: await shopNow(sql),
  });
  expect((await rows()).goods.made).toEqual([
    expect.objectContaining({ kind: 'register', key: 'sku', what: 'changed', name: ours.name }),
  ]);

  ship((goods) => {
    goods.version = '1.1.0';
    const theirs = skuOf(goods);
    const field = theirs.fields.find(({ id }) => id === 'name');
    if (field?.type === 'text') field.maxLength = 100;
    theirs.fields.push({ type: 'text', id: 'season', label: { zh: '季节' }, required: false, by: { who: 'people' } });
    const scrap = goods.processes.find(({ definition }) => definition.key === 'scrap');
    if (scrap) {
      scrap.definition.name = '报损';
      scrap.model.processes[0] = scrap.definition;
    }
  });
  expect((await rows()).goods).toMatchObject({ installed: '1.0.0', shipped: '1.1.0', refused: null });
  const merged = [
    expect.objectContaining({ kind: 'register', key: 'sku', what: 'merged', conflicts: ['fields.name.maxLength'] }),
    // The shop has left it as it was.
    expect.objectContaining({ kind: 'process', key: 'scrap', what: 'upgraded', conflicts: [] }),
  ];
  for (let looks = 0; looks < 2; looks++)
    expect((await look('goods')).would).toEqual([
      expect.objectContaining({ key: 'goods', from: '1.0.0', taken: merged }),
    ]);
  expect((await contentDraft(sql, 'register', 'sku'))?.isDraft).toBe(false);
  expect((await install(admin, 'goods', '1.0.0')).body.code).toBe('packMoved');
  expect((await install(manager, 'goods', '1.1.0')).body.code).toBe('notAllowed');

  expect((await install(admin, 'goods', '1.1.0')).body.steps[0].taken).toEqual(merged);
  const draft = (await contentDraft(sql, 'register', 'sku'))?.body as Register;
  expect(draft.fields.find(({ id }) => id === 'name')).toMatchObject({ maxLength: 80 });
  expect(draft.fields.some(({ id }) => id === 'season')).toBe(true);
  expect((await sku()).fields.some(({ id }) => id === 'season')).toBe(false);
  const after = await look('goods');
  expect(after).toMatchObject({ installed: '1.1.0', made: [{ kind: 'register', key: 'sku', what: 'draft' }] });
  expect(after.would[0].taken).toEqual([]);
});

it('one that the shop has a later version of, or that no release ships, is refused in words', async () => {
  ship(() => {});
  expect((await look('goods')).refused).toBe('older');
  expect((await look('goods')).would).toEqual([]);
  const older = await install(admin, 'goods', '1.0.0');
  expect(older.body).toMatchObject({ code: 'packOlder', title: '店里的「商品与库存」更新' });
  expect(older.body.detail).toContain('1.1.0');
  office.deps.packs = async () => shipped.filter(({ key }) => key !== 'goods');
  const own = await look('goods');
  expect(own).toMatchObject({ shipped: null, installed: '1.1.0', name: { zh: '商品与库存' } });
  expect(own.brings).toContainEqual(expect.objectContaining({ kind: 'register', key: 'sku' }));
  expect((await install(admin, 'goods', '1.1.0')).body.code).toBe('packNotShipped');
  office.deps.packs = async () => shipped;
});

it('one of a later format is named with what requires it, and refused in words; the others stay', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'packs-'));
  const put = async (key: string, more: object) => {
    await mkdir(path.join(folder, key));
    const pack = { key, name: { zh: `${key}包`, en: key }, version: '1.0.0', ...more };
    await writeFile(path.join(folder, key, 'pack.json'), JSON.stringify(pack));
  };
  await put('plain', {});
  await put('later', { format: 2, promises: ['something'] });
  await put('needing', { requires: ['later'] });
  const { packs, newer } = await readablePacks(folder);
  await rm(folder, { recursive: true });
  expect(packs.map(({ key }) => key)).toEqual(['plain']);
  expect(newer.map(({ key }) => key).sort()).toEqual(['later', 'needing']);

  office.deps.newerPacks = async () => newer;
  expect((await rows()).later).toMatchObject({ refused: 'format', shipped: '1.0.0', installed: null });
  expect((await look('later')).would).toEqual([]);
  const refused = await install(admin, 'later', '1.0.0');
  expect(refused.body).toMatchObject({ code: 'packNewer', title: '这个产品读不了「later包」' });
  expect(refused.body.detail).toContain('先升级产品');
  const english = await admin(
    'POST',
    '/api/packs/later/install',
    { version: '1.0.0' },
    { ...fresh(), 'accept-language': 'en' },
  );
  expect(english.body.title).toBe('This product cannot read later');
});
