// Managers give work on, and who leaves hands it over, in a real browser.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house?.close());

async function held(buyer: string): Promise<string> {
  const lin = await house.office.as('linxiaowen');
  await lin('POST', '/api/cases', { process: 'refund', variables: { buyer, amount: 1 } }, fresh());
  const { id } = (await lin('GET', `/api/tasks?view=claimable&q=${encodeURIComponent(buyer)}`)).body.items[0];
  await lin('POST', `/api/tasks/${id}/claim`);
  return id;
}
const holderOf = async (task: string): Promise<string | undefined> =>
  (await (await house.office.as('chenli'))('GET', `/api/tasks/${task}`)).body.assignee?.name;

it('a manager gives several tasks to somebody, and the story says so', async () => {
  const task = await held('苏一');
  const page = await house.open('chenli');
  await page.goto('/team');
  await page.getByRole('button', { name: /林晓雯/ }).click();
  await page.locator('.held tr', { hasText: '苏一' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: /交给别人（1 件）/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await page.locator('.ant-select-item-option', { hasText: '周敏' }).click();
  await dialog.getByText('一共 1 件，都可以。').waitFor();
  await dialog.getByLabel('原因').fill('她请假');
  await dialog.getByRole('button', { name: '交给别人 1 件' }).click();
  await page.getByText('办好了').waitFor();
  expect(await holderOf(task)).toBe('周敏');
  await page.goto(`/cases/${task.slice(0, task.lastIndexOf(':'))}`);
  await page.locator('.story', { hasText: '把「审核退款」从 林晓雯 交给 周敏' }).getByText('她请假').waitFor();
});

it('several are dragged onto somebody, or given on by keyboard, and each load shows', async () => {
  const tasks = [await held('苏三'), await held('苏四'), await held('苏五')];
  const page = await house.open('chenli');
  await page.goto('/team');
  await page.getByRole('button', { name: /林晓雯/ }).click();
  for (const buyer of ['苏三', '苏四'])
    await page.locator('.held tr', { hasText: buyer }).getByRole('checkbox').check();
  await shot(page, 'team-zh');
  await page
    .locator('.held tr', { hasText: '苏四' })
    .locator('.grip')
    .dragTo(page.locator('.team tr', { hasText: '周敏' }).first().locator('.load'));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('一共 2 件，都可以。').waitFor();
  await shot(page, 'team-drop-zh');
  await dialog.getByLabel('原因').fill('她满了');
  await dialog.getByRole('button', { name: '交给别人 2 件' }).click();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect
    .poll(async () => [await holderOf(tasks[0] as string), await holderOf(tasks[1] as string)])
    .toEqual(['周敏', '周敏']);
  await page.locator('.held tr', { hasText: '苏五' }).locator('.grip').focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('combobox').fill('何静');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('原因').fill('换人');
  await dialog.getByRole('button', { name: '交给别人 1 件' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => holderOf(tasks[2] as string)).toBe('何静');
  const phone = await house.open('chenli', { width: 390, height: 844, language: 'en' });
  await phone.goto('/team');
  await phone.locator('.load').first().waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(phone, 'team-390');
});

it('who is shut out hands over first', async () => {
  const task = await held('苏二');
  const page = await house.open('gaoyuan');
  await page.goto('/people');
  await page.getByRole('button', { name: /林晓雯/ }).click();
  await page.getByRole('dialog').getByRole('switch').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s*存/ })
    .click();
  const wizard = page.locator('.ant-modal', { has: page.getByText('交接 林晓雯 手上的活') }).last();
  await wizard.getByText('审核退款').first().waitFor();
  expect(await wizard.getByRole('button', { name: '交接并停用' }).isDisabled()).toBe(true);
  await wizard.getByRole('combobox').click();
  await page.locator('.ant-select-item-option', { hasText: '何静' }).click();
  await wizard.getByRole('button', { name: '交接并停用' }).click();
  await page.getByText('林晓雯 已停用').waitFor();
  expect(await holderOf(task)).toBe('何静');
});

it('several cases are paused at once: looked at before, and told how many it did', async () => {
  const manager = await house.office.as('chenli');
  for (const buyer of ['钱一', '钱二', '钱三'])
    await manager('POST', '/api/cases', { process: 'refund', variables: { buyer, amount: 1 } }, fresh());
  const page = await house.open('chenli');
  await page.goto('/cases?process=refund&q=钱');
  for (const name of ['退款 钱一', '退款 钱二']) await page.getByRole('checkbox', { name: `选 ${name}` }).check();
  await page.locator('.bulk-bar').getByRole('button', { name: '暂停' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('一共 2 件，都可以。').waitFor();
  await dialog.getByLabel('原因').fill('盘点');
  await dialog.getByRole('button', { name: '暂停 2 件' }).click();
  await dialog.getByText('办好 2 件，没办成 0 件').waitFor();
  await dialog
    .getByRole('button', { name: /关\s*闭/ })
    .last()
    .click();
  await expect.poll(() => page.locator('tr', { hasText: '钱' }).getByText('暂停').count()).toBe(2);
  await page.locator('tr', { hasText: '钱三' }).getByText('进行中').waitFor();
});

it('several cases are moved to another step; who cannot be says why, and the job is found again', async () => {
  const manager = await house.office.as('chenli');
  const cases: string[] = [];
  for (const buyer of ['冯一', '冯二', '冯三'])
    cases.push(
      (await manager('POST', '/api/cases', { process: 'refund', variables: { buyer, amount: 1 } }, fresh())).body.case,
    );
  const page = await house.open('chenli');
  await page.goto('/cases?process=refund&q=冯');
  await page.locator('tr', { hasText: '冯三' }).waitFor();
  await page.getByRole('checkbox', { name: '全选' }).check();
  await page.locator('.bulk-bar').getByRole('button', { name: '挪到别处' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('挪到').click();
  await page.locator('.ant-select-item-option').last().click();
  await dialog.getByText('一共 3 件，都可以。').waitFor();
  // Meanwhile one of them has ended.
  await manager('POST', `/api/cases/${cases[1]}/cancel`, { reason: '不要了' }, fresh());
  await dialog.getByLabel('原因').fill('审过了');
  await dialog.getByRole('button', { name: /^挪到别处 \d 件/ }).click();
  await dialog.getByText('办好 2 件，没办成 0 件').waitFor();
  await dialog
    .getByRole('button', { name: /关\s*闭/ })
    .last()
    .click();
  await page.getByRole('link', { name: '批量记录' }).click();
  await page.getByRole('button', { name: /挪到别处 · 2 件/ }).click();
  const told = page.getByRole('dialog');
  await told.getByText('审过了').waitFor();
  await told.getByRole('link', { name: '退款 冯一' }).waitFor();
});

it('an import of orders tells every row that could not be read, holds its order back, and names the unused column', async () => {
  const page = await house.open('chenli');
  await page.goto('/cases');
  await page.getByRole('button', { name: '导入订单' }).click();
  const csv = [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,颜色',
    '900001,22423,CAKE STAND,2,2011-11-14 08:10:00,12.75,14646,United Kingdom,白',
    '900001,22424,CAKE TIN,x,2011-11-14 08:10:00,2.55,14646,United Kingdom,白',
  ].join('\n');
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const report = page.getByRole('dialog');
  await report.getByText('读不懂的行 1').waitFor();
  await report.getByText('第 3 行 900001 「Quantity」：「x」不是数字').waitFor();
  await report.getByText('1 张有读不懂的地方，整张都没有开始').waitFor();
  await report.getByText('没有用到的列：颜色').waitFor();
});

it('a message that met no case is told beside the processes, until it has been dealt with', async () => {
  const { sql } = house.office.shop;
  await (await house.office.as('chenli'))('POST', '/api/messages', { name: 'paid late', key: 'L-77' }, fresh());
  await sql`update message set received_at = received_at - interval '61 minutes' where name = 'paid late'`;
  const page = await house.open('chenli');
  await page.goto('/processes');
  const notice = page.locator('.stuck article', { hasText: 'paid late' });
  await notice.getByRole('link', { name: 'L-77' }).waitFor();
  await notice.getByRole('button', { name: '已处理' }).click();
  await notice.waitFor({ state: 'detached' });
  const [row] = await sql`select settled_by as by from message where name = 'paid late'`;
  expect(row?.by).toBeTruthy();
});

it('on a phone it is folded above the list, and named as the process names it', async () => {
  const { sql } = house.office.shop;
  await (await house.office.as('chenli'))('POST', '/api/messages', { name: 'payment.received', key: 'L-78' }, fresh());
  await sql`update message set received_at = received_at - interval '61 minutes' where key = 'L-78'`;
  const page = await house.open('chenli', { width: 390, height: 844 });
  await page.goto('/processes');
  const notice = page.locator('.stuck article', { hasText: '收到付款' });
  await notice.waitFor({ state: 'attached' });
  expect(await notice.isVisible()).toBe(false);
  await page.locator('.stuck summary').click();
  await notice.getByRole('link', { name: 'L-78' }).waitFor();
});
