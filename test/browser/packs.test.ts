// Packs as an owner takes them: installing with what they ask, and upgrading a shop that has been edited, where nothing of it is lost.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contentDraft, publishContent, publishedBody } from '../../db/content.ts';
import type { Shipment } from '../../db/packs.ts';
import { saidValues } from '../../db/parameters.ts';
import type { Register } from '../../records/register.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  page = await house.open('gaoyuan');
}, 180_000);
afterAll(() => house?.close());

const shot = (of: Page, name: string) =>
  process.env.SHOTS ? of.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;
const sku = async (): Promise<Register> =>
  (await publishedBody<Register>(house.office.shop.sql, 'register', 'sku', Date.now()))?.body as Register;
const nameOf = (register: Register) => register.fields.find(({ id }) => id === 'name');

it('installs with what it requires and the answer it asks for', { timeout: 120_000 }, async () => {
  await page.goto('/packs');
  // The page stands behind a tab of the processes: their place in the rail is lit.
  await page.locator('.rail-item.is-here', { hasText: '流程' }).waitFor();
  await page.getByRole('button', { name: '订单', exact: true }).click();
  const panel = page.getByRole('dialog', { name: '订单' });
  await panel.getByText('安装会做什么').waitFor();
  const promise = panel.getByLabel('承诺发货');
  expect(await promise.inputValue()).toBe('48');
  await promise.fill('1');
  await panel.getByRole('button', { name: '连同依赖的一起安装' }).click();
  await panel.locator('[role="alert"], .ant-form-item-explain-error, .field-error').first().waitFor();
  await promise.fill('36');
  await shot(page, 'packs-install');
  await panel.getByRole('button', { name: '连同依赖的一起安装' }).click();
  await panel.getByText('刚才做了什么').waitFor({ timeout: 60_000 });
  expect((await saidValues(house.office.shop.sql, ['orders.promiseHours']))['orders.promiseHours']?.[0]?.value).toBe(
    36,
  );
  await panel.getByText('没有改过').waitFor();
  await page.locator('tr', { hasText: '商品与库存' }).getByText('最新').first().waitFor();
});

it('upgrades an edited shop: what it has left is replaced, what it has changed is merged into a draft, places by their names', async () => {
  const { sql } = house.office.shop;
  const ours = structuredClone(await sku());
  const field = nameOf(ours);
  if (field?.type !== 'text') throw new Error('no name');
  field.maxLength = 80;
  ours.fields.push({
    type: 'text',
    id: 'rack',
    label: { zh: '货架' },
    required: false,
    by: { who: 'people' },
  } as never);
  await publishContent(sql, { kind: 'register', key: 'sku', name: ours.name, body: ours, by: null, from: Date.now() });
  const { deps } = house.office;
  const shipped = structuredClone(await deps.packs());
  const goods = shipped.find(({ key }) => key === 'goods') as Shipment;
  goods.version = '1.1.0';
  const theirs = goods.registers.find(({ key }) => key === 'sku') as Register;
  const changed = nameOf(theirs);
  if (changed?.type === 'text') changed.maxLength = 100;
  theirs.fields.push({
    type: 'text',
    id: 'season',
    label: { zh: '季节' },
    required: false,
    by: { who: 'people' },
  } as never);
  const scrap = goods.processes.find(({ definition }) => definition.key === 'scrap');
  if (scrap) {
    scrap.definition.name = '报损';
    scrap.model.processes[0] = scrap.definition;
  }
  deps.packs = async () => shipped;

  await page.goto('/packs?pack=goods');
  const panel = page.getByRole('dialog', { name: '商品与库存' });
  const would = panel.locator('.pack-step', { hasText: '1.0.0 → 1.1.0' });
  await would.locator('li', { hasText: '合并到草稿' }).getByText('以店里的为准：字段 · 品名 · 最多几个字').waitFor();
  await would.locator('li', { hasText: '报损' }).getByText('换成新的').waitFor();
  await shot(page, 'packs-upgrade');
  await panel.getByRole('button', { name: '升级到 1.1.0' }).click();
  await panel.getByText('刚才做了什么').waitFor({ timeout: 60_000 });
  await panel.getByText('有草稿', { exact: true }).waitFor();
  // The shop goes on as it was; what both have made waits in the draft.
  const ids = (register: Register) => register.fields.map(({ id }) => id);
  expect(nameOf(await sku())).toMatchObject({ maxLength: 80 });
  expect(ids(await sku())).toContain('rack');
  expect(ids(await sku())).not.toContain('season');
  const draft = (await contentDraft(sql, 'register', 'sku'))?.body as Register;
  expect(nameOf(draft)).toMatchObject({ maxLength: 80 });
  expect(ids(draft)).toEqual(expect.arrayContaining(['rack', 'season']));
  await panel.locator('.pack-things').last().getByRole('link', { name: '商品' }).click();
  await page.waitForURL(/\/registers\/sku\/structure/);
});

it('on a phone, in English, a manager reads it all and installs nothing', async () => {
  const phone = await house.open('luyuan', { language: 'en', width: 390, height: 844 });
  await phone.goto('/packs?pack=goods');
  const panel = phone.getByRole('dialog', { name: 'Goods and stock' });
  await panel.getByText('1.1.0').first().waitFor();
  expect(await panel.getByRole('button', { name: /^Upgrade/ }).count()).toBe(0);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(phone, 'packs-phone-en');
});
