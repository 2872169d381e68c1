// Work where there is no network: it is readable, of when it is; what is submitted waits on the device, arrives once, and a no is told.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { Page as HandbookPage } from '../../pages/page.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let manager: Caller;
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
const text = (id: string, zh: string, more: object = {}) => ({ type: 'text', id, label: { zh, en: id }, ...more });

beforeAll(async () => {
  house = await openHouse({ furnished: false });
  manager = await house.office.as('chenli');
  const definition = draw(
    'shelf',
    {
      start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
      look: {
        type: 'userTask',
        name: '看货架',
        zf: {
          form: 'look',
          page: ['shelf-rules'],
          checklist: ['看过标签'],
          participants: [{ rule: 'role', value: 'order-auditor' }],
          verbs: ['complete', 'takeBack'],
          text: { en: { name: 'Check the shelf' } },
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->look', 'look->end'],
    { zf: { title: '="货架 " + what' } },
  );
  const drawn = Model.parse({ id: 'shelf', processes: [definition], diagram: {} });
  const forms = {
    ask: Form.parse({ key: 'ask', title: { zh: '提' }, fields: [text('what', '哪个货架', { required: true })] }),
    look: Form.parse({
      key: 'look',
      title: { zh: '看' },
      fields: [text('place', '位置', { prefill: true }), text('seen', '看到什么')],
    }),
  };
  const { sql } = house.office.shop;
  await publish(sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms });
  await publishContent(sql, {
    kind: 'page',
    key: 'shelf-rules',
    name: { zh: '货架怎么看' },
    body: HandbookPage.parse({
      key: 'shelf-rules',
      kind: 'sop',
      title: { zh: '货架怎么看' },
      text: { zh: '先看标签，再数件数。' },
    }),
    by: null,
    from: 0,
  });
}, 240_000);
afterAll(() => house?.close());

let count = 0;
async function held(): Promise<{ id: string; task: string; name: string }> {
  const name = `S-${++count}`;
  const { body, status } = await manager(
    'POST',
    '/api/cases',
    { process: 'shelf', variables: { what: name } },
    fresh(),
  );
  expect(status, JSON.stringify(body)).toBe(201);
  const task = (await manager('GET', `/api/cases/${body.case}`)).body.tasks[0].id;
  expect((await (await house.office.as('linxiaowen'))('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
  return { id: body.case, task, name };
}
/** The app on a phone, kept on it, with my open tasks read ahead. */
async function onPhone(...tasks: string[]): Promise<Page> {
  const page = await house.open('linxiaowen', { width: 390, height: 844, installed: true });
  await page.goto('/work');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  for (const task of tasks)
    await expect.poll(() => keptOn(page), { timeout: 20_000 }).toContain(`["pages","task","${task}"]`);
  return page;
}
/** What this browser keeps of answers. */
const keptOn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('zhangfa');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction(['answers', 'outbox']);
          const answers = all.objectStore('answers').getAllKeys();
          const outbox = all.objectStore('outbox').getAll();
          all.oncomplete = () => {
            opening.result.close();
            resolve(JSON.stringify([answers.result, outbox.result]).replaceAll('\\', ''));
          };
        };
      }),
  );
const open = async (page: Page, task: string): Promise<void> => {
  await page.goto(`/work?task=${encodeURIComponent(task)}`);
  await page.getByLabel('看到什么').waitFor();
};
const submit = (page: Page) => page.locator('.verbs').getByRole('button', { name: '提交' });
const submissions = async (id: string) =>
  (await manager('GET', `/api/cases/${id}/history?limit=200`)).body.items.filter(
    ({ kind, element }: { kind: string; element: string }) => kind === 'completed' && element === 'look',
  ).length;
const storedOf = async (id: string, name: string) =>
  (await manager('GET', `/api/cases/${id}`)).body.variables.find((one: { name: string }) => one.name === name)?.value;
/** Until nothing waits on this device. */
const sent = (page: Page) => expect.poll(() => keptOn(page), { timeout: 40_000 }).toMatch(/,\[\]\]$/);

describe('the app on a phone', () => {
  it('can be installed: a manifest, icons, and a worker', async () => {
    const page = await onPhone();
    const manifest = await (await page.request.get('/manifest.webmanifest')).json();
    expect(manifest).toMatchObject({ start_url: '/work', display: 'standalone' });
    for (const { src, sizes } of manifest.icons) {
      const size = await page.evaluate(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      expect(size, src).toBe(sizes);
    }
    expect(await page.locator('link[rel=manifest]').getAttribute('href')).toBe('/manifest.webmanifest');
  });

  it('opens without a network: my tasks and the pages at them, of when they are', async () => {
    const { task, name } = await held();
    const page = await onPhone(task);
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('.row', { hasText: name }).waitFor();
    await page
      .getByText(/这是 .+ 的样子/)
      .first()
      .waitFor();
    await page.getByText('连不上服务器').waitFor();
    await shot(page, 'offline-list-zh-390');
    await page.locator('.row', { hasText: name }).getByRole('button').click();
    await page.getByLabel('看到什么').waitFor();
    await page
      .getByText(/这是 .+ 的样子/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '指引' }).click();
    await page.getByRole('button', { name: '货架怎么看' }).click();
    await page.getByText('先看标签，再数件数。').waitFor();
    await shot(page, 'offline-page-zh-390');
    await page.context().setOffline(false);
    await page
      .getByText(/这是 .+ 的样子/)
      .first()
      .waitFor({ state: 'detached' });
  });
});

