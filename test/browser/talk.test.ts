// People speak of a case and a record: they call each other, decide by the numbers they see, and are told by the bell at once.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let refund: string;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
beforeAll(async () => {
  house = await openHouse();
  await fillWithGoods(house, 12);
  const chen = await house.office.as('chenli');
  const { body } = await chen(
    'POST',
    '/api/cases',
    { process: 'refund', variables: { buyer: '苏女士', phone: '13900001111', amount: 128_400 } },
    fresh(),
  );
  refund = body.case;
}, 240_000);
afterAll(() => house?.close());

const box = (page: Page) => page.getByRole('textbox', { name: /说一句|Say something/ });
/** By the beginning of the username: letters need no input method. */
const call = async (page: Page, text: string, typed: string, name: string): Promise<void> => {
  await box(page).click();
  await page.keyboard.type(`${text} @${typed}`);
  await page.locator('.ant-mentions-dropdown-menu-item', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
};

describe('a case', () => {
  it('is spoken of by keyboard alone, rings at once where somebody is called, and stands in the story', async () => {
    const lin = await house.open('linxiaowen');
    await lin.goto('/work');
    await lin.getByRole('button', { name: '通知' }).waitFor();
    const chen = await house.open('chenli');
    await chen.goto(`/cases/${refund}`);
    await chen.getByRole('button', { name: /^讨论/ }).click();
    await call(chen, '截图不清楚', 'linx', '林晓雯');
    expect(await box(chen).inputValue()).toMatch(/^截图不清楚 @林晓雯/);
    await chen.keyboard.type('重新要一张');
    await chen.keyboard.press('Control+Enter');
    await chen.locator('.talk-text', { hasText: '重新要一张' }).waitFor();
    await chen.locator('.story li', { hasText: '说了：截图不清楚' }).waitFor();
    await shot(chen, 'case-talk');

    await lin.getByRole('button', { name: '通知，1 条没看' }).click();
    const notice = lin.locator('.notices li', { hasText: '陈立提到了你' });
    await notice.waitFor();
    await shot(lin, 'bell');
    await notice.getByRole('button').click();
    await lin.waitForURL(/\/cases\//);
    await lin.getByRole('button', { name: '通知', exact: true }).waitFor();
  });

  it('rings on a phone, too, and leads there', async () => {
    const chen = await house.open('chenli');
    await chen.goto(`/cases/${refund}`);
    await chen.getByRole('button', { name: /^讨论/ }).click();
    await call(chen, '手机上也要看到', 'linx', '林晓雯');
    await chen.keyboard.press('Control+Enter');
    await chen.locator('.talk-text', { hasText: '手机上也要看到' }).waitFor();
    const lin = await house.open('linxiaowen', { width: 390, height: 844 });
    await lin.goto('/work');
    await lin.getByRole('button', { name: '通知，1 条没看' }).click();
    await lin.locator('.notices li', { hasText: '陈立提到了你' }).first().getByRole('button').click();
    await lin.waitForURL(/\/cases\//);
  });

  it('tells who looks elsewhere in the title of the window and, where that was allowed, on the desktop', async () => {
    const lin = await house.open('linxiaowen');
    await lin.addInitScript(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      const told: string[][] = [];
      const Told = Object.assign(
        function Told(title: string, { body }: { body: string }) {
          told.push([title, body]);
        },
        { permission: 'granted' },
      );
      Object.assign(window, { Notification: Told, told });
    });
    await lin.goto('/work');
    await lin.getByRole('button', { name: '通知' }).waitFor();
    const chen = await house.open('chenli');
    await chen.goto(`/cases/${refund}`);
    await chen.getByRole('button', { name: /^讨论/ }).click();
    await call(chen, '再看一眼', 'linx', '林晓雯');
    await chen.keyboard.press('Control+Enter');
    await expect.poll(() => lin.evaluate(() => (window as never as { told: string[][] }).told.length)).toBe(1);
    const [[title, body] = []] = await lin.evaluate(() => (window as never as { told: string[][] }).told);
    expect(title).toBe('陈立提到了你');
    expect(body).not.toBe('');
    expect(await lin.title()).toMatch(/^\(1\) 我的工作/);
  });

  it('keeps what is typed, and nobody who cannot read it is offered', async () => {
    const page = await house.open('linxiaowen');
    await page.goto(`/cases/${refund}`);
    await page.getByRole('button', { name: /^讨论/ }).click();
    await box(page).click();
    await page.keyboard.type('在问买家');
    await page.reload();
    await page.getByRole('button', { name: /^讨论/ }).click();
    expect(await box(page).inputValue()).toBe('在问买家');
    await page.keyboard.press('Escape');
    await box(page).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' @liuy');
    await page.getByText('没有能看到这里的人叫这个名字').waitFor();
    await box(page).fill('');
  });

  it('is decided by the numbers on the screen; where they have changed meanwhile, they are looked at again', async () => {
    const chen = await house.office.as('chenli');
    const page = await house.open('linxiaowen');
    await page.goto(`/cases/${refund}`);
    await page.getByRole('button', { name: /^讨论/ }).click();
    await box(page).fill('全退');
    await page.getByRole('checkbox', { name: '记成决定，连同屏幕上的数' }).check();
    await page.getByText('会记下 2 个数').click();
    await page.locator('.talk-write dd', { hasText: '1,284' }).waitFor();
    // Its page is deaf for a moment: the numbers change behind its back.
    await page.route('**/api/cases/*', (route) => route.abort());
    await chen('POST', `/api/cases/${refund}/variables`, { variables: { amount: 99_900 }, reason: '少一件' }, fresh());
    await page.getByRole('button', { name: '说', exact: true }).click();
    await page.getByText(/金额 已经和屏幕上的不一样/).waitFor();
    await page.unroute('**/api/cases/*');
    await page.reload();
    await page.getByRole('button', { name: /^讨论/ }).click();
    expect(await box(page).inputValue()).toBe('全退');
    await page.locator('.talk-write summary').click();
    await page.locator('.talk-write dd', { hasText: '999' }).waitFor();
    await page.getByRole('button', { name: '说', exact: true }).click();
    await page.locator('.talk-line.is-decision', { hasText: '全退' }).waitFor();
    await page.goto('/decisions?q=全退');
    await page.locator('.talk-line', { hasText: '苏女士' }).getByText('当时的数').click();
    await page.locator('.talk-saw dd', { hasText: '999' }).waitFor();
    await shot(page, 'decisions');
  });
});

describe('a record', () => {
  it('is spoken of on its page and by a phone, in English, too', async () => {
    const page = await house.open('linxiaowen', { width: 390, height: 844, language: 'en', scheme: 'dark' });
    await page.goto('/registers/sku/records/QH-1003');
    await box(page).click();
    await page.keyboard.type('Runs out on Friday');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.talk-text', { hasText: 'Runs out on Friday' }).scrollIntoViewIfNeeded();
    await shot(page, 'record-phone-dark');
    await page.getByRole('button', { name: 'Strike through' }).click();
    await page.locator('.talk-text s', { hasText: 'Runs out on Friday' }).waitFor();
  });
});

describe('a task', () => {
  it('has its discussion beside the form', async () => {
    const page = await house.open('linxiaowen');
    const [task] = await house.office.shop.tasks(refund);
    await page.goto(`/work?view=claimable&task=${encodeURIComponent(task?.id ?? '')}`);
    await page.getByRole('button', { name: '讨论', exact: true }).click();
    await page.locator('.side .talk-line', { hasText: '全退' }).waitFor();
    await box(page).fill('已经问了');
    await page.getByRole('button', { name: '说', exact: true }).click();
    await page.locator('.side .talk-line', { hasText: '已经问了' }).getByText('审核退款').waitFor();
    await shot(page, 'task-talk');
  });
});
