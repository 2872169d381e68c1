// The designer's gestures, one by one, on a process made for them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let page: Page;
let key = '';
beforeAll(async () => {
  house = await openHouse();
  page = await house.open('chenli');
  await page.goto('/processes');
  await page.getByRole('button', { name: '新建流程' }).click();
  await page.getByLabel('流程叫什么').fill('换货处理');
  await page.getByRole('button', { name: '新建', exact: true }).click();
  await node('start').waitFor();
  key = new URL(page.url()).pathname.split('/').at(-1) ?? '';
}, 120_000);
afterAll(() => house?.close());

const node = (id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);
const named = (name: string): Locator => page.locator('.react-flow__node').filter({ hasText: name });
const bar = (name: string): Locator => page.locator('.zf-context').getByRole('button', { name, exact: true });
const nodes = (): Promise<number> => page.locator('.react-flow__node').count();
const edges = (): Promise<number> => page.locator('.react-flow__edge').count();
const tool = (name: string): Locator => page.locator('.zf-tools').getByRole('button', { name, exact: true });
const becomes = (count: () => Promise<number>, wanted: number): Promise<void> =>
  expect.poll(count).toBe(wanted) as Promise<void>;
/** What the server holds. */
const draft = async () => (await page.request.get(`/api/processes/${key}/draft`)).json();

async function choose(target: Locator): Promise<void> {
  await target.click();
  await page.locator('.zf-context').waitFor();
}

it('appends a step from a node', async () => {
  await choose(node('start'));
  await bar('接下一步').click();
  await page.getByRole('menuitem', { name: '人办' }).click();
  await becomes(nodes, 3);
  // into the line: one line in, one out
  await becomes(edges, 2);
  // its name is open for typing, also when the menu has closed behind it
  await page.locator('.zf-rename').waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.type('收件');
  await page.keyboard.press('Enter');
  await named('收件').waitFor();
});

it('finds a step of the drawing by what is typed at once', async () => {
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } });
  await page.locator('.zf-palette').getByRole('button', { name: '搜索' }).click();
  await page.getByRole('textbox', { name: '找一种步骤，或图上的一步' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.zf-search') !== null)).toBe(true);
  await page.keyboard.type('收件');
  await page.keyboard.press('Enter');
  await page.locator('.zf-properties header strong', { hasText: '收件' }).waitFor();
});

it('names a line that has none by a double click on it', async () => {
  const line = page.locator('.react-flow__edge').first().locator('.zf-line-hit');
  const box = (await line.boundingBox())!;
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator('.zf-rename').waitFor();
  await page.keyboard.type('收到以后');
  await page.keyboard.press('Enter');
  await page.locator('.zf-line-name', { hasText: '收到以后' }).waitFor();
});

it('renames in place', async () => {
  await choose(named('收件'));
  await bar('改名').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('审核换货');
  await page.keyboard.press('Enter');
  await named('审核换货').waitFor();
});

it('connects two nodes', async () => {
  await choose(named('审核换货'));
  await bar('接一个判断').click();
  await becomes(nodes, 4);
  await page.keyboard.press('Escape');
  const before = await edges();
  await choose(page.locator('.react-flow__node-gateway'));
  await bar('连到别处').click();
  await named('审核换货').click();
  await becomes(edges, before + 1);
  await page.keyboard.press('ControlOrMeta+z');
  await becomes(edges, before);
});

it('draws a line to where it is let go, anywhere on the target', async () => {
  const before = await edges();
  const from = (await page.locator('.react-flow__node-gateway .react-flow__handle-bottom').boundingBox())!;
  const to = (await named('审核换货').boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.mouse.up();
  await becomes(edges, before + 1);
});

it('says what is wrong and jumps there', async () => {
  const problems = page.locator('.zf-problems');
  await problems
    .getByText(/个?错误/)
    .first()
    .waitFor();
  await problems.locator('.zf-problems-head').click();
  await problems.locator('.zf-problem', { hasText: '审核换货' }).first().click();
  await page.locator('.zf-properties').getByText('审核换货').first().waitFor();
  await problems.locator('.zf-problems-head').click();
  await page.getByRole('button', { name: '发布', exact: false }).first().click();
  await page
    .getByRole('button', { name: /发布第 1 版/ })
    .and(page.locator(':disabled'))
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '不了' }).click();
});

