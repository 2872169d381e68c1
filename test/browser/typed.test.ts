// Nothing that is typed is lost, and what is shown is true, in a real browser.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/demo.ts';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, letGo, openHouse } from './house.ts';

let house: House;
let manager: Caller;
beforeAll(async () => {
  house = await openHouse();
  manager = await house.office.as('chenli');
  const definition = draw(
    'note',
    {
      start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
      write: {
        type: 'userTask',
        name: '写说明',
        zf: {
          form: 'write',
          participants: [{ rule: 'role', value: 'order-auditor' }],
          checklist: ['看过地址', '问过买家'],
          scripts: [{ title: '告诉买家', text: '寄到 {address}，一共 {price}。' }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->write', 'write->end'],
    { zf: { title: '="说明 " + what' } },
  );
  const drawn = Model.parse({ id: 'note', processes: [definition], diagram: {} });
  const text = (id: string, zh: string, more: object = {}) => ({ type: 'text', id, label: { zh }, ...more });
  const forms = {
    ask: Form.parse({ key: 'ask', title: { zh: '提' }, fields: [text('what', '什么事', { required: true })] }),
    write: Form.parse({
      key: 'write',
      title: { zh: '写' },
      fields: [
        text('buyer', '买家', { readOnly: true }),
        text('address', '收货地址', { prefill: true }),
        text('note', '说明'),
        { type: 'money', id: 'price', label: { zh: '价格' } },
        { type: 'file', id: 'photo', label: { zh: '照片' }, images: true, max: 1 },
        { type: 'date', id: 'day', label: { zh: '哪天' } },
        {
          type: 'table',
          id: 'rows',
          label: { zh: '明细' },
          prefill: true,
          columns: [
            text('sku', '货号'),
            { type: 'integer', id: 'n', label: { zh: '件数' } },
            { type: 'money', id: 'each', label: { zh: '单价' } },
          ],
        },
      ],
    }),
  };
  await publish(house.office.shop.sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms });
}, 120_000);
afterAll(() => house?.close());

let count = 0;
/** A case with its task in the hands of 林晓雯. */
async function held(beginning = ''): Promise<{ id: string; task: string; name: string }> {
  const name = `${beginning}N-${++count}`;
  const variables = { what: name, buyer: '苏女士', address: '旧地址 1 号' };
  const { body, status } = await manager('POST', '/api/cases', { process: 'note', variables: { what: name } }, fresh());
  expect(status, JSON.stringify(body)).toBe(201);
  await manager('POST', `/api/cases/${body.case}/variables`, { variables, reason: '补上' }, fresh());
  const task = (await manager('GET', `/api/cases/${body.case}`)).body.tasks[0].id;
  expect((await (await house.office.as('linxiaowen'))('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
  return { id: body.case, task, name };
}
const serverDraft = async (task: string) =>
  (await (await house.office.as('linxiaowen'))('GET', `/api/tasks/${task}`)).body.draft?.values;
const open = async (page: Page, task: string): Promise<void> => {
  await page.goto(`/work?task=${encodeURIComponent(task)}`);
  await page.getByLabel('说明').waitFor();
};
const row = (page: Page, name: string) => page.locator('.row', { hasText: name }).getByRole('button').first();

it('the first visit says nothing of a session that has ended', async () => {
  const page = await house.open();
  await page.goto('/');
  await page.getByRole('heading', { name: '登录' }).waitFor();
  expect(await page.getByText('登录已经结束').count()).toBe(0);
});

describe('what is typed', () => {
  it('survives going to another task and back, and is what is submitted', async () => {
    const [one, two] = [await held(), await held()];
    const page = await house.open('linxiaowen');
    await open(page, one.task);
    await page.getByLabel('说明').fill('第一件的话');
    // Before the pause after the last key is over.
    await row(page, two.name).click();
    await page.getByRole('heading', { name: new RegExp(two.name) }).waitFor();
    await row(page, one.name).click();
    await page.getByRole('heading', { name: new RegExp(one.name) }).waitFor();
    expect(await page.getByLabel('说明').inputValue()).toBe('第一件的话');
    await expect.poll(() => serverDraft(one.task)).toEqual({ note: '第一件的话' });
    await page.locator('.verbs').getByRole('button', { name: '提交' }).click();
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${one.id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'note', value: '第一件的话' }));
  });

  it('as a tick of the checklist stays when the window is closed', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByRole('checkbox', { name: '问过买家' }).check();
    const other = await page.context().newPage();
    await page.close();
    await open(other, task);
    expect(await other.getByRole('checkbox', { name: '问过买家' }).isChecked()).toBe(true);
    expect(await other.getByRole('checkbox', { name: '看过地址' }).isChecked()).toBe(false);
  });

  it('survives a lost connection and closing the page', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.route('**/draft', (route) => route.abort());
    await page.getByLabel('说明').fill('断网时写的');
    await page.getByText('网断了，先存在这台机器上').waitFor();
    await page.context().setOffline(true);
    await page.locator('.lost-line').getByText('1 份等着存').waitFor();
    await page.context().setOffline(false);
    await page.locator('.lost-line p').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => Object.values(localStorage).join())).toContain('断网时写的');
    await page.reload();
    expect(await page.getByLabel('说明').inputValue()).toBe('断网时写的');
    await page.unroute('**/draft');
    await expect.poll(() => serverDraft(task), { timeout: 8_000 }).toEqual({ note: '断网时写的' });
  });

  it('what is changed after a lost submission is never sent by itself, and is what the next press sends', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('说明').fill('同意');
    const sent: string[] = [];
    await page.route('**/complete', (route) => {
      sent.push(route.request().postData() ?? '');
      return route.abort();
    });
    const submit = page.locator('.verbs').getByRole('button', { name: '提交' });
    await submit.click();
    await page.getByText('网一通就自己再交').waitFor();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]).toBe(sent[0]);
    await page.getByText('网一通就自己再交').waitFor();
    await page.getByLabel('说明').fill('拒绝');
    await page.getByText('改后的不会自己交').waitFor();
    await page.unroute('**/complete');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForTimeout(500);
    expect((await manager('GET', `/api/cases/${id}`)).body.tasks).toHaveLength(1);
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'note', value: '拒绝' }));
  });

  it('says that the first submission counts where only its answer was lost', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('说明').fill('先交的');
    await page.route('**/complete', async (route) => {
      await page.getByLabel('说明').fill('后改的');
      await route.fetch();
      await route.abort();
    });
    await page.locator('.verbs').getByRole('button', { name: '提交' }).click();
    await page.getByText('你先交的那次已经办成了').waitFor();
    await page.getByText('后改的').waitFor();
    await page.getByText('先交的', { exact: true }).waitFor();
  });

  it('survives an ended session', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.route('**/draft', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: '{"code":"signInNeeded","status":401}',
      }),
    );
    await page.getByLabel('说明').fill('会话没了');
    await page.getByText('填的内容留在这台机器上').waitFor();
    await page.unroute('**/draft');
    await open(page, task);
    expect(await page.getByLabel('说明').inputValue()).toBe('会话没了');
    await expect.poll(() => serverDraft(task)).toEqual({ note: '会话没了' });
  });

  it('stays with its writer when a manager gives the task away, and says who did', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('说明').fill('写到一半被收走');
    await expect.poll(() => serverDraft(task)).toEqual({ note: '写到一半被收走' });
    const zhou = (await (await house.office.as('zhoumin'))('GET', '/api/me')).body.id;
    await manager('POST', `/api/tasks/${task}/assign`, { person: zhou });
    await page.getByText('陈立 把它交给了 周敏').waitFor();
    await page.getByText('你写的还留着').waitFor();
    await page.getByText('写到一半被收走').waitFor();
    expect(await page.locator('.verbs').count()).toBe(0);
  });

  it('beside the form goes with it, and the story tells it', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByRole('button', { name: '说一句' }).click();
    await page.getByLabel('说一句，写进经过').fill('买家在电话里同意了');
    await page.reload();
    expect(await page.getByLabel('说一句，写进经过').inputValue()).toBe('买家在电话里同意了');
    await page.locator('.verbs').getByRole('button', { name: '提交' }).click();
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    await page.goto(`/cases/${id}`);
    await page.locator('.story').getByText('买家在电话里同意了').waitFor();
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables.map(({ name }: { name: string }) => name)).not.toContain('$comment');
  });

  it('in a start form is asked about on leaving, and kept', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/start?process=note&element=start');
    await page.getByLabel('什么事').fill('写了一半的申请');
    await page.locator('.rail-item', { hasText: '工作' }).click();
    await page.getByRole('button', { name: '存草稿，离开' }).click();
    await page.waitForURL('**/work**');
    await page.goto('/start?process=note&element=start');
    expect(await page.getByLabel('什么事').inputValue()).toBe('写了一半的申请');
  });
});

