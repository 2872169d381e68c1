// The first page of the day: what waits, what is late, what runs low, and what can be done about it from there.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

const label = (zh: string, en: string) => ({ zh, en });
const DAY = 86_400_000;
let house: House;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
beforeAll(async () => {
  house = await openHouse();
  await fillWithGoods(house, 40);
  await publishSpending();
  await publishRestock();
  await publishPicking();
  await fillWithOrders();
  const shen = await house.office.as('shenyue');
  const asked: [string, number, string][] = [
    ['双12 灯箱两组', 680_000, '主通道换新'],
    ['首页外包加急', 420_000, '外包改第 3 稿'],
    ['羊绒样衣 6 件', 288_000, '拍摄用'],
  ];
  for (const [what, amount, why] of asked)
    await shen('POST', '/api/cases', { process: 'spending', variables: { what, amount, why } }, fresh());
  const chen = await house.office.as('chenli');
  for (const buyer of ['苏女士', '李先生', '周小姐'])
    await chen(
      'POST',
      '/api/cases',
      { process: 'refund', variables: { buyer, phone: '13900001111', amount: 12_800 } },
      fresh(),
    );
  const lin = await house.office.as('linxiaowen');
  const { body } = await lin('GET', '/api/tasks?view=claimable');
  await lin('POST', `/api/tasks/${encodeURIComponent(body.items[0].id)}/claim`);
  await house.office.shop.sql`update task set due = due - ${6 * 3_600_000} where id = ${body.items[0].id}`;
}, 240_000);
afterAll(() => house?.close());

async function publishSpending(): Promise<void> {
  const definition = draw(
    'spending',
    {
      start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
      decide: {
        type: 'userTask',
        name: '预算审批',
        zf: {
          form: 'decide',
          text: { en: { name: 'Approve spending' } },
          participants: [{ rule: 'role', value: 'store-manager' }],
          deadline: [{ kind: 'resolution', target: 'PT4H', steps: [] }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->decide', 'decide->end'],
    { name: '花费申请', zf: { title: '=what' } as never },
  );
  const [what, amount, why] = [
    { type: 'text', id: 'what', label: label('花在哪', 'For') },
    { type: 'money', id: 'amount', label: label('金额', 'Amount') },
    { type: 'text', id: 'why', label: label('原因', 'Why') },
  ];
  const read = (field: object) => ({ ...field, readOnly: true });
  const forms = {
    ask: Form.parse({ key: 'ask', title: label('花费', 'Spending'), fields: [what, amount, why] }),
    decide: Form.parse({
      key: 'decide',
      title: label('批', 'Approve'),
      fields: [
        read(amount as object),
        read(why as object),
        {
          type: 'choice',
          id: 'verdict',
          label: label('批不批', 'Approve?'),
          required: true,
          options: [
            { value: 'yes', label: label('同意', 'Agree') },
            { value: 'no', label: label('拒绝', 'Refuse') },
          ],
        },
        {
          type: 'longText',
          id: 'said',
          label: label('为什么不批', 'Why not'),
          required: true,
          visibleWhen: 'verdict = "no"',
        },
      ],
    }),
  };
  const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model, forms });
}
/** Work that asks for no decision, for whoever serves buyers. */
async function publishPicking(): Promise<void> {
  const definition = draw(
    'picking',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      shoot: {
        type: 'userTask',
        name: '拍细节图',
        zf: { participants: [{ rule: 'role', value: 'customer-service' }] },
      },
    } as never,
    ['start->shoot'],
    { name: '补图' },
  );
  const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model, forms: {} });
}
async function publishRestock(): Promise<void> {
  const definition = draw(
    'restock',
    {
      start: { type: 'startEvent', zf: { form: 'which' }, eventDefinitions: [] },
      confirm: {
        type: 'userTask',
        name: '确认采购量',
        zf: { participants: [{ rule: 'role', value: 'product-operations' }] },
      },
    } as never,
    ['start->confirm'],
    {
      name: '补货',
      zf: {
        subject: 'sku',
        subjectKey: '=sku',
        title: '="补货 " + sku',
        variable: [{ name: 'sku', type: 'text', label: '款号' }],
        starters: ['role:product-operations'],
      } as never,
    },
  );
  const fields = [{ type: 'text', id: 'sku', label: label('款号', 'Code'), required: true }];
  const which = Form.parse({ key: 'which', title: label('补货', 'Restock'), fields });
  const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model, forms: { which } });
}
async function fillWithOrders(): Promise<void> {
  const { sql } = house.office.shop;
  const states = [
    ['unpaid', '待付款', 'Not paid yet'],
    ['paid', '待发货', 'To be shipped'],
    ['short', '缺货等处理', 'Short'],
    ['shipped', '已发货', 'Shipped'],
    ['done', '已完成', 'Completed'],
  ].map(([value = '', zh = '', en = '']) => ({ value, label: label(zh, en) }));
  const order = Register.parse({
    key: 'order',
    name: label('订单', 'Orders'),
    core: 'order',
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: label('订单号', 'No.'), required: true },
      { type: 'choice', id: 'state', label: label('状态', 'State'), find: 'text', options: states },
      { type: 'money', id: 'amount', label: label('金额', 'Amount'), find: 'number' },
      { type: 'dateTime', id: 'placedAt', label: label('下单', 'Placed'), find: 'date' },
      { type: 'dateTime', id: 'shipBy', label: label('最晚发货', 'Ship by'), find: 'date' },
    ],
  });
  await publishContent(sql, { kind: 'register', key: 'order', name: order.name, body: order, by: null, from: 0 });
  const now = Date.now();
  for (let n = 0; n < 64; n++) {
    const placed = now - (n % 8) * DAY;
    const state = n % 8 > 3 ? 'done' : (['paid', 'unpaid', 'shipped', 'shipped', 'short', 'paid'][n % 6] as string);
    await writeRecord(
      sql,
      { is: 'person', actor: { refs: [], manager: true } },
      { by: 'p1', at: placed },
      {
        register: order,
        version: 1,
        key: `3391-${1000 + n}`,
        upsert: true,
        values: {
          state,
          amount: 60_000 + ((n * 7919) % 700) * 1_000,
          placedAt: new Date(placed).toISOString(),
          shipBy: new Date(placed + 2 * DAY).toISOString(),
        } as never,
      },
    );
  }
}

