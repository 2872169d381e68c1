// The shipped goods at work, as people live them: a safety stock raised begins 补货, a shelf is counted on a phone, a price goes from
// click to done, and a parameter is read in the reason of the next decision.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPacks } from '../../cli/pack.ts';
import { loadPacks } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { type Key, sayOfWeb } from '../../words/web.ts';
import { type Caller, fresh } from '../api/office.ts';
import { stockGoods } from '../furnish.ts';
import { type House, openHouse } from './house.ts';

const LOOKS = [
  { language: 'zh', width: 1440, height: 900, sku: 'QH-3001' },
  { language: 'en', width: 390, height: 844, sku: 'QH-3002' },
] as const;
type Look = (typeof LOOKS)[number];
let house: House;
let manager: Caller;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const { sql } = house.office.shop;
  const packs = await loadPacks(path.join(packageRoot, 'sops'));
  await installPacks(
    { sql },
    packs.map((pack) => ({ ...pack, roles: [], departments: [], calendars: [] })),
  );
  await stockGoods(
    sql,
    LOOKS.map(({ sku }) => ({ code: sku, name: '羊毛围巾', price: 26_800, cost: 14_200, safety: 20, available: 30 })),
  );
  manager = await house.office.as('chenli');
}, 180_000);
afterAll(() => house?.close());

const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;
const record = async (sku: string) => (await manager('GET', `/api/registers/sku/records/${sku}`)).body;

const until = <T>(find: () => Promise<T | undefined>, what: string): Promise<T> =>
  house.office.shop.until(find, what) as Promise<T>;
