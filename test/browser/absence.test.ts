// Somebody goes away with twelve tasks open: her proxy has them at once, and she has them again when she is back.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const { id } = (await (await house.office.as('linxiaowen'))('GET', '/api/me')).body;
  const zf = { participants: [{ rule: 'person', value: id }], refusal: 'flow' };
  await house.office.shop.deploy(
    draw(
      'asks',
      { s: { type: 'startEvent' }, a: { type: 'userTask', name: '审批', zf }, e: { type: 'endEvent' } } as never,
      ['s->a', 'a->e'],
    ),
  );
  for (let n = 0; n < 12; n++) await house.office.shop.start('asks');
}, 120_000);
afterAll(() => house?.close());

it('an absence begins with twelve open tasks, and ends', async () => {
  const [lin, he] = [await house.open('linxiaowen'), await house.open('hejing')];
  await he.goto('/work');
  const his = he.getByRole('button', { name: /^待办/ });
  const before = Number((await his.innerText()).match(/\d+/)?.[0] ?? 0);
  const shows = async (tab: typeof his): Promise<number> => Number((await tab.innerText()).match(/\d+/)?.[0] ?? 0);

  await lin.goto('/absences');
  await lin.getByRole('button', { name: '请假', exact: true }).click();
  const dialog = lin.getByRole('dialog');
  await dialog.getByLabel('代理人').fill('何静');
  await lin.locator('.ant-select-item-option', { hasText: '何静' }).click();
  await dialog.getByLabel('事由').fill('年假');
  await dialog.getByRole('button', { name: '确定请假' }).click();
  await lin.locator('tbody tr', { hasText: '年假' }).getByText('不在').waitFor();

  // In his window, which nobody has touched.
  await expect.poll(() => shows(his), { timeout: 3_000 }).toBe(before + 12);
  await he.getByText(/你代 林晓雯 到/).waitFor();
  await he.locator('.row', { hasText: '审批' }).first().click();
  await he.locator('.task-holder', { hasText: '代 林晓雯 办，林晓雯 请假到' }).waitFor();
  await lin.goto('/work');
  await lin.getByText(/你请假到 .*，活由 何静 代办/).waitFor();
  expect(await shows(lin.getByRole('button', { name: /^待办/ }))).toBe(0);

  await lin.goto('/absences');
  await lin.getByRole('button', { name: '回来了' }).click();
  await lin.getByText('没有人请假').waitFor();
  await expect.poll(() => shows(his), { timeout: 3_000 }).toBe(before);
  await lin.goto('/work');
  await expect.poll(() => shows(lin.getByRole('button', { name: /^待办/ }))).toBe(12);
});
