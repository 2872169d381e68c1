// The whole road in a browser: a manager changes and publishes the order SOP, an order comes, people do their steps, it is finished.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, letGo, openHouse, order } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await toWorkingHours();
}, 120_000);
afterAll(() => house?.close());

/** Limits are in working hours: at night three of them would last until noon. */
async function toWorkingHours(): Promise<void> {
  const admin = await house.office.as('gaoyuan');
  const { now } = (await admin('GET', '/api/settings')).body;
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const atTen = (day: number): number => day * DAY + (10 - 8) * HOUR;
  let day = Math.floor((now + 8 * HOUR) / DAY) + 1;
  // Day 0 was a Thursday: neither Saturday nor Sunday.
  while ([2, 3].includes(day % 7)) day++;
  await admin('PATCH', '/api/settings', { clock: { rate: 1, forwardMs: Math.ceil(atTen(day) - now) } });
}

const verb = (page: Page, name: string) => page.locator('.verbs').getByRole('button', { name });

/** Takes the task of this step from the pool. */
async function claim(page: Page, step: string, orderNo: string): Promise<void> {
  await page.getByRole('button', { name: /^待认领/ }).click();
  await page.locator('.row', { hasText: step }).filter({ hasText: orderNo }).getByRole('button').click();
  await page.getByRole('heading', { level: 2, name: new RegExp(step) }).waitFor();
  await verb(page, '认领').click();
  await verb(page, '提交').waitFor();
}

/** Submitted: the task is no longer in the list of what is mine. */
async function submit(page: Page, step: string): Promise<void> {
  await verb(page, '提交').click();
  await letGo(page);
  await page.getByRole('button', { name: /^待办/ }).click();
  await page.locator('.row', { hasText: step }).waitFor({ state: 'detached' });
}

it('goes from the drawn change to the finished case', async () => {
  const manager = await house.open();
  await manager.goto('/');
  await manager.getByRole('button', { name: /陈立/ }).click();
  await manager.getByRole('link', { name: '流程', exact: true }).click();
  await manager.getByRole('link', { name: '订单处理' }).click();

  // A deadline of two hours becomes three.
  await manager.locator('.react-flow__node[data-id="manual_audit"]').click();
  const limit = manager
    .locator('.zf-properties input.ant-input-number-input, .zf-properties input[type=number]')
    .first();
  await limit.fill('3');
  await limit.press('Enter');
  await manager.getByText('刚刚已存').waitFor();
  await manager.getByText('第 2 版草稿').waitFor();
  await manager.getByRole('button', { name: '发布', exact: true }).click();
  await manager.getByLabel('改了什么').fill('审单放宽到三小时');
  await manager.getByRole('button', { name: '发布第 2 版' }).click();
  await manager.locator('.editor-bar').getByText('第 2 版', { exact: true }).waitFor();

  // A large order comes and is paid: the automatic audit hands it to people.
  await house.tell('order.created', undefined, order('9001', '苏女士', 188_800));
  await house.tell('payment.received', '9001');

  const auditor = await house.open('linxiaowen');
  await auditor.goto('/work');
  await claim(auditor, '人工审单', '9001');
  await auditor.getByText('限工作时间 3 时').waitFor();
  await auditor.getByText('¥1,888.00').first().waitFor();
  await auditor.getByText('苏女士').nth(1).waitFor();
  await verb(auditor, '提交').click();
  await auditor.getByText('请填写').first().waitFor();
  await auditor.getByRole('radio', { name: '备注' }).click();
  await auditor.getByRole('radio', { name: '通过' }).click();
  await auditor.locator('.saved', { hasText: '已存' }).waitFor();
  await submit(auditor, '人工审单');

  // The manager sees where it stands.
  await manager.goto('/cases');
  await manager.getByRole('link', { name: /9001/ }).click();
  await manager.locator('.react-flow__node[data-id="manual_audit"] .is-done').first().waitFor();
  await manager.locator('.react-flow__node[data-id="pick"] .is-active').first().waitFor();
  await manager.getByText('人工审单办完了').waitFor();
  await manager.getByText('林晓雯').first().waitFor();

  const warehouse = await house.open('machao');
  await warehouse.goto('/work');
  await claim(warehouse, '拣货', '9001');
  await warehouse.getByLabel(/短拣数/).fill('0');
  await submit(warehouse, '拣货');
  await claim(warehouse, '验货打包', '9001');
  for (const box of await warehouse.locator('[data-field="packChecks"] input').all()) await box.check();
  await warehouse.locator('.form').getByLabel(/重量/).fill('850');
  await submit(warehouse, '验货打包');

  // Live: the open page follows without a reload.
  await manager.locator('.react-flow__node[data-id="pack"] .is-done').first().waitFor();
  await manager
    .locator(
      '.react-flow__node[data-id="shipped"] .is-done, .react-flow__node[data-id="track"].is-active, .react-flow__node[data-id="track"] .is-active',
    )
    .first()
    .waitFor();
  await house.tell('logistics.picked_up', '9001');
  await house.tell('logistics.signed', '9001');
  await house.tell('order.confirmed', '9001');
  await manager.locator('.case-head').getByText('办完').waitFor();
  await manager.getByText('办完了', { exact: true }).waitFor();

  await auditor.getByRole('button', { name: '已办' }).click();
  await auditor.locator('.row', { hasText: '9001' }).waitFor();
  expect(await auditor.locator('.row').count()).toBe(1);
});

it('tells who was faster', async () => {
  await house.tell('order.created', undefined, order('9002', '赵先生', 200_000));
  await house.tell('payment.received', '9002');
  const [one, other] = [await house.open('linxiaowen'), await house.open('zhoumin')];
  for (const page of [one, other]) {
    await page.goto('/work?view=claimable');
    await page.locator('.row', { hasText: '9002' }).getByRole('button').click();
    await verb(page, '认领').waitFor();
  }
  // The other's page hears nothing of it in time.
  await other.route('**/api/tasks/*', (route) =>
    route.request().method() === 'GET' ? route.abort() : route.continue(),
  );
  await other.route('**/api/tasks?*', (route) => route.abort());
  await verb(one, '认领').click();
  await verb(one, '提交').waitFor();
  await verb(other, '认领').click();
  await other.getByText('林晓雯 已经认领了这件事').waitFor();
});

it('starts a case by its form and claims several at once', async () => {
  const page = await house.open('linxiaowen');
  for (const buyer of ['何女士', '郑先生']) {
    await page.goto('/start');
    await page.getByRole('link', { name: /refund/ }).click();
    await page.getByRole('button', { name: '发起' }).click();
    await page.getByText('请填写').first().waitFor();
    await page.locator('.start-form').getByLabel(/买家/).fill(buyer);
    await page.getByLabel(/金额/).fill('32.5');
    await page.getByRole('button', { name: '发起' }).click();
    await page.getByRole('heading', { level: 2, name: `退款 ${buyer}` }).waitFor();
  }
  await page.goto('/work?view=claimable');
  await page.locator('.row', { hasText: '何女士' }).waitFor();
  await page.locator('.row', { hasText: '郑先生' }).waitFor();
  await page.getByRole('button', { name: '选多件一起认领' }).click();
  await page.locator('.row', { hasText: '何女士' }).getByRole('checkbox').check();
  await page.locator('.row', { hasText: '郑先生' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: '认领 2 件' }).click();
  await page.getByRole('button', { name: /^待办/ }).and(page.locator('[aria-current]')).waitFor();
  await page.locator('.row', { hasText: '何女士' }).waitFor();
  await page.locator('.row', { hasText: '郑先生' }).waitFor();
});
