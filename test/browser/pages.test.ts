// The handbook in the browser: found and read with the shop's numbers, written beside its preview on a real order, said at a step in one
// click, asked of whom it is for, and seen by managers.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { fresh } from '../api/office.ts';
import { type House, openHouse, order } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
const looksRight = async (page: Page): Promise<void> => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
};

let house: House;
let chen: Page;
let lin: Page;
let task: string;
beforeAll(async () => {
  house = await openHouse();
  await house.tell('order.created', undefined, order('9100', '苏女士', 188_800));
  await house.tell('payment.received', '9100');
  task = await house.office.shop.until(async () => {
    const [row] = await house.office.shop.sql<{ id: string }[]>`select id from task where element = 'manual_audit'`;
    return row?.id;
  }, 'the audit');
  [chen, lin] = [await house.open('chenli'), await house.open('linxiaowen')];
}, 180_000);
afterAll(() => house?.close());

it('is found by any part of its text and read with the numbers that hold now', async () => {
  await lin.goto('/handbook');
  await lin.locator('.handbook-row', { hasText: '审单标准' }).waitFor();
  await lin.getByRole('textbox', { name: '搜标准、话术' }).fill('用双层箱');
  await expect.poll(() => lin.locator('.handbook-row').allTextContents()).toEqual(['发货包装标准']);
  await lin.getByRole('textbox', { name: '搜标准、话术' }).fill('');
  await lin.getByRole('link', { name: '审单标准' }).click();
  await lin.getByRole('heading', { name: '先看五处' }).waitFor();
  expect(await lin.locator('.page-text').textContent()).toContain('¥1,500.00 以上，或超过 60 行');
  await shot(lin, 'handbook-staff');
  const caller = await house.office.as('chenli');
  await caller('POST', '/api/parameters/orders.manyLines/values', { value: 80, reason: '旺季' }, fresh());
  await lin.reload();
  await lin.getByText('超过 80 行').waitFor();
  await looksRight(lin);
});

it('is written beside its preview: what is wrong is said, a real order fills it in', async () => {
  await chen.goto('/pages');
  await chen.getByRole('button', { name: '新建文档' }).click();
  await chen.getByRole('textbox', { name: '标题' }).fill('查金额');
  await chen.getByLabel('标识').fill('check-amount');
  await chen.getByRole('button', { name: '新建', exact: true }).click();
  const text = chen.getByRole('textbox', { name: '正文' });
  await text.fill('亲爱的{买家}，订单 {orderNo} 实付 {amount}，{谁}看一下。');
  await chen.getByText('「谁」没有流程认得').waitFor();
  await text.fill('亲爱的{买家}，订单 {orderNo} 实付 {amount}。');
  await chen.getByRole('combobox', { name: '参数' }).fill('承诺发货');
  await chen.keyboard.press('Enter');
  await expect.poll(() => text.inputValue()).toContain('{{orders.promiseHours}}');
  await chen.locator('.page-preview .is-gap', { hasText: '买家' }).waitFor();
  await chen.getByRole('combobox', { name: '选一件事，把数据填进去看' }).click();
  await chen.locator('.ant-select-item', { hasText: '9100' }).click();
  await chen.locator('.page-preview .is-filled', { hasText: '苏女士' }).waitFor();
  await chen.locator('.page-preview .is-filled', { hasText: '1,888.00' }).waitFor();
  await shot(chen, 'page-editor');
  await looksRight(chen);
  await chen.getByRole('navigation', { name: '编辑' }).getByRole('button', { name: '设置' }).click();
  await chen.getByRole('combobox', { name: '种类' }).click();
  await chen.locator('.ant-select-item', { hasText: '话术' }).click();
  await chen.getByRole('combobox', { name: '在哪些步骤自己出来' }).fill('人工审单');
  await chen.locator('.ant-select-item', { hasText: '订单处理 · 人工审单' }).click();
  await chen.keyboard.press('Escape');
  await shot(chen, 'page-settings');
  await chen.getByText('草稿已存').waitFor();
  await chen.getByRole('button', { name: /存为第 1 版/ }).click();
  await chen.locator('.ant-drawer-open').getByRole('button', { name: /发布/ }).click();
  await chen.getByRole('button', { name: /存为第 2 版/ }).waitFor();
});

