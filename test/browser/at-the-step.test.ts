// What one finds at a step: words that are asked for, phrases for them, and the step and its case on paper.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, letGo, openHouse } from './house.ts';

let house: House;
let chen: Caller;
const shots = process.env.SHOTS;

beforeAll(async () => {
  house = await openHouse({ furnished: false });
  chen = await house.office.as('chenli');
  const forms = {
    price: Form.parse({
      key: 'price',
      title: { zh: '改价', en: 'Price' },
      fields: [
        { type: 'text', id: 'sku', label: { zh: '货号', en: 'SKU' }, readOnly: true, names: 'sku' },
        { type: 'scan', id: 'like', label: { zh: '照着哪款', en: 'Like which' }, names: 'sku' },
        { type: 'text', id: 'note', label: { zh: '依据', en: 'Grounds' } },
      ],
    }),
  };
  const words = (zh: string, en: string) => ({ zh, en });
  const registers = [
    {
      key: 'sku',
      name: words('商品', 'Goods'),
      keyField: 'code',
      title: '=name',
      beside: {
        fields: ['available'],
        lists: [{ register: 'return', field: 'sku', columns: ['why'], sort: { field: 'on', down: true } }],
      },
      fields: [
        { type: 'text', id: 'code', label: words('款号', 'Code') },
        { type: 'text', id: 'name', label: words('品名', 'Name') },
        {
          type: 'integer',
          id: 'available',
          label: words('可售', 'Available'),
          by: { who: 'ledger', ledger: 'stock', measure: 'available' },
        },
      ],
    },
    {
      key: 'stock',
      name: words('库存', 'Stock'),
      kind: 'ledger',
      fields: [{ type: 'text', id: 'slip', label: words('单据', 'Slip') }],
      ledger: { account: 'sku', measures: [{ key: 'available', name: words('可售', 'Available') }] },
    },
    {
      key: 'return',
      name: words('退换', 'Returns'),
      keyField: 'code',
      title: '=code',
      fields: [
        { type: 'text', id: 'code', label: words('单号', 'Number') },
        { type: 'text', id: 'sku', label: words('款号', 'Code'), find: 'text' },
        { type: 'text', id: 'why', label: words('原因', 'Cause') },
        { type: 'date', id: 'on', label: words('哪天', 'On'), find: 'date' },
      ],
    },
  ].map((register) => Register.parse(register));
  for (const body of registers)
    await publishContent(house.office.shop.sql, {
      ...{ kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 },
    });
  const put = async (register: string, values: object) =>
    expect((await chen('POST', `/api/registers/${register}/records`, { values }, fresh())).status).toBe(201);
  await put('sku', { code: 'C-3', name: '羊毛衫' });
  await put('return', { code: 'R-1', sku: 'C-3', why: '起球', on: '2026-11-01' });
  await put('return', { code: 'R-2', sku: 'C-3', why: '尺码', on: '2026-11-02' });
  const [stock] = registers.filter(({ key }) => key === 'stock');
  await book(
    house.office.shop.sql,
    stock as Register,
    { by: null, at: 1 },
    { effect: 'at-the-step', entries: [{ account: 'C-3', measure: 'available', delta: 12 }] },
  );
  const definition = draw(
    'price',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      approve: {
        type: 'userTask',
        name: '批改价',
        zf: {
          form: 'price',
          refusal: 'end',
          opinion: ['refuse'],
          checklist: [{ text: '看过成本' }],
          instruction: '低于成本不批',
          participants: [{ rule: 'person', value: 'linxiaowen' }],
          text: { en: { name: 'Approve the price', instruction: 'Never below cost', checklist: ['Cost looked at'] } },
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->approve', 'approve->end'],
    {
      zf: {
        title: '="改价 " + sku',
        variable: [{ name: 'sku', type: 'text', label: '货号', text: { en: { name: 'SKU' } } }],
        text: { en: { name: 'Price change', title: '="Price of " + sku' } },
      } as never,
    },
  );
  const drawn = Model.parse({ id: 'price', processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms });
}, 240_000);
afterAll(() => house?.close());

async function begun(sku: string): Promise<{ id: string; task: string; at: string }> {
  const id = (await chen('POST', '/api/cases', { process: 'price', variables: { sku } }, fresh())).body.case;
  const task = (await chen('GET', `/api/cases/${id}`)).body.tasks[0].id;
  return { id, task, at: `/work?task=${encodeURIComponent(task)}` };
}

it('a refusal wants a reason, which is kept as a phrase and put in the next time', async () => {
  const first = await begun('A-1');
  const second = await begun('B-2');
  const page = await house.open('linxiaowen', { width: 390, height: 844 });
  await page.goto(first.at);
  await page.getByText('拒绝要写意见').waitFor();
  const refuse = () => page.locator('.verbs').getByRole('button', { name: '拒绝' });
  await refuse().click();
  await page.getByText('先写下意见').waitFor();
  await page.getByLabel('说一句，写进经过').fill('低于成本价');
  await page.getByRole('button', { name: '常用语' }).click();
  await page.getByRole('button', { name: '把写的存成常用语' }).click();
  await page.getByRole('button', { name: '低于成本价', exact: true }).waitFor();
  if (shots) await page.screenshot({ path: `${shots}/phrases-zh-390.png` });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: '常用语' }).waitFor({ state: 'detached' });
  await refuse().click();
  await letGo(page);
  await page.goto(second.at);
  await page.getByRole('button', { name: '常用语' }).click();
  await page.getByRole('button', { name: '低于成本价', exact: true }).click();
  await expect.poll(() => page.getByLabel('说一句，写进经过').inputValue()).toBe('低于成本价');
  await refuse().click();
  await letGo(page);
  const story = (await chen('GET', `/api/cases/${second.id}/history?limit=200`)).body.items;
  expect(JSON.stringify(story)).toContain('低于成本价');
});

