// Managers give work on, and who leaves hands it over, in a real browser.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

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
  await page.locator('.held li', { hasText: '苏一' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: /交给别人（1 件）/ }).click();
  await page.getByRole('dialog').getByRole('combobox').click();
  await page.locator('.ant-select-item-option', { hasText: '周敏' }).click();
  await page.getByRole('dialog').getByLabel('说一句为什么').fill('她请假');
  await page.getByRole('dialog').getByRole('button', { name: '交给别人', exact: true }).click();
  await page.getByText('交出 1 件').waitFor();
  expect(await holderOf(task)).toBe('周敏');
  await page.goto(`/cases/${task.slice(0, task.lastIndexOf(':'))}`);
  await page.locator('.story', { hasText: '把「审核退款」从 林晓雯 交给 周敏' }).getByText('她请假').waitFor();
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
