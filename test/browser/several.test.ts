// Several of my tasks are decided at once by keyboard alone, and undone within ten seconds; copies are read in a list of their own.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, letGo, openHouse } from './house.ts';

let house: House;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
const cases: string[] = [];
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const definition = draw(
    'asking',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      decide: {
        type: 'userTask',
        name: '批一下',
        zf: { refusal: 'end', participants: [{ rule: 'person', value: 'linxiaowen' }] },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->decide', 'decide->end'],
    { zf: { title: '="申请 " + who', variable: [{ name: 'who', type: 'string', label: '谁' }] } },
  );
  const model = Model.parse({ id: 'asking', processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model, forms: {} });
  const chen = await house.office.as('chenli');
  for (const who of ['甲', '乙', '丙'])
    cases.push((await chen('POST', '/api/cases', { process: 'asking', variables: { who } }, fresh())).body.case);
}, 240_000);
afterAll(() => house?.close());

const open = async (): Promise<number> =>
  (
    await house.office.shop.sql<
      { n: number }[]
    >`select count(*)::int as n from task where case_id = any(${cases}) and state = 'open'`
  )[0]?.n ?? 0;

it('x chooses, a verb does it for all that are chosen, z undoes it; what is let go stands', async () => {
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  await lin.locator('.row', { hasText: '申请 甲' }).waitFor();
  await lin.keyboard.press('j');
  await lin.keyboard.press('x');
  await lin.keyboard.press('x');
  await lin.keyboard.press('j');
  await lin.keyboard.press('x');
  await lin.getByRole('button', { name: '同意 2' }).waitFor();
  await shot(lin, 'several-zh');
  await lin.getByRole('button', { name: '同意 2' }).click();
  await lin.locator('.undo', { hasText: '2 件：同意' }).waitFor();
  await expect.poll(open).toBe(1);
  await shot(lin, 'several-undo-zh');
  await lin.keyboard.press('z');
  await expect.poll(open).toBe(3);
  await lin.locator('.row', { hasText: '申请 乙' }).waitFor();
  await lin.keyboard.press('x');
  for (const who of ['甲', '乙']) await lin.getByRole('checkbox', { name: `批一下 申请 ${who}` }).check();
  await lin.getByRole('button', { name: '拒绝 2' }).click();
  const dialog = lin.getByRole('dialog');
  await dialog.getByRole('textbox').fill('这次不行');
  await dialog.getByRole('button', { name: '拒绝 2' }).click();
  await letGo(lin);
  await expect
    .poll(async () => {
      const rows = await house.office.shop.sql<
        { verdict: string }[]
      >`select verdict from task where case_id = any(${cases}) and state = 'closed'`;
      return rows.map(({ verdict }) => verdict);
    })
    .toEqual(['refuse', 'refuse']);
  const phone = await house.open('linxiaowen', { width: 390, language: 'en' });
  await phone.goto('/work');
  await phone.getByRole('button', { name: 'Do several at once' }).click();
  await phone.getByRole('checkbox').first().check();
  await phone.getByRole('button', { name: 'Agree 1' }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(phone, 'several-en-390');
});

it('a task is found, claimed, filled in, submitted, undone and submitted again without a mouse', async () => {
  const caller = await house.office.as('linxiaowen');
  await caller('POST', '/api/cases', { process: 'refund', variables: { buyer: '赵六', amount: 5 } }, fresh());
  const lin = await house.open('linxiaowen');
  await lin.goto('/work?view=claimable');
  await lin.locator('.row', { hasText: '赵六' }).waitFor();
  const inForm = () => lin.evaluate(() => document.activeElement?.closest('.task-body .field') !== null);
  await lin.keyboard.press('j');
  await lin.locator('.task-body .field').first().waitFor();
  await lin.keyboard.press('c');
  await expect.poll(inForm, { message: 'the first field has the cursor' }).toBe(true);
  await lin.keyboard.press('Escape');
  expect(await inForm()).toBe(false);
  await lin.keyboard.press('e');
  await expect.poll(inForm).toBe(true);
  await lin.keyboard.press('Space');
  await lin.keyboard.press('Control+Enter');
  await lin.locator('.undo', { hasText: '审核退款' }).waitFor();
  const state = async () =>
    (
      await house.office.shop.sql<
        { state: string }[]
      >`select state from task where key = 'refund' and element = 'audit'`
    )[0]?.state;
  await expect.poll(state).toBe('submitted');
  await lin.keyboard.press('Escape');
  await lin.keyboard.press('z');
  await expect.poll(state).toBe('open');
  await lin.locator('.row', { hasText: '赵六' }).waitFor();
  await expect.poll(() => new URL(lin.url()).searchParams.get('task')).not.toBe(null);
  await lin.locator('.task-body .field').first().waitFor();
  await lin.keyboard.press('s');
  await lin.locator('.undo', { hasText: '审核退款' }).waitFor();
  await expect.poll(state, { timeout: 30_000 }).toBe('closed');
});

it('whoever opens the same task reads that somebody is on it', async () => {
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  const row = lin.locator('.row', { hasText: '申请 丙' });
  const signed = lin.waitForResponse((answer) => answer.url().endsWith('/presence'));
  await row.getByRole('button').click();
  await signed;
  const chen = await house.open('chenli');
  await chen.goto(`/work?task=${new URL(lin.url()).searchParams.get('task')}`);
  await chen.getByText('林晓雯 也开着这一件').waitFor();
  await shot(chen, 'presence-zh');
  await chen.close();
});

it('others are asked before me, and it is mine to say with whom', async () => {
  const chen = await house.office.as('chenli');
  await chen('POST', '/api/cases', { process: 'asking', variables: { who: '丁' } }, fresh());
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  await lin.locator('.row', { hasText: '申请 丁' }).waitFor();
  await lin.keyboard.press('x');
  await lin.getByRole('checkbox', { name: '批一下 申请 丁' }).check();
  await lin.getByRole('button', { name: '加签 1' }).click();
  const dialog = lin.getByRole('dialog');
  await dialog.getByLabel('加谁').fill('马超');
  await lin.locator('.ant-select-item', { hasText: '马超' }).click();
  await dialog.getByRole('radio', { name: /在我前面/ }).check();
  await shot(lin, 'several-signers-zh');
  await dialog.getByRole('button', { name: '加签 1' }).click();
  await lin.locator('.undo', { hasText: '1 件：加签' }).waitFor();
  await letGo(lin);
  await expect
    .poll(async () => (await (await house.office.as('machao'))('GET', '/api/tasks?view=todo')).body.items.length)
    .toBeGreaterThan(0);
});

it('what is due is seen by the day, a month, a week, and as a list on the phone', async () => {
  const caller = await house.office.as('linxiaowen');
  await caller('POST', '/api/cases', { process: 'refund', variables: { buyer: '钱七', amount: 5 } }, fresh());
  const { items } = (await caller('GET', '/api/tasks?view=claimable')).body;
  for (const { id } of items) await caller('POST', `/api/tasks/${id}/claim`);
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  await lin.getByRole('button', { name: '到期日历' }).click();
  const calendar = lin.locator('.due-calendar');
  await calendar.locator('.is-today .calendar-record, li .calendar-record', { hasText: '钱七' }).first().waitFor();
  await shot(lin, 'calendar-month-zh');
  await calendar.getByText('周', { exact: true }).click();
  await calendar.locator('li').nth(6).waitFor();
  expect(await calendar.locator('.calendar-days li').count()).toBe(7);
  await calendar.getByRole('button', { name: '往后' }).click();
  await calendar.getByText('这段时间没有到期的').waitFor();
  await calendar.getByRole('button', { name: '今天' }).click();
  await shot(lin, 'calendar-week-zh');
  await calendar.locator('.calendar-record', { hasText: '钱七' }).click();
  await lin.locator('.task-head', { hasText: '钱七' }).waitFor();
  const phone = await house.open('linxiaowen', { width: 390, height: 844, language: 'en' });
  await phone.goto('/work?calendar=month');
  await phone.locator('.due-calendar .calendar-record', { hasText: '钱七' }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(phone, 'calendar-390');
});

it('what others want one to know of is counted, read and then no more new', async () => {
  const lin = await house.office.as('linxiaowen');
  const chen = await house.office.as('chenli');
  const [task] = await house.office.shop.sql<
    { id: string }[]
  >`select id from task where case_id = any(${cases}) and state = 'open'`;
  const { body } = await chen('GET', '/api/people?q=machao');
  const machao = body.items[0].id;
  const said = { people: [machao], comment: '你也看看' };
  expect(
    (await lin('POST', `/api/tasks/${encodeURIComponent(task?.id ?? '')}/copy`, said, fresh())).status,
  ).toBeLessThan(300);
  const ma = await house.open('machao');
  await ma.goto('/work');
  await ma
    .getByRole('button', { name: /抄送.*1/ })
    .or(ma.getByRole('tab', { name: /抄送.*1/ }))
    .click();
  const row = ma.locator('.row', { hasText: '申请 丙' });
  await row.getByText('没读').waitFor();
  await shot(ma, 'copies-zh');
  await row.getByRole('link').click();
  await ma.waitForURL(/\/cases\//);
  await ma.goto('/work?view=copies&unread=true');
  await ma.getByText('都读过了').waitFor();
});

it('what one looks for again and again is kept under a name, with its order', async () => {
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  await lin.getByRole('button', { name: '新来的在前' }).click();
  await lin.getByRole('button', { name: '存下这个筛选' }).click();
  await lin.getByLabel('筛选的名字').fill('刚来的');
  await lin.getByRole('button', { name: '保存' }).click();
  const chip = lin.getByRole('button', { name: '刚来的', exact: true });
  await chip.waitFor();
  await shot(lin, 'inbox-filters-zh');
  await chip.click();
  await expect.poll(() => new URL(lin.url()).search).toBe('');
  await lin.reload();
  await chip.click();
  await expect.poll(() => new URL(lin.url()).searchParams.get('newest')).toBe('true');
  await lin.getByRole('button', { name: '去掉筛选「刚来的」' }).click();
  await chip.waitFor({ state: 'detached' });
});
