// Twelve shelves to be counted by one person: one grid, a row scanned to, filled in, submitted alone or with all that are filled in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let house: House;
let chen: Caller;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

beforeAll(async () => {
  house = await openHouse({ furnished: false });
  chen = await house.office.as('chenli');
  const forms = {
    count: Form.parse({
      key: 'count',
      title: { zh: '点数', en: 'Count' },
      fields: [
        { type: 'text', id: 'place', label: { zh: '货架', en: 'Shelf' }, readOnly: true },
        { type: 'integer', id: 'booked', label: { zh: '账上', en: 'Booked' }, readOnly: true },
        { type: 'integer', id: 'counted', label: { zh: '数到', en: 'Counted' }, required: true, min: 0, max: 999 },
        {
          type: 'choice',
          id: 'state',
          label: { zh: '品相', en: 'State' },
          options: [
            { value: 'good', label: { zh: '好', en: 'Good' } },
            { value: 'bad', label: { zh: '有破损', en: 'Damaged' } },
          ],
        },
        {
          type: 'text',
          id: 'why',
          label: { zh: '差在哪', en: 'Why' },
          visibleWhen: '=counted != null and counted != booked',
          required: true,
        },
      ],
    }),
  };
  const definition = draw(
    'stocktake',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      count: {
        type: 'userTask',
        name: '点数',
        zf: {
          form: 'count',
          participants: [{ rule: 'person', value: 'linxiaowen' }],
          input: [
            { target: 'place', source: '=row.place' },
            { target: 'booked', source: '=row.booked' },
            { target: 'sku', source: '=row.sku' },
          ],
          deadline: [{ kind: 'resolution', target: 'PT4H' }],
          instruction: '数 {sku}',
          text: { en: { name: 'Count', instruction: 'Count {sku}' } },
        },
        loopCharacteristics: {
          type: 'multiInstanceLoopCharacteristics',
          isSequential: false,
          zf: { collection: '=rows', item: 'row' },
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->count', 'count->end'],
    { zf: { title: '="盘点 " + area', text: { en: { title: '="Count of " + area' } } } as never },
  );
  const drawn = Model.parse({ id: 'stocktake', processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms });
}, 240_000);
afterAll(() => house?.close());

/** The first of its tasks, and the case. */
async function begun(area: string, size: number): Promise<{ id: string; task: string }> {
  const rows = Array.from({ length: size }, (_, n) => ({
    sku: `SKU-${n + 1}`,
    place: `${area}-${n + 1}`,
    booked: 10 + n,
  }));
  const { body } = await chen('POST', '/api/cases', { process: 'stocktake', variables: { area, rows } }, fresh());
  const [first] = await house.office.shop.sql`
    select id from task where case_id = ${body.case} and state = 'open' order by length(id), id`;
  return { id: body.case, task: first?.id };
}
const left = async (id: string): Promise<number> => (await chen('GET', `/api/cases/${id}`)).body.tasks.length;
const grid = async (page: Page, task: string): Promise<void> => {
  await page.goto(`/work?task=${encodeURIComponent(task)}&grid=true`);
  await page.getByLabel('扫码或输编号，跳到那一行').waitFor();
};
const submitReady = (page: Page) => page.getByRole('button', { name: /提交填好的/ });

it('is offered where one holds several of a step, and tells each row what is wrong with it', async () => {
  const { id, task } = await begun('甲', 12);
  const page = await house.open('linxiaowen');
  await page.goto('/work');
  await page.getByRole('button', { name: '12 件一样的，用表格一起填' }).first().waitFor();
  await page.goto(`/work?task=${encodeURIComponent(task)}`);
  await page.getByRole('button', { name: '用表格一起填', exact: true }).click();
  await page.getByLabel('数到 SKU-1', { exact: true }).fill('10');
  await page.getByLabel('数到 SKU-3', { exact: true }).fill('11');
  await page.getByText('提交填好的 1 件').waitFor();
  await page.getByRole('button', { name: '提交 SKU-3' }).click();
  await page.locator('tr[data-row]', { hasText: '甲-3' }).getByText('请填写').waitFor();
  await shot(page, 'grid-zh-1440');
  await page.getByLabel('差在哪 SKU-3', { exact: true }).fill('少一件');
  await submitReady(page).click();
  await page.getByText('2 件已提交').waitFor();
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(10);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  // Undone together, both are back, as they were typed.
  await page.getByRole('button', { name: '撤销 Z' }).click();
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(12);
  expect(await page.getByLabel('数到 SKU-1', { exact: true }).inputValue()).toBe('10');
  expect(await page.getByLabel('差在哪 SKU-3', { exact: true }).inputValue()).toBe('少一件');
  expect(await left(id)).toBe(12);
});

it('is gone through by scanner and keyboard', async () => {
  const { id, task } = await begun('乙', 3);
  const page = await house.open('linxiaowen');
  await grid(page, task);
  const find = page.getByLabel('扫码或输编号，跳到那一行');
  await find.fill('sku-2');
  await find.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe('数到 SKU-2');
  await page.keyboard.type('11');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('数到 SKU-3');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toBe('数到 SKU-2');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('tr[data-row]').count()).toBe(2);
  await find.fill('SKU-9');
  await find.press('Enter');
  await page.getByText('没有「SKU-9」这一行').waitFor();
  await page.getByRole('button', { name: '不撤销了，马上生效' }).click();
  await expect.poll(() => left(id)).toBe(2);
});

it('takes cells of a spreadsheet over its rows', async () => {
  const { task } = await begun('丙', 3);
  const page = await house.open('linxiaowen');
  await grid(page, task);
  await page.getByLabel('数到 SKU-1', { exact: true }).evaluate((cell) => {
    const data = new DataTransfer();
    data.setData('text/plain', '10\t好\n11\t有破损\n12\t好');
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByText('提交填好的 3 件').waitFor();
  expect(await page.getByLabel('数到 SKU-3', { exact: true }).inputValue()).toBe('12');
});

it('made without a network waits row by row, and each arrives once', async () => {
  const { id, task } = await begun('丁', 3);
  const page = await house.open('linxiaowen', { installed: true });
  await page.goto('/work');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await grid(page, task);
  await page.getByLabel('数到 SKU-1', { exact: true }).fill('10');
  await page.getByLabel('数到 SKU-2', { exact: true }).fill('11');
  await page.context().setOffline(true);
  await submitReady(page).click();
  await expect.poll(() => page.locator('tr[data-row]').getByText('等网络').count(), { timeout: 20_000 }).toBe(2);
  await page.context().setOffline(false);
  await expect.poll(() => page.locator('tr[data-row]').count(), { timeout: 60_000 }).toBe(1);
  await expect.poll(() => left(id), { timeout: 60_000 }).toBe(1);
});

it('on a phone a row is a card, in both languages', async () => {
  const { task } = await begun('戊', 4);
  const page = await house.open('linxiaowen', { width: 390, height: 844 });
  await page.goto('/work');
  await page.getByRole('button', { name: '4 件一样的，用表格一起填' }).waitFor();
  await shot(page, 'grid-list-zh-390');
  await grid(page, task);
  await page.getByLabel('数到 SKU-1', { exact: true }).fill('9');
  await page.getByLabel('数到 SKU-2', { exact: true }).fill('11');
  await shot(page, 'grid-zh-390');
  const sizes = await page
    .locator('.task-grid :is(button, input):visible')
    .evaluateAll((all) => all.map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height]));
  // The field within a frame is as large as its frame.
  expect(sizes.filter(([html, height]) => Number(height) < 43.5 && !/ant-(input|select)/.test(String(html)))).toEqual(
    [],
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const english = await house.open('linxiaowen', { language: 'en' });
  await english.goto(`/work?task=${encodeURIComponent(task)}&grid=true`);
  await english.getByLabel('Counted SKU-1').waitFor();
  await shot(english, 'grid-en-1440');
});
