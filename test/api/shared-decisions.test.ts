// Decisions of the shop over the API: their life, who asks them, what a new version reaches, and what is not put away.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishedBody } from '../../db/content.ts';
import { takePack } from '../../db/packs.ts';
import { loadPacks, shipmentOf } from '../../sops/pack.ts';
import { budget, definitions } from '../core/shared-decision-scenarios.ts';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  chen = await office.as('chenli');
});
afterAll(() => office?.close());

const at = (path: string, key = 'budget') => `/api/content/decision/${key}${path}`;
async function draft(body: { id: string }): Promise<Answer> {
  const before = await chen('GET', at('/draft', body.id));
  return chen('PUT', at('/draft', body.id), { body, revision: before.status === 404 ? 0 : before.body.revision });
}
async function publish(body: { id: string }, more: object = {}): Promise<Answer> {
  const { revision } = (await draft(body)).body;
  return chen('POST', at('/publish', body.id), { revision, ...more }, fresh());
}
const reasonOf = async (family: string, element: string) => {
  const [row] = await office.shop.sql<{ why: { shared: object; outputs: unknown } }[]>`
    select why from history where case_id = ${family} and kind = 'decided' and element = ${element}`;
  return row?.why;
};

it('is drafted, refused with its faults in codes, published, told in the list', async () => {
  expect((await chen('PUT', at('/draft'), { body: { ...budget('100'), id: 'other' }, revision: 0 })).body.code).toBe(
    'invalid',
  );
  const refused = await publish(budget('sooner'));
  expect([refused.status, refused.body.problems]).toMatchObject([422, [{ severity: 'error', code: 'decision-cell' }]]);
  expect((await publish(budget('100'))).body).toEqual({ version: 1, unchanged: false });
  const { items } = (await chen('GET', '/api/content/decision')).body;
  expect(items).toMatchObject([
    { key: 'budget', name: { zh: '谁批预算', en: 'Who approves' }, latest: 1, isDraft: false, pack: null },
  ]);
});

it('decides for running cases by what is published, and the reason keeps version and row', async () => {
  for (const definition of definitions.slice(0, 1)) await office.shop.deploy(definition);
  const { family } = await office.shop.start('buying', { amount: 80 });
  await office.shop.complete(family, 'before');
  expect(await reasonOf(family, 'ask')).toMatchObject({ outputs: 'lead', shared: { version: 1, rows: [1] } });
  expect((await publish(budget('50'))).body.version).toBe(2);
  await office.shop.complete(family, 'between');
  expect(await reasonOf(family, 'once')).toMatchObject({
    outputs: 'manager',
    shared: { name: { zh: '谁批预算', en: 'Who approves' }, version: 2, rows: [2] },
  });
});

it('tells who asks it, and which decisions of late would come out otherwise', async () => {
  await draft(budget('10'));
  expect((await chen('GET', at('/uses'))).body).toMatchObject({
    items: [{ kind: 'process', key: 'buying' }],
    regression: { tried: 2, count: 1, changed: [{ before: 'lead', after: 'manager' }] },
  });
  await draft(budget('50'));
});

it('is not put away while somebody asks it', async () => {
  const refused = await chen('PUT', at('/archived'), { archived: true });
  expect([refused.status, refused.body.code]).toEqual([409, 'contentInUse']);
  expect(refused.body.detail).toContain('buying');
  await publish({ ...budget('1'), id: 'idle' });
  expect((await chen('PUT', at('/archived', 'idle'), { archived: true })).status).toBe(200);
  expect((await chen('GET', '/api/content/decision')).body.items.map(({ key }: { key: string }) => key)).toEqual([
    'budget',
  ]);
});

