// Who reads English finds no Chinese word in what ships: packs with their processes, forms, registers and records, at work.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installPacks } from '../../cli/pack.ts';
import { loadPacks } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { stockGoods } from '../furnish.ts';
import { type House, openHouse, order } from './house.ts';

let house: House;
let caseId: string;
let names: string[];
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const { sql, until } = house.office.shop;
  await installPacks({ sql }, await loadPacks(path.join(packageRoot, 'sops')));
  await stockGoods(sql, [
    { code: 'QH-26W-118', name: 'Coat', price: 188_800, cost: 82_000, weight: 900, available: 1_000 },
  ]);
  const ordered = order('9100', 'Jo', 188_800);
  const lines = (ordered.lines as object[]).map((line) => ({ ...line, name: 'Coat' }));
  await house.tell('order.created', undefined, { ...ordered, address: 'short', country: 'Chile', lines });
  await house.tell('payment.received', '9100');
  caseId = await until(async () => {
    const [row] = await sql<{ case_id: string }[]>`select case_id from task where element = 'manual_audit'`;
    return row?.case_id;
  }, 'the audit');
  // People are called by their names, and by the first sign of them.
  names = (await sql<{ name: string }[]>`select name from person`).map(({ name }) => name);
}, 240_000);
afterAll(() => house?.close());

const LOGO = '章';
const CHINESE = '中';
async function chinese(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  const lines = (await page.locator('body').innerText()).split('\n');
  const said = lines.map((line) => names.reduce((rest, name) => rest.replaceAll(name, ''), line).trim());
  const signs = new Set([LOGO, CHINESE, ...names.map((name) => [...name].at(-1))]);
  return said.filter((line) => /\p{Script=Han}/u.test(line) && !signs.has(line));
}

it('a task of customer service says why it is there in English, and all around it', async () => {
  const page = await house.open('linxiaowen', { language: 'en', height: 2_000 });
  await page.goto('/work?view=claimable');
  await page.locator('.row button').first().click();
  await page.getByText('Incomplete address').first().waitFor();
  expect(await chinese(page)).toEqual([]);
});

it.each([
  ['a case with its story', () => `/cases/${caseId}`, '.story li'],
  ['the drawing', () => '/processes/order-fulfilment', '.react-flow__node'],
  ['reasons, a tree', () => '/registers/reason', '.record-name'],
  ['carriers', () => '/registers/carrier', '.record-name'],
  ['goods', () => '/registers/sku', '.record-name'],
  ['parameters', () => '/parameters', '.parameters tbody tr'],
  ['a decision of the shop', () => '/decision-tables/price', '.zf-decision tbody tr'],
  ['packs', () => '/packs?pack=orders', '.pack-thing'],
  ['what may be started', () => '/start', '.cards li'],
  ['a form to start with', () => '/start?process=carrier-claim', '.start-form .field'],
])('%s', async (_, address, there) => {
  const page = await house.open('gaoyuan', { language: 'en', height: 2_000 });
  await page.goto(address());
  await page.locator(there).first().waitFor();
  expect(await chinese(page)).toEqual([]);
});
