// Registers as people work with them: found, filtered, kept as a view, typed into, told apart when two change the same; parameters; structure.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRecords } from '../../db/records.ts';
import { codeOf, DAY, fillWithGoods, SKU } from './goods.ts';
import { type House, openHouse } from './house.ts';

let house: House;
const MANY = 1_200;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  await fillWithGoods(house);
  // Many more, as an import would bring them.
  const many = Array.from({ length: MANY }, (_, n) => `ZZ-${String(n + 1).padStart(5, '0')}`);
  await putRecords(
    house.office.shop.sql,
    SKU,
    1,
    '',
    { by: null, at: DAY },
    many.map((code) => ({
      expect: 0,
      key: code,
      title: `最后一批 ${code}`,
      words: code,
      values: { code, name: `最后一批 ${code}`, state: 'gone' },
      changed: ['code', 'name', 'state'],
    })),
  );
}, 240_000);
afterAll(() => house?.close());

const row = (page: Page, text: string) => page.locator('tbody tr', { hasText: text }).first();
const stock = async (code: string): Promise<number> =>
  (await (await house.office.as('chenli'))('GET', `/api/registers/sku/records/${code}`)).body.values.safety;

describe('a grid', () => {
  it('is found by a word, filtered by a number, and kept as a view with its count', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers');
    await page.getByRole('link', { name: /^商品/ }).click();
    await page.getByRole('textbox', { name: '在商品里找' }).fill('羊毛披肩');
    await row(page, '羊毛披肩').waitFor();
    await row(page, '儿童四件套').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: '在商品里找' }).fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));
    await page.getByRole('button', { name: '筛选' }).click();
    await page.getByRole('menuitem', { name: '可售' }).click();
    await page.getByRole('textbox', { name: '值' }).fill('100');
    await page.getByRole('button', { name: '可售 < 100', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    await page.getByRole('menuitem', { name: '状态' }).click();
    await page.getByRole('checkbox', { name: '在售' }).check();
    await page.getByRole('button', { name: '状态 在售', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '存成视图' }).click();
    await page.getByRole('textbox', { name: '视图叫什么' }).fill('快没货了');
    await page.locator('.save-view').getByRole('button', { name: '存成视图' }).click();
    const tab = page.getByRole('button', { name: /^快没货了 \d+$/ });
    await tab.waitFor();
    const shown = Number((await tab.textContent())?.match(/\d+/)?.[0]);
    expect(shown).toBeGreaterThan(0);
    await page.reload();
    await tab.waitFor();
    await page.getByText(`合计 ${shown}`).waitFor();
    for (const text of await page.locator('tbody tr td:last-child').allTextContents()) expect(text).toContain('在售');
    const theirs = (await (await house.office.as('chenli'))('GET', '/api/registers/sku/views')).body.items;
    expect(theirs, 'nobody else sees it').toEqual([]);
  });

  it('holds a thousand rows and more with a few dozen in the document, and scrolls to the last', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers/sku?sort=key');
    await page.locator('.record-name').first().waitFor();
    const rows = page.locator('.register-rows');
    await expect
      .poll(
        async () => {
          await rows.evaluate((box) => box.scrollTo(0, box.scrollHeight));
          return page.locator('tbody tr[data-id]').last().textContent();
        },
        { timeout: 60_000, interval: 60 },
      )
      .toContain('ZZ-01200');
    expect(await page.locator('tbody tr[data-id]').count()).toBeLessThan(60);
    const heights = await page
      .locator('tbody tr[data-id]')
      .evaluateAll((all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().height)))]);
    expect(heights, 'one height').toHaveLength(1);
  });

  it('is walked with J and K, a row ticked by the space bar, a cell typed into with E', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers/sku?q=记忆枕');
    await row(page, '记忆枕').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    await page.getByText('选了 1 件').waitFor();
    const code = await page.locator('tr:focus-within small').textContent();
    await page.keyboard.press('e');
    const cell = page.getByRole('textbox', { name: '安全库存' });
    await cell.fill('-1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '0' }).waitFor();
    await cell.fill('88');
    await page.keyboard.press('Enter');
    await cell.waitFor({ state: 'detached' });
    expect(await stock(code ?? '')).toBe(88);
  });

  it('says why a price has no pencil, and leads to the process with the record filled in', async () => {
    const page = await house.open('linxiaowen');
    await page.goto(`/registers/sku?record=${codeOf(5)}`);
    const pane = page.locator('.record-pane');
    await pane.getByText('算出来的').waitFor();
    await pane.getByRole('link', { name: '改价申请' }).click();
    await page.getByText(/已按「羊毛披肩.*」填好/).waitFor();
    expect(await page.getByRole('textbox', { name: '款号' }).inputValue()).toBe(codeOf(5));
    await page.getByRole('textbox', { name: '新售价' }).fill('199');
    await page.getByRole('textbox', { name: '为什么' }).fill('双12');
    await page.getByRole('button', { name: '发起' }).click();
    await page.waitForURL(/\/cases\//);
    await page.goto(`/registers/sku?record=${codeOf(5)}`);
    await pane.getByRole('link', { name: new RegExp(`店长审批 改价 ${codeOf(5)}`) }).waitFor();
  });

  it('shows its views of other kinds: columns, days, pictures', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers/sku?tab=board');
    await page.getByRole('region', { name: '待上架' }).locator('.record-card').first().waitFor();
    await page.goto('/registers/sku?tab=month&month=2026-11');
    await page.locator('.calendar-record').first().click();
    await page.locator('.record-pane h2').waitFor();
    await page.goto('/registers/sku?tab=pictures');
    await page.locator('.record-card.is-large img').first().waitFor();
  });
});

