// A complaint as people meet it, without an order and a phone number: graded, its buyer told, and answered by service within its limit.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installPacks } from '../../cli/pack.ts';
import { loadPacks } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ furnished: false });
  const packs = await loadPacks(path.join(packageRoot, 'sops'));
  await installPacks(
    { sql: house.office.shop.sql },
    packs.map((pack) => ({ ...pack, roles: [], departments: [], calendars: [] })),
  );
}, 240_000);
afterAll(() => house?.close());

const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;

it('is graded P1 for harm, and answered by service within its limit', { timeout: 120_000 }, async () => {
  const manager = await house.office.as('chenli');
  const begun = await manager(
    'POST',
    '/api/cases',
    {
      process: 'complaint',
      element: 'by_hand',
      variables: {
        channel: 'chat',
        buyer: '苏女士',
        demand: 'money',
        words: '用了过敏',
        mood: 'upset',
        harm: 'safety',
        cause: 'quality',
      },
    },
    fresh(),
  );
  expect(begun.status).toBeLessThan(300);
  const service = await house.office.as('zhoumin');
  const waiting = (element: string) =>
    house.office.shop.until(async () => {
      for (const view of ['todo', 'claimable'])
        for (const one of (await service('GET', `/api/tasks?view=${view}`)).body.items)
          if (one.element === element) return one as { id: string };
      return undefined;
    }, element);
  const task = await waiting('calm');
  for (const [language, width] of [
    ['zh', 1440],
    ['en', 390],
  ] as const) {
    const page = await house.open('zhoumin', { language, width });
    await page.goto(`/work?task=${encodeURIComponent(task.id)}`);
    await page
      .getByText(language === 'zh' ? 'P1 重大' : 'P1 grave')
      .first()
      .waitFor();
    await shot(page, `calm-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});