/** Somebody opens the step, takes it, fills it in, submits it and lets it go at once. */
async function does(who: string, look: Look, step: string, fill: (page: Page) => Promise<unknown>): Promise<void> {
  const t = (code: Key) => sayOfWeb({ code, args: {} }, look.language);
  const me = await house.office.as(who);
  const { id, held } = await until(async () => {
    for (const view of ['todo', 'claimable'])
      for (const task of (await me('GET', `/api/tasks?view=${view}`)).body.items)
        if (`${task.element} ${task.title}`.startsWith(step)) return { id: task.id as string, held: view === 'todo' };
    return undefined;
  }, `${step} for ${who}`);
  const page = await house.open(who, look);
  await page.goto(`/work?task=${encodeURIComponent(id)}`);
  const verb = (code: Key) => page.locator('.verbs').getByRole('button', { name: t(code) });
  if (!held) await verb('verb.claim').click();
  await verb('verb.submit').waitFor();
  await fill(page);
  await shot(page, `${step.split(' ')[0]}-${look.width}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
  await verb('verb.submit').click();
  await page.getByRole('button', { name: t('verb.send') }).click();
  await page.getByRole('button', { name: t('verb.send') }).waitFor({ state: 'detached' });
  await page.context().close();
}
const picks = (page: Page, answer: string) => page.getByText(answer, { exact: true }).first().click();

describe.each(LOOKS)('in $language at $width px', (look) => {
  const zh = look.language === 'zh';
  const { sku } = look;

  it('a safety stock that is raised above what is there begins 补货', async () => {
    const page = await house.open('shenyue', look);
    await page.goto(`/registers/sku/records/${sku}`);
    await page.getByRole('button', { name: zh ? '改' : 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: zh ? '安全库存' : 'Safety stock' }).fill('60');
    await page.getByRole('button', { name: zh ? '保存' : 'Save' }).click();
    await page.getByRole('link', { name: new RegExp(`${zh ? '补货' : 'Restock'} ${sku}`) }).waitFor();
    await shot(page, `raised-${look.width}`);
    expect((await record(sku)).values).toMatchObject({ safety: 60, available: 30 });
  });

  it('a price goes from click to done, once, with its case and reason in the history', async () => {
    const refused = await manager('PATCH', `/api/registers/sku/records/${sku}`, {
      rev: (await record(sku)).rev,
      values: { price: 1 },
    });
    expect([refused.status, refused.body.code]).toEqual([403, 'fieldOfProcess']);
    expect(refused.body.detail).toContain('改价申请');
    const page = await house.open('shenyue', look);
    await page.goto(`/registers/sku/records/${sku}`);
    await page
      .getByRole('link', { name: zh ? '改价申请' : 'Change of price' })
      .first()
      .click();
    await page.getByRole('textbox', { name: zh ? '新售价' : 'New price' }).fill('259');
    await page.getByRole('textbox', { name: zh ? '为什么' : 'Why' }).fill('双12');
    await page.getByRole('button', { name: zh ? '发起' : 'Start' }).click();
    await page.waitForURL(/\/cases\//);
    await does('xunuo', look, `alone 改价 ${sku}`, (task) => picks(task, zh ? '同意' : 'Agree'));
    await page.goto(`/registers/sku/records/${sku}`);
    await page.locator('.record-history li', { hasText: '259' }).waitFor();
    await shot(page, `priced-${look.width}`);
    expect((await record(sku)).values.price).toBe(25_900);
    // Once, and by whom: the other one is the opening entry.
    const { items } = (await manager('GET', `/api/registers/sku/records/${sku}/history`)).body;
    const priced = items.filter(({ after }: { after: object }) => 'price' in after);
    expect(priced.map(({ case: by }: { case: { title: string } | null }) => by?.title)).toEqual([
      expect.stringContaining(`改价 ${sku}`),
      undefined,
    ]);
  });

  it('a parameter that is changed is read in the reason of the next decision', async () => {
    const name = zh ? '小幅改价上限' : 'Small change of price';
    const owner = await house.open('chenli', look);
    await owner.goto('/parameters');
    await owner.getByRole('button', { name: zh ? `改「${name}」` : `Change “${name}”` }).click();
    const form = owner.locator('.say-value');
    await form.getByRole('textbox', { name: zh ? '改成' : 'New value' }).fill(zh ? '4' : '3');
    await form.getByRole('textbox', { name: zh ? '为什么改' : 'Why' }).fill('双12');
    await shot(owner, `parameter-${look.width}`);
    await form.getByRole('button', { name: zh ? '定下来' : 'Set' }).click();
    await form.waitFor({ state: 'detached' });
    const asker = await house.office.as('shenyue');
    const variables = { sku: { key: sku }, newPrice: 24_600, reason: '双12', from: null };
    const begun = await asker('POST', '/api/cases', { process: 'price-change', variables }, fresh());
    expect([begun.status, begun.body]).toEqual([201, expect.anything()]);
    await owner.goto(`/cases/${begun.body.case}`);
    await owner
      .getByText(zh ? /小幅改价上限「4 %」（陈立 定的/ : /Small change of price “3 %” \(set by 陈立/)
      .first()
      .waitFor();
    await shot(owner, `reason-${look.width}`);
  });

  it('a shelf is counted on a phone: less than in the books is counted again, decided, booked and signed', async () => {
    const body = {
      process: 'stock-count',
      variables: { zone: `A ${sku}`, scope: 'list', items: [{ sku }] },
    };
    const begun = await (await house.office.as('luyuan'))('POST', '/api/cases', body, fresh());
    expect(begun.status).toBe(201);
    await does('machao', look, `count_first 盘点 A ${sku}`, async (page) => {
      // How it is done, in the reader's language; on a phone behind a tab of its own.
      if (!zh) await page.locator('.task').getByText('Guide', { exact: true }).click();
      await page.getByText(zh ? '不看系统数' : 'Do not look at the system’s number').waitFor();
      await page.getByLabel(zh ? '残次另放，不数在内' : 'Defective pieces kept apart, not counted').check();
      await shot(page, `guide-${look.width}`);
      if (!zh) await page.locator('.task').getByText('Work', { exact: true }).click();
      await page.getByRole('textbox', { name: zh ? '实数' : 'Counted' }).fill('28');
    });
    await does('luyuan', look, `count_second 盘点 A ${sku}`, (page) =>
      page.getByRole('textbox', { name: zh ? '复盘数' : 'Counted again' }).fill('28'),
    );
    await does('luyuan', look, `decide_lead 盘点 A ${sku}`, async (page) => {
      await picks(page, zh ? '丢失' : 'Lost');
      await picks(page, zh ? '调账' : 'Adjust');
      await page.getByRole('textbox', { name: zh ? '依据' : 'Reasons' }).fill('监控里没有');
    });
    await does('chenli', look, `sign 盘点 A ${sku}`, (page) => picks(page, zh ? '签字' : 'Sign'));
    await until(
      async () => (await manager('GET', `/api/cases/${begun.body.case}`)).body.status === 'ended' || undefined,
      'the count is done',
    );
    expect((await record(sku)).values.available).toBe(28);
  });
});