it('a version of tomorrow leaves today as it is; one of the past is refused, and one of a kind that has none', async () => {
  const { now } = (await chen('GET', '/api/parameters')).body;
  expect((await publish(budget('90'), { from: now - 3_600_000 })).body.code).toBe('inThePast');
  expect((await publish(budget('90'), { from: now + 86_400_000 })).body).toEqual({ version: 3, unchanged: false });
  const { family } = await office.shop.start('buying', { amount: 80 });
  await office.shop.complete(family, 'before');
  expect(await reasonOf(family, 'ask')).toMatchObject({ outputs: 'manager', shared: { version: 2 } });
  const { items } = (await chen('GET', at('/versions'))).body;
  expect(items.map(({ version, from }: { version: number; from: number }) => [version, from > now])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
});

it('a version of tomorrow is taken back: it never holds, and is the draft again; what holds already is not', async () => {
  const take = (version: number) => chen('POST', at(`/versions/${version}/take-back`));
  const holds = await take(2);
  expect([holds.status, holds.body.code]).toEqual([409, 'holdsAlready']);
  expect((await take(9)).status).toBe(404);
  expect([(await take(3)).status, (await take(3)).status], 'again is the same').toEqual([200, 200]);
  expect((await chen('GET', at('/draft'))).body).toMatchObject({ isDraft: true, latest: 2, body: budget('90') });
  const { items } = (await chen('GET', at('/versions'))).body;
  expect(items.map(({ version, takenBack }: { version: number; takenBack: boolean }) => [version, takenBack])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
  const { sql } = office.shop;
  const tomorrow = await publishedBody(sql, 'decision', 'budget', Date.now() + 10 * 86_400_000);
  expect(tomorrow?.version).toBe(2);
  const { now } = (await chen('GET', '/api/parameters')).body;
  expect((await publish(budget('95'), { from: now + 86_400_000 })).body, 'its number is not given again').toEqual({
    version: 4,
    unchanged: false,
  });
  await take(4);
});

it('an earlier version comes back as the draft', async () => {
  const { revision } = (await chen('GET', at('/draft'))).body;
  expect((await chen('POST', at('/restore'), { version: 1, revision })).status).toBe(200);
  expect((await chen('GET', at('/draft'))).body).toMatchObject({ isDraft: true, body: budget('100') });
});

it('comes with a pack, is upgraded where the shop left it, and merged where it did not', async () => {
  const { sql } = office.shop;
  const packs = await loadPacks('sops');
  const hand = () => ({ at: Date.now(), by: null });
  for (const pack of packs.filter(({ key }) => key === 'base' || key === 'goods'))
    await takePack(sql, shipmentOf(pack), hand());
  const price = (await chen('GET', at('/draft', 'price'))).body;
  expect(price.body).toMatchObject({ id: 'price', name: '谁定价', text: { en: { name: 'Who sets the price' } } });
  expect((await chen('GET', at('/uses', 'price'))).body.items.map(({ key }: { key: string }) => key)).toEqual([
    'price-change',
    'product-listing',
  ]);
  const goods = shipmentOf(packs.find(({ key }) => key === 'goods')!);
  const theirs = {
    ...goods,
    decisions: goods.decisions.map((one) => ({
      ...one,
      rules: one.rules.map((rule, n) => (n === 2 ? { ...rule, annotation: '其余' } : rule)),
    })),
  };
  expect(
    (await takePack(sql, theirs, { ...hand(), dry: true }))
      .filter(({ kind }) => kind === 'decision')
      .map(({ key, what }) => [key, what]),
  ).toEqual([
    ['budget', 'waits'],
    ['price', 'upgraded'],
  ]);
  const mine = { ...price.body, name: '谁来定价' };
  expect((await publish(mine)).body.version).toBe(2);
  const taken = (await takePack(sql, theirs, hand())).find(({ key }) => key === 'price');
  expect(taken).toMatchObject({ what: 'merged', conflicts: [] });
  const merged = (await chen('GET', at('/draft', 'price'))).body;
  expect(merged).toMatchObject({ isDraft: true, latest: 2 });
  expect([merged.body.name, merged.body.rules[2].annotation]).toEqual(['谁来定价', '其余']);
});