it('asks who and how long', async () => {
  await choose(named('审核换货'));
  await page.locator('.zf-properties .ant-select').first().click();
  await page.getByTitle('客服', { exact: true }).click();
  await page.keyboard.press('Escape');
  await named('审核换货').getByText('客服').waitFor();
});

it('gives a step to one of several at first', async () => {
  const properties = page.locator('.zf-properties');
  await properties.locator('.ant-select').first().click();
  await page.keyboard.type('陈立');
  await page.getByTitle('陈立', { exact: true }).click();
  await page.keyboard.press('Escape');
  await properties.getByText('都看得到，谁先领谁办').waitFor();
  await properties.getByLabel('一来先给').click();
  await page.locator('.ant-select-dropdown:visible').getByTitle('陈立', { exact: true }).click();
  await properties.getByText('一来就给 陈立').waitFor();
  await properties.locator('.ant-select').first().locator('.ant-select-selection-item-remove').last().click();
  await properties.getByText('都看得到，谁先领谁办').waitFor();
});

it('says in one sentence who gets it, and gives it to whoever has least to do', async () => {
  await choose(named('审核换货'));
  const who = page.locator('.zf-section', { hasText: '谁来做' });
  await who.getByLabel('几个人里给谁').click();
  await page.locator('.ant-select-item-option', { hasText: '手上最少的' }).last().click();
  await who.getByText(/里，给手上最少的那个。/).waitFor();
  await who.getByText('只给当班的人').click();
  await who.getByLabel('要会什么').fill('英语 ');
  await page.keyboard.press('Enter');
  await who.getByText(/会 英语 的（当班的/).waitFor();
  const step = async () =>
    Object.values((await draft()).model.processes[0].elements).find(
      (one) => (one as { name?: string }).name === '审核换货',
    );
  await expect
    .poll(step, { timeout: 10_000 })
    .toMatchObject({ zf: { spread: 'leastOpen', skills: ['英语'], onShift: true } });
  await who.getByLabel('几个人里给谁').click();
  await page.locator('.ant-select-item-option', { hasText: '大家认领' }).last().click();
  await who.getByText(/谁先领谁办。/).waitFor();
});

it('changes the kind of a step', async () => {
  await choose(node('end'));
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } });
  await page.locator('.zf-palette').getByRole('button', { name: '系统' }).click();
  await page.locator('.zf-rename').waitFor();
  await page.keyboard.press('Escape');
  await named('系统自动').waitFor();
  await choose(named('系统自动'));
  await bar('换一种').click();
  await page.getByRole('menuitem', { name: '规则' }).click();
  await named('按规则').waitFor();
});

it('moves by dragging', async () => {
  const moved = named('按规则');
  const before = await moved.boundingBox();
  if (!before) throw new Error('the node has no place');
  await page.mouse.move(before.x + 30, before.y + 16);
  await page.mouse.down();
  await page.mouse.move(before.x + 60, before.y + 76, { steps: 4 });
  await page.mouse.move(before.x + 90, before.y + 136, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => ((await moved.boundingBox())?.y ?? 0) - before.y).toBeGreaterThan(80);
});

it('undoes and redoes', async () => {
  const count = await nodes();
  await choose(named('按规则'));
  await bar('删掉').click();
  await becomes(nodes, count - 1);
  await tool('撤销').click();
  await becomes(nodes, count);
  await tool('重做').click();
  await becomes(nodes, count - 1);
});

it('docks a timer on a step by dragging it there', async () => {
  const count = await nodes();
  await page
    .locator('.zf-palette')
    .getByRole('button', { name: '定时' })
    .dragTo(named('审核换货'), {
      targetPosition: { x: 40, y: 60 },
    });
  await becomes(nodes, count + 1);
  await expect
    .poll(async () => {
      const { model } = await draft();
      return Object.values(model.processes[0].elements as Record<string, { type: string }>).map(({ type }) => type);
    })
    .toContain('boundaryEvent');
});

it('deletes by key', async () => {
  const count = await nodes();
  await choose(page.locator('.react-flow__node-event').last());
  await page.keyboard.press('Delete');
  await becomes(nodes, count - 1);
  await tool('撤销').click();
  await becomes(nodes, count);
});

it('tidies up', async () => {
  await tool('整理').click();
  await expect.poll(() => page.getByText('刚刚已存').count()).toBeGreaterThan(0);
  expect(await nodes()).toBeGreaterThan(3);
});

