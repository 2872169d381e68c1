// A view as a file, from its button; secrets through a case, to whoever asked.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publish } from '../../db/processes.ts';
import { loadSop } from '../../sops/load.ts';
import { packageRoot } from '../../stack/root.ts';
import { fillWithGoods } from './goods.ts';
import { type House, letGo, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await fillWithGoods(house, 12);
  const { model, definition, forms } = await loadSop(path.join(packageRoot, 'sops', 'base', 'data-export'));
  await publish(house.office.shop.sql, { model, definition, forms });
}, 240_000);
afterAll(() => house?.close());

const WORDS = {
  zh: { open: '导出', csv: 'CSV', all: '我能看的全部', head: '款号,品名' },
  en: { open: 'Export', csv: 'CSV', all: 'that I may see', head: 'Code,Name' },
} as const;

describe.each([
  { language: 'zh', width: 1440, height: 900 },
  { language: 'en', width: 390, height: 844 },
] as const)('$language, $width px', (look) => {
  it('is what the view shows, as a file', async () => {
    const t = WORDS[look.language];
    const page = await house.open('linxiaowen', look);
    await page.goto('/registers/sku?q=QH-1003');
    await page.locator('.record-name').first().waitFor();
    await page.getByRole('button', { name: t.open, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.csv, { exact: true }).click();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: t.open, exact: true }).click(),
    ]);
    const text = await readFile(await saved.path(), 'utf8');
    const lines = text.replace('\ufeff', '').trim().split('\r\n');
    expect(lines[0]).toMatch(new RegExp(`^${t.head}`));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^QH-1003,/);
  }, 60_000);
});

it('with cost, which is secret, is asked for, approved, and taken by whoever asked', async () => {
  const finance = await house.open('mengjie');
  await finance.goto('/registers/sku');
  await finance.locator('.record-name').first().waitFor();
  await finance.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = finance.getByRole('dialog');
  await dialog.getByText('我能看的全部').click();
  await dialog.getByText('要，写明用途去申请').click();
  expect(await dialog.getByRole('button', { name: '申请导出' }).isDisabled()).toBe(true);
  await dialog.getByLabel('用途：给谁、做什么').fill('给会计对成本');
  await dialog.getByRole('button', { name: '申请导出' }).click();
  await finance.waitForURL(/\/cases\//);

  const boss = await house.open('chenli');
  await boss.goto('/work?view=claimable');
  await boss.locator('.row', { hasText: '批导出' }).first().click();
  await boss.getByText('给会计对成本').first().waitFor();
  const verbs = boss.locator('.verbs');
  await verbs.getByRole('button', { name: '认领' }).click();
  await verbs.getByRole('button', { name: '提交' }).waitFor();
  await boss.locator('.form .chip', { hasText: /^同意$/ }).click();
  await verbs.getByRole('button', { name: '提交' }).click();
  await boss.getByText('「批导出」已提交').waitFor();
  await letGo(boss);

  await finance.goto('/work');
  await finance.locator('.row', { hasText: '取文件' }).first().click();
  const link = finance.getByRole('link', { name: /商品 .*\.xlsx/ });
  await link.waitFor();
  const file = await finance.request.get((await link.getAttribute('href')) ?? '');
  expect(file.status()).toBe(200);
  expect((await boss.request.get((await link.getAttribute('href')) ?? '')).status()).toBe(404);
}, 90_000);