describe('a form', () => {
  it('waits for a photo on its way, and says at once what it cannot take', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    const chooser = page.locator('[data-field="photo"] input[type=file]');
    await chooser.setInputFiles({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: Buffer.from('x') });
    await page.getByText(/HEIC 很多电脑看不了/).waitFor();
    await chooser.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await page.getByText('这里只收图片').waitFor();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.route('**/api/files', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await chooser.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png });
    await page.getByRole('button', { name: '正在传 1 个文件' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('传完再提交').waitFor();
    await page.locator('.file.is-image').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables.find(({ name }: { name: string }) => name === 'photo').value).toMatchObject([{ name: 'a.png' }]);
    // On the page of its case it can be seen.
    await page.goto(`/cases/${id}`);
    await page.locator('.case-data img[alt="a.png"]').waitFor();
  });

  it('shows what was changed meanwhile, and overwrites nothing that was not touched', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('说明').fill('我的话');
    await manager(
      'POST',
      `/api/cases/${id}/variables`,
      { variables: { address: '新地址 9 号' }, reason: '买家来电' },
      fresh(),
    );
    await page.getByText('你打开之后，这些被改过').waitFor();
    expect(await page.getByLabel('收货地址').inputValue()).toBe('新地址 9 号');
    await page.keyboard.press('Control+Enter');
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'address', value: '新地址 9 号' }));
  });

  it('speaks through the script with what stands in it now; what has no value is a named gap', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    const script = page.locator('.script p');
    await page.getByLabel('收货地址').fill('成都市 2 号');
    await expect.poll(() => script.innerText()).toBe('寄到 成都市 2 号，一共 〔价格〕。');
    await page.getByText('还有 1 处没有值').waitFor();
    await page.getByLabel('价格').fill('12.5');
    await page.getByLabel('价格').blur();
    await expect.poll(() => script.innerText()).toBe('寄到 成都市 2 号，一共 ¥12.50。');
  });
});

