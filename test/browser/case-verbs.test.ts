// A manager holds a case, lets it go on, moves it, corrects its data, in a real browser; staff see that it is held.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publish } from '../../db/processes.ts';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse, order } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let house: House;
beforeAll(async () => {
  house = await openHouse();
  for (const definition of [exchange('exchange', true), exchange('plain-exchange', false), twoSides]) {
    const drawn = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
    const model = { ...drawn, diagram: layout(drawn) };
    await publish(house.office.shop.sql, { definition, model, forms: {} });
  }
}, 120_000);
afterAll(() => house?.close());

const inBoth = (name: string, en: string, more: object = {}) => ({ name, zf: { text: { en: { name: en } }, ...more } });
const auditors = { participants: [{ rule: 'role', value: 'order-auditor' }] };
const caughtError = (errorRef?: string) => [{ type: 'errorEventDefinition', ...(errorRef && { errorRef }) }];
/** The price difference of an exchange cannot be worked out without an amount; who then takes over is drawn, or not. */
const exchange = (key: string, isCaught: boolean) =>
  draw(
    key,
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      part: { type: 'subProcess', ...inBoth('换货处理', 'Exchange') },
      begin: { type: 'startEvent', scope: 'part', eventDefinitions: [] },
      price: {
        type: 'scriptTask',
        scope: 'part',
        scriptFormat: 'feel',
        script: '=amount * 2',
        ...inBoth('算差价', 'Work out the difference', { result: 'difference' }),
      },
      choose: { type: 'exclusiveGateway', scope: 'part' },
      refund: { type: 'endEvent', scope: 'part', eventDefinitions: [] },
      charge: { type: 'endEvent', scope: 'part', eventDefinitions: [] },
      end: { type: 'endEvent', eventDefinitions: [] },
      ...(isCaught && {
        noPrice: {
          type: 'boundaryEvent',
          scope: 'part',
          attachedToRef: 'price',
          eventDefinitions: caughtError('noPrice'),
        },
        byHand: { type: 'userTask', scope: 'part', ...inBoth('人工定价', 'Price by hand', auditors) },
        sold: {
          type: 'boundaryEvent',
          attachedToRef: 'part',
          ...inBoth('换不了', 'Not possible'),
          eventDefinitions: caughtError(),
        },
        call: { type: 'userTask', ...inBoth('联系买家', 'Call the buyer', auditors) },
        soldOut: { type: 'subProcess', triggeredByEvent: true, scope: 'part', ...inBoth('缺货处理', 'Out of stock') },
        out: { type: 'startEvent', scope: 'soldOut', isInterrupting: true, eventDefinitions: caughtError('soldOut') },
        order: { type: 'userTask', scope: 'soldOut', ...inBoth('补货', 'Order more', auditors) },
      }),
    } as never,
    [
      'start->part',
      'begin->price',
      'price->choose',
      'choose->refund: =difference > 0',
      'choose->charge: =difference <= 0',
      'part->end',
      ...(isCaught ? ['noPrice->byHand', 'sold->call', 'out->order'] : []),
    ],
    {
      ...inBoth(isCaught ? '换货' : '简单换货', 'Exchange', {
        variable: [{ name: 'amount', type: 'number', label: '金额', text: { en: { name: 'Amount' } } }],
      }),
      errors: {
        noPrice: { id: 'noPrice', errorCode: 'NO_PRICE', ...inBoth('没有价', 'No price') },
        soldOut: { id: 'soldOut', errorCode: 'SOLD_OUT', ...inBoth('没货了', 'Sold out') },
      },
    } as never,
  );