it('has saved all of it by itself', async () => {
  await expect.poll(async () => JSON.stringify((await draft()).model)).toContain('审核换货');
  const shown = await nodes();
  await page.reload();
  await named('审核换货').waitFor();
  await becomes(nodes, shown);
});

it('never overwrites another editor', async () => {
  // What is saved meanwhile is met by saving, not by looking.
  await page.route('**/draft/revision', (route) => route.fulfill({ status: 404, body: '{}' }));
  const elsewhere = async (change: (elements: Record<string, { name?: string }>) => void): Promise<void> => {
    const other = await draft();
    change(other.model.processes[0].elements);
    const answer = await page.request.put(`/api/processes/${key}/draft`, {
      data: { model: other.model, forms: other.forms, revision: other.revision },
    });
    expect(answer.ok()).toBe(true);
  };
  const rename = async (from: string, to: string): Promise<void> => {
    await choose(named(from));
    await bar('改名').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
  };
  const nameOf = async (id: string) => (await draft()).model.processes[0].elements[id].name;
  const { elements } = (await draft()).model.processes[0];
  const id = Object.keys(elements).find((one) => elements[one].name === '审核换货')!;

  // different things: both are kept, and shown
  await elsewhere((all) => {
    all.end!.name = '换好了';
  });
  await rename('审核换货', '再审换货');
  await named('换好了').or(page.getByText('换好了')).first().waitFor();
  await expect.poll(() => nameOf(id)).toBe('再审换货');
  expect(await nameOf('end')).toBe('换好了');

  // the same thing: both stay until somebody says which
  await elsewhere((all) => {
    all[id]!.name = '他们的名字';
  });
  await rename('再审换货', '审核换货');
  await page.getByText('草稿已被改过').waitFor();
  await page.getByRole('button', { name: '看对方的' }).click();
  await page.locator('.ant-drawer').getByText('他们的名字').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /留我的/ }).click();
  await expect.poll(() => nameOf(id)).toBe('审核换货');
  await named('审核换货').waitFor();
});

it('exports a file and opens it again', async () => {
  await page.getByRole('button', { name: '更多' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: '导出 BPMN 文件' }).click(),
  ]);
  const file = await download.path();
  await page.goto('/processes');
  await page.getByRole('button', { name: '导入文件' }).click();
  await page.locator('.drop input[type=file]').setInputFiles({
    name: 'exchange.bpmn',
    mimeType: 'application/xml',
    buffer: await (await import('node:fs/promises')).readFile(file),
  });
  await page.getByRole('dialog').getByText('换货处理').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '新建', exact: true }).click();
  await named('审核换货').waitFor();
  expect(new URL(page.url()).pathname).not.toContain(`${key}/`);
});

it('opens a shipped SOP as an own process', async () => {
  await page.goto('/processes');
  await page.getByRole('button', { name: '从范本新建' }).click();
  await page.getByRole('button', { name: '用这个' }).first().click();
  await node('manual_audit').waitFor();
  await page.locator('.zf-problems').getByText('没有问题').waitFor();
});

it('says how long a failed step waits in numbers and units, and keeps what is changed', async () => {
  await page.goto('/processes/order-fulfilment');
  // It is too large to be read as a whole, and opens where it begins.
  await page.getByText('记进订单台账').first().waitFor();
  // A step far away that is reached by keyboard comes into view.
  const isSeen = async (): Promise<boolean> => {
    const [box, frame] = await Promise.all([
      node('manual_audit').boundingBox(),
      page.locator('.zf-canvas').boundingBox(),
    ]);
    return box !== null && frame !== null && box.x >= frame.x && box.x + box.width <= frame.x + frame.width;
  };
  expect(await isSeen()).toBe(false);
  await page.keyboard.press('Tab');
  await page.locator('.react-flow__node[data-id="manual_audit"]').focus();
  await expect.poll(isSeen).toBe(true);
  await page.getByRole('button', { name: '看全图' }).click();
  await node('reserve').click();
  const failure = page.locator('.zf-section', { hasText: '失败了怎么办' });
  const amount = failure.getByRole('spinbutton', { name: '隔多久 数量' });
  expect(await amount.inputValue()).toBe('2');
  await failure.getByText('秒').first().waitFor();
  expect(await failure.getByText('PT').count()).toBe(0);
  await amount.fill('5');
  await amount.blur();
  const kept = async () =>
    (await (await page.request.get('/api/processes/order-fulfilment/draft')).json()).model.processes[0].elements.reserve
      .zf;
  await expect.poll(async () => (await kept()).backoff).toBe('PT5S');
  expect((await kept()).timeout).toBe('PT20S');
});

