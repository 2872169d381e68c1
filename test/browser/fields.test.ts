// Every kind of field as people meet it: filled in, read in a case, in a list and on a record; formulas and rules while one types; what a
// phone can do.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

const label = (zh: string) => ({ zh });
const named = [
  { type: 'text', id: 'code', label: label('编号'), required: true },
  { type: 'text', id: 'name', label: label('名称') },
];
const MAKER = { key: 'maker', name: label('厂家'), keyField: 'code', title: '=name', fields: named };
const REASON = { key: 'why', name: label('缘由'), keyField: 'code', title: '=name', fields: named };
const KINDS = [
  { type: 'person', id: 'owner', label: label('负责人'), find: 'text' },
  { type: 'department', id: 'team', label: label('部门') },
  { type: 'record', id: 'maker', label: label('厂家'), register: 'maker' },
  { type: 'choice', id: 'why', label: label('缘由'), from: { register: 'why' } },
  { type: 'percent', id: 'off', label: label('折扣'), find: 'number' },
  { type: 'phone', id: 'tel', label: label('电话') },
  { type: 'url', id: 'page', label: label('网页') },
  { type: 'scan', id: 'barcode', label: label('条码') },
  { type: 'rating', id: 'stars', label: label('评分') },
  { type: 'location', id: 'spot', label: label('地点') },
  { type: 'signature', id: 'sign', label: label('签名') },
];
const SAMPLE = {
  key: 'sample',
  name: label('样品'),
  keyField: 'code',
  title: '=name',
  fields: [...named, ...KINDS],
  views: [{ key: 'all', title: label('全部'), columns: KINDS.map(({ id }) => id) }],
};
const FORM = Form.parse({
  key: 'ask',
  title: label('送样'),
  fields: [
    { type: 'block', id: 'read', label: label('先看这里'), text: label('样品要先登记。\n签名才算数。') },
    ...KINDS,
    {
      type: 'table',
      id: 'lines',
      label: label('明细'),
      columns: [
        { type: 'integer', id: 'quantity', label: label('件数') },
        { type: 'money', id: 'price', label: label('单价') },
        { type: 'money', id: 'sum', label: label('小计'), formula: 'quantity * price' },
      ],
    },
    { type: 'money', id: 'all', label: label('合计'), formula: 'sum(lines.sum) * (1 - off)' },
  ],
  rules: [{ when: 'all > 100000 and tel = null', say: { zh: '一千元以上要留电话', en: 'Leave a number' } }],
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let house: House;
let manager: Caller;
beforeAll(async () => {
  house = await openHouse();
  manager = await house.office.as('chenli');
  const { sql } = house.office.shop;
  for (const each of [MAKER, REASON, SAMPLE]) {
    const body = Register.parse(each);
    await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  }
  const put = (register: string, code: string, name: string) =>
    manager('POST', `/api/registers/${register}/records`, { values: { code, name } }, fresh());
  await put('maker', 'M-1', '云织家纺');
  await put('maker', 'M-2', '暖北毛织');
  await put('why', 'W-1', '新品');
  await put('why', 'W-2', '换料');
  await put('sample', 'S-1', '围巾样');
  const definition = draw(
    'sampling',
    { start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] }, keep: KEEP, end: END } as never,
    ['start->keep', 'keep->end'],
  );
  const drawn = Model.parse({ id: 'sampling', processes: [definition], diagram: {} });
  await publish(sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms: { ask: FORM } });
}, 240_000);
afterAll(() => house?.close());
const KEEP = { type: 'userTask', name: '收样', zf: { participants: [{ rule: 'role', value: 'order-auditor' }] } };
const END = { type: 'endEvent', eventDefinitions: [] };

/** A camera that shows nothing, and a reader that sees a code in it. */
const WITH_CAMERA = `
  window.BarcodeDetector = class { async detect() { return [{ rawValue: '6901234567892' }]; } };
  const screen = document.createElement('canvas');
  const light = screen.getContext('2d');
  setInterval(() => light.fillRect(0, 0, 9, 9), 50);
  navigator.mediaDevices.getUserMedia = async () => screen.captureStream();
`;

