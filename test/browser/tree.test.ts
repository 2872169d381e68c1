// A register drawn as a tree: opened and closed, found with the way to the hit, filtered by branch, a record moved with all below it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { Register } from '../../records/register.ts';
import { fresh } from '../api/office.ts';
import { CATEGORY as TREE } from '../goods.ts';
import { type House, openHouse } from './house.ts';

const CATEGORY = Register.parse(TREE);
let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const { sql } = house.office.shop;
  await publishContent(sql, {
    kind: 'register',
    key: 'category',
    name: CATEGORY.name,
    body: CATEGORY,
    by: null,
    from: 0,
  });
  const rows = [
    'bed,床品,',
    'quilt,被子,bed',
    'winter,冬被,quilt',
    'summer,夏被,quilt',
    'bath,卫浴,',
    'towel,毛巾,bath',
  ];
  await (await house.office.as('chenli'))(
    'POST',
    '/api/registers/category/import',
    ['编号,名称,上级', ...rows].join('\n'),
    { ...fresh(), 'content-type': 'text/csv' },
  );
}, 240_000);
afterAll(() => house?.close());
const shot = process.env.SHOTS;

it('opens and closes, keeps what is open in the address, and shows the way to what is found', async () => {
  const page = await house.open('chenli');
  await page.goto('/registers/category');
  const names = () => page.locator('tbody .record-name bdi').allTextContents();
  await page.getByRole('button', { name: '展开「床品」，下面 1 条' }).click();
  await page.getByRole('button', { name: '展开「被子」，下面 2 条' }).click();
  await expect.poll(names).toEqual(['卫浴', '床品', '被子', '夏被', '冬被']);
  if (shot) await page.screenshot({ path: `${shot}/tree-1440-zh.png` });
  await page.reload();
  await expect.poll(names).toEqual(['卫浴', '床品', '被子', '夏被', '冬被']);
  await page.getByRole('button', { name: '收起「床品」' }).click();
  await expect.poll(names).toEqual(['卫浴', '床品']);
  await page.getByRole('textbox', { name: '在类目里找' }).fill('冬被');
  await expect.poll(names).toEqual(['床品', '被子', '冬被']);
  expect(await page.locator('.is-way').count(), 'two lead to it').toBe(2);
  if (shot) await page.screenshot({ path: `${shot}/tree-found.png` });
});

it('moves a record with all below it, and says so; a circle is refused in words', async () => {
  const page = await house.open('chenli');
  await page.goto('/registers/category/records/quilt');
  await page.getByText('下面共 2 条').waitFor();
  await page.getByRole('button', { name: '改', exact: true }).click();
  const choose = async (text: string, option: string) => {
    await page.getByRole('combobox', { name: '上级' }).fill(text);
    await page
      .getByTitle(option)
      .or(page.locator('.ant-select-item-option', { hasText: option }))
      .first()
      .click();
  };
  await choose('夏被', '夏被');
  await page.getByText('下面的 2 条跟着一起移。').waitFor();
  if (shot) await page.screenshot({ path: `${shot}/tree-move.png` });
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('就在它下面').waitFor();
  await choose('卫浴', '卫浴');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.record-way', { hasText: '卫浴' }).waitFor();
  await page.goto('/registers/category?open=["bath"]');
  await page.getByRole('button', { name: '展开「被子」，下面 2 条' }).waitFor();
});

it('is a tree in English on a phone', async () => {
  const page = await house.open('chenli', { language: 'en', width: 390, height: 844 });
  await page.goto('/registers/category');
  const open = page.getByRole('button', { name: /^Open “卫浴”/ });
  await open.click();
  await page.getByText('毛巾').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(
    390,
  );
  if (shot) await page.screenshot({ path: `${shot}/tree-390-en.png` });
});
