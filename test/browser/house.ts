// A demo shop in a real browser: worker and API in this process, the built web, one Chromium a test file.
import path from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { onTestFinished, TestRunner } from 'vitest';
import { createApp } from '../../api/app.ts';
import { DEMO_PASSWORD } from '../../api/demo.ts';
import { setupCode } from '../../api/setup-code.ts';
import { findChromium } from '../../stack/chromium.ts';
import { packageRoot } from '../../stack/root.ts';
import { type Caller, DEMO, fresh, type Office, openOffice } from '../api/office.ts';
import type { Filled } from '../fresh-database.ts';
import { furnish } from '../furnish.ts';

/** @property installed the app is kept on the device, and opens without a network */
export type Look = {
  language?: 'zh' | 'en';
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  installed?: boolean;
};
export type House = {
  address: string;
  office: Office;
  /** A window of its own for one person; without a name, before the door. It goes with the test that opens it. */
  open(username?: string, look?: Look): Promise<Page>;
  /** Something happened outside. */
  tell(name: string, key: string | undefined, variables?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
};

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** What this person has just submitted takes effect: who looks at its case need not wait for second thoughts. */
export async function letGo(page: Page): Promise<void> {
  const sent = page.waitForResponse((answer) => answer.url().endsWith('/send') && answer.ok());
  await page.getByRole('button', { name: '不撤销了，马上生效' }).click();
  await sent;
}

/** The first person of a shop signs up with the code of its set-up, and stands before the doors. */
export async function firstOwner(house: House, page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('安装码').fill(setupCode(house.office.deps.secret));
  await page.getByLabel('姓名').fill('店主');
  await page.getByLabel('用户名').fill('owner');
  await page.getByLabel('密码', { exact: true }).fill('a long enough word 7');
  await page.getByRole('button', { name: '建好并进入' }).click();
  await page.waitForURL(/\/opening$/);
}

const PATIENCE_MS = 20_000;
const FURNISHED: Filled = {
  name: 'furnished',
  async fill(sql) {
    await DEMO.fill(sql);
    await furnish(sql);
  },
};

/**
 * @param empty nobody is there, and nothing is published
 * @param furnished with the processes of orders, their registers and goods; a test that brings registers of its own does without
 */
export async function openHouse({ empty = false, furnished = true } = {}): Promise<House> {
  const office = await openOffice({ empty, filled: furnished ? FURNISHED : DEMO, calls: 'standIns' });
  const { deps } = office;
  // What the release ships may be changed while it runs.
  const app = createApp({ ...deps, packs: () => deps.packs(), webDir: path.join(packageRoot, 'dist', 'web') });
  const server = await new Promise<ServerType>((resolve) => {
    const starting = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(starting));
  });
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const browser: Browser = await chromium.launch({
    executablePath: findChromium() ?? chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  const windows: BrowserContext[] = [];
  let outside: Caller | undefined;
  const sessions = new Map<string, Cookies>();

  /** One session a person, as long as it lives: nobody may sign in ten times a minute. */
  async function enter(context: BrowserContext, username: string) {
    await context.addCookies(sessions.get(username) ?? []);
    if ((await context.request.get('/api/me')).ok()) return;
    const entered = await context.request.post('/api/auth/sign-in', { data: { username, password: DEMO_PASSWORD } });
    if (!entered.ok()) throw new Error(`${username} cannot sign in: ${await entered.text()}`);
    sessions.set(username, await context.cookies());
  }

  return {
    address,
    office,
    async open(username, { language = 'zh', width = 1440, height = 900, scheme = 'light', installed = false } = {}) {
      const context = await browser.newContext({
        baseURL: address,
        viewport: { width, height },
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        colorScheme: scheme,
        reducedMotion: 'reduce',
        serviceWorkers: installed ? 'allow' : 'block',
      });
      context.setDefaultTimeout(PATIENCE_MS);
      // What stays open goes on asking for whatever changes, and holds up all who come later.
      if (TestRunner.getCurrentTest()) onTestFinished(() => context.close());
      else windows.push(context);
      await context.addInitScript((chosen) => localStorage.setItem('zhangfa.language', chosen), language);
      if (username) await enter(context, username);
      return context.newPage();
    },
    async tell(name, key, variables = {}) {
      outside ??= await office.key('messages:write');
      const body = { name, ...(key !== undefined && { key }), variables };
      const { status, body: answer } = await outside('POST', '/api/messages', body, fresh());
      if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(answer)}`);
    },
    async close() {
      for (const window of windows) await window.close();
      await browser.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await office.close();
    },
  };
}

/** An order as a shop sends it; over 1,500.00 a person looks at it. */
export const order = (orderNo: string, buyer: string, amount: number) => ({
  orderNo,
  buyer,
  phone: '13800006620',
  address: '上海市浦东新区锦绣路 1650 弄 3 号',
  country: 'China',
  amount,
  note: '',
  customerId: 'C1',
  placedAt: new Date().toISOString(),
  lines: [{ sku: 'QH-26W-118', name: '羊毛混纺双面呢大衣', quantity: 1, price: amount }],
});

/** A verb at the task that is open: in the row, or behind the button where it had no room. */
export async function chooseVerb(page: Page, word: string): Promise<void> {
  const verbs = page.locator('.verbs');
  await verbs.waitFor();
  const shown = verbs.getByRole('button', { name: word, exact: true });
  if (await shown.isVisible()) return shown.click();
  await verbs.getByRole('button', { name: /^(更多|More)$/ }).click();
  await page.getByRole('menuitem', { name: word }).click();
}