async function choose(page: Page, field: string, text: string, search?: string): Promise<void> {
  const box = page.getByRole('combobox', { name: field, exact: true });
  await box.click();
  if (search) await box.fill(search);
  await page.locator('.ant-select-dropdown:visible').getByText(text, { exact: true }).first().click();
}
async function fillIn(page: Page): Promise<void> {
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 31.2304, longitude: 121.4737, accuracy: 20 });
  await choose(page, '负责人', '陈立', '陈立');
  await choose(page, '部门', '客服部');
  await choose(page, '厂家', '暖北毛织', '暖北');
  await page.getByRole('group', { name: '缘由' }).getByText('换料').click();
  await page.getByRole('textbox', { name: '折扣' }).fill('12.5');
  await page.getByRole('textbox', { name: '电话' }).fill('０２１（6400）1234');
  await page.getByRole('textbox', { name: '网页' }).fill('www.example.com/a');
  await page.getByRole('group', { name: '评分' }).getByRole('radio').nth(3).click({ force: true });
  await page.getByRole('textbox', { name: '地点' }).fill('三号仓');
  await page.getByRole('button', { name: '用当前位置' }).click();
  await page.getByText('31.2304,121.4737').waitFor();
  await page.getByRole('textbox', { name: '或打出名字' }).fill('林晓雯');
  await page.getByRole('button', { name: '用打的名字' }).click();
  await page.getByText('签好了').waitFor();
}