describe('a submission', () => {
  it('made without a network waits on the device, outlives its page, and arrives once', async () => {
    const { id, task, name } = await held();
    const page = await onPhone(task);
    await open(page, task);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '指引' }).click();
    await page.getByRole('checkbox', { name: '看过标签' }).check();
    await page.getByRole('button', { name: '办理' }).click();
    await page.getByLabel('看到什么').fill('少两件');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    await shot(page, 'offline-waits-zh-390');
    const context = page.context();
    await page.close();
    const later = await context.newPage();
    await later.goto('/work');
    await later.locator('.row', { hasText: name }).getByText('等网络').waitFor();
    await later.getByText('1 件已提交，等网络').waitFor();
    await shot(later, 'offline-list-waits-zh-390');
    expect(await submissions(id)).toBe(0);
    await context.setOffline(false);
    await sent(later);
    await expect.poll(() => submissions(id), { timeout: 40_000 }).toBe(1);
    expect(await storedOf(id, 'seen')).toBe('少两件');
    expect(await house.office.shop.sql`select item from tick where task_id = ${task}`).toEqual([{ item: 0 }]);
    expect(await later.evaluate(() => Object.keys(localStorage).filter((key) => /typed|kept/.test(key)))).toEqual([]);
  });

  it('cut in its middle, and the page killed: what had arrived is not done twice', async () => {
    const { id, task } = await held();
    const page = await onPhone(task);
    const context = page.context();
    await open(page, task);
    let arrived = 0;
    await page.route('**/complete', async (route) => {
      // The server has it; the answer never comes, and the page goes.
      await route.fetch();
      arrived += 1;
      await page.close();
    });
    await page.getByLabel('看到什么').fill('都在');
    await submit(page).click();
    await expect.poll(() => arrived).toBe(1);
    const keys: (string | undefined)[] = [];
    const later = await context.newPage();
    later.on('request', (request) => {
      if (request.url().endsWith('/complete')) keys.push(request.headers()['idempotency-key']);
    });
    await later.goto('/work');
    await sent(later);
    // Asked again under the key of the first.
    expect(new Set(keys).size).toBe(1);
    await expect.poll(() => submissions(id), { timeout: 40_000 }).toBe(1);
    expect(await storedOf(id, 'seen')).toBe('都在');
  });

  it('is taken back by changing a word of it', async () => {
    const { id, task } = await held();
    const page = await onPhone(task);
    await open(page, task);
    await page.context().setOffline(true);
    await page.getByLabel('看到什么').fill('一件');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    await page.getByLabel('看到什么').fill('一件也没有');
    await page.getByText('网一通就自己再交').waitFor({ state: 'detached' });
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await (await house.office.as('linxiaowen'))('GET', `/api/tasks/${task}`)).body.draft?.values, {
        timeout: 30_000,
      })
      .toEqual({ seen: '一件也没有' });
    expect(await submissions(id)).toBe(0);
  });

  it('refused because another has the task by now says so, and keeps what was written', async () => {
    const { task } = await held();
    const page = await onPhone(task);
    await open(page, task);
    await page.context().setOffline(true);
    await page.getByLabel('看到什么').fill('写了一大段');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    const context = page.context();
    await page.close();
    const zhou = (await (await house.office.as('zhoumin'))('GET', '/api/me')).body.id;
    await manager('POST', `/api/tasks/${task}/assign`, { person: zhou });
    await context.setOffline(false);
    const later = await context.newPage();
    await later.goto('/work');
    await later.getByText(/没有交成，你填的还在/).waitFor();
    await later.getByRole('link', { name: '去看' }).click();
    await later.getByText('陈立 把它交给了 周敏').waitFor();
    await later.getByText('写了一大段').waitFor();
    await shot(later, 'offline-refused-zh-390');
    await later.reload();
    await later.getByText(/没有交成，你填的还在/).waitFor();
    await later.getByRole('button', { name: '下一件' }).click();
    await later.getByText(/没有交成，你填的还在/).waitFor({ state: 'detached' });
  });

  it('of what has been changed meanwhile is to be looked at, and goes when said again', async () => {
    const { id, task } = await held();
    const page = await onPhone(task);
    await open(page, task);
    await page.context().setOffline(true);
    await page.getByLabel('看到什么').fill('三件');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    const changed = { variables: { place: '二楼' }, reason: '搬了' };
    expect((await manager('POST', `/api/cases/${id}/variables`, changed, fresh())).status).toBeLessThan(300);
    await page.context().setOffline(false);
    await page.getByText('没能办成').waitFor();
    expect(await page.getByLabel('看到什么').inputValue()).toBe('三件');
    expect(await submissions(id)).toBe(0);
    await expect.poll(() => page.getByLabel('位置').inputValue()).toBe('二楼');
    await submit(page).click();
    await sent(page);
    await expect.poll(() => submissions(id), { timeout: 40_000 }).toBe(1);
  });
});

