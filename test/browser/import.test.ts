// Files of other tools through the dialog: which processes, who its people are here, what is cured at a click, what becomes of the key.
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse();
  page = await house.open('chenli');
}, 120_000);
afterAll(() => house?.close());

const tools = (name: string): string => path.join('test/core/fixtures/tools', name);
const dialog = (): Locator => page.getByRole('dialog');
async function bring(...files: string[]): Promise<void> {
  await page.goto('/processes');
  await page.getByRole('button', { name: '导入文件' }).click();
  await dialog().locator('input[type="file"]').setInputFiles(files);
}
const draft = async (key: string) => (await page.request.get(`/api/processes/${key}/draft`)).json();
const bpmn = async (key: string): Promise<string> => (await page.request.get(`/api/processes/${key}/bpmn`)).text();

it('asks who the people are, cures at a click, and nothing stands before publishing', async () => {
  await bring(tools('flowable-approval.bpmn20.xml'));
  const choose = async (name: string, option: string): Promise<void> => {
    await dialog().getByRole('combobox', { name }).click();
    await page.keyboard.type(option);
    await page.keyboard.press('Enter');
  };
  await choose('变量「deptLeaderGroup」', '客服');
  await choose('人「张三」', '陈立');
  await dialog().getByText('填采购单').first().waitFor();
  await dialog().getByRole('button', { name: '限 4 小时 ×3' }).click();
  await dialog()
    .getByRole('button', { name: /请「组长审批」填/ })
    .first()
    .click();
  await expect.poll(() => dialog().getByText('发布前要补上').count()).toBe(0);
  await dialog().getByRole('button', { name: '新建', exact: true }).click();
  await page.locator('.react-flow__node').first().waitFor();
  const { model, forms } = await draft('purchase');
  expect(Object.keys(forms).sort()).toEqual(['apply', 'lead']);
  expect(model.processes[0].elements.boss.zf.participants[0].rule).toBe('person');
  expect(await bpmn('purchase')).toContain('<!-- a purchase that a group leader and then one person approve -->');
});

it('asks conditions by the labels of forms, and makes up none', async () => {
  const condition = async (id: string): Promise<string> =>
    (await draft('purchase')).model.processes[0].flows[id].condition;
  await page.locator('.react-flow__node-gateway').click();
  const ways = page.locator('.zf-properties .zf-condition');
  expect(await condition('f4')).toBe('=result = "pass"');
  await ways.first().getByRole('button', { name: '加一个条件' }).click();
  await page.waitForTimeout(1_200);
  expect(await condition('f4')).toBe('=result = "pass"');
  const added = ways.first().locator('.zf-condition-row').nth(1);
  await added.getByRole('combobox', { name: '哪项数据' }).click();
  await page.keyboard.type('金额');
  await page.keyboard.press('Enter');
  await added.locator('input').last().fill('100');
  await added.locator('input').last().blur();
  await expect.poll(() => condition('f4')).toBe('=result = "pass" and amount = 100');
});

it('bounds what a field takes', async () => {
  await page.locator('.react-flow__node').filter({ hasText: '填采购单' }).click();
  await page.locator('.zf-properties').getByText('表单「填采购单」').click();
  const form = page.locator('.ant-drawer');
  await form.getByRole('button', { name: '更多设置' }).click();
  await form.getByRole('spinbutton', { name: '最少' }).fill('1');
  await form.getByRole('spinbutton', { name: '最多' }).fill('5000');
  await form.getByRole('spinbutton', { name: '最多' }).blur();
  const bounds = async () => (await draft('purchase')).forms.apply.fields[0];
  await expect.poll(async () => (await bounds()).max).toBe(5000);
  expect(await bounds()).toMatchObject({ id: 'amount', min: 1, max: 5000 });
});

it('keeps the whole file under another key, or makes it the new draft', async () => {
  await bring(tools('flowable-approval.bpmn20.xml'));
  await dialog().getByText('店里已有同名的，另建一个').waitFor();
  await dialog().getByRole('button', { name: '新建', exact: true }).click();
  await page.waitForURL('**/processes/purchase-2');
  const text = await bpmn('purchase-2');
  expect(text).toContain('<process id="purchase-2"');
  expect(text).toContain('<flowable:formProperty id="amount" name="金额" type="double" required="true"/>');
  expect(text).toContain('flowable:assignee="张三"');

  const { revision } = await draft('purchase-2');
  await bring(tools('flowable-approval.bpmn20.xml'));
  await dialog().getByText('作为「purchase」的新草稿').click();
  await dialog().getByRole('button', { name: '新建', exact: true }).click();
  await page.waitForURL('**/processes/purchase');
  expect((await draft('purchase')).model.processes[0].elements.boss.zf.participants).toEqual([
    { rule: 'person', value: '张三' },
  ]);
  expect((await draft('purchase-2')).revision).toBe(revision);
});

it('brings each process of a file that has several', async () => {
  await bring(tools('two-pools.bpmn'));
  await dialog().getByText('文件里有几个流程，要哪几个').waitFor();
  await dialog().getByRole('button', { name: '建 2 个流程' }).click();
  await expect.poll(() => dialog().count()).toBe(0);
  const items = (await (await page.request.get('/api/processes')).json()).items as { key: string; name: string }[];
  expect(items.map(({ key }) => key)).toEqual(expect.arrayContaining(['shop', 'depot']));
  // The picture shows the messages between the pools, also one to a pool as a whole.
  await page.goto('/processes/shop');
  await expect.poll(() => page.locator('.zf-line.is-message').count()).toBe(2);
  await page.locator('.zf-line-name', { hasText: '发货单' }).waitFor();
  const problems = await (await page.request.get('/api/processes/shop/problems')).json();
  expect(problems.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
});

it('says in Chinese what a file is that cannot be read', async () => {
  await page.goto('/processes');
  await page.getByRole('button', { name: '导入文件' }).click();
  await dialog()
    .locator('input[type="file"]')
    .setInputFiles({ name: 'app.bpmn', mimeType: 'application/zip', buffer: Buffer.from([0x50, 0x4b, 3, 4, 0]) });
  await dialog().getByText('这是一个压缩包', { exact: false }).waitFor();
});
