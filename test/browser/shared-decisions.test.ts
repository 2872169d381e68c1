// A decision of the shop in the browser: made and filled in, a number of it becomes a parameter, published with what it reaches, chosen by
// a step, told in the story.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  page = await house.open('chenli');
}, 180_000);
afterAll(() => house?.close());

const cell = (row: number, column: string) => page.getByLabel(`第 ${row} 行，${column}`, { exact: true });
async function fill(row: number, column: string, text: string): Promise<void> {
  await cell(row, column).fill(text);
  await cell(row, column).blur();
}

it('is made, and each cell is typed into the table', async () => {
  await page.goto('/decision-tables');
  await page.getByRole('button', { name: '新判定表' }).click();
  await page.getByLabel('判定表叫什么').fill('谁批差旅');
  await page.getByLabel('标识').fill('travel');
  await page.getByRole('button', { name: '新建', exact: true }).click();
  await fill(1, '看什么', '<= 500');
  await fill(1, '得出', '"lead"');
  await page.getByRole('button', { name: '加一条' }).click();
  await fill(2, '得出', '"manager"');
  await page.getByText('草稿已存').waitFor();
});

it('a number of it becomes a parameter in one click', async () => {
  await page.getByRole('button', { name: '把 500 改成参数' }).click();
  const asking = page.locator('.ant-drawer-open', { hasText: '把这个数改成参数' });
  expect(await asking.getByLabel('标识').inputValue()).toBe('travel.amount');
  await asking.getByLabel('参数叫什么').fill('差旅领班额度');
  await asking.getByRole('button', { name: '建好，放到这里' }).click();
  await expect.poll(() => cell(1, '看什么').inputValue()).toBe('<= shop.travel.amount');
  // What is put stays put: nothing is read anew under the hand.
  const held = async () => (await (await page.request.get('/api/content/decision/travel/draft')).json()).body;
  await expect.poll(async () => (await held()).rules[0].inputs).toEqual(['<= shop.travel.amount']);
});

it('is published with what it reaches, and its step is told in the story', async () => {
  await page.getByRole('button', { name: /存为第 1 版/ }).click();
  const panel = page.locator('.ant-drawer-open', { hasText: '发布「谁批差旅」' });
  await panel.getByText('还没有流程在用它').waitFor();
  await panel.getByRole('button', { name: /发布/ }).click();
  await page.getByRole('button', { name: /存为第 2 版/ }).waitFor();
  const zf = { decision: 'travel', binding: 'latest', resultVariable: 'who', resultMapping: 'singleEntry' };
  const variable = ['amount', 'who'].map((name) => ({ name, type: 'any' as const }));
  await house.office.shop.deploy(
    draw(
      'trip',
      {
        s: { type: 'startEvent', name: '要出差' },
        ask: { type: 'businessRuleTask', name: '看谁来批', zf },
        pay: { type: 'userTask', name: '报销', zf: { deadline: [{ kind: 'resolution', target: 'PT4H', steps: [] }] } },
      } as never,
      ['s->ask', 'ask->pay'],
      { name: '差旅', zf: { variable } } as never,
    ),
  );
  const { family } = await house.office.shop.start('trip', { amount: 480 });
  await house.office.shop.until(async () => (await house.office.shop.tasks(family))[0], 'the decision');
  await page.goto(`/cases/${family}`);
  await page.getByText('按判定表「谁批差旅」第 1 版的第 1 行').waitFor();
});

it('the step shows that it asks the shop, and may be held to a version', async () => {
  await page.goto('/processes/trip');
  await page.locator('.react-flow__node[data-id="ask"]').click();
  await page.getByText('打开店里的判定表').waitFor();
  await page.getByRole('combobox', { name: '用哪个版本' }).click();
  await page.getByText('固定用第 1 版').click();
  await expect
    .poll(async () => {
      const { model } = await (await page.request.get('/api/processes/trip/draft')).json();
      return model.processes[0].elements.ask.zf;
    })
    .toMatchObject({ decision: 'travel', binding: 'version', version: '1' });
});

it('a limit becomes a parameter of hours in one click, and undo takes the number back', async () => {
  const target = async () => {
    const { model } = await (await page.request.get('/api/processes/trip/draft')).json();
    return model.processes[0].elements.pay.zf.deadline[0].target;
  };
  await page.locator('.react-flow__node[data-id="pay"]').click();
  await page.getByRole('button', { name: '把 4 小时 改成参数' }).click();
  const asking = page.locator('.ant-drawer-open', { hasText: '把这个数改成参数' });
  expect(await asking.getByLabel('参数叫什么').inputValue()).toBe('报销时限');
  await asking.getByRole('button', { name: '建好，放到这里' }).click();
  await expect.poll(target).toBe('="PT" + string(shop.trip.payLimit) + "H"');
  await page.locator('.zf-tools').getByRole('button', { name: '撤销', exact: true }).click();
  await expect.poll(target).toBe('PT4H');
  const { items } = await (await page.request.get('/api/parameters')).json();
  const made = items.find(({ parameter }: { parameter: { key: string } }) => parameter.key === 'trip.payLimit');
  expect([made.now.value, made.parameter.unit.zh]).toEqual([4, '小时']);
});

it('a next version says who asks it and what would come out otherwise; in use it is not put away', async () => {
  await page.goto('/decision-tables/travel');
  await fill(1, '得出', '"boss"');
  await page.getByText('草稿已存').waitFor();
  await page.getByRole('button', { name: /存为第 2 版/ }).click();
  const panel = page.locator('.ant-drawer-open', { hasText: '发布「谁批差旅」' });
  await panel.getByRole('link', { name: '差旅' }).waitFor();
  await panel.getByText('拿最近 1 次判断试过，结果不一样的').waitFor();
  await panel.getByText('规则 · 第 1 行 · 得出').waitFor();
  await page.goto('/decision-tables');
  await page.getByRole('row', { name: /谁批差旅/ }).hover();
  await page.getByRole('button', { name: '归档「谁批差旅」' }).click();
  await page.getByText(/差旅在用它/).waitFor();
});

it('a version of tomorrow is taken back in the list of versions, and is the draft again', async () => {
  const boss = await house.office.as('chenli');
  const { now } = (await boss('GET', '/api/parameters')).body;
  const { revision } = (await boss('GET', '/api/content/decision/travel/draft')).body;
  const planned = await boss(
    'POST',
    '/api/content/decision/travel/publish',
    { revision, from: now + 86_400_000 },
    fresh(),
  );
  expect([planned.status, planned.body.version]).toEqual([200, 2]);
  await page.goto('/decision-tables/travel');
  await page.getByRole('button', { name: '第 2 版' }).click();
  const drawer = page.locator('.ant-drawer-open', { hasText: '第 2 版' });
  await drawer.getByText(/起$/).waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/planned-1440-zh.png` });
  await drawer.getByRole('button', { name: '撤回' }).click();
  await page.getByText('第 2 版不会生效了，放回了草稿').waitFor();
  await page.getByRole('button', { name: '第 1 版' }).click();
  await page.locator('.content-versions').getByText('已撤回').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/taken-1440-zh.png` });
  expect((await boss('GET', '/api/content/decision/travel/draft')).body).toMatchObject({ isDraft: true, latest: 1 });
});
