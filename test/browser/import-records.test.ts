// Ten thousand goods from a file, twice: looked at, written, and nothing the second time; faults with their cure; taken back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../tables/cell.ts';
import { writeXlsx } from '../../tables/write-xlsx.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await fillWithGoods(house, 12);
}, 240_000);
afterAll(() => house?.close());

const MANY = 10_000;
const headsOf = (lead: string) => ['款号', '品名', '安全库存', '上架日', `货架 ${lead}`];
const row = (lead: string, n: number): Cell[] => [
  `${lead}${String(n).padStart(5, '0')}`,
  `商品 ${n}`,
  n % 50,
  { day: '2026-11-05' },
  `A-${n % 9}`,
];
async function workbook(lead: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const rows = Array.from({ length: MANY }, (_, n) => row(lead, n));
  for await (const piece of writeXlsx('货', [headsOf(lead), ...rows])) pieces.push(piece);
  return Buffer.concat(pieces);
}
const count = async (lead: string): Promise<number> =>
  (
    await house.office.shop.sql<
      { n: number }[]
    >`select count(*)::int as n from record where register = 'sku' and key like ${`${lead}%`} and not archived`
  )[0]?.n ?? 0;

const WORDS = {
  zh: {
    choose: '选一个文件',
    look: '看看会怎样',
    write: '写进去：新增 10,000，改动 0',
    done: '写好了',
    other: '换一个文件',
    nothing: '和台账里一样，没有要写的。',
    same: '一样 10,000 条',
    shelf: '「货架 0A」填到',
    note: '备注',
  },
  en: {
    choose: 'Choose a file',
    look: 'See what would happen',
    write: 'Write: 10,000 new, 0 changed',
    done: 'Written',
    other: 'Another file',
    nothing: 'All is in the register already; there is nothing to write.',
    same: '10,000 the same',
    shelf: '“货架 0B” fills',
    note: 'Note',
  },
} as const;

describe.each([
  { language: 'zh', width: 1440, height: 900, lead: '0A' },
  { language: 'en', width: 390, height: 844, lead: '0B' },
] as const)('$language, $width px', ({ lead, ...look }) => {
  it('10,000 goods come in once, however often', async () => {
    const t = WORDS[look.language];
    const page = await house.open('linxiaowen', look);
    const file = { name: 'goods.xlsx', mimeType: 'application/octet-stream', buffer: await workbook(lead) };
    await page.goto('/registers/sku/import');
    for (const again of [false, true]) {
      await page.getByLabel(t.choose).setInputFiles(file);
      const shelf = page.getByRole('combobox', { name: t.shelf });
      await shelf.waitFor({ timeout: 60_000 });
      if (!again) {
        await shelf.click();
        await page.getByTitle(t.note, { exact: true }).click();
      } else expect(await page.locator('.ant-select', { has: shelf }).textContent()).toContain(t.note);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: t.look }).click();
      if (again) {
        await page.getByText(t.nothing).waitFor({ timeout: 120_000 });
        await page.getByText(t.same).waitFor();
        expect(await page.getByRole('button', { name: t.write }).count()).toBe(0);
      } else {
        await page.getByRole('button', { name: t.write }).click({ timeout: 120_000 });
        // It goes on, and is found again, when the page is opened anew.
        await page.reload();
        await page.getByText(t.done, { exact: true }).waitFor({ timeout: 120_000 });
        await page.getByRole('button', { name: t.other }).click();
      }
    }
    expect(await count(lead)).toBe(MANY);
  }, 300_000);
});

describe('a file with faults', () => {
  it('is told by row with its cure, changes are shown, what stays is written, and taken back', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers/sku');
    await page.getByRole('button', { name: '导入' }).click();
    await page.getByLabel('选一个文件').setInputFiles({
      name: '改安全库存.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('款号,品名,安全库存\nF-1,新的,5\nQH-1002,,77\n,没编号,1\nF-2,坏的,很多\n'),
    });
    await page.getByRole('button', { name: '看看会怎样' }).click();
    await page.getByText('新增 1 条').waitFor();
    await page.getByText('没收 2 行').waitFor();
    const refused = await page.locator('.import-rows', { hasText: '没收的行' }).textContent();
    expect(refused).toContain('第 4 行');
    expect(refused).toContain('「款号」');
    expect(refused).toMatch(/第 5 行.*「安全库存」.*很多/);
    await page.locator('.import-change', { hasText: '安全库存' }).filter({ hasText: '77' }).waitFor();
    await page.getByRole('button', { name: '写进去：新增 1，改动 1' }).click();
    await page.getByText('写好了', { exact: true }).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载逐行报告' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('改安全库存.报告.csv');
    await page.goto('/registers/sku/records/QH-1002');
    await page.getByText('导入「改安全库存.csv」').waitFor();
    await page.goto('/registers/sku/import');
    await page.locator('tr', { hasText: '改安全库存.csv' }).getByRole('button', { name: '撤回' }).click();
    await page.getByRole('button', { name: '撤回这次导入' }).click();
    await page.getByText('撤回 2 条').waitFor();
    expect(await count('F-')).toBe(0);
    await page.goto('/registers/sku/records/QH-1002');
    await page.getByText('撤回导入「改安全库存.csv」').waitFor();
  }, 60_000);
});