describe('a device of several people', () => {
  it('sends in nobody’s name but the writer’s, shows others nothing, and forgets whoever signs out', async () => {
    const { id, task, name } = await held();
    const page = await onPhone(task);
    const context = page.context();
    await open(page, task);
    await context.setOffline(true);
    await page.getByLabel('看到什么').fill('林的话');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    const mine = await context.cookies();
    await page.close();
    // Her session is over, and somebody else takes the phone.
    await context.clearCookies();
    await context.setOffline(false);
    const other = await house.open('zhoumin');
    await context.addCookies(await other.context().cookies());
    const theirs = await context.newPage();
    const bodies: string[] = [];
    theirs.on('request', (request) => void (request.url().endsWith('/complete') && bodies.push(request.url())));
    await theirs.goto('/work');
    await theirs.getByRole('navigation', { name: '主导航' }).waitFor();
    await expect.poll(() => keptOn(theirs)).not.toContain(`["task","${task}"`);
    await context.setOffline(true);
    await theirs.reload();
    await theirs.getByText('连不上服务器').waitFor();
    expect(await theirs.locator('.row', { hasText: name }).count()).toBe(0);
    expect(await theirs.getByText('等网络').count()).toBe(0);
    await context.setOffline(false);
    await theirs.reload();
    await theirs.getByRole('navigation', { name: '主导航' }).waitFor();
    expect(bodies).toEqual([]);
    expect(await submissions(id)).toBe(0);
    await theirs.close();
    await context.clearCookies();
    await context.addCookies(mine);
    const back = await context.newPage();
    await back.goto('/work');
    await sent(back);
    await expect.poll(() => submissions(id), { timeout: 40_000 }).toBe(1);
  });

  it('keeps nothing of whoever signs out, who is asked first where something has not been sent', async () => {
    const { id, task } = await held();
    const page = await onPhone(task);
    await open(page, task);
    await page.context().setOffline(true);
    await page.getByLabel('看到什么').fill('还没发');
    await submit(page).click();
    await page.getByText('网一通就自己再交').waitFor();
    await page.goto('/me');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText(/这台机器上有 1 份还没发到店里/).waitFor();
    await shot(page, 'offline-sign-out-zh-390');
    await page.getByRole('button', { name: '不了' }).click();
    expect(await keptOn(page)).toContain('还没发');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '删掉，退出' }).click();
    await page.waitForURL('**/sign-in**');
    await expect.poll(() => keptOn(page)).toBe('[[],[]]');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('还没发');
    // Her session ends as soon as that can be said.
    await page.context().setOffline(false);
    await page.reload();
    await expect.poll(async () => (await page.context().request.get('/api/me')).status()).toBe(401);
    expect(await submissions(id)).toBe(0);
  });
});

/** What can be pressed and is smaller than a finger; of words within a text the line is the target. */
const small = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, textarea, [role=combobox], [role=switch], label.ant-checkbox-wrapper',
      ),
    ]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        const seen = box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden';
        const inside =
          one.closest('label.ant-checkbox-wrapper, .ant-select, .ant-picker, button') !== one &&
          one.closest('label, .ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-mentions, button');
        return seen && !inside && !one.classList.contains('skip') && (box.height < 43.5 || box.width < 43.5);
      })
      .map((one) => {
        const { width, height } = one.getBoundingClientRect();
        return `${one.tagName}.${one.className} ${one.textContent?.trim().slice(0, 20) || one.getAttribute('aria-label')} ${Math.round(width)}×${Math.round(height)}`;
      }),
  );

it('at 390 pixels everything of the inbox and of a task is large enough for a finger', async () => {
  const { task, name } = await held();
  const page = await house.open('linxiaowen', { width: 390, height: 844 });
  const found: Record<string, string[]> = {};
  const look = async (where: string): Promise<void> => {
    const these = await small(page);
    if (these.length > 0) found[where] = these;
  };
  for (const view of ['todo', 'claimable', 'started', 'done', 'copies']) {
    await page.goto(`/work?view=${view}`);
    await page.getByRole('navigation', { name: '工作的几类' }).waitFor();
    await look(view);
  }
  await page.goto('/work');
  await page.locator('.row', { hasText: name }).waitFor();
  await look('list');
  await page.getByRole('button', { name: '选多件一起办' }).click();
  await page.locator('.several').waitFor();
  await look('several');
  await shot(page, 'phone-several');
  await open(page, task);
  await page.getByLabel('看到什么').fill('字');
  await page.getByRole('button', { name: '说一句' }).click();
  await look('task');
  await shot(page, 'phone-task');
  for (const tab of ['指引', '走到哪了', '讨论']) {
    await page.getByRole('button', { name: tab, exact: true }).click();
    await page.waitForTimeout(300);
    await look(tab);
    await shot(page, `phone-${tab}`);
  }
  expect(found).toEqual({});
});
