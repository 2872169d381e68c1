// Whoever has a step sends a link; one outside fills in the form on a phone, with a picture, and it is done.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

let house: House;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const definition = draw(
    'pictures',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      shoot: {
        type: 'userTask',
        name: '拍主图',
        zf: { form: 'shoot', guest: true, participants: [{ rule: 'person', value: 'linxiaowen' }] },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->shoot', 'shoot->end'],
    { zf: { variable: [{ name: 'brief', type: 'string', label: '要求' }] } },
  );
  const form = Form.parse({
    key: 'shoot',
    title: { zh: '拍摄' },
    fields: [
      { type: 'text', id: 'brief', label: { zh: '要求', en: 'Brief' }, readOnly: true },
      { type: 'longText', id: 'note', label: { zh: '说明', en: 'Note' }, required: true },
      { type: 'file', id: 'picture', label: { zh: '主图', en: 'Picture' }, images: true, required: true },
    ],
  });
  const model = Model.parse({ id: 'pictures', processes: [definition], diagram: {} });
  await publish(house.office.shop.sql, { definition, model, forms: { shoot: form } });
}, 240_000);
afterAll(() => house?.close());

it('a link is made once, keeps what is typed, hands in once, and the story names both', async () => {
  const chen = await house.office.as('chenli');
  const { body } = await chen(
    'POST',
    '/api/cases',
    { process: 'pictures', variables: { brief: '白底，正面' } },
    fresh(),
  );
  const lin = await house.open('linxiaowen');
  await lin.goto('/work');
  await lin.getByText('拍主图').first().click();
  await lin.getByRole('button', { name: '请外人填' }).click();
  const dialog = lin.getByRole('dialog', { name: '请外人填' });
  await dialog.getByLabel('给谁').fill('摄影小王');
  await dialog.getByRole('button', { name: '做一个链接' }).click();
  const link = await dialog.locator('code').innerText();
  expect(link.startsWith(`${house.address}/guest#`)).toBe(true);
  await shot(lin, 'guest-dialog');
  await dialog.locator('.guest-links li', { hasText: '等着填' }).waitFor();

  const wang = await house.open(undefined, { width: 390, height: 844 });
  await wang.goto(link);
  await wang.getByRole('heading', { name: '拍主图' }).waitFor();
  await wang.getByText('白底，正面').waitFor();
  await wang.getByLabel('说明').fill('三张，自然光');
  await wang.reload();
  expect(await wang.getByLabel('说明').inputValue()).toBe('三张，自然光');
  await wang.getByRole('button', { name: '交上去' }).click();
  await wang.locator('.field-error').first().waitFor();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await wang
    .locator('input[capture=environment]')
    .setInputFiles({ name: '主图.png', mimeType: 'image/png', buffer: png });
  await wang.locator('.file img').waitFor();
  await shot(wang, 'guest-page-390');
  expect(await wang.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await wang.getByRole('button', { name: '交上去' }).click();
  await wang.getByText('交上去了，谢谢').waitFor();
  await shot(wang, 'guest-done-390');
  await wang.reload();
  await wang.getByText('这个链接不能用了').waitFor();

  const boss = await house.open('chenli');
  await boss.goto(`/cases/${encodeURIComponent(body.case)}`);
  const line = boss.locator('.story li', { hasText: '由外面的摄影小王填写' });
  await line.waitFor();
  expect(await line.innerText()).toContain('林晓雯');
  const english = await house.open(undefined, { language: 'en' });
  await english.goto('/guest');
  await english.getByText('There is no link here').waitFor();
  await shot(english, 'guest-none-en');
});
