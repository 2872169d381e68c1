// 退回 in the browser: where to, what it does, why; undone within seconds; put right and straight back. And a manager says what is offered.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publish } from '../../db/processes.ts';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, letGo, openHouse } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const by = (...people: string[]) => ({ participants: people.map((value) => ({ rule: 'person', value })) });
const price = draw(
  'price-back',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    fill: { type: 'userTask', name: '改价格', zf: { ...by('linxiaowen'), text: { en: { name: 'Set the price' } } } },
    check: {
      type: 'userTask',
      name: '运营经理审批',
      zf: { ...by('hejing'), refusal: 'end', text: { en: { name: 'Operations decides' } } },
    },
    fork: { type: 'parallelGateway' },
    sign: {
      type: 'userTask',
      name: '店长与财务会签',
      zf: {
        mode: 'all',
        refusal: 'end',
        ...by('chenli', 'zhoumin'),
        watch: ['price'],
        text: { en: { name: 'Manager and finance decide' } },
      },
    },
    pack: { type: 'userTask', name: '备货', zf: { ...by('linxiaowen'), text: { en: { name: 'Get it ready' } } } },
    join: { type: 'parallelGateway' },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->fill', 'fill->check', 'check->fork', 'fork->sign', 'fork->pack', 'sign->join', 'pack->join', 'join->end'],
  {
    zf: { variable: [{ name: 'price', type: 'number', label: '到手价', text: { en: { name: 'price' } } }] },
  } as never,
);

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const drawn = Model.parse({ id: price.key, processes: [price], diagram: {} });
  await publish(house.office.shop.sql, { definition: price, model: { ...drawn, diagram: layout(drawn) }, forms: {} });
}, 120_000);
afterAll(() => house?.close());

type Row = { id: string; case: string; element: string };
const taskOf = async (username: string, id: string, element: string): Promise<string> => {
  const caller = await house.office.as(username);
  const { items } = (await caller('GET', '/api/tasks?view=todo&limit=100')).body;
  return items.find((one: Row) => one.case === id && one.element === element)?.id ?? '';
};
const complete = async (username: string, id: string, element: string, more: object = {}) =>
  (await house.office.as(username))(
    'POST',
    `/api/tasks/${await taskOf(username, id, element)}/complete`,
    more,
    fresh(),
  );
/** Two have decided nothing yet, one has agreed. */
async function begun(): Promise<string> {
  const chen = await house.office.as('chenli');
  const body = { process: price.key, businessKey: `P-${Math.random()}`, variables: { price: 159 } };
  const id = (await chen('POST', '/api/cases', body, fresh())).body.case;
  await complete('linxiaowen', id, 'fill');
  await complete('hejing', id, 'check', { verdict: 'agree', comment: '跟竞品' });
  await complete('zhoumin', id, 'sign', { verdict: 'agree' });
  return id;
}
async function window(username: string, id: string, element: string, look = {}): Promise<Page> {
  const page = await house.open(username, look);
  await page.goto(`/work?task=${encodeURIComponent(await taskOf(username, id, element))}`);
  return page;
}
const looksRight = async (page: Page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
};

it('says where to and what that does, is undone, and goes straight back once it is put right', async () => {
  const id = await begun();
  const chen = await window('chenli', id, 'sign');
  await chen.getByRole('button', { name: '退回' }).click();
  const docked = chen.getByRole('dialog');
  await docked.getByText('林晓雯 ·').first().waitFor();
  await docked.getByText('林晓雯 的「备货」').waitFor();
  await docked.getByText('1 人的同意').waitFor();
  await docked.getByText('还算数').waitFor();
  await docked.getByText('从那一步逐级再走').first().click();
  await docked.getByText('作废').waitFor();
  const send = docked.getByRole('button', { name: '退回给 林晓雯' });
  await docked.getByLabel('为什么').fill('请按 189 重算');
  expect(await send.isDisabled()).toBe(true);
  await docked.getByText('收走别人手上 1 件').click();
  expect(await send.isEnabled()).toBe(true);
  await docked.getByText('直接回到这里').click();
  await looksRight(chen);
  // Typed text outlives the window.
  await chen.keyboard.press('Escape');
  await chen.getByRole('button', { name: '退回' }).click();
  await expect.poll(() => docked.getByLabel('为什么').inputValue()).toBe('请按 189 重算');
  await send.click();
  await chen.getByRole('button', { name: /^撤销/ }).click();
  await expect.poll(() => taskOf('chenli', id, 'sign')).not.toBe('');
  await chen.goto(`/work?task=${encodeURIComponent(await taskOf('chenli', id, 'sign'))}`);
  await chen.getByRole('button', { name: '退回' }).click();
  await docked.getByLabel('为什么').fill('请按 189 重算');
  await send.click();
  await letGo(chen);
  await expect.poll(() => taskOf('linxiaowen', id, 'fill')).not.toBe('');
  expect(await taskOf('linxiaowen', id, 'pack')).toBe('');

  const lin = await window('linxiaowen', id, 'fill');
  await lin.getByText('请按 189 重算').first().waitFor();
  await lin.goto(`/cases/${id}`);
  await lin.getByText('「店长与财务会签」退回到「改价格」').waitFor();
  await lin.getByText('等别处改好').first().waitFor();
  await looksRight(lin);
  await complete('linxiaowen', id, 'fill');
  await expect.poll(() => taskOf('chenli', id, 'sign')).not.toBe('');
  expect(await taskOf('zhoumin', id, 'sign')).toBe('');
  expect(await taskOf('linxiaowen', id, 'pack')).not.toBe('');
});

it('on a phone, in English', async () => {
  const id = await begun();
  const page = await window('chenli', id, 'sign', { language: 'en', width: 390, height: 844 });
  await page.getByRole('button', { name: 'Send back', exact: true }).click();
  const docked = page.getByRole('dialog');
  await docked.getByText('Straight back here').waitFor();
  await docked.getByText('Get it ready').waitFor();
  await looksRight(page);
});

it('a manager says what is offered and where it goes back to, and it is kept as it is said', async () => {
  const page = await house.open('chenli');
  await page.goto(`/processes/${price.key}`);
  await page.getByText('运营经理审批').first().click();
  const chen = await house.office.as('chenli');
  const kept = async () =>
    (await chen('GET', `/api/processes/${price.key}/draft`)).body.model?.processes[0].elements.check.zf;
  await page.getByRole('checkbox', { name: /委派/ }).uncheck();
  await expect.poll(kept).toMatchObject({
    verbs: ['agree', 'refuse', 'return', 'transfer', 'addSigners', 'removeSigners', 'takeBack'],
  });
  await page.getByLabel('可以退回到').click();
  await page.getByTitle('改价格', { exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('改完以后').click();
  await page.getByTitle('从那一步逐级再走').click();
  await expect.poll(kept).toMatchObject({ returnTo: ['fill'], returnMode: 'replay' });
  await looksRight(page);
  await page.getByRole('checkbox', { name: /退回/ }).uncheck();
  await expect.poll(async () => Object.keys(await kept())).not.toContain('returnTo');
});