describe('numbers and days', () => {
  it('are read as people write them; what cannot be read stays and says why', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('价格').fill('１，２３４.５');
    await page.getByLabel('价格').blur();
    expect(await page.getByLabel('价格').inputValue()).toBe('1,234.50');
    await page.getByLabel('哪天').fill('2026-02-30');
    await page.getByLabel('哪天').blur();
    await page.getByText('没有「2026-02-30」这一天').first().waitFor();
    expect(await page.getByLabel('哪天').inputValue()).toBe('2026-02-30');
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('哪天').fill('2026年11月5日');
    await page.keyboard.press('Control+Enter');
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'price', value: 123_450 }));
    expect(variables).toContainEqual(expect.objectContaining({ name: 'day', value: '2026-11-05' }));
  });
});

/** Milliseconds of the page's work for one key, until it has drawn again: the median, for others use this machine too. */
async function ofOneKey(box: Locator): Promise<number> {
  await box.focus();
  return box.evaluate(async (input) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const times: number[] = [];
    for (let n = 0; n < 41; n++) {
      const start = performance.now();
      set?.call(input, `${(input as HTMLInputElement).value}x`);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return times.sort((a, b) => a - b)[20] as number;
  });
}

describe('a table', () => {
  it('of 200 rows takes a key as one of 10 rows does', async () => {
    const page = await house.open('linxiaowen');
    const took: Record<number, { outside: number; cell: number }> = {};
    for (const count of [10, 200]) {
      const { id, task } = await held();
      const rows = Array.from({ length: count }, (_, index) => ({ sku: `S-${index}`, n: index, each: 100 }));
      await manager('POST', `/api/cases/${id}/variables`, { variables: { rows }, reason: '明细' }, fresh());
      await open(page, task);
      await expect.poll(() => page.locator('.grid tbody tr').count()).toBe(count);
      took[count] = {
        outside: await ofOneKey(page.getByLabel('说明')),
        cell: await ofOneKey(page.locator('td[data-column="sku"] input').first()),
      };
    }
    // Were each key to draw every row again, twenty times the rows would take some twenty times as long.
    for (const box of ['outside', 'cell'] as const)
      expect((took[200]?.[box] ?? 0) / (took[10]?.[box] ?? 1), box).toBeLessThan(8);
  });

  it('on a phone shows every column of a row, each large enough to hit', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen', { width: 390, height: 844 });
    await open(page, task);
    await page.getByRole('button', { name: '加一行' }).click();
    for (const column of ['货号', '件数', '单价']) {
      const box = await page.getByLabel(column, { exact: true }).first().boundingBox();
      expect(box && box.x + box.width, column).toBeLessThanOrEqual(390);
      expect(box?.height, column).toBeGreaterThanOrEqual(44);
    }
  });

  it('takes cells of a spreadsheet, and says of what it cannot read where', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByRole('button', { name: '加一行' }).click();
    await page.locator('td[data-column="sku"] input').focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'A-1\t１２\t¥3.50\r\n"B\t2"\t3\t1,000\r\n');
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await page.getByText('贴上了 2 行').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables.find(({ name }: { name: string }) => name === 'rows').value).toEqual([
      { sku: 'A-1', n: 12, each: 350 },
      { sku: 'B\t2', n: 3, each: 100_000 },
    ]);
  });
});