const decision = (page: Page, title: string) => page.locator('.deciding > li', { hasText: title });
const figure = (page: Page, name: string) => page.locator('.figure', { hasText: name }).locator('strong');

describe('a manager', () => {
  it('lands on the day, sees what waits and decides it in place, with ten seconds to take it back', async () => {
    const page = await house.open('chenli');
    await page.goto('/');
    await page.waitForURL(/\/today$/);
    await page.getByRole('heading', { name: '今天', exact: true }).waitFor();
    const row = decision(page, '双12 灯箱两组');
    await row.getByText('¥6,800.00').waitFor();
    await row.getByText('沈悦').waitFor();
    await page.locator('.group-worst', { hasText: '苏女士' }).waitFor();
    await page.locator('.stages', { hasText: '缺货等处理' }).waitFor();
    expect(await figure(page, '昨天成交额').innerText()).toMatch(/^¥/);
    await shot(page, 'today-manager');
    await row.getByRole('button', { name: /^拒绝/ }).click();
    const asked = page.getByRole('dialog', { name: /拒绝：双12/ });
    expect(await asked.getByRole('button', { name: '拒绝' }).isDisabled()).toBe(true);
    await asked.getByRole('textbox').fill('等主图定了再做');
    await shot(page, 'today-refuse');
    // What is typed stays where the dialog is closed.
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: /^拒绝/ }).click();
    expect(await asked.getByRole('textbox').inputValue()).toBe('等主图定了再做');
    await asked.getByRole('textbox').press('Control+Enter');
    await row.waitFor({ state: 'detached' });
    await page.locator('.undo', { hasText: '双12 灯箱两组' }).getByRole('button', { name: /^撤销/ }).click();
    await page.waitForURL(/\/work\?/);
    await page.goto('/today');
    await row.getByRole('button', { name: /^同意/ }).click();
    await row.waitFor({ state: 'detached' });
    await page.locator('.undo', { hasText: '双12 灯箱两组' }).waitFor();
  });

  it('decides several at once, each by itself, with one reason for those that need it', async () => {
    const shen = await house.office.as('shenyue');
    for (const what of ['桌面小样', '货架标签'])
      await shen(
        'POST',
        '/api/cases',
        { process: 'spending', variables: { what, amount: 9_000, why: '要用' } },
        fresh(),
      );
    const page = await house.open('chenli');
    await page.goto('/today');
    await decision(page, '货架标签').waitFor();
    await page.getByRole('button', { name: '批量办' }).click();
    for (const what of ['桌面小样', '货架标签']) await page.getByRole('checkbox', { name: new RegExp(what) }).check();
    const bar = page.getByRole('region', { name: '批量办' });
    // Refusing needs a reason, agreeing does not.
    expect(await bar.getByRole('button', { name: '拒绝' }).isDisabled()).toBe(true);
    expect(await bar.getByRole('button', { name: '同意' }).isDisabled()).toBe(false);
    await bar.getByRole('textbox').fill('这个月不买了');
    await shot(page, 'today-several');
    await bar.getByRole('button', { name: '拒绝' }).click();
    await decision(page, '桌面小样').waitFor({ state: 'detached' });
    await decision(page, '货架标签').waitFor({ state: 'detached' });
    const [row] = await house.office.shop.sql`
      select count(*)::int as n from command where body->'occurrence'->'variables'->>'said' = '这个月不买了'`;
    expect(row?.n).toBe(2);
  });

  it('gives what is late to somebody, from where it stands', async () => {
    const page = await house.open('chenli');
    await page.goto('/today');
    const groups = page.getByRole('region', { name: '在办和超时' });
    await groups.getByText('在林晓雯手上').waitFor();
    await groups.getByRole('button', { name: /^换人/ }).first().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
  });

  it('is not given an answer to what has changed meanwhile', async () => {
    const page = await house.open('chenli');
    await page.goto('/today');
    const row = decision(page, '首页外包加急');
    await row.waitFor();
    await page.route('**/api/today/decisions', (route) => route.abort());
    const chen = await house.office.as('chenli');
    const { body } = await chen('GET', '/api/cases?process=spending');
    const it = body.items.find(({ title }: { title: string }) => title === '首页外包加急');
    await chen('POST', `/api/cases/${it.id}/variables`, { variables: { amount: 990_000 }, reason: '涨价' }, fresh());
    await row.getByRole('button', { name: /^同意/ }).click();
    await row.getByRole('alert').waitFor();
    await page.unroute('**/api/today/decisions');
    await page.reload();
    await row.getByText('¥9,900.00').waitFor();
  });

  it('reads one block where another fails, and hears of what comes', async () => {
    const page = await house.open('chenli');
    await page.route('**/api/today/groups', (route) => route.abort());
    await page.goto('/today');
    await decision(page, '羊绒样衣').waitFor();
    const groups = page.getByRole('region', { name: '在办和超时' });
    await groups.getByRole('alert').waitFor();
    await page.unroute('**/api/today/groups');
    await groups.getByRole('button', { name: '重试' }).click();
    await groups.locator('table').waitFor();
    const shen = await house.office.as('shenyue');
    await shen(
      'POST',
      '/api/cases',
      { process: 'spending', variables: { what: '直播间背景布', amount: 90_000, why: '旧了' } },
      fresh(),
    );
    await decision(page, '直播间背景布').waitFor();
  });

  it('has it in English and in the dark', async () => {
    const page = await house.open('chenli', { language: 'en', scheme: 'dark' });
    await page.goto('/today');
    await decision(page, '羊绒样衣')
      .getByRole('button', { name: /^Agree/ })
      .waitFor();
    await page.locator('.stages', { hasText: 'To be shipped' }).waitFor();
    await shot(page, 'today-manager-en-dark');
  });
});

