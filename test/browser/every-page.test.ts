// Every page in both languages, wide and on a phone: nothing runs over the edge, and axe finds nothing serious.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { fillWithGoods } from './goods.ts';
import { type House, openHouse, order } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let house: House;
let caseId: string;
beforeAll(async () => {
  house = await openHouse();
  await house.tell('order.created', undefined, order('9100', '苏女士', 188_800));
  await house.tell('payment.received', '9100');
  caseId = await house.office.shop.until(async () => {
    const [row] = await house.office.shop.sql<
      { case_id: string }[]
    >`select case_id from task where element = 'manual_audit'`;
    return row?.case_id;
  }, 'the audit');
  // After the order: these are registers of its own, without the verbs that it books by.
  await fillWithGoods(house, 12);
}, 120_000);
afterAll(() => house?.close());

/** Who opens it, and what shows that it is there. */
const PAGES: [name: string, who: string | undefined, address: () => string, there: string][] = [
  ['sign-in', undefined, () => '/sign-in', '.demo li'],
  ['today', 'zhoumin', () => '/today', '.deciding > li'],
  ['today of staff', 'linxiaowen', () => '/today', '.figure'],
  ['inbox', 'linxiaowen', () => '/work?view=claimable', '.row'],
  ['task', 'linxiaowen', () => `/work?view=claimable&task=${encodeURIComponent(taskId)}`, '.form .chip'],
  ['start', 'linxiaowen', () => '/start', '.cards li'],
  ['start form', 'linxiaowen', () => '/start?process=refund', '.start-form .field'],
  ['processes', 'gaoyuan', () => '/processes', '.table tbody tr'],
  ['designer', 'gaoyuan', () => '/processes/order-fulfilment', '.react-flow__node'],
  ['cases', 'gaoyuan', () => '/cases', '.table tbody tr'],
  ['case', 'gaoyuan', () => `/cases/${caseId}`, '.story li'],
  ['task on paper', 'linxiaowen', () => `/print/tasks/${encodeURIComponent(taskId)}`, '.sheet-lines dt'],
  ['case on paper', 'gaoyuan', () => `/print/cases/${caseId}`, '.sheet .story li'],
  ['jobs', 'gaoyuan', () => '/jobs', '.empty'],
  ['registers', 'gaoyuan', () => '/registers', '.cards li'],
  ['register', 'gaoyuan', () => '/registers/sku', '.record-name'],
  ['register and record', 'linxiaowen', () => '/registers/sku?record=QH-1003', '.record-name'],
  ['ledger', 'gaoyuan', () => '/registers/stock', '.table tbody tr'],
  ['import', 'linxiaowen', () => '/registers/sku/import', '.import-earlier .empty'],
  ['duplicates', 'gaoyuan', () => '/registers/sku/duplicates', '.merge-by'],
  ['kanban', 'linxiaowen', () => '/registers/sku?tab=board', '.record-card'],
  ['gallery', 'linxiaowen', () => '/registers/sku?tab=pictures', '.record-card.is-large'],
  ['calendar', 'linxiaowen', () => '/registers/sku?tab=month&month=2026-11', '.calendar-record'],
  ['record', 'linxiaowen', () => '/registers/sku/records/QH-1003', '.record-history li'],
  ['parameters', 'gaoyuan', () => '/parameters', '.parameters tbody tr'],
  ['parameter', 'gaoyuan', () => '/parameters/price.floorFactor', '.declaration'],
  ['decision tables', 'gaoyuan', () => '/decision-tables', '.table tbody tr'],
  ['decision table', 'gaoyuan', () => '/decision-tables/price', '.zf-decision tbody tr'],
  ['structures', 'gaoyuan', () => '/structures', '.table tbody tr'],
  ['structure', 'gaoyuan', () => '/registers/sku/structure?field=price', '.structure-pane'],
  [
    'records that do not fit',
    'gaoyuan',
    () => '/registers/sku/structure?part=misfits',
    '.structure-main .empty, .structure-misfits li',
  ],
  ['views of a register', 'gaoyuan', () => '/registers/sku/structure?part=views', '.structure-view'],
  ['handbook', 'linxiaowen', () => '/handbook', '.handbook-row'],
  ['page of the handbook', 'gaoyuan', () => '/handbook/order-audit', '.page-text h3'],
  ['receipts', 'gaoyuan', () => '/receipts', '.table tbody tr'],
  ['pages', 'gaoyuan', () => '/pages', '.table tbody tr'],
  ['page', 'gaoyuan', () => '/pages/order-audit', '.page-bar'],
  ['packs', 'gaoyuan', () => '/packs?pack=goods', '.pack-brings dd'],
  ['decisions', 'linxiaowen', () => '/decisions', '.empty'],
  ['team', 'gaoyuan', () => `/team?person=${holder}`, '.held tbody tr'],
  ['people', 'gaoyuan', () => '/people', '.table tbody tr'],
  ['settings', 'gaoyuan', () => '/settings', '.settings .facts'],
  ['connections', 'gaoyuan', () => '/settings?part=outside', '.table tbody tr'],
  ['audit', 'gaoyuan', () => '/settings?part=audit', '.table tbody tr'],
  ['me', 'gaoyuan', () => '/me', '.me-link'],
  ['absences', 'linxiaowen', () => '/absences', '.empty'],
  ['what to hear of', 'linxiaowen', () => '/me/notices', 'h1, h2'],
  ['a link that opens nothing', undefined, () => '/guest#nothing', '.guest, .empty'],
];
let taskId = '';
let holder = '';
beforeAll(async () => {
  const [row] = await house.office.shop.sql<{ id: string }[]>`select id from task where element = 'manual_audit'`;
  taskId = row?.id ?? '';
  // Somebody holds something.
  const zhou = await house.office.as('zhoumin');
  holder = (await zhou('GET', '/api/me')).body.id;
  await zhou('POST', '/api/cases', { process: 'refund', variables: { buyer: '何', amount: 1 } }, fresh());
  const [held] = (await zhou('GET', '/api/tasks?view=claimable&process=refund')).body.items;
  await zhou('POST', `/api/tasks/${held.id}/claim`);
});

