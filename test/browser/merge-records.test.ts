// Two articles that are one: found by their name, compared, made one; the old key leads to the one that stays.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await fillWithGoods(house, 12);
}, 240_000);
afterAll(() => house?.close());

const WORDS = {
  zh: { compare: '并排看，合并', into: /^并入「/, sure: '合 并', done: /已并入/, keeper: '负责人' },
  en: { compare: 'Compare and merge', into: /^Merge into /, sure: 'Merge', done: /^Merged into/, keeper: 'Keeper' },
} as const;

describe.each([
  { language: 'zh', width: 1440, height: 900, of: 'QH-1003' },
  { language: 'en', width: 390, height: 844, of: 'QH-1005' },
] as const)('$language, $width px', ({ of, ...look }) => {
  it('become one, with the values that were chosen', async () => {
    const t = WORDS[look.language];
    const { sql } = house.office.shop;
    const page = await house.open('gaoyuan', look);
    const [row] = await sql<
      { title: string; body: { [id: string]: string } }[]
    >`select title, body from record where register = 'sku' and key = ${of}`;
    const twin = `A-${of}`;
    const made = await page.request.post('/api/registers/sku/records', {
      data: { values: { code: twin, name: `${row?.title} ！`, note: '另一条', keeper: '别人' } },
      headers: { 'idempotency-key': `twin-of-${of}` },
    });
    expect(made.status()).toBe(201);
    await page.goto('/registers/sku/duplicates');
    await page.getByRole('button', { name: t.compare }).first().click();
    await page.locator('.merge-two th', { hasText: of }).first().getByRole('radio').last().waitFor();
    await page.getByRole('radio', { name: of, exact: true }).check();
    await page.getByRole('radio', { name: `${t.keeper} ${twin}` }).check();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: t.into }).click();
    await page
      .locator('.ant-popconfirm')
      .getByRole('button', { name: new RegExp(t.sure.replace(' ', ' ?')) })
      .last()
      .click();
    await page.getByText(t.done).waitFor();
    await page.goto(`/registers/sku/records/${twin}`);
    await page.getByText(of).first().waitFor();
    const [now] = await sql<
      { body: { [id: string]: string } }[]
    >`select body from record where register = 'sku' and key = ${of}`;
    expect(now?.body).toMatchObject({ code: of, keeper: '别人', name: row?.body.name });
  }, 60_000);
});
