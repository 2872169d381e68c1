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