/** Two steps at once, then one of each. */
const twoSides = draw(
  'two-sides',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    fork: { type: 'parallelGateway' },
    check: { type: 'userTask', ...inBoth('核对', 'Check', auditors) },
    pack: { type: 'userTask', ...inBoth('打包', 'Pack', auditors) },
    recheck: { type: 'userTask', ...inBoth('复核', 'Check again', auditors) },
    repack: { type: 'userTask', ...inBoth('重新打包', 'Pack again', auditors) },
    join: { type: 'parallelGateway', ...inBoth('两边都好', 'Both done') },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  [
    'start->fork',
    'fork->check',
    'fork->pack',
    'check->recheck',
    'pack->repack',
    'recheck->join',
    'repack->join',
    'join->end',
  ],
  {
    ...inBoth('两边做', 'Two sides', {
      variable: [{ name: 'amount', type: 'number', label: '金额', text: { en: { name: 'Amount' } } }],
    }),
  } as never,
);
async function begun(process: string, businessKey: string, variables: object = { amount: null }): Promise<string> {
  const manager = await house.office.as('chenli');
  const { status, body } = await manager('POST', '/api/cases', { process, businessKey, variables }, fresh());
  expect(status).toBe(201);
  return body.case;
}

/** A paid order that waits for the manual audit. */
async function auditOf(orderNo: string): Promise<string> {
  await house.tell('order.created', undefined, order(orderNo, '苏女士', 188_800));
  await house.tell('payment.received', orderNo);
  return house.office.shop.until(async () => {
    const [row] = await house.office.shop.sql<
      { id: string }[]
    >`select t.case_id as id from task t join cases c on c.id = t.case_id where t.element = 'manual_audit' and c.title like ${`%${orderNo}%`}`;
    return row?.id;
  }, 'the audit');
}
const dialog = (page: Page) => page.getByRole('dialog');
async function openMenu(page: Page, item: string): Promise<void> {
  await page.locator('.react-flow__node').first().waitFor();
  await page.locator('.case-head').getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await dialog(page).waitFor();
}
async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.locator(field).click();
  await page.locator(field).pressSequentially(text);
  await page.keyboard.press('Enter');
}
const story = (page: Page, text: string) => page.locator('.story li', { hasText: text }).first();

it('pauses and goes on; who has the task is told why and cannot submit', async () => {
  const id = await auditOf('9301');
  const staff = await house.open('linxiaowen');
  await staff.goto('/work?view=claimable');
  await staff.locator('.row', { hasText: '9301' }).getByRole('button').click();
  await staff.locator('.verbs').getByRole('button', { name: '认领' }).click();
  await staff.locator('.verbs').getByRole('button', { name: '提交' }).waitFor();
  // Whoever claims stays in the pool; what is theirs stands among what is to do.
  await staff.getByRole('button', { name: /^待办/ }).click();
  await staff.locator('.row', { hasText: '9301' }).getByRole('button').click();

  const manager = await house.open('chenli');
  await manager.goto(`/cases/${id}`);
  await manager.locator('.case-head').getByRole('button', { name: '暂停' }).click();
  const ok = dialog(manager).getByRole('button', { name: '暂停', exact: true });
  expect(await ok.isDisabled()).toBe(true);
  await dialog(manager).getByLabel('原因').fill('买家要改地址');
  await ok.click();
  await manager.locator('.paused', { hasText: '买家要改地址' }).waitFor();
  await story(manager, '暂停了').waitFor();

  // The page of who works on it hears of it by itself.
  await staff.locator('.task .paused', { hasText: '陈立' }).waitFor();
  await staff.locator('.row', { hasText: '9301' }).getByText('暂停').waitFor();
  expect(await staff.locator('.verbs').getByRole('button', { name: '提交' }).count()).toBe(0);

  await manager.goto('/cases');
  await manager.locator('tr', { hasText: '9301' }).getByText('暂停').waitFor();
  await manager.goto(`/cases/${id}`);
  await manager.getByRole('button', { name: '继续办' }).click();
  await dialog(manager).getByRole('button', { name: '继续办' }).click();
  await manager.locator('.case-head').getByText('进行中').waitFor();
  await staff.locator('.verbs').getByRole('button', { name: '提交' }).waitFor();
});

it('moves, after it has seen what would happen', async () => {
  const id = await auditOf('9302');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '挪到别处');
  await choose(page, '#move-to', '验货打包');
  const preview = dialog(page).locator('.move-preview');
  await preview.getByText('验货打包').first().waitFor();
  expect(await preview.locator('dd').first().textContent()).toBe('人工审单');
  const ok = dialog(page).getByRole('button', { name: '挪过去' });
  expect(await ok.isDisabled()).toBe(true);
  await dialog(page).getByLabel('原因').fill('已经电话确认');
  await ok.click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.open-work', { hasText: '验货打包' }).waitFor();
  await story(page, '挪到了「验货打包」').getByText('已经电话确认').waitFor();
});