it('shows what the shop has in place: rows of a view, a number, a table, each by the rights of its reader', async () => {
  const { sql } = house.office.shop;
  const table = {
    ...{ id: 'comp', name: '补偿谁批', hitPolicy: 'FIRST', text: { en: { name: 'Who approves' } } },
    inputs: [{ id: 'i', label: '补偿', expression: 'amount' }],
    outputs: [{ id: 'o', name: 'who', label: '谁批' }],
    rules: [
      { id: 'a', inputs: ['<= 50'], outputs: ['"客服"'] },
      { id: 'b', inputs: ['-'], outputs: ['"店长"'] },
    ],
  };
  const at = { by: null, from: 0 };
  await publishContent(sql, { ...at, kind: 'decision', key: 'comp', name: { zh: '补偿谁批' }, body: table });
  const zh = ['[[register:order]]', '[[register:none]]', '[[parameter:orders.promiseHours]]', '[[decision:comp]]'];
  const title = { zh: '看一眼', en: 'At a glance' };
  const body = {
    key: 'glance',
    kind: 'sop',
    title,
    text: { zh: zh.join('\n\n'), en: zh.join('\n\n') },
    scene: [],
    see: ['all'],
  };
  await publishContent(sql, { ...at, kind: 'page', key: 'glance', name: title, body });
  await lin.goto('/handbook/glance');
  await lin.locator('.embedded', { hasText: '订单' }).getByRole('link', { name: '9100' }).first().waitFor();
  await lin.locator('.embedded', { hasText: '补偿谁批' }).getByRole('cell', { name: '店长' }).waitFor();
  await lin.locator('.embedded', { hasText: '承诺发货' }).getByText(/48/).waitFor();
  await lin.getByText('这块内容不在，或不给您看').waitFor();
  await shot(lin, 'page-shows');
  await looksRight(lin);
  const phone = await house.open('linxiaowen', { width: 390, height: 844, language: 'en' });
  await phone.goto('/handbook/glance');
  await phone.locator('.embedded', { hasText: 'Who approves' }).getByRole('cell', { name: '店长' }).waitFor();
  await shot(phone, 'page-shows-390');
  await looksRight(phone);
  await phone.close();
  await chen.goto('/pages/glance');
  await chen.getByRole('combobox', { name: '嵌入' }).fill('订单 · ');
  await chen.keyboard.press('Enter');
  await expect
    .poll(() => chen.getByRole('textbox', { name: '正文' }).inputValue())
    .toMatch(/\[\[register:order\/[\w.-]+\]\]/);
  await chen.locator('.page-preview .embedded').nth(4).waitFor();
  await shot(chen, 'page-shows-editor');
});

it('offers itself at the step: one click copies it with the data of the case, and is counted', async () => {
  await lin.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lin.goto(`/work?view=claimable&task=${encodeURIComponent(task)}`);
  const card = lin.locator('.script', { hasText: '查金额' });
  await card.locator('mark', { hasText: '苏女士' }).waitFor();
  await shot(lin, 'task-guide');
  await card.getByRole('button', { name: /复制/ }).click();
  await card.getByText('用过 1 次').waitFor();
  const copied = await lin.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^亲爱的苏女士，订单 9100 实付 .?1,888\.00。/);
  expect(copied, 'nothing is copied as it is written').not.toMatch(/[{}]/);
  await lin.locator('.task-pages').getByRole('button', { name: '审单标准' }).click();
  await lin.locator('.ant-drawer-open').getByRole('heading', { name: '先看五处' }).waitFor();
  await shot(lin, 'task-page');
});

it('a rule asks whom it is for, is noted as read once, and shows what has changed with the next version', async () => {
  const caller = await house.office.as('chenli');
  const rule = (text: string) => ({
    key: 'no-gifts',
    kind: 'rule',
    title: { zh: '不收礼' },
    folder: { zh: '制度' },
    text: { zh: text },
    read: { who: ['role:order-auditor'], days: 3 },
  });
  const publish = async (text: string, revision: number) => {
    const saved = await caller('PUT', '/api/content/page/no-gifts/draft', { body: rule(text), revision });
    const { revision: next } = saved.body;
    const done = await caller('POST', '/api/content/page/no-gifts/publish', { revision: next }, fresh());
    expect(done.status).toBe(200);
  };
  // What ships asks for some pages by itself.
  const owed = async (): Promise<number> =>
    (await (await house.office.as('linxiaowen'))('GET', '/api/pages?toRead=true&limit=100')).body.items.length;
  const before = await owed();
  await publish('不收礼。\n\n不送礼。', 0);
  await lin.goto('/today');
  const toRead = lin.getByRole('link', { name: new RegExp(`要你读 ${before + 1} 页`) });
  await toRead.waitFor();
  await shot(lin, 'today-to-read');
  await toRead.click();
  await lin.getByRole('link', { name: /不收礼/ }).click();
  await shot(lin, 'to-read');
  await lin.getByRole('button', { name: '读完了，记下' }).click();
  await lin.getByText('你已读过这一版').waitFor();
  await publish(
    '不收礼。\n\n不送礼，也不请客。',
    (await caller('GET', '/api/content/page/no-gifts/draft')).body.revision,
  );
  await lin.reload();
  await lin.getByText('你上次读的是第 1 版，之后改过').waitFor();
  await lin.getByRole('button', { name: '看改了哪里' }).click();
  expect(await lin.locator('.handbook-changed li').allTextContents()).toEqual([
    '去掉 不送礼。',
    '新增 不送礼，也不请客。',
  ]);
  await shot(lin, 'changed-since');
  await looksRight(lin);
});