describe('what is shown', () => {
  it('is named in the title of the window', async () => {
    const page = await house.open('linxiaowen');
    for (const [address, title] of [
      ['/work', '我的工作 · 章法'],
      ['/start', '发起 · 章法'],
    ] as const) {
      await page.goto(address);
      await expect.poll(() => page.title()).toBe(title);
    }
  });

  it('at a wrong address says so inside the frame, with a way back', async () => {
    const page = await house.open('linxiaowen');
    for (const address of ['/nothing', '/run/x']) {
      await page.goto(address);
      await page.getByText('没有这一页').waitFor();
      await page.locator('.rail').waitFor();
    }
    await page.getByRole('link', { name: '回到我的工作', exact: true }).click();
    await page.waitForURL('**/work**');
  });

  it('does nothing in the name of somebody else who has signed in with the same browser', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    const { status } = await page.request
      .post('/api/auth/sign-in', {
        data: { username: 'zhoumin', password: DEMO_PASSWORD },
      })
      .then((answer) => ({ status: answer.status() }));
    expect(status).toBe(200);
    await page.getByLabel('说明').fill('谁写的');
    await page.getByText('这个浏览器里现在登录的是 周敏').waitFor();
    expect(await serverDraft(task)).toBeUndefined();
  });

  it('of another’s change is read at once, not after a pause', async () => {
    const page = await house.open('linxiaowen');
    await page.goto('/work?view=claimable');
    await page.locator('.inbox-rows').waitFor();
    await page.evaluate(() => {
      const seen = { events: [] as number[], reads: [] as number[] };
      Object.assign(window, { seen });
      new EventSource('/api/events').addEventListener('change', () => seen.events.push(performance.now()));
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (/api\/tasks\?/.test(entry.name)) seen.reads.push(entry.startTime);
      }).observe({ type: 'resource' });
    });
    await page.waitForTimeout(1_500);
    const name = `L-${Date.now()}`;
    await manager('POST', '/api/cases', { process: 'note', variables: { what: name } }, fresh());
    await page.locator('.row', { hasText: name }).waitFor();
    await page.waitForTimeout(300);
    const waited = await page.evaluate(() => {
      const { events, reads } = (window as never as { seen: { events: number[]; reads: number[] } }).seen;
      return Math.min(...reads.filter((at) => at > 0)) - Math.min(...events);
    });
    // Another stream may hear of it a little later than the page's own; a pause would be one of seconds.
    expect(waited).toBeLessThan(1_000);
  });

  it('is not missed though the page hears of changes only after it has read its lists', async () => {
    const page = await house.open('linxiaowen');
    let connect = (): void => {};
    const opened = new Promise<void>((resolve) => {
      connect = resolve;
    });
    await page.route('**/api/events*', async (route) => {
      await opened;
      await route.continue();
    });
    await page.goto('/work?view=claimable');
    await page.locator('.inbox-rows').waitFor();
    const name = `L-${Date.now()}`;
    const { body } = await manager('POST', '/api/cases', { process: 'note', variables: { what: name } }, fresh());
    await house.office.shop.until(async () => (await house.office.shop.tasks(body.case)).length > 0, 'the task');
    expect(await page.locator('.row', { hasText: name }).count()).toBe(0);
    connect();
    await page.locator('.row', { hasText: name }).waitFor();
  });
});

