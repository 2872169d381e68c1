// Dialogs and drawers in a real browser: what is typed into one is there when it opens again, and is never said of something else.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  await fillWithGoods(house, 12);
  page = await house.open('gaoyuan');
}, 180_000);
afterAll(() => house?.close());

const dialog = () => page.getByRole('dialog').last();
const gone = () => page.locator('.ant-modal-wrap:visible').waitFor({ state: 'detached' });

describe('a role', () => {
  it('opened after another shows its own name, and saves its own', async () => {
    await page.goto('/people?tab=roles');
    await page.getByRole('button', { name: '财务', exact: true }).click();
    await page.keyboard.press('Escape');
    await gone();
    await page.getByRole('button', { name: '运营经理', exact: true }).click();
    expect(await dialog().getByLabel('中文名').inputValue()).toBe('运营经理');
    await dialog().getByLabel('中文名').fill('运营负责人');
    await dialog()
      .getByRole('button', { name: /保\s*存/ })
      .click();
    await page.getByRole('button', { name: '运营负责人', exact: true }).waitFor();
    await page.getByRole('button', { name: '财务', exact: true }).waitFor();
  });

  it('that is new takes no id that is there', async () => {
    await page.getByRole('button', { name: '添加角色' }).click();
    await dialog().getByLabel('标识').fill('finance');
    await dialog().getByLabel('中文名').fill('另一个');
    await dialog()
      .getByRole('button', { name: /保\s*存/ })
      .click();
    await dialog().getByText('这个标识已经有了，换一个').waitFor();
    await page.reload();
    await page.getByRole('button', { name: '财务', exact: true }).waitFor();
  });
});

it('a view is changed under its own name', async () => {
  const manager = await house.office.as('gaoyuan');
  const view = (title: string, kind: string) => ({
    view: { key: 'saved', title: { zh: title }, kind, where: [], columns: [] },
    shared: false,
  });
  for (const [id, title, kind] of [
    ['view-prices', '看价格', 'table'],
    ['view-pictures', '看图', 'gallery'],
  ] as const)
    expect((await manager('PUT', `/api/registers/sku/views/${id}`, view(title, kind))).status).toBe(200);
  await page.goto('/registers/sku?tab=view-prices');
  await page.getByRole('button', { name: '改视图' }).click();
  await expect.poll(() => page.getByLabel('视图叫什么').inputValue()).toBe('看价格');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^看图/ }).click();
  await page.getByRole('button', { name: '改视图' }).click();
  await expect.poll(() => page.getByLabel('视图叫什么').last().inputValue()).toBe('看图');
});

describe('what is typed', () => {
  it('as the reason of a verb is there after a slip beside the dialog, after Escape and after a reload', async () => {
    const manager = await house.office.as('gaoyuan');
    const { body } = await manager(
      'POST',
      '/api/cases',
      { process: 'price-change', variables: { sku: 'QH-1003', price: 9_900, why: '换季' } },
      fresh(),
    );
    await page.goto(`/cases/${body.case}`);
    await page.getByRole('button', { name: '暂停' }).click();
    await dialog().getByLabel('原因').fill('等供应商回话');
    await page.mouse.click(8, 400);
    expect(await dialog().getByLabel('原因').inputValue()).toBe('等供应商回话');
    await page.keyboard.press('Escape');
    await gone();
    await page.reload();
    await page.getByRole('button', { name: '暂停' }).click();
    expect(await dialog().getByLabel('原因').inputValue()).toBe('等供应商回话');
    await dialog().getByRole('button', { name: '暂停' }).click();
    await page.getByRole('button', { name: '继续' }).first().waitFor();
    // What is done is not said again.
    await page.getByRole('button', { name: '继续' }).first().click();
    expect(await dialog().getByLabel('原因').inputValue()).toBe('');
    await page.keyboard.press('Escape');
  });

  it('of a new parameter is there when the panel opens again', async () => {
    await page.goto('/parameters');
    await page.getByRole('button', { name: '新参数' }).click();
    await page.getByLabel('参数叫什么').fill('夜班补贴');
    await page.locator('.ant-drawer-open').getByLabel('关闭').first().click();
    await page.reload();
    await page.getByRole('button', { name: '新参数' }).click();
    expect(await page.getByLabel('参数叫什么').inputValue()).toBe('夜班补贴');
  });

  it('of a new register is there when the dialog opens again', async () => {
    await page.goto('/registers');
    await page.getByRole('button', { name: '新建台账' }).click();
    await dialog().getByRole('textbox').first().fill('样衣');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: '新建台账' }).click();
    expect(await dialog().getByRole('textbox').first().inputValue()).toBe('样衣');
  });
});
