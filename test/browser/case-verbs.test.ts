// A manager holds a case, lets it go on, moves it, corrects its data, in a real browser; staff see that it is held.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, order } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house?.close());

/** A paid order that waits for the manual audit. */
async function auditOf(orderNo: string): Promise<string> {
  await house.tell('order.created', undefined, order(orderNo, '苏女士', 188_800));
  await house.tell('payment.received', orderNo);
  return house.office.shop.until(async () => {
    const [row] = await house.office.shop.sql<
      { id: string }[]
    >`select t.case_id as id from task t join cases c on c.id = t.case_id where t.element = 'manual_audit' and c.title like ${`%${orderNo}%`}`;
    return row?.id;
  }, 'the audit');
}
const dialog = (page: Page) => page.getByRole('dialog');
async function openMenu(page: Page, item: string): Promise<void> {
  await page.locator('.case-head').getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await dialog(page).waitFor();
}
async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.locator(field).click();
  await page.locator(field).pressSequentially(text);
  await page.keyboard.press('Enter');
}
const story = (page: Page, text: string) => page.locator('.story li', { hasText: text }).first();

it('pauses and goes on; who has the task is told why and cannot submit', async () => {
  const id = await auditOf('9301');
  const staff = await house.open('linxiaowen');
  await staff.goto('/work?view=claimable');
  await staff.locator('.row', { hasText: '9301' }).getByRole('button').click();
  await staff.locator('.verbs').getByRole('button', { name: '认领' }).click();
  await staff.locator('.verbs').getByRole('button', { name: '提交' }).waitFor();

  const manager = await house.open('chenli');
  await manager.goto(`/cases/${id}`);
  await manager.locator('.case-head').getByRole('button', { name: '暂停' }).click();
  const ok = dialog(manager).getByRole('button', { name: '暂停', exact: true });
  expect(await ok.isDisabled()).toBe(true);
  await dialog(manager).getByLabel('原因').fill('买家要改地址');
  await ok.click();
  await manager.locator('.paused', { hasText: '买家要改地址' }).waitFor();
  await story(manager, '暂停了').waitFor();

  // The page of who works on it hears of it by itself.
  await staff.locator('.task .paused', { hasText: '陈立' }).waitFor();
  await staff.locator('.row', { hasText: '9301' }).getByText('暂停').waitFor();
  expect(await staff.locator('.verbs').getByRole('button', { name: '提交' }).count()).toBe(0);

  await manager.goto('/cases');
  await manager.locator('tr', { hasText: '9301' }).getByText('暂停').waitFor();
  await manager.goto(`/cases/${id}`);
  await manager.getByRole('button', { name: '继续办' }).click();
  await dialog(manager).getByRole('button', { name: '继续办' }).click();
  await manager.locator('.case-head').getByText('进行中').waitFor();
  await staff.locator('.verbs').getByRole('button', { name: '提交' }).waitFor();
});

it('moves, after it has seen what would happen', async () => {
  const id = await auditOf('9302');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '挪到别处');
  await choose(page, '#move-to', '验货打包');
  const preview = dialog(page).locator('.move-preview');
  await preview.getByText('验货打包').first().waitFor();
  expect(await preview.locator('dd').first().textContent()).toBe('人工审单');
  const ok = dialog(page).getByRole('button', { name: '挪过去' });
  expect(await ok.isDisabled()).toBe(true);
  await dialog(page).getByLabel('原因').fill('已经电话确认');
  await ok.click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.open-work', { hasText: '验货打包' }).waitFor();
  await story(page, '挪到了「验货打包」').getByText('已经电话确认').waitFor();
});

it('corrects data, of which it shows what it was', async () => {
  const id = await auditOf('9303');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '改数据');
  await choose(page, '#correct-what', '买家备注');
  await dialog(page).locator('.ant-modal-title').click();
  await dialog(page).getByLabel('买家备注').fill('送前台');
  await dialog(page).getByText('原来是 空的').waitFor();
  await dialog(page).getByLabel('原因').fill('买家来电');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.case-data', { hasText: '送前台' }).waitFor();
  await story(page, '改了数据')
    .getByText(/买家备注「送前台」；买家来电/)
    .waitFor();
});

describe.each([
  { width: 1440, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
] as const)('$width px, $scheme', (look) => {
  it('has dialogs that fit, and axe finds nothing serious', async () => {
    const id = await auditOf(`93${look.width}`);
    const page = await house.open('chenli', look);
    await page.goto(`/cases/${id}`);
    await page.locator('.story li').first().waitFor();
    for (const item of ['挪到别处', '改数据', '取消这一件']) {
      await openMenu(page, item);
      const box = await dialog(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= look.width).toBe(true);
      expect(await seriousOf(page), item).toEqual([]);
      await dialog(page).locator('.ant-modal-close').click();
      await dialog(page).waitFor({ state: 'hidden' });
    }
    await page.locator('.case-head').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '取消这一件' }).waitFor();
    expect(await seriousOf(page), 'the menu').toEqual([]);
  });

  it('tells of an imported file what was taken over, kept, and is to be done', async () => {
    const page = await house.open('chenli', look);
    await page.goto('/processes');
    await page.getByRole('button', { name: '导入文件' }).click();
    await dialog(page)
      .locator('input[type=file]')
      .setInputFiles(['test/core/fixtures/xml-camunda.bpmn', 'sops/order-fulfilment/order-audit.dmn']);
    await dialog(page).getByText('发布前要补上').waitFor();
    await dialog(page).getByText('已经接过来').click();
    await dialog(page).getByText('camunda:assignee').waitFor();
    expect(await seriousOf(page)).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
});

async function seriousOf(page: Page): Promise<string[]> {
  // What fades in has no contrast yet.
  await page.waitForTimeout(400);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ html }) => html.slice(0, 200))
          .join(' | ')}`,
    );
}
