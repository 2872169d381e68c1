// A new shop begins by one of three doors, once; what a killed process has begun is gone on with.
import { afterEach, describe, expect, it } from 'vitest';
import { goOnOpening } from '../../api/opening.ts';
import { setupCode } from '../../api/setup-code.ts';
import { readOpening } from '../../db/opening.ts';
import { saidValues } from '../../db/parameters.ts';
import { listDepartments, listRoles } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { ARTICLES } from '../../demo/catalogue.ts';
import { createFillDemo } from '../../demo/fill.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office?.close());

async function owner(): Promise<Caller> {
  office = await openOffice({ empty: true });
  const { status, headers } = await office.anonymous('POST', '/api/setup', {
    code: setupCode(office.deps.secret),
    name: '店主',
    username: 'owner',
    password: 'a long enough word 7',
  });
  expect(status).toBe(201);
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return Object.assign(
    async (method: string, address: string, body?: unknown, more = {}) =>
      office.anonymous(method, address, body, { cookie, ...more }),
    { cookie },
  );
}

async function until(me: Caller, state: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const found = (await me('GET', '/api/opening')).body.state;
    if (found === state) return;
    if (found === 'failed') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not ${state}: ${JSON.stringify(await readOpening(office.deps.sql))}`);
}

const SHOP = {
  door: 'shop',
  size: 'full',
  service: { from: '09:00', to: '22:00' },
  warehouse: null,
  platforms: ['taobao'],
  parameters: { 'orders.promiseHours': 36 },
};

describe('a shop of one’s own', () => {
  it('gets packs, hours and roles by what its owner says, and a list that ticks itself', {
    timeout: 120_000,
  }, async () => {
    const me = await owner();
    const { sql, packs } = office.deps;
    expect((await me('GET', '/api/me')).body.opening).toBe(true);
    expect((await me('GET', '/api/opening')).body).toMatchObject({ state: 'fresh', demo: false });
    expect((await me('POST', '/api/opening', { door: 'demo' }, fresh())).body.code).toBe('noDemoHere');
    // What buyers are promised is asked first of all.
    const { asks } = (await me('GET', '/api/opening')).body;
    expect(asks.map(({ key }: { key: string }) => key)).toEqual(['orders.promiseHours']);
    const never = { ...SHOP, parameters: { 'orders.promiseHours': 1 } };
    expect((await me('POST', '/api/opening', never, fresh())).body.code).toBe('recordInvalid');
    const wrong = { ...SHOP, service: { from: '22:00', to: '09:00' } };
    expect((await me('POST', '/api/opening', wrong, fresh())).status).toBe(422);

    // The first try is stopped half way: what it has done stands, and the next one goes on.
    let tries = 0;
    office.deps.packs = async () => {
      if (tries++ < 2) return packs();
      office.deps.packs = packs;
      throw new Error('killed');
    };
    await packs();
    tries = 1;
    const once = fresh();
    expect((await me('POST', '/api/opening', SHOP, once)).status).toBe(200);
    await until(me, 'failed');
    expect((await me('POST', '/api/opening', { door: 'empty' }, fresh())).body.code).toBe('notFresh');
    expect((await me('POST', '/api/opening/again')).status).toBe(200);
    await goOnOpening(office.deps);
    await until(me, 'open');

    expect((await saidValues(sql, ['orders.promiseHours']))['orders.promiseHours']?.[0]?.value).toBe(36);
    expect((await listRoles(sql)).map(({ id }) => id)).toContain('tester');
    expect((await listDepartments(sql)).map(({ id }) => id)).toContain('design');
    const { calendars } = (await readShop(sql)).env;
    expect(calendars?.service?.week[0]).toEqual([[540, 1320]]);
    expect(calendars?.warehouse?.week[3]).toEqual([[0, 1440]]);
    expect(calendars?.office?.days['2026-10-01']).toEqual([]);
    // Nobody counts shelves that are somebody else's.
    const names = (await me('GET', '/api/processes')).body.items.map(({ key }: { key: string }) => key);
    expect(names).toContain('order-fulfilment');
    expect(names).not.toContain('stock-count');
    const { body } = await me('GET', '/api/me');
    expect(body.opening).toBe(false);
    expect(body.roles.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['order-auditor', 'finance']),
    );

    const list = async () =>
      Object.fromEntries(
        (await me('GET', '/api/first-day')).body.items.map(({ key, done }: { key: string; done: boolean }) => [
          key,
          done,
        ]),
      );
    expect(await list()).toMatchObject({ people: false, roles: true, goods: false, stock: false, orders: false });
    const made = await me('POST', '/api/registers/sku/records', { values: { code: 'A1', name: '枕' } }, fresh());
    expect(made.status).toBe(201);
    expect(await list()).toMatchObject({ goods: true, suppliers: false });
    await me('POST', '/api/first-day/hide');
    expect(await list()).toEqual({});
  });
});

it('the empty door opens at once, and only once', async () => {
  const me = await owner();
  expect((await me('POST', '/api/opening', { door: 'empty' }, fresh())).status).toBe(200);
  expect((await me('GET', '/api/opening')).body).toMatchObject({ state: 'open', door: 'empty' });
  expect((await me('POST', '/api/opening', SHOP, fresh())).body.code).toBe('notFresh');
  expect((await me('GET', '/api/first-day')).body.items).toEqual([]);
});

it('the demo door is there only where the server may open it, and fills the shop once', {
  timeout: 180_000,
}, async () => {
  const me = await owner();
  const { deps } = office;
  deps.demo = true;
  deps.fillDemo = createFillDemo(deps.packs, 'demo');
  expect((await me('GET', '/api/opening')).body).toMatchObject({ state: 'fresh', demo: true });
  expect((await me('POST', '/api/opening', { door: 'demo' }, fresh())).status).toBe(200);
  await until(me, 'open');
  const counted = async () =>
    (await deps.sql`select register, count(*)::int as n from record group by 1 order by 1`).map(({ register, n }) => [
      register,
      n,
    ]);
  const before = await counted();
  expect(Object.fromEntries(before)).toMatchObject({ sku: 180, supplier: 12, carrier: 3, category: 20 });
  const [lived] = await deps.sql`select count(*)::int as cases from cases where status = 'ended'`;
  expect(lived?.cases).toBeGreaterThan(500);
  await deps.sql`update setting set value = value - 'done' where name = 'opening'`;
  await goOnOpening(deps);
  expect(await counted()).toEqual(before);

  const boss = await office.as('chenli');
  // Nobody has changed anything yet.
  const packs: { key: string; made: object[] }[] = (await boss('GET', '/api/packs')).body.items;
  expect(packs.filter(({ made }) => made.length > 0)).toEqual([]);
  const sku = (await boss('GET', '/api/registers/sku/records/QH-1001')).body;
  expect(sku.values.price).toBeGreaterThan(0);
  const branch = await boss('POST', '/api/query', {
    source: { kind: 'register', key: 'sku' },
    where: [{ field: 'category', is: 'under', value: 'quilts' }],
    limit: 200,
  });
  expect(branch.body.items.map(({ key }: { key: string }) => key).sort(), 'the goods of a branch').toEqual(
    ARTICLES.flatMap(({ code, category }) => (category.endsWith('-quilts') ? [code] : [])).sort(),
  );
  const picture = await boss('GET', `/api/files/${sku.values.picture[0].file}`);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  const now = (await boss('GET', '/api/me')).body.now;
  expect(new Date(now).toISOString().slice(0, 13)).toBe('2026-11-26T01');
});
