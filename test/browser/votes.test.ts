// Three people decide one step together in three windows; a manager says in the designer what counts as passed.
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
import { chooseVerb, type House, letGo, openHouse } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const named = (...people: string[]) => people.map((value) => ({ rule: 'person', value }));
const price = draw(
  'price-together',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    approve: {
      type: 'userTask',
      name: '店长与财务会签',
      zf: {
        mode: 'all',
        refusal: 'end',
        participants: named('linxiaowen', 'zhoumin', 'chenli'),
        text: { en: { name: 'Manager and finance decide' } },
      },
    },
    put: { type: 'userTask', name: '改价', zf: { participants: named('chenli') } },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->approve', 'approve->put', 'put->end'],
);

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const drawn = Model.parse({ id: price.key, processes: [price], diagram: {} });
  await publish(house.office.shop.sql, { definition: price, model: { ...drawn, diagram: layout(drawn) }, forms: {} });
}, 120_000);
afterAll(() => house?.close());

const begin = async (): Promise<string> => {
  const chen = await house.office.as('chenli');
  return (
    await chen('POST', '/api/cases', { process: price.key, businessKey: `P-${Math.random()}`, variables: {} }, fresh())
  ).body.case;
};
/** The task of this case in the window of this person. */
async function window(username: string, id: string, look = {}): Promise<Page> {
  const caller = await house.office.as(username);
  const { items } = (await caller('GET', '/api/tasks?view=todo&limit=100')).body;
  const page = await house.open(username, look);
  await page.goto(`/work?task=${encodeURIComponent(items.find((one: { case: string }) => one.case === id).id)}`);
  return page;
}
const looksRight = async (page: Page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

it('each sees who has said what, and nothing is chosen beforehand', async () => {
  const id = await begin();
  const [lin, zhou] = await Promise.all([window('linxiaowen', id), window('zhoumin', id)]);
  await zhou.getByText('3 人里 0 人同意；都同意才通过').waitFor();
  await zhou.getByText('等你').waitFor();
  await lin.getByRole('button', { name: '说一句' }).click();
  await lin.getByLabel('说一句，写进经过').fill('限 300 条');
  await lin.getByRole('button', { name: '同意', exact: false }).first().click();
  await letGo(lin);
  await zhou.getByText('3 人里 1 人同意').waitFor();
  await zhou.getByText('限 300 条').first().waitFor();
  await looksRight(zhou);
  await zhou.getByRole('button', { name: '拒绝' }).click();
  await letGo(zhou);
  const manager = await house.office.as('chenli');
  await expect.poll(async () => (await manager('GET', `/api/cases/${id}`)).body.outcome).toBe('refused');
});

it('on a phone, in English', async () => {
  const id = await begin();
  const page = await window('zhoumin', id, { language: 'en', width: 390, height: 844 });
  await page.getByText('0 of 3 agree; all must').waitFor();
  await looksRight(page);
  await page.getByRole('button', { name: 'Agree', exact: true }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

it('passes it on: gone from the one list, in the other, told with the word', async () => {
  const id = await begin();
  const zhou = await window('zhoumin', id);
  await zhou.getByRole('button', { name: '转办' }).click();
  const dialog = zhou.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await zhou.getByTitle('何静', { exact: true }).click();
  await dialog.getByLabel('说一句，写进经过').fill('我出差');
  await looksRight(zhou);
  await dialog.getByRole('button', { name: '转办' }).click();
  await zhou.getByText('转出去了').waitFor();
  const hers = await window('hejing', id);
  await hers.getByText('等你').waitFor();
  await hers.goto(`/cases/${id}`);
  await hers.getByText('把「店长与财务会签」交给 何静').waitFor();
  await hers.getByText('我出差').waitFor();
});

it('asks another for an opinion, who writes it down; then the decision is one’s own again', async () => {
  const id = await begin();
  const zhou = await window('zhoumin', id);
  await chooseVerb(zhou, '委派');
  const dialog = zhou.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await zhou.getByTitle('何静', { exact: true }).click();
  await dialog.getByRole('button', { name: '委派' }).click();
  await zhou.getByText('已经请他给意见').waitFor();
  const hers = await window('hejing', id);
  await hers.getByText('周敏想听你的意见').waitFor();
  expect(await hers.getByRole('button', { name: '拒绝' }).count()).toBe(0);
  await looksRight(hers);
  await hers.getByRole('button', { name: '答复' }).click();
  await hers.getByText('先写下意见').waitFor();
  await hers.getByLabel('说一句，写进经过').fill('毛利太低');
  await hers.getByRole('button', { name: '答复' }).click();
  await letGo(hers);
  const again = await window('zhoumin', id);
  await again.getByText('毛利太低').first().waitFor();
  await again.getByRole('button', { name: '拒绝' }).waitFor();
});

it('a manager says what counts as passed, and it is kept as it is said', async () => {
  const page = await house.open('chenli');
  await page.goto(`/processes/${price.key}`);
  await page.getByText('店长与财务会签').first().click();
  const how = page.getByRole('radiogroup').filter({ has: page.getByRole('radio', { name: /票签/ }) });
  await expect.poll(() => how.getByRole('radio', { name: /会签/ }).isChecked()).toBe(true);
  await how.getByText('票签').click();
  const share = page.getByLabel('同意到多少才通过');
  await share.fill('120%');
  await share.blur();
  await page.getByText('「120%」看不懂或达不到').waitFor();
  await share.fill('80%');
  await share.blur();
  const chen = await house.office.as('chenli');
  const kept = async () =>
    (await chen('GET', `/api/processes/${price.key}/draft`)).body.model?.processes[0].elements.approve.zf;
  await expect.poll(kept).toMatchObject({ mode: 'vote', ratio: '80%', refusal: 'end' });
  await looksRight(page);
});
