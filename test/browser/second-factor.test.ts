// The second step of signing in, as a manager turns it on and then meets it.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/demo.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house?.close());

/** What an authenticator shows for this secret (RFC 6238). */
function shown(secret: string): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

it('is turned on with an authenticator, and asked at the next sign-in', async () => {
  const page = await house.open('luyuan');
  await page.goto('/me');
  await page.getByText('这里', { exact: true }).waitFor();
  await page.getByRole('button', { name: '开启' }).click();
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: '下一步' }).click();
  const secret = (await page.locator('.access-secret').textContent())?.trim() ?? '';
  expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
  const backup = (await page.locator('.access-backup').textContent())?.trim().split(/\s+/)[0] ?? '';
  await page.getByLabel('验证码').fill(shown(secret));
  await page.getByRole('button', { name: '确认' }).click();
  await page.getByText('已开启').waitFor();

  const door = await house.open();
  await door.goto('/sign-in');
  await door.getByLabel('用户名').fill('luyuan');
  await door.getByLabel('密码').fill(DEMO_PASSWORD);
  await door.getByRole('button', { name: '登录', exact: true }).click();
  await door.getByLabel('验证码').fill('000000');
  await door.getByRole('button', { name: '登录', exact: true }).click();
  await door.getByText('验证码不对').waitFor();
  await door.getByLabel('验证码').fill(backup);
  await door.getByRole('button', { name: '登录', exact: true }).click();
  await door.waitForURL(/\/today/);
});

it('is asked of managers where the shop wants it, before anything else', async () => {
  const admin = await house.open('gaoyuan');
  await admin.goto('/settings');
  await admin.getByLabel('主管和管理员必须两步验证').click();
  await admin.getByRole('heading', { name: '先开两步验证' }).waitFor();
  await admin.getByRole('button', { name: '开启' }).click();
  await admin.getByLabel('密码').fill(DEMO_PASSWORD);
  await admin.getByRole('button', { name: '下一步' }).click();
  const secret = (await admin.locator('.access-secret').textContent())?.trim() ?? '';
  await admin.getByLabel('验证码').fill(shown(secret));
  await admin.getByRole('button', { name: '确认' }).click();
  await admin.getByText('店铺时钟').waitFor();
});
