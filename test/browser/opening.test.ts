// A new owner chooses how the shop begins, answers the questions, and finds the list of the first day.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstOwner, type House, openHouse } from './house.ts';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse({ empty: true });
}, 180_000);
afterAll(() => house?.close());

const shot = (name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;

it('opens a shop of one’s own by a few questions; the list of the first day leads on and ticks itself', {
  timeout: 240_000,
}, async () => {
  page = await house.open();
  await firstOwner(house, page);
  await page.getByRole('heading', { name: '店怎么开始？' }).waitFor();
  await shot('doors');
  // No demo where the server was not started for one: it says how.
  expect(await page.getByRole('button', { name: '打开演示店' }).count()).toBe(0);
  expect(await page.getByText('npm start -- --demo').count()).toBe(1);
  // Any other page leads back here.
  await page.goto('/registers');
  await page.waitForURL(/\/opening$/);

  await page.getByRole('button', { name: '回答几个问题' }).click();
  await page.getByRole('radio', { name: '没有，别人代发' }).check();
  await page.getByRole('checkbox', { name: '抖音' }).check();
  // What is answered stays when the page is loaded anew.
  await page.reload();
  await page.getByRole('button', { name: '回答几个问题' }).click();
  expect(await page.getByRole('checkbox', { name: '抖音' }).isChecked()).toBe(true);
  await shot('own-shop');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot('own-shop-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: '开店', exact: true }).click();
  await page.getByRole('heading', { name: '正在开店' }).waitFor();
  await shot('progress');
  await page.waitForURL(/\/first-day$/, { timeout: 120_000 });

  const goods = page.getByRole('link', { name: /录入商品/ });
  await goods.waitFor();
  expect(await goods.innerText()).toContain('安全库存');
  expect(await page.getByText('接通 抖音 以后').count()).toBe(1);
  await shot('first-day');
  await goods.click();
  await page.waitForURL(/\/registers\/sku/);
  const made = await page.request.post('/api/registers/sku/records', {
    data: { values: { code: 'A1', name: '枕' } },
    headers: { 'idempotency-key': 'first-article' },
  });
  expect(made.ok()).toBe(true);
  await page.getByRole('link', { name: '第一天' }).click();
  await page.getByRole('link', { name: /录入商品 已完成/ }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot('first-day-phone');
  await page.getByRole('button', { name: '不再显示这张单子' }).click();
  await page.waitForURL(/\/work/);
  expect(await page.getByRole('link', { name: '第一天' }).count()).toBe(0);
});
