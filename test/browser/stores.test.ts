// A shop of several stores in a real browser: which there are, whose a record is, and that each opens as itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  await fillWithGoods(house, 6);
  const lin = await house.office.as('linxiaowen');
  for (const store of ['天猫', '抖音']) {
    const values = { code: 'QH-1003', name: `只在${store}卖的`, safety: store === '天猫' ? 7 : 9 };
    const made = await lin('POST', '/api/registers/sku/records', { values, store }, fresh());
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
}, 180_000);
afterAll(() => house?.close());

it('rows of one key are told apart by store, each opens as itself, and one store is chosen', async () => {
  const page = await house.open('linxiaowen');
  await page.goto('/registers/sku');
  const row = (store: string) => page.locator('tbody tr', { hasText: `只在${store}卖的` });
  await row('天猫').getByText('QH-1003 · 天猫').waitFor();
  for (const store of ['抖音', '天猫']) {
    await row(store).locator('.record-name').click();
    await page
      .locator('.record-pane .record-head', { hasText: `只在${store}卖的` })
      .getByText(store, { exact: false })
      .first()
      .waitFor();
    expect(await row(store).getAttribute('class')).toContain('is-here');
  }
  await page.locator('.record-pane').getByRole('link', { name: '单独打开' }).click();
  await page.locator('.record-page', { hasText: '只在天猫卖的' }).waitFor();
  await page.goto('/registers/sku');
  await page.getByRole('combobox', { name: '店铺' }).click();
  await page.locator('.ant-select-item-option', { hasText: '抖音' }).click();
  await row('天猫').waitFor({ state: 'detached' });
  expect(await page.locator('tbody tr .record-name').count()).toBe(1);
});

it('on a phone, too, and what is changed there is changed in its store alone', async () => {
  const page = await house.open('linxiaowen', { width: 390, height: 844 });
  await page.goto('/registers/sku');
  await page.locator('tbody tr', { hasText: '只在抖音卖的' }).locator('.record-name').click();
  await page.locator('.record-page', { hasText: '只在抖音卖的' }).waitFor();
  await page.getByRole('button', { name: '改', exact: true }).click();
  await page.getByLabel('安全库存').fill('11');
  await page.getByRole('button', { name: '保存' }).click();
  const safety = async (store: string) =>
    (await (await page.request.get(`/api/registers/sku/records/QH-1003?store=${encodeURIComponent(store)}`)).json())
      .values.safety;
  await expect.poll(() => safety('抖音')).toBe(11);
  expect(await safety('天猫')).toBe(7);
});

it('the settings say which stores there are, and lead to what they have', async () => {
  const page = await house.open('gaoyuan');
  await page.goto('/settings');
  const row = page.locator('tr', { hasText: '天猫' });
  await row.getByRole('link', { name: '台账' }).waitFor();
  expect(await row.getByRole('link', { name: '运行' }).count()).toBe(0);
});