it('corrects data, of which it shows what it was', async () => {
  const id = await auditOf('9303');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '改数据');
  await choose(page, '#correct-what', '买家备注');
  await dialog(page).locator('.ant-modal-title').click();
  await dialog(page).getByLabel('买家备注').fill('送前台');
  await dialog(page).getByText('原来是 空的').waitFor();
  await dialog(page).getByLabel('原因').fill('买家来电');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.case-data', { hasText: '送前台' }).waitFor();
  await story(page, '改了数据')
    .getByText(/买家备注「送前台」；买家来电/)
    .waitFor();
});

it('corrects data that nobody has declared', async () => {
  const id = await auditOf('9309');
  const manager = await house.office.as('chenli');
  await manager('POST', `/api/cases/${id}/variables`, { variables: { sku: 'A3' }, reason: '补上' }, fresh());
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '改数据');
  await choose(page, '#correct-what', 'sku');
  await dialog(page).locator('.ant-modal-title').click();
  await dialog(page).getByLabel('sku').fill('A4');
  await dialog(page).getByLabel('原因').fill('写错了');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  // Among what nobody has named, and not before what people know.
  await page.getByText(/^流程没有起名的 \d+ 项$/).click();
  await page.locator('.data-nameless dd', { hasText: 'A4' }).waitFor();
  expect(await page.locator('.case-data > .data dt', { hasText: 'sku' }).count()).toBe(0);
});

it('names the datum that stuck work lacks, and fills it from there', async () => {
  const manager = await house.office.as('chenli');
  const id = await begun('plain-exchange', 'X-9', {});
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  const stuck = page.locator('.incidents article');
  await stuck.getByText('空着的数据：金额').waitFor();
  await stuck.getByRole('button', { name: '改数据' }).click();
  await dialog(page).getByLabel('金额').fill('5');
  await dialog(page).getByLabel('原因').fill('漏填');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await stuck.getByRole('button', { name: '再试一次' }).click();
  await dialog(page).getByRole('button', { name: '再试一次' }).click();
  await page.getByText('「算差价」卡住了').first().waitFor();
  await story(page, '「算差价」重新动了').waitFor();
  const { variables, open } = (await manager('GET', `/api/cases/${id}`)).body;
  expect(open.map(({ element }: { element: string }) => element)).not.toContain('price');
  expect(variables.find(({ name }: { name: string }) => name === 'amount').value).toBe(5);
});

it('corrects a list of records in a table, without a form and without brackets', async () => {
  const id = await auditOf('9310');
  const manager = await house.office.as('chenli');
  const stock = [
    { shelf: 'A-1', left: 3 },
    { shelf: 'B-2', left: 7 },
  ];
  await manager('POST', `/api/cases/${id}/variables`, { variables: { stock }, reason: '补上' }, fresh());
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '改数据');
  await choose(page, '#correct-what', 'stock');
  await dialog(page).locator('.ant-modal-title').click();
  const cell = dialog(page).locator('td[data-at="1"][data-column="left"] input');
  await dialog(page).getByLabel('原因').fill('点过了');
  const save = dialog(page).getByRole('button', { name: '保存' });
  await cell.fill('八');
  await cell.blur();
  expect(await save.isDisabled()).toBe(true);
  await cell.fill('8');
  await save.click();
  await dialog(page).waitFor({ state: 'hidden' });
  const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
  const now = variables.find(({ name }: { name: string }) => name === 'stock').value;
  expect(now).toEqual([
    { shelf: 'A-1', left: 3 },
    { shelf: 'B-2', left: 8 },
  ]);
});