describe('a record', () => {
  it('two who change the same field see both values, and mine stands when I say so', async () => {
    const page = await house.open('linxiaowen');
    await page.goto(`/registers/sku?record=${codeOf(8)}`);
    await page.locator('.record-fields').getByRole('button', { name: '改', exact: true }).click();
    await page.locator('.record-form').getByRole('textbox', { name: '安全库存' }).fill('61');
    await page.locator('.record-form').getByRole('textbox', { name: '备注' }).fill('换了纸箱');
    const chen = await house.office.as('chenli');
    const { rev } = (await chen('GET', `/api/registers/sku/records/${codeOf(8)}`)).body;
    await chen('PATCH', `/api/registers/sku/records/${codeOf(8)}`, { rev, values: { safety: 99 } });
    await page.getByRole('button', { name: '保存' }).click();
    const clash = page.getByRole('alert').filter({ hasText: '陈立刚刚也改了这里' });
    for (const value of ['99', '61']) await clash.getByRole('cell', { name: value, exact: true }).waitFor();
    await clash.getByRole('button', { name: '用我的' }).click();
    await page.locator('.record-form').waitFor({ state: 'detached' });
    const now = (await chen('GET', `/api/registers/sku/records/${codeOf(8)}`)).body.values;
    expect([now.safety, now.note]).toEqual([61, '换了纸箱']);
    await page.locator('.record-history li', { hasText: '陈立' }).waitFor();
  });

  it('who changed another field meanwhile loses nothing, and nobody is asked', async () => {
    const page = await house.open('linxiaowen');
    await page.goto(`/registers/sku?record=${codeOf(9)}`);
    await page.locator('.record-fields').getByRole('button', { name: '改', exact: true }).click();
    await page.locator('.record-form').getByRole('textbox', { name: '备注' }).fill('换季');
    const chen = await house.office.as('chenli');
    const { rev } = (await chen('GET', `/api/registers/sku/records/${codeOf(9)}`)).body;
    await chen('PATCH', `/api/registers/sku/records/${codeOf(9)}`, { rev, values: { safety: 77 } });
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.record-form').waitFor({ state: 'detached' });
    const now = (await chen('GET', `/api/registers/sku/records/${codeOf(9)}`)).body.values;
    expect([now.safety, now.note]).toEqual([77, '换季']);
  });

  it('what is half typed is there after a reload', async () => {
    const page = await house.open('linxiaowen');
    await page.goto(`/registers/sku?record=${codeOf(10)}`);
    await page.locator('.record-fields').getByRole('button', { name: '改', exact: true }).click();
    await page.locator('.record-form').getByRole('textbox', { name: '备注' }).fill('没写完');
    await page.reload();
    await page.locator('.record-fields').getByRole('button', { name: '接着改' }).click();
    expect(await page.locator('.record-form').getByRole('textbox', { name: '备注' }).inputValue()).toBe('没写完');
  });

  it('is made once, by whoever may, and opens', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/registers/sku');
    await page.getByRole('button', { name: '新建商品' }).click();
    const form = page.locator('.new-record');
    await form.getByRole('button', { name: '建好' }).click();
    await form.getByRole('alert').first().waitFor();
    await form.getByRole('textbox', { name: '款号' }).fill('QH-NEW');
    await form.getByRole('textbox', { name: '品名' }).fill('新围巾');
    await form.getByRole('button', { name: '建好' }).click();
    await page.locator('.record-pane h2', { hasText: '新围巾' }).waitFor();
  });

  it('never shows a secret to who may not see it', async () => {
    const page = await house.open('chenli');
    await page.goto(`/registers/sku/records/${codeOf(3)}`);
    await page.locator('.record-lines').getByText('底价').waitFor();
    expect(await page.locator('.record').getByText('成本').count()).toBe(0);
    const meng = await house.open('mengjie');
    await meng.goto(`/registers/sku/records/${codeOf(3)}`);
    await meng.locator('.record-lines').getByText('成本').waitFor();
  });
});