const LOOKS = [
  { language: 'zh', width: 1440, height: 900, scheme: 'light' },
  { language: 'en', width: 1440, height: 900, scheme: 'dark' },
  { language: 'zh', width: 390, height: 844, scheme: 'dark' },
  { language: 'en', width: 390, height: 844, scheme: 'light' },
] as const;

describe.each(LOOKS)('$language, $width px, $scheme', (look) => {
  const windows = new Map<string | undefined, Page>();
  beforeAll(async () => {
    for (const [, who] of PAGES) if (!windows.has(who)) windows.set(who, await house.open(who, look));
  });
  afterAll(async () => {
    for (const page of windows.values()) await page.context().close();
  });
  it.each(PAGES)('%s', async (_name, who, address, there) => {
    const page = windows.get(who) as Page;
    await page.goto(address());
    await page.locator(there).first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
    expect(await seriousOf(page)).toEqual([]);
    if (look.language === 'zh') expect(await englishNames(page)).toEqual([]);
  });
});

it('every address of the app is opened here, or has a test of its own', () => {
  const router = readFileSync(new URL('../../web/router.tsx', import.meta.url), 'utf8');
  const routes = [...router.matchAll(/^ {2}path: '(\/[^']*)'/gm)].map(([, path = '']) => path);
  const opened = PAGES.map(([, , address]) => address().split(/[?#]/)[0] ?? '');
  const isOpened = (route: string) => {
    const pattern = new RegExp(`^${route.replace(/\$\w+/g, '[^/]+')}$`);
    return opened.some((address) => pattern.test(address));
  };
  // `/` leads on to one of these; the doors of a new shop are in opening.test.ts.
  expect(routes.filter((route) => !isOpened(route))).toEqual(['/', '/opening', '/first-day']);
});

/** Names of pictures and buttons that nobody translated, as a library brings them along. */
const englishNames = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[aria-label]:not([aria-hidden=true], [aria-hidden=true] *)')]
      .filter((part) => /^[a-z]+(?:[ -][a-z]+)*$/i.test(part.getAttribute('aria-label') ?? ''))
      .map((part) => part.outerHTML.slice(0, 160)),
  );

async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    );
}
