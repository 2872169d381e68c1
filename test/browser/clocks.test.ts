// The clock of a task in the browser: what happens next, somebody is asked and answers, a copy, another date; and a manager who draws a ladder.
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
import { type House, openHouse } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const timed = draw(
  'claims',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    judge: {
      type: 'userTask',
      name: '判责',
      zf: {
        participants: [{ rule: 'person', value: 'linxiaowen' }],
        deadline: [
          {
            kind: 'resolution',
            target: 'PT4H',
            steps: [
              { at: '50%', act: 'remind' },
              { at: '100%', act: 'escalate', to: 'person:chenli' },
            ],
          },
        ],
        text: { en: { name: 'Decide who pays' } },
      },
    },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->judge', 'judge->end'],
);

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const drawn = Model.parse({ id: timed.key, processes: [timed], diagram: {} });
  await publish(house.office.shop.sql, { definition: timed, model: { ...drawn, diagram: layout(drawn) }, forms: {} });
}, 120_000);
afterAll(() => house?.close());

async function begun(look = {}): Promise<{ page: Page; task: string; id: string }> {
  const [chen, lin] = await Promise.all([house.office.as('chenli'), house.office.as('linxiaowen')]);
  const body = { process: timed.key, businessKey: `C-${Math.random()}`, variables: {} };
  const id = (await chen('POST', '/api/cases', body, fresh())).body.case;
  const { items } = (await lin('GET', '/api/tasks?view=todo&limit=100')).body;
  const task = items.find((one: { case: string }) => one.case === id).id;
  const page = await house.open('linxiaowen', look);
  await page.goto(`/work?task=${encodeURIComponent(task)}`);
  return { page, task, id };
}
const looksRight = async (page: Page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

it('the head says what happens next, and somebody is asked and answers in his window', async () => {
  const { page, task } = await begun();
  await page.getByText(/会再提醒/).waitFor();
  await page.getByRole('button', { name: '更多' }).last().click();
  await page.getByRole('menuitem', { name: '问一句' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('孟洁');
  await page.getByTitle('孟洁').click();
  await dialog.getByLabel('问什么').fill('这单赔多少');
  await looksRight(page);
  await dialog.getByRole('button', { name: '问一句' }).click();
  await page.getByText('还没回答').waitFor();
  const other = await house.open('mengjie');
  await other.goto(`/work?task=${encodeURIComponent(task)}`);
  await other.getByLabel('写下你的回答').fill('二十元');
  await looksRight(other);
  await other.getByRole('button', { name: '回答' }).click();
  await page.locator('.questions').getByText('二十元').waitFor();
});

it('on a phone, in English, a copy is sent', async () => {
  const { page, id } = await begun({ width: 390, height: 844, language: 'en' });
  await page.getByRole('button', { name: 'More' }).last().click();
  await page.getByRole('menuitem', { name: 'Send a copy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('孟洁');
  await page.getByTitle('孟洁').click();
  await dialog.getByLabel('A word with it, if you like').fill('for your eyes');
  await looksRight(page);
  await dialog.getByRole('button', { name: 'Send a copy' }).click();
  await page.getByText('Copies sent').waitFor();
  const meng = await house.office.as('mengjie');
  await expect.poll(async () => (await meng('GET', `/api/cases/${id}`)).status).toBe(200);
});

it('a manager sets another date', async () => {
  const { task } = await begun();
  const page = await house.open('chenli');
  await page.goto(`/work?task=${encodeURIComponent(task)}`);
  await page.getByRole('button', { name: '更多' }).last().click();
  await page.getByRole('menuitem', { name: '改期限' }).click();
  await page.getByLabel('改到什么时候').fill('2030-01-05 18:00');
  await page.getByLabel('改到什么时候').press('Tab');
  await page.getByRole('dialog').getByRole('button', { name: '改期限' }).click();
  const chen = await house.office.as('chenli');
  const dueOf = async () => (await chen('GET', `/api/tasks/${task}`)).body.due;
  await expect.poll(dueOf).toBe(Date.parse('2030-01-05T18:00:00+08:00'));
});

it('a manager draws a ladder, copies and a limit of the whole, and what is published says so', async () => {
  const page = await house.open('chenli');
  await page.goto(`/processes/${timed.key}`);
  await page.getByText('判责').first().click();
  await page.getByRole('button', { name: '到时候做一件事' }).first().click();
  const rungs = page.locator('.zf-rung');
  await expect.poll(() => rungs.count()).toBe(3);
  await rungs.nth(2).getByRole('combobox', { name: '做什么' }).click();
  await page.getByTitle('抄送', { exact: true }).click();
  await rungs.nth(2).getByRole('combobox', { name: '给谁' }).fill('林晓雯');
  await page.getByTitle('林晓雯').last().click();
  await page.keyboard.press('Escape');
  await looksRight(page);
  const draft = async () =>
    JSON.stringify((await (await house.office.as('chenli'))('GET', `/api/processes/${timed.key}/draft`)).body);
  await expect.poll(draft).toContain('"at":"150%","act":"cc"');
});