describe('a task', () => {
  it('that was submitted too soon is undone by its key, as it was typed', async () => {
    const { id, task, name } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.getByLabel('说明').fill('交早了');
    await page.keyboard.press('Control+Enter');
    await page.getByText('「写说明」已提交').waitFor();
    await row(page, name).waitFor({ state: 'detached' });
    expect((await manager('GET', `/api/cases/${id}`)).body.tasks).toMatchObject([{ state: 'submitted' }]);
    // Whoever closes the window and comes back finds it done, and the way back.
    await page.goto(`/work?view=done&task=${encodeURIComponent(task)}`);
    await page.locator('.task').getByText('交早了').waitFor();
    await page.locator('.undo').waitFor();
    await page.keyboard.press('z');
    await row(page, name).waitFor();
    await expect.poll(() => page.getByLabel('说明').inputValue()).toBe('交早了');
    expect(await page.locator('.undo').count()).toBe(0);
    expect((await manager('GET', `/api/cases/${id}`)).body.tasks).toMatchObject([{ state: 'open' }]);
    await page.keyboard.press('Control+Enter');
    await letGo(page);
    expect((await manager('GET', `/api/cases/${id}`)).body.status).toBe('ended');
  });

  it('whose title turns the direction of writing turns nothing beside it', async () => {
    const { task, name } = await held('\u202e,oahn');
    const page = await house.open('linxiaowen');
    await open(page, task);
    for (const place of [page.locator('.row-2 bdi', { hasText: name }), page.locator('.task h2 bdi')])
      expect(await place.first().evaluate((bdi) => getComputedStyle(bdi).unicodeBidi)).toBe('isolate');
  });

  it('is submitted once and shown as done, although the answer was lost', async () => {
    const { id, task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    let sent = 0;
    await page.route('**/complete', async (route) => {
      sent++;
      if (sent > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.getByLabel('说明').fill('只交一次');
    await page.locator('.verbs').getByRole('button', { name: '提交' }).click();
    await page.getByText('「写说明」已提交').waitFor();
    await letGo(page);
    expect(await page.getByText('没能办成').count()).toBe(0);
    const { items } = (await manager('GET', `/api/cases/${id}/history`)).body;
    const done = items.filter(
      (row: { kind: string; element: string }) => row.kind === 'completed' && row.element === 'write',
    );
    expect(done).toMatchObject([{ by: { name: '林晓雯' } }]);
  });

  it('that was taken back says so in place of the form, keeps what was written, and leads to the next', async () => {
    const [one, two] = [await held(), await held()];
    const page = await house.open('linxiaowen');
    await open(page, one.task);
    await page.getByLabel('说明').fill('写到一半');
    await expect.poll(() => serverDraft(one.task)).toEqual({ note: '写到一半' });
    await manager('POST', `/api/cases/${one.id}/cancel`, { reason: '买家不要了' }, fresh());
    const box = page.locator('.conflict');
    await box.getByText('已收回，不用办了').waitFor();
    await box.getByText('写到一半').waitFor();
    expect(await page.locator('.verbs').count()).toBe(0);
    await box.getByRole('button', { name: '下一件' }).click();
    await page.waitForURL((url) => url.searchParams.get('task') !== one.task);
    expect(two.task).toBeTruthy();
  });
});
