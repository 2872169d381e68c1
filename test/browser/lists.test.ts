// The one part of all lists: filters in the address, keys, rows that open, cards on a phone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const manager = await house.office.as('chenli');
  for (const buyer of ['孙一', '孙二', '孙三', '李四'])
    await manager('POST', '/api/cases', { process: 'refund', variables: { buyer, amount: 1 } }, fresh());
}, 120_000);
afterAll(() => house?.close());

it('what is searched for stands in the address, and a reload keeps it', async () => {
  const page = await house.open('chenli');
  await page.goto('/cases');
  await page.locator('tr', { hasText: '李四' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('孙');
  await page.waitForURL(/q=/);
  await page.locator('tr', { hasText: '李四' }).waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('tr', { hasText: '孙三' }).waitFor();
  expect(await page.getByRole('textbox', { name: '编号、标题、买家、货号' }).inputValue()).toBe('孙');
  expect(await page.locator('tbody tr').count()).toBe(3);
});

it('j and k go from row to row, enter opens, and so does a click beside the link', async () => {
  const page = await house.open('chenli');
  await page.goto('/cases?q=孙');
  const names = page.locator('tbody td.is-first a');
  await names.nth(2).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await focused()).toBe(await names.nth(1).textContent());
  await page.keyboard.press('k');
  const first = await names.nth(0).textContent();
  expect(await focused()).toBe(first);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\/.+/);
  await page.goBack();
  await page.locator('tbody tr').nth(2).locator('td').last().click();
  await page.waitForURL(/\/cases\/.+/);
});

it('a row that is chosen and then filtered away is not meant', async () => {
  const page = await house.open('chenli');
  await page.goto('/cases');
  await page.getByRole('checkbox', { name: '选 退款 李四' }).check();
  await page.getByRole('checkbox', { name: '选 退款 孙一' }).check();
  await page.getByText('选了 2 件').waitFor();
  await page.getByRole('textbox', { name: '编号、标题、买家、货号' }).fill('孙');
  await page.getByText('选了 1 件').waitFor();
});

it('on a phone a row is a card with every column in it', async () => {
  const page = await house.open('chenli', { width: 390, height: 844 });
  await page.goto('/cases?q=孙一');
  const card = page.locator('tbody tr', { hasText: '孙一' });
  for (const text of ['进行中', 'refund', '审核退款']) await card.getByText(text).first().waitFor();
  const box = await card.boundingBox();
  expect(box?.height, 'several lines').toBeGreaterThan(60);
  expect(box?.width).toBeLessThanOrEqual(390);
});

it('what I started is searched', async () => {
  const page = await house.open('chenli');
  await page.goto('/work?view=started');
  await page.locator('.row', { hasText: '李四' }).waitFor();
  await page.getByRole('textbox', { name: '在我发起的里找' }).fill('孙');
  await page.locator('.row', { hasText: '李四' }).waitFor({ state: 'detached' });
  expect(await page.locator('.row').count()).toBe(3);
});

it('processes stand in the one list with what else a manager may change, out of it and back', async () => {
  const page = await house.open('chenli');
  await page.goto('/processes');
  const row = page.locator('tr', { hasText: '订单处理' });
  await row.getByText('第 1 版').waitFor();
  for (const head of ['方案包', '版本', '发布于', '在办', '超时', '卡住'])
    await page.getByRole('columnheader', { name: head }).waitFor();
  await row.getByRole('button', { name: '归档「订单处理」' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: '已归档' }).check();
  await row.getByRole('button', { name: '放回「订单处理」' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: '已归档' }).uncheck();
  await row.waitFor();
  await page.getByRole('navigation').getByRole('link', { name: '台账结构' }).click();
  await page.getByRole('columnheader', { name: '发布于' }).waitFor();
});
