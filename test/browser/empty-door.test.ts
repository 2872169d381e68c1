// A shop that begins with nothing says how it may go on, and does not call done what never was.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstOwner, type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ empty: true });
}, 180_000);
afterAll(() => house?.close());

it('the first page of an empty shop leads to drawing, to packs and to people', { timeout: 120_000 }, async () => {
  const page = await house.open();
  const shot = async (name: string) => {
    if (!process.env.SHOTS) return;
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-390.png` });
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await firstOwner(house, page);
  await page.request.post('/api/opening', {
    data: { door: 'empty' },
    headers: { 'idempotency-key': 'the-empty-door' },
  });

  await page.goto('/today');
  await page.getByText('店里还什么都没有').waitFor();
  expect(await page.locator('.figure').count()).toBe(0);
  await shot('empty-today');
  const leads: [verb: string, to: RegExp][] = [
    ['画一个流程', /\/processes/],
    ['装方案包', /\/packs/],
    ['请同事进来', /\/people/],
  ];
  for (const [verb, to] of leads) {
    await page.goto('/today');
    await page.getByRole('button', { name: verb }).click();
    await page.waitForURL(to);
  }

  await page.goto('/first-day');
  await page.getByText('这里没有第一天的单子').waitFor();
  expect(await page.getByText('都办完了').count()).toBe(0);
  await shot('empty-first-day');

  await page.request.post('/api/processes', {
    data: { name: '换货' },
    headers: { 'idempotency-key': 'the-first-process' },
  });
  await page.goto('/today');
  await page.locator('.figure').first().waitFor();
});