it('on a phone, in English: a card opens the record on its own page', async () => {
  const page = await house.open('linxiaowen', { width: 390, height: 844, language: 'en' });
  await page.goto('/registers/sku?tab=low');
  await page.locator('.record-name').first().click();
  await page.waitForURL(/\/records\//);
  await page.getByRole('heading', { name: 'Fields' }).waitFor();
  await page.getByText('Computed').waitFor();
  await page.locator('.record-fields').getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('on the way');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.record-history', { hasText: 'on the way' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

describe('parameters', () => {
  it('a blank one is red; its owner says a value with a reason, and the sheet and the history tell', async () => {
    const page = await house.open('chenli');
    await page.goto('/parameters');
    await row(page, '发货时限').getByText('空白').waitFor();
    await row(page, '发货时限').getByRole('button', { name: '改「发货时限」' }).click();
    const form = page.locator('.say-value');
    await form.getByRole('button', { name: '定下来' }).click();
    await form.getByRole('alert').first().waitFor();
    await form.getByRole('textbox', { name: '改成' }).fill('48');
    await form.getByRole('textbox', { name: '为什么改' }).fill('平台 11 月公告');
    await form.getByRole('button', { name: '定下来' }).click();
    await row(page, '发货时限').getByText('48 小时').waitFor();
    await row(page, '发货时限').getByText('陈立').waitFor();
    await row(page, '发货时限').getByRole('button', { name: '「发货时限」的历次改动' }).click();
    await page.locator('.said-values').getByText('平台 11 月公告').waitFor();
  });

  it('one that is to come can be taken back before it begins', async () => {
    const page = await house.open('chenli');
    await page.goto('/parameters?change=stock.safetyA');
    const form = page.locator('.say-value');
    await form.getByRole('textbox', { name: '改成' }).fill('90');
    await form.getByRole('textbox', { name: '从什么时候起' }).fill('2030-01-01 09:00');
    await form.getByRole('textbox', { name: '为什么改' }).fill('双12');
    await form.getByRole('button', { name: '定下来' }).click();
    await row(page, 'A 类安全库存').getByText('90 件').waitFor();
    await row(page, 'A 类安全库存').getByRole('button', { name: '收回' }).click();
    await row(page, 'A 类安全库存').getByText('90 件').waitFor({ state: 'detached' });
    await row(page, 'A 类安全库存').getByText('60 件').waitFor();
  });

  it('its declaration has the same life: changed, published, read by the sheet', async () => {
    const page = await house.open('chenli');
    await page.goto('/parameters');
    await page.getByRole('link', { name: '「小幅改价上限」怎么填、谁管' }).click();
    await page.getByRole('textbox', { name: '名称 · 中文' }).fill('小改上限');
    await page.getByRole('textbox', { name: '名称 · 中文' }).blur();
    await page.getByText('草稿已存').waitFor();
    await page.getByRole('button', { name: '存为第 2 版' }).click();
    await page.getByRole('button', { name: '发布第 2 版' }).click();
    await page.getByText('第 2 版已发布').waitFor();
    await page.goto('/parameters');
    await row(page, '小改上限').getByText('10 %').waitFor();
  });

  it('leads to what is computed from it; staff see it and change only their own', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/parameters');
    await row(page, '底价系数').getByRole('link', { name: '商品 · 底价' }).waitFor();
    expect(await page.getByRole('button', { name: /^改「/ }).count()).toBe(0);
    const owner = await house.open('mengjie');
    await owner.goto('/parameters');
    await owner.getByRole('button', { name: '改「底价系数」' }).waitFor();
  });
});

describe('what a register consists of', () => {
  it('a field is added, a fault is told in words, published with what changed, and the grid has it', async () => {
    const page = await house.open('chenli');
    await page.goto('/registers/supplier/structure');
    await page.getByRole('button', { name: '加字段' }).click();
    await page.getByRole('menuitem', { name: '整数' }).click();
    const pane = page.locator('.structure-pane');
    await pane.getByRole('textbox', { name: '名称', exact: true }).fill('交期');
    await pane.getByRole('textbox', { name: '名称', exact: true }).blur();
    await pane.getByRole('combobox', { name: '值从哪来' }).click();
    await page.getByTitle('公式算出来').click();
    await pane.getByRole('textbox', { name: /^公式/ }).fill('nothing + 1');
    await page.locator('.content-problems').getByText('「交期」的公式用到 nothing，没有这个字段').waitFor();
    await pane.getByRole('combobox', { name: '值从哪来' }).click();
    await page.getByTitle('人填').click();
    await page.locator('.content-problems').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '存为第 2 版' }).click();
    const drawer = page.locator('.content-publish');
    await drawer.locator('.content-changes', { hasText: '交期' }).waitFor();
    await drawer.getByRole('button', { name: '发布第 2 版' }).click();
    await page.getByText('第 2 版已发布').waitFor();
    await page.goto('/registers/supplier');
    await page.getByRole('button', { name: '新建供应商' }).click();
    await page.locator('.new-record').getByRole('textbox', { name: '交期' }).waitFor();
    await page.goto('/registers/supplier/structure');
    await page.getByRole('button', { name: '第 2 版' }).click();
    await page.getByRole('button', { name: '用这一版做草稿' }).click();
    await page.getByText('第 1 版放进了草稿').waitFor();
    await page.locator('.structure-fields', { hasText: '交期' }).waitFor({ state: 'detached' });
  });

  it.each([
    ['zh', 1440],
    ['en', 1440],
    ['zh', 390],
    ['en', 390],
  ] as const)('each column of the list of fields keeps to itself, in %s at %i', async (language, width) => {
    const page = await house.open('chenli', { language, width, height: 844 });
    await page.goto('/registers/sku/structure');
    await page.locator('.structure-fields .tag').first().waitFor();
    const over = await page.locator('.structure-fields td').evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const end = cell.getBoundingClientRect().right;
        const wide = [...cell.querySelectorAll('.tag, svg')].filter(
          (one) => one.getBoundingClientRect().right > end + 1,
        );
        return wide.map((one) => one.textContent);
      }),
    );
    expect(over).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/structure-${width}-${language}.png` });
  });

  it('two at one draft: other places are merged, the same place is asked about', async () => {
    const page = await house.open('chenli');
    await page.goto('/registers/sku/structure?part=naming');
    const gao = await house.office.as('gaoyuan');
    const address = '/api/content/register/sku/draft';
    await page.getByRole('textbox', { name: '英文名称' }).waitFor();
    const { body, revision } = (await gao('GET', address)).body;
    await gao('PUT', address, { body: { ...body, add: ['role:finance'] }, revision });
    await page.getByRole('textbox', { name: '英文名称' }).fill('Products');
    await page.getByRole('textbox', { name: '英文名称' }).blur();
    await page.getByText('已并入高原的改动').waitFor();
    await expect
      .poll(async () => (await gao('GET', address)).body.body)
      .toMatchObject({
        add: ['role:finance'],
        name: { en: 'Products' },
      });
    const again = (await gao('GET', address)).body;
    await gao('PUT', address, {
      body: { ...again.body, name: { ...again.body.name, en: 'Wares' } },
      revision: again.revision,
    });
    await page.getByRole('textbox', { name: '英文名称' }).fill('Items');
    await page.getByRole('textbox', { name: '英文名称' }).blur();
    const clash = page.getByRole('alert').filter({ hasText: '高原和你都改了' });
    await clash.getByRole('button', { name: /留我的/ }).click();
    await expect.poll(async () => (await gao('GET', address)).body.body.name.en).toBe('Items');
  });

  it('a new register begins with the least that publishes', async () => {
    const page = await house.open('chenli');
    await page.goto('/structures');
    await page.getByRole('button', { name: '新建台账' }).click();
    await page.getByRole('textbox', { name: '台账叫什么' }).fill('物流商');
    await page.getByRole('textbox', { name: '标识' }).fill('carrier');
    await page.getByRole('button', { name: '新建', exact: true }).click();
    await page.waitForURL(/\/registers\/carrier\/structure/);
    await page.getByRole('button', { name: '存为第 1 版' }).click();
    await page.getByRole('button', { name: '发布第 1 版' }).click();
    await page.getByText('第 1 版已发布').waitFor();
    await page.goto('/registers');
    await page.getByRole('link', { name: /物流商/ }).waitFor();
  });
});