describe('who keeps the goods', () => {
  it('restocks what is low from there, and sees that it is under way', async () => {
    const page = await house.open('shenyue');
    await page.goto('/today');
    const low = page.locator('.low > li').first();
    await low.waitFor();
    await shot(page, 'today-goods');
    await low.getByRole('link', { name: /^补货/ }).click();
    await page.waitForURL(/\/start\?/);
    await expect.poll(() => page.getByLabel('款号').inputValue()).toMatch(/^QH-/);
    await page.getByRole('button', { name: '发起' }).click();
    await page.waitForURL(/\/cases\//);
    await page.goto('/today');
    await page.locator('.low > li').first().getByText('在补').waitFor();
  });
});

describe('staff', () => {
  it('see their own: what is late, what is with them, what they may claim; what is read with a list is opened', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/');
    await page.waitForURL(/\/today$/);
    await decision(page, '苏女士').getByRole('button', { name: /^去办/ }).waitFor();
    expect(await figure(page, '超时').innerText()).toBe('1');
    expect(await figure(page, '待认领').innerText()).toBe('2');
    expect(await page.getByRole('region', { name: '在办和超时' }).count()).toBe(0);
    await shot(page, 'today-staff');
    await decision(page, '苏女士').getByRole('button', { name: /^去办/ }).click();
    await page.waitForURL(/\/work\?.*task=/);
    await page.getByRole('heading', { name: /审核退款/ }).waitFor();
  });

  it('with nothing on hand see what they may take', async () => {
    const page = await house.open('hejing');
    const chen = await house.office.as('chenli');
    await page.goto('/today');
    await page.getByText('没有等你定的事').waitFor();
    await page.getByRole('region', { name: '我手上的' }).getByText('手上没有事').waitFor();
    const pick = { process: 'picking', variables: {} };
    expect((await chen('POST', '/api/cases', pick, fresh())).status).toBe(201);
    const row = page.getByRole('region', { name: '待认领' }).getByRole('link', { name: /拍细节图/ });
    await row.click();
    await page.getByRole('button', { name: /^认领/ }).waitFor();
  });

  it('on a phone it is the top of the work', async () => {
    const page = await house.open('linxiaowen', { width: 390, height: 844 });
    await page.goto('/');
    await page.waitForURL(/\/work$/);
    await page.locator('.day-top .figure', { hasText: '超时' }).waitFor();
    await decision(page, '苏女士').waitFor();
    await shot(page, 'today-phone');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    const manager = await house.open('chenli', { width: 390, height: 844, scheme: 'dark' });
    await manager.goto('/today');
    await manager.waitForURL(/\/work$/);
    await decision(manager, '羊绒样衣').getByRole('button', { name: /^同意/ }).waitFor();
    await shot(manager, 'today-phone-manager-dark');
  });
});