it('managers see who has read what', async () => {
  await chen.goto('/receipts');
  const row = chen.locator('tr', { hasText: '林晓雯' });
  await row.getByText(/前读/).first().waitFor();
  await shot(chen, 'receipts');
  await looksRight(chen);
  await lin.getByRole('button', { name: '读完了，记下' }).click();
  await lin.getByText('你已读过这一版').waitFor();
  await chen.goto('/handbook/no-gifts');
  await chen.getByText(/^1\/\d+ 人$/).waitFor();
  await shot(chen, 'handbook-manager');
  await looksRight(chen);
});

it('an older version comes back as the draft, and what differs is said', async () => {
  await chen.goto('/pages/no-gifts');
  await chen
    .getByRole('button', { name: /第 2 版/ })
    .first()
    .click();
  const panel = chen.locator('.ant-drawer-open', { hasText: '第 1 版' });
  await panel.waitFor();
  await shot(chen, 'page-versions');
  await panel.getByRole('button', { name: '改了什么' }).click();
  await panel.locator('.content-changes s', { hasText: '不送礼。' }).waitFor();
  await panel.getByRole('button', { name: '用这一版做草稿' }).click();
  await expect.poll(() => chen.getByRole('textbox', { name: '正文' }).inputValue()).toBe('不收礼。\n\n不送礼。');
  expect((await (await chen.request.get('/api/pages/no-gifts')).json()).version, 'nothing is published by it').toBe(2);
});

it('the designer names pages for a step', async () => {
  await chen.goto('/processes/order-fulfilment');
  await chen.locator('.react-flow__node[data-id="manual_audit"]').focus();
  await chen.keyboard.press('Enter');
  await chen.getByRole('button', { name: /办事指引/ }).click();
  await chen.locator('.ant-drawer-open .ant-select-selection-item', { hasText: '审单标准' }).waitFor();
  await shot(chen, 'designer-guide');
});

it('is printed without what stands around it', async () => {
  await lin.goto('/handbook/order-audit');
  await lin.locator('.page-text h3').first().waitFor();
  await lin.emulateMedia({ media: 'print' });
  expect(
    await lin
      .locator('.rail, .handbook-list, .handbook-side, .top')
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).display)),
  ).toEqual(['none', 'none', 'none', 'none']);
  await shot(lin, 'handbook-print');
  await lin.emulateMedia({ media: 'screen' });
});

it('reads well on a phone and in English', async () => {
  for (const [language, width] of [
    ['zh', 390],
    ['en', 390],
    ['en', 1440],
  ] as const) {
    const page = await house.open('linxiaowen', { language, width, height: 844 });
    await page.goto('/handbook');
    await page.locator('.handbook-row').first().waitFor();
    await shot(page, `handbook-list-${language}-${width}`);
    await looksRight(page);
    await page.goto('/handbook/order-audit');
    await page.locator('.page-text h3').first().waitFor();
    await shot(page, `handbook-page-${language}-${width}`);
    await looksRight(page);
    const small = await page
      .locator('.handbook-tool, .handbook-row, .handbook-note button')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).length);
    if (width === 390) expect(small, 'targets below 44 px').toBe(0);
  }
  const writes = await house.open('chenli', { width: 390, height: 844 });
  await writes.goto('/pages/check-amount');
  await writes.locator('.page-bar').waitFor();
  await shot(writes, 'page-editor-390');
  await looksRight(writes);
});