it('moves several places at once and corrects data with it, after it has seen what would happen', async () => {
  const id = await begun('two-sides', 'M-1', { amount: 5 });
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  await openMenu(page, '挪到别处');
  const preview = dialog(page).locator('.move-preview');
  const ok = dialog(page).getByRole('button', { name: '挪过去' });
  await choose(page, '#move-to', '复核');
  await preview.getByText('复核').first().waitFor();
  await dialog(page).getByLabel('原因').fill('两边都要重来');

  await dialog(page).getByRole('button', { name: '再挪一处' }).click();
  // Half a move is none; nothing is shown of it.
  expect(await ok.isDisabled()).toBe(true);
  expect(await preview.count()).toBe(0);
  // The place that is left is proposed, and the target has the focus.
  const second = dialog(page).getByRole('group', { name: '第 2 处' });
  await second.getByText('打包', { exact: true }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('move-to-2');
  await choose(page, '#move-to-2', '重新打包');
  await preview.getByText('复核、重新打包').first().waitFor();
  expect(await preview.locator('dd').allTextContents()).toEqual(['核对、打包', '复核、重新打包', '复核、重新打包']);

  // Taken out again, and put back in.
  await dialog(page).getByRole('button', { name: '不挪第 2 处了' }).click();
  await preview.getByText('打包、复核').first().waitFor();
  expect(await dialog(page).getByRole('group').count()).toBe(0);
  await page.keyboard.press('Enter');
  await choose(page, '#move-to-2', '重新打包');

  await dialog(page).getByRole('button', { name: '顺便改数据' }).click();
  await choose(page, '#correct-what', '金额');
  await dialog(page).locator('.ant-modal-title').click();
  await dialog(page).getByLabel('金额').fill('88');
  await dialog(page).getByText('原来是 5').waitFor();
  await preview.getByText('金额').waitFor();
  await ok.click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.open-work', { hasText: '复核' }).getByText('重新打包').waitFor();
  await page.locator('.case-data', { hasText: '88' }).waitFor();
  await story(page, '挪到了「重新打包」').getByText('两边都要重来').waitFor();
});

it('hands stuck work to who takes over for a problem', async () => {
  const id = await begun('exchange', 'X-1');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  const card = page.locator('.incidents article');
  await card.getByText('「算差价」卡住了').waitFor();
  await card.getByText('要用的一项数据算不出来').waitFor();
  await card.getByRole('button', { name: '转异常处理' }).click();
  const ok = dialog(page).getByRole('button', { name: '转异常处理' });
  expect(await dialog(page).getByRole('radio').count()).toBe(3);
  // By keyboard alone: the choice has the focus.
  await page.keyboard.press('ArrowDown');
  await page.locator('.ant-select-dropdown small', { hasText: 'NO_PRICE' }).waitFor();
  expect(await page.locator('.ant-select-dropdown .problem').allTextContents()).toEqual([
    '没有价NO_PRICE',
    '没货了SOLD_OUT',
    '换不了',
  ]);
  await page.keyboard.type('没有价');
  await page.keyboard.press('Enter');
  await dialog(page).getByText('接下来由「人工定价」接手。').waitFor();
  expect(await ok.isDisabled()).toBe(true);
  await dialog(page).getByLabel('原因').fill('平台没给价');
  await ok.click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.open-work', { hasText: '人工定价' }).waitFor();
  await story(page, '「算差价」转异常处理了').getByText('平台没给价').waitFor();
  await story(page, '没有价').waitFor();
});

it('takes another problem where something catches all, in the language of the reader', async () => {
  const id = await begun('exchange', 'X-2');
  const page = await house.open('chenli', { language: 'en' });
  await page.goto(`/cases/${id}`);
  await page.locator('.incidents').getByRole('button', { name: 'Report a problem' }).click();
  await dialog(page).getByLabel('What went wrong').pressSequentially('Not possible');
  await page.keyboard.press('Enter');
  await dialog(page).getByText('“Call the buyer” takes over.').waitFor();
  await dialog(page).getByLabel('Code of the problem').fill('RECALLED');
  await dialog(page).getByLabel('Reason').fill('The make was recalled');
  await dialog(page).getByRole('button', { name: 'Report a problem' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.locator('.open-work', { hasText: 'Call the buyer' }).waitFor();
});

it('says why a problem cannot be reported where nobody takes over', async () => {
  const id = await begun('plain-exchange', 'X-3');
  const page = await house.open('chenli');
  await page.goto(`/cases/${id}`);
  const card = page.locator('.incidents article');
  await card.getByRole('button', { name: '跳过' }).waitFor();
  expect(await card.getByRole('button', { name: '转异常处理' }).count()).toBe(0);
  await card.getByRole('button', { name: '再试一次' }).click();
  const report = dialog(page).getByRole('radio', { name: /转异常处理/ });
  expect(await report.isDisabled()).toBe(true);
  await dialog(page).getByText('流程里没有画这一步出问题时由谁接手').waitFor();
  // Another way in the same dialog.
  await dialog(page).getByRole('radio', { name: /跳过/ }).check();
  const ok = dialog(page).getByRole('button', { name: '跳过' });
  expect(await ok.isDisabled()).toBe(true);
});

it('says how long there is as the process does', async () => {
  await auditOf('9304');
  for (const [language, words] of [
    ['zh', '限工作时间 2 时'],
    ['en', '2 h of working time'],
  ] as const) {
    const page = await house.open('linxiaowen', { language });
    await page.goto('/work?view=claimable');
    await page.locator('.row', { hasText: '9304' }).getByRole('button').click();
    await page.locator('.deadline', { hasText: words }).waitFor();
  }
});

describe.each([
  { width: 1440, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
] as const)('$width px, $scheme', (look) => {
  it('has dialogs that fit, and axe finds nothing serious', async () => {
    const id = await auditOf(`93${look.width}`);
    const page = await house.open('chenli', look);
    await page.goto(`/cases/${id}`);
    await page.locator('.story li').first().waitFor();
    for (const item of ['挪到别处', '改数据', '取消这一件']) {
      await openMenu(page, item);
      const box = await dialog(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= look.width).toBe(true);
      expect(await seriousOf(page), item).toEqual([]);
      await dialog(page).locator('.ant-modal-close').click();
      await dialog(page).waitFor({ state: 'hidden' });
    }
    await page.locator('.case-head').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '取消这一件' }).waitFor();
    expect(await seriousOf(page), 'the menu').toEqual([]);
  });

  it('has dialogs for several moves and for stuck work that fit, and axe finds nothing serious', async () => {
    const page = await house.open('chenli', look);
    const fits = async (what: string): Promise<void> => {
      const box = await dialog(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= look.width, what).toBe(true);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        what,
      ).toBeLessThanOrEqual(0);
      expect(await seriousOf(page), what).toEqual([]);
    };
    await page.goto(`/cases/${await begun('two-sides', `M-${look.width}`, { amount: 5 })}`);
    await openMenu(page, '挪到别处');
    await dialog(page).getByRole('button', { name: '再挪一处' }).click();
    await dialog(page).getByRole('button', { name: '顺便改数据' }).click();
    await fits('several moves');
    for (const process of ['exchange', 'plain-exchange']) {
      await page.goto(`/cases/${await begun(process, `${process}-${look.width}`)}`);
      await page
        .locator('.incidents')
        .getByRole('button', { name: process === 'exchange' ? '转异常处理' : '再试一次' })
        .click();
      await dialog(page).waitFor();
      await fits(process);
    }
  });

  it('tells of an imported file what was taken over, kept, and is to be done', async () => {
    const page = await house.open('chenli', look);
    await page.goto('/processes');
    await page.getByRole('button', { name: '导入文件' }).click();
    await dialog(page)
      .locator('input[type=file]')
      .setInputFiles(['test/core/fixtures/xml-camunda.bpmn', 'sops/orders/order-fulfilment/order-audit.dmn']);
    await dialog(page).getByText('发布前要补上').waitFor();
    await dialog(page).getByText('已经接过来').click();
    await dialog(page).getByText('camunda:assignee').waitFor();
    expect(await seriousOf(page)).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
});

async function seriousOf(page: Page): Promise<string[]> {
  // What fades in has no contrast yet.
  await page.waitForTimeout(400);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ html }) => html.slice(0, 200))
          .join(' | ')}`,
    );
}