it('goes on paper in both languages, without a piece of the app', async () => {
  const { id, task } = await begun('C-3');
  const zh = await house.open('linxiaowen');
  await zh.goto(`/work?task=${encodeURIComponent(task)}`);
  const opened = zh.context().waitForEvent('page');
  await zh.getByRole('link', { name: '打印' }).click();
  const sheet = await opened;
  await sheet.getByRole('heading', { name: '批改价 改价 C-3' }).waitFor();
  await sheet.getByText('看过成本').waitFor();
  await sheet.emulateMedia({ media: 'print' });
  expect(await sheet.getByRole('button').count()).toBe(0);
  expect(await sheet.getByRole('navigation').count()).toBe(0);
  if (shots) await sheet.screenshot({ path: `${shots}/task-sheet-zh.png`, fullPage: true });
  const en = await house.open('chenli', { language: 'en' });
  await en.goto(`/cases/${encodeURIComponent(id)}`);
  const also = en.context().waitForEvent('page');
  await en.getByRole('link', { name: 'Print' }).click();
  const paper = await also;
  await paper.getByRole('heading', { name: /Price change/ }).waitFor();
  await paper.getByText('C-3').first().waitFor();
  await paper.getByRole('heading', { name: 'What happened' }).waitFor();
  expect(await paper.locator('.story > li').count()).toBeGreaterThan(0);
  await paper.emulateMedia({ media: 'print' });
  expect(await paper.getByRole('button').count()).toBe(0);
  if (shots) await paper.screenshot({ path: `${shots}/case-sheet-en.png`, fullPage: true });
});

it('looks up what a field names, in place, with what the ledgers hold', async () => {
  const { at } = await begun('C-3');
  const page = await house.open('linxiaowen', { width: 390, height: 844 });
  await page.goto(at);
  await page.getByRole('button', { name: '看看商品 C-3' }).click();
  const shown = page.getByRole('dialog', { name: '看看商品 C-3' });
  await shown.getByText('羊毛衫').waitFor();
  await shown.getByText('12', { exact: true }).waitFor();
  expect(await shown.locator('tbody tr').allTextContents()).toEqual(['R-2尺码', 'R-1起球']);
  if (shots) await page.screenshot({ path: `${shots}/beside-zh-390.png` });
  await page.keyboard.press('Escape');
  await shown.waitFor({ state: 'detached' });
  // What is typed is looked up as it stands; of what is not there that is said.
  await page.getByLabel('照着哪款').fill('Z-9');
  await page.getByRole('button', { name: '看看商品 Z-9' }).click();
  await page.getByText('台账里没有 Z-9，或者你看不到。').waitFor();
});
