// The settings as an administrator uses them: a capability given to an address, tried before it is relied on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house?.close());

describe('capabilities', () => {
  it('go to an address that is tried first, and its secret is never shown', async () => {
    const page = await house.open('gaoyuan');
    await page.goto('/settings?part=outside');
    await page.getByRole('button', { name: '添加密钥' }).click();
    await page.getByLabel('名称').fill('erp');
    await page.getByLabel('内容').fill('s3cret-token');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: 'erp', exact: true }).waitFor();
    expect(await page.content()).not.toContain('s3cret-token');

    const row = page.getByRole('row', { name: /^退款/ });
    await row.getByRole('button', { name: '更改' }).click();
    await page.getByRole('radio', { name: '网址' }).check();
    await page.getByRole('textbox', { name: '网址' }).fill('http://10.9.8.7/refunds');
    // What would be called is said before, with values of one's own; what was not sent is not called unanswered.
    await page.getByText('{secret} 会换成密钥').waitFor();
    await page.getByText('会真的打出去一次').waitFor();
    await page.getByLabel(/^订单号/).fill('T-1');
    await page.getByRole('button', { name: '真的调用一次' }).click();
    const tried = page.locator('.tried.is-bad');
    await tried.getByText('没有打出去').waitFor();
    await tried.getByText(/要调用 10\.9\.8\.7，它不在允许的地址里/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await row.getByText('POST http://10.9.8.7/refunds').waitFor();
    const admin = await house.office.as('gaoyuan');
    const { items } = (await admin('GET', '/api/capabilities')).body;
    expect(items.find(({ id }: { id: string }) => id === 'payment.refund').binding).toEqual({
      to: 'http',
      url: 'http://10.9.8.7/refunds',
      method: 'POST',
    });
  });
});

describe('working hours', () => {
  it('are changed by an administrator: a fault is said at its place, what is typed is kept, the other calendars stay', async () => {
    const page = await house.open('gaoyuan');
    await page.goto('/settings');
    const row = page.getByRole('row', { name: /^客服时间/ });
    await row.getByText('周一至周日 08:00-24:00').waitFor();
    await row.getByRole('button', { name: '改「客服时间」' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('周日').fill('');
    await dialog.getByLabel('周六').fill('18:00-9:00');
    await dialog.getByLabel('单独的日子').fill('2027-02-05 ~ 2027-02-11 休\n除夕休');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('第 2 行看不懂').waitFor();
    await dialog.getByText('看不懂这段时间').waitFor();
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: '改「客服时间」' }).click();
    expect(await dialog.getByLabel('单独的日子').inputValue()).toContain('除夕休');
    await dialog.getByLabel('周六').fill('9:00-18:00');
    await dialog.getByLabel('单独的日子').fill('2027-02-05 ~ 2027-02-11 休');
    await dialog.getByRole('button', { name: '保存' }).click();
    await row.getByText('周一至周五 08:00-24:00、周六 09:00-18:00、周日 休').waitFor();
    const { calendars } = await (await page.request.get('/api/settings')).json();
    expect(calendars.service.week[6]).toEqual([[540, 1080]]);
    expect(calendars.service.days['2027-02-11']).toEqual([]);
    // The others are as they were.
    expect(Object.keys(calendars).sort()).toEqual(['office', 'service', 'warehouse']);
    const manager = await house.open('chenli');
    await manager.goto('/settings');
    await manager.getByRole('row', { name: /^客服时间/ }).waitFor();
    expect(await manager.getByRole('button', { name: /^改「/ }).count()).toBe(0);
  });
});