/** A blank process on a page of its own. */
async function blank(name: string): Promise<Page> {
  const body = { name, key: name };
  const manager = await house.office.as('chenli');
  expect((await manager('POST', '/api/processes', body, fresh())).status).toBe(201);
  const own = await house.open('chenli');
  await own.goto(`/processes/${name}`);
  await own.locator('.react-flow__node[data-id="start"]').waitFor();
  return own;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
async function nothingSerious(on: Page): Promise<void> {
  await on.evaluate(axe);
  const { violations } = await on.evaluate(() =>
    (window as unknown as { axe: { run(at: Document): Promise<AxeResults> } }).axe.run(document),
  );
  const bad = violations.filter(({ impact }) => impact === 'critical' || impact === 'serious');
  expect(bad.map(({ id, nodes: at }) => `${id}: ${at.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

it('is worked by keyboard, in one language, and has a name for every control of panels, form and repetition', async () => {
  const own = await blank('by-keyboard');
  expect(await own.locator('.react-flow__edge').first().getAttribute('aria-label')).toMatch(/^从.+到.+的线$/);
  expect(await own.getByText('Press enter or space').count()).toBe(0);
  await own.locator('.react-flow__node[data-id="start"]').focus();
  await own.keyboard.press('Enter');
  await expect.poll(() => own.evaluate(() => document.activeElement?.closest('.zf-properties') != null)).toBe(true);
  await nothingSerious(own);
  await own.locator('.zf-properties').getByText('还没有表单').click();
  const drawer = own.locator('.ant-drawer-open');
  await drawer.getByText('新建一张表单').click();
  await drawer.getByRole('button', { name: '加一项' }).click();
  const asked = drawer.getByRole('textbox', { name: '问什么', exact: true });
  await asked.fill('订单号');
  await asked.press('Enter');
  await drawer.getByRole('button', { name: '更多设置' }).click();
  // It is kept under what it is called.
  expect(await drawer.getByLabel('存到哪个数据').inputValue()).toBe('订单号');
  await nothingSerious(own);
  await own.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await own.keyboard.press('Escape');
  await own.locator('.zf-properties').getByText('每一件在列表里叫什么').waitFor();
  await nothingSerious(own);
});

it('takes what it says in both languages, everywhere by the same control', async () => {
  const own = await blank('both-languages');
  const panel = own.locator('.zf-properties');
  const inEnglish = async (at: Locator, what: string, text: string): Promise<void> => {
    await at.getByRole('button', { name: `EN ${what}（英文）` }).click();
    const field = at.getByRole('textbox', { name: `${what}（英文）`, exact: true });
    const typed =
      (await field.count()) > 0 ? field : at.getByRole('combobox', { name: `${what}（英文）`, exact: true });
    await typed.fill(text);
    await typed.blur();
  };
  const draftOf = async () => (await own.request.get('/api/processes/both-languages/draft')).json();
  await inEnglish(panel, '名字', 'Exchanges');
  await inEnglish(panel, '每一件在列表里叫什么', '"Exchange " + orderNo');
  await panel.getByRole('button', { name: '加一项数据' }).click();
  await inEnglish(panel, '叫法', 'Order no.');
  await nothingSerious(own);
  await own.locator('.react-flow__node[data-id="start"]').click();
  await inEnglish(panel, '名字', 'An order comes in');
  await panel.getByText('还没有表单').click();
  const drawer = own.locator('.ant-drawer-open');
  await drawer.getByText('新建一张表单').click();
  await inEnglish(drawer, '表单名字', 'Order');
  await drawer.getByRole('button', { name: '加一项' }).click();
  await inEnglish(drawer, '问什么', 'Number');
  await nothingSerious(own);
  await expect.poll(async () => JSON.stringify(await draftOf())).toContain('Number');
  const { model, forms } = await draftOf();
  const [{ zf, elements }] = model.processes;
  expect(zf.text.en).toEqual({ name: 'Exchanges', title: '="Exchange " + orderNo' });
  expect(zf.variable.at(-1).text.en).toEqual({ name: 'Order no.' });
  expect(elements.start.zf.text.en.name).toBe('An order comes in');
  const [form] = Object.values(forms) as { title: object; fields: { label: object }[] }[];
  expect([form?.title, form?.fields[0]?.label]).toMatchObject([{ en: 'Order' }, { en: 'Number' }]);
});

it('a step drawn with a click where a line is goes into the line', async () => {
  const own = await blank('on-the-line');
  await own.locator('.zf-palette').getByRole('button', { name: '人办' }).click();
  await expect.poll(() => own.locator('.react-flow__node').count()).toBe(3);
  expect(await own.locator('.react-flow__edge').count()).toBe(2);
});

it('who only looks sees what somebody else saves, and who it was', async () => {
  const own = await blank('looked-at');
  const rival = await house.office.as('luyuan');
  const { body } = await rival('GET', '/api/processes/looked-at/draft');
  const model = structuredClone(body.model);
  model.processes[0].elements.end.name = '换了个名';
  const theirs = { model, forms: body.forms, revision: body.revision };
  expect((await rival('PUT', '/api/processes/looked-at/draft', theirs)).status).toBe(200);
  await own.getByText('已并入陆远的改动').waitFor();
  await own.locator('.react-flow__node').filter({ hasText: '换了个名' }).waitFor();
});

it('publishing over what somebody has saved meanwhile brings that in first, and then goes on', async () => {
  const own = await blank('saved-meanwhile');
  await own.route('**/draft/revision', (route) => route.fulfill({ status: 404, body: '{}' }));
  const rival = await house.office.as('luyuan');
  const { body } = await rival('GET', '/api/processes/saved-meanwhile/draft');
  const model = structuredClone(body.model);
  model.processes[0].elements.start.name = '别人起的名';
  const theirs = { model, forms: body.forms, revision: body.revision };
  expect((await rival('PUT', '/api/processes/saved-meanwhile/draft', theirs)).status).toBe(200);
  const publish = async (): Promise<void> => {
    await own.locator('.editor-bar').getByRole('button', { name: /发布/ }).click();
    await own.getByRole('dialog').getByRole('button', { name: /发布/ }).click();
  };
  await publish();
  await own.getByText('已并入陆远的改动').waitFor();
  await own.getByRole('dialog').waitFor({ state: 'hidden' });
  await own.locator('.react-flow__node').filter({ hasText: '别人起的名' }).waitFor();
  await publish();
  await own.getByText('第 1 版已发布').waitFor();
});

it('Ctrl K finds processes and people, too', async () => {
  const own = await blank('found-by-name');
  await own.goto('/processes');
  await own.getByRole('combobox', { name: '搜编号、标题、买家、货号' }).waitFor();
  await own.keyboard.press('Control+k');
  await own.keyboard.type('found-by');
  await own.getByRole('option', { name: /found-by-name.*流程/ }).waitFor();
  await own.keyboard.press('Control+a');
  await own.keyboard.type('林晓雯');
  await own.getByRole('option', { name: /林晓雯.*同事/ }).waitFor();
  await own.keyboard.press('Control+a');
  await own.keyboard.type('found-by');
  await own.getByRole('option', { name: /found-by-name/ }).waitFor();
  await own.keyboard.press('Enter');
  await own.waitForURL('**/processes/found-by-name');
});

it('a step that says yes or no before a choice follows the ways drawn there, which know its result by its name', async () => {
  await page.goto('/processes');
  await page.getByRole('button', { name: '新建流程' }).click();
  await page.getByLabel('流程叫什么').fill('借用物料');
  await page.getByRole('button', { name: '新建', exact: true }).click();
  await choose(node('start'));
  await bar('接下一步').click();
  await page.getByRole('menuitem', { name: '人办' }).click();
  await page.locator('.zf-rename').waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.type('批一下');
  await page.keyboard.press('Enter');
  await choose(named('批一下'));
  await bar('接一个判断').click();
  await page.keyboard.press('Escape');
  await choose(named('批一下'));
  await page.getByRole('checkbox', { name: '要表态：同意或拒绝' }).check();
  await page.locator('.zf-properties').getByText('由后面的分支看结果').waitFor();
  await choose(page.locator('.react-flow__node-gateway'));
  await page.getByRole('button', { name: '加一个条件' }).first().click();
  await page.getByRole('combobox', { name: '哪项数据' }).click();
  await page.getByRole('option', { name: '「批一下」的结果', exact: true }).waitFor({ state: 'attached' });
});