describe('a form with every kind', () => {
  it('is filled in, computes while one types, tells its rule, and is read in the case', async () => {
    const page = await house.open('linxiaowen');
    await page.addInitScript(WITH_CAMERA);
    await page.goto('/start?process=sampling&element=start');
    await page.getByText('样品要先登记').waitFor();
    await page.getByRole('button', { name: '加一行' }).click();
    const cell = (column: string) => page.locator(`td[data-column="${column}"]`);
    await cell('quantity').getByRole('textbox').fill('3');
    await cell('price').getByRole('textbox').fill('400');
    await expect.poll(() => cell('sum').textContent()).toBe('¥1,200.00');
    await page.getByRole('textbox', { name: '折扣' }).fill('0');
    await expect.poll(() => page.locator('dd', { hasText: '¥1,200.00' }).count()).toBe(1);
    await page.getByRole('button', { name: '发起', exact: true }).click();
    await page.getByRole('alert').getByText('一千元以上要留电话').waitFor();
    await fillIn(page);
    await page.getByText('¥1,050.00').waitFor();
    await page.getByRole('button', { name: '用相机扫码' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: '条码' }).inputValue()).toBe('6901234567892');
    expect(await seriousOf(page)).toEqual([]);
    await shot(page, 'start');
    await page.getByRole('button', { name: '发起', exact: true }).click();
    await page.waitForURL(/\/cases\//);
    const facts = page.locator('main');
    for (const words of ['陈立', '客服部', '暖北毛织', '换料', '12.5%', '021 6400 1234', '三号仓', '¥1,050.00'])
      await facts.getByText(words).first().waitFor();
    await facts.getByRole('img', { name: '4 / 5' }).waitFor();
    await facts.getByRole('link', { name: '暖北毛织' }).waitFor();
    await facts.getByRole('img', { name: '签名' }).waitFor();
    await shot(page, 'case');
    const { items } = (await manager('GET', '/api/cases?process=sampling')).body;
    const { variables } = (await manager('GET', `/api/cases/${items[0].id}`)).body;
    const held = (name: string) => variables.find((one: { name: string }) => one.name === name)?.value;
    expect(held('off')).toBe(0.125);
    expect(held('page')).toBe('https://www.example.com/a');
    expect(held('why')).toBe('W-2');
    expect(held('maker')).toMatchObject({ key: 'M-2', title: '暖北毛织', rev: 1 });
    expect(held('spot')).toEqual({ text: '三号仓', lat: 31.2304, lng: 121.4737, accuracy: 20 });
    expect(held('sign')).toMatchObject([{ type: 'image/png' }]);
  });

  it('on a phone says that it reads no codes; a hand scanner goes on by Enter; a finger signs', async () => {
    const page = await house.open('machao', { width: 390, height: 844 });
    await page.goto('/start?process=sampling&element=start');
    await page.getByText('这个浏览器认不出条码').waitFor();
    const code = page.getByRole('textbox', { name: '条码' });
    await code.pressSequentially('690\n');
    expect(await code.inputValue()).toBe('690');
    const focus = await code.evaluate((own) => ({
      own: own === document.activeElement,
      typed: document.activeElement?.matches('input, textarea'),
    }));
    expect(focus).toEqual({ own: false, typed: true });
    const pad = page.getByRole('img', { name: '在这里签名' });
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.getByText('签好了').waitFor();
    await shot(page, 'phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('a record with every kind', () => {
  it('is written on its page and in its row, and read as it is meant; what was changed since is marked', async () => {
    const page = await house.open('chenli');
    await page.goto('/registers/sample/records/S-1');
    await page.getByRole('button', { name: '改', exact: true }).first().click();
    await fillIn(page);
    await page.getByRole('textbox', { name: '条码' }).fill('690');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    const main = page.locator('main');
    for (const words of ['陈立', '客服部', '暖北毛织', '换料', '12.5%', '三号仓'])
      await main.getByText(words).first().waitFor();
    expect(await main.getByRole('link', { name: '021 6400 1234' }).getAttribute('href')).toBe('tel:02164001234');
    expect(await main.getByRole('link', { name: 'example.com/a' }).getAttribute('rel')).toContain('noopener');
    await manager('PATCH', '/api/registers/maker/records/M-2', { rev: 1, values: { name: '暖北毛织二厂' } });
    await page.reload();
    await main.getByText('此后改过').waitFor();
    await shot(page, 'record');
    await page.goto('/registers/sample');
    const row = page.locator('tbody tr', { hasText: '围巾样' }).first();
    await row.getByText('12.5%').waitFor();
    await row.getByRole('img', { name: '4 / 5' }).waitFor();
    await shot(page, 'grid');
  });
});

it('each kind is chosen and set in the editor of a form, and so are formulas and rules', async () => {
  expect((await manager('POST', '/api/processes', { name: '手工', key: 'by-hand' }, fresh())).status).toBe(201);
  const page = await house.open('chenli');
  await page.goto('/processes/by-hand');
  await page.locator('.react-flow__node[data-id="start"]').click();
  await page.locator('.zf-properties').getByText('还没有表单').click();
  const drawer = page.locator('.ant-drawer-open');
  await drawer.getByText('新建一张表单').click();
  const pick = async (box: string, text: string): Promise<void> => {
    // A shop has more registers than a list shows at once.
    await drawer.getByRole('combobox', { name: box, exact: true }).fill(text);
    await page.locator('.ant-select-dropdown:visible').getByText(text, { exact: true }).click();
  };
  const type = async (label: string, text: string): Promise<void> => {
    const field = drawer.getByLabel(label, { exact: true }).last();
    await field.fill(text);
    await field.blur();
  };
  const add = async (name: string, kind: string): Promise<void> => {
    await drawer.getByRole('button', { name: '加一项' }).click();
    await type('问什么', name);
    const box = drawer.getByRole('combobox', { name: `「${name}」填什么`, exact: true });
    await box.fill(kind);
    await page.locator('.ant-select-dropdown:visible').getByTitle(kind, { exact: true }).click();
    await drawer.getByRole('button', { name: '更多设置' }).last().click();
  };
  await add('厂家', '台账记录');
  await pick('选自台账', '厂家');
  await add('缘由', '单选');
  await pick('选项来自台账', '缘由');
  await add('折扣', '百分数');
  await type('最多', '30');
  await add('评分', '打分');
  await type('几颗星', '7');
  await add('折后', '百分数');
  await type('由公式算出', '1 - 折扣');
  await add('先读', '说明');
  await type('说明文字', '先看这里');
  await drawer.getByRole('button', { name: '加一条规矩' }).click();
  await type('什么时候不行（公式）', '折扣 > 0.2 and 评分 < 3');
  await type('不行时说什么', '折扣大，评分不能低');
  await shot(page, 'editor');
  const form = async () => Object.values((await manager('GET', '/api/processes/by-hand/draft')).body.forms)[0];
  await expect.poll(form, { timeout: 10_000 }).toMatchObject({
    fields: [
      { id: '厂家', type: 'record', register: 'maker' },
      { id: '缘由', type: 'choice', from: { register: 'why' } },
      { id: '折扣', type: 'percent', max: 0.3 },
      { id: '评分', type: 'rating', max: 7 },
      { id: '折后', type: 'percent', formula: '1 - 折扣' },
      { id: '先读', type: 'block', text: { zh: '先看这里' } },
    ],
    rules: [{ when: '折扣 > 0.2 and 评分 < 3', say: { zh: '折扣大，评分不能低' } }],
  });
  expect(Form.safeParse(await form()).success).toBe(true);
});

async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/fields-${name}.png`, fullPage: true });
}
