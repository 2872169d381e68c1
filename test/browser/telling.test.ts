// The shop turns on mail on one page and tries it; each says what he wants to hear, and where; a device shows what was pushed.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSetting } from '../../db/settings.ts';
import { type Mailbox, openMailbox } from '../api/receivers.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let mailbox: Mailbox;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};
beforeAll(async () => {
  [house, mailbox] = await Promise.all([openHouse({ furnished: false }), openMailbox()]);
  await writeSetting(house.office.shop.sql, 'http', { hosts: [`localhost:${mailbox.port}`] });
}, 240_000);
afterAll(async () => {
  await mailbox?.close();
  await house?.close();
});

describe('notices outside the app', () => {
  it('are set up on one page, tried, and then reach people', async () => {
    const admin = await house.open('gaoyuan');
    await admin.goto('/me/notices');
    await admin.getByText('店里还没有开通铃铛以外的通知方式').waitFor();
    await admin.getByRole('link', { name: /设置 › 通知/ }).click();
    await admin.getByRole('button', { name: '邮件 · 设置' }).click();
    const dialog = admin.getByRole('dialog', { name: '邮件' });
    await dialog.getByLabel('邮件服务器').fill('localhost');
    await dialog.getByLabel('加密').press('Enter');
    await admin.locator('.ant-select-item-option', { hasText: '不加密' }).click();
    await dialog.getByLabel('端口').fill(String(mailbox.port));
    await dialog.getByLabel('发件人').fill('shop@example.com');
    await dialog.getByRole('switch').click();
    await dialog.getByRole('button', { name: '保存' }).click();
    // Nothing typed is lost by what is refused.
    await dialog.getByText('还没填打开章法的网址').waitFor();
    await dialog.getByRole('switch').click();
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.waitFor({ state: 'detached' });
    await admin.getByRole('button', { name: '用现在这个' }).click();
    await admin.getByRole('button', { name: '保存' }).click();
    await admin.getByRole('button', { name: '邮件 · 设置' }).click();
    await dialog.getByRole('switch').click();
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.waitFor({ state: 'detached' });
    await admin.getByRole('button', { name: '邮件 · 发一条给我' }).click();
    await admin.getByText('先在「我 › 通知」里填上').waitFor();
    await admin.goto('/me/notices');
    await admin.getByRole('textbox', { name: '我的邮箱' }).fill('gao@example.com');
    await admin.getByRole('button', { name: '保存' }).click();
    await admin.getByRole('button', { name: '保存' }).waitFor({ state: 'detached' });
    await admin.goto('/settings?part=notices');
    await admin.getByRole('button', { name: '邮件 · 发一条给我' }).click();
    await admin.getByText('发出去了').waitFor();
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['gao@example.com']);
    expect(mailbox.mails[0]?.text).toContain(`${house.address}/me/notices`);
    await shot(admin, 'channels-zh');
    for (const [language, width] of [
      ['en', 1440],
      ['zh', 390],
      ['en', 390],
    ] as const) {
      const page = await house.open('gaoyuan', { language, width });
      await page.goto('/settings?part=notices');
      await page.locator('.kind-grid').waitFor();
      await shot(page, `channels-${language}-${width}`);
    }
  });

  it('are as each wants them: where, not at night, once a day; what is said stays', async () => {
    const lin = await house.open('linxiaowen');
    await lin.goto('/me/notices');
    await lin.getByRole('checkbox', { name: '轮到我办的 · 邮件' }).uncheck();
    await lin.getByRole('checkbox', { name: '可以认领的活 · 铃铛' }).check();
    await lin.getByRole('switch', { name: '夜里不打扰' }).click();
    await lin.getByLabel('到', { exact: true }).fill('07:30');
    await lin.getByLabel('到', { exact: true }).blur();
    await lin.getByRole('combobox', { name: '邮件 · 怎么发' }).press('Enter');
    await lin.locator('.ant-select-item-option', { hasText: '每天一次' }).click();
    await lin.getByLabel('邮件 · 每天一次，在').waitFor();
    await lin.getByRole('textbox', { name: '我的邮箱' }).fill('not an address');
    await lin.getByRole('button', { name: '保存' }).click();
    await lin.getByText('这样写，那边认不出来').waitFor();
    expect(await lin.getByRole('textbox', { name: '我的邮箱' }).inputValue()).toBe('not an address');
    await lin.getByRole('textbox', { name: '我的邮箱' }).fill('lin@example.com');
    await lin.getByRole('button', { name: '保存' }).click();
    await lin.getByRole('button', { name: '保存' }).waitFor({ state: 'detached' });
    await shot(lin, 'my-notices-zh');
    await lin.reload();
    await lin.locator('.kind-grid').waitFor();
    expect(await lin.getByRole('checkbox', { name: '轮到我办的 · 邮件' }).isChecked()).toBe(false);
    expect(await lin.getByRole('checkbox', { name: '可以认领的活 · 铃铛' }).isChecked()).toBe(true);
    expect(await lin.getByLabel('到', { exact: true }).inputValue()).toBe('07:30');
    expect(await lin.getByLabel('邮件 · 每天一次，在').inputValue()).toBe('09:00');
    for (const [language, width] of [
      ['en', 1440],
      ['zh', 390],
      ['en', 390],
    ] as const) {
      const page = await house.open('linxiaowen', { language, width });
      await page.goto('/me/notices');
      await page.locator('.kind-grid').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await shot(page, `my-notices-${language}-${width}`);
    }
  });

  it('on a device are shown though no page is open, and lead to what they are about', async () => {
    const page = await house.open('linxiaowen', { installed: true });
    await page.context().grantPermissions(['notifications'], { origin: house.address });
    await page.goto('/work');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const devtools = await page.context().newCDPSession(page);
    const registrations: string[] = [];
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: found }) =>
      registrations.push(...found.map(({ registrationId }) => registrationId)),
    );
    await devtools.send('ServiceWorker.enable');
    await expect.poll(() => registrations.length).toBeGreaterThan(0);
    const data = JSON.stringify({
      title: '陈立催你办',
      body: '审核退款',
      tag: 't1',
      link: 'https://elsewhere.example/work?view=todo',
    });
    for (let twice = 0; twice < 2; twice++)
      await devtools.send('ServiceWorker.deliverPushMessage', {
        origin: house.address,
        registrationId: registrations[0] ?? '',
        data,
      });
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
      });
    await expect.poll(shown).toEqual([{ title: '陈立催你办', body: '审核退款', tag: 't1' }]);
  });
});
