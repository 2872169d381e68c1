// Nothing that is typed is lost, and what is shown is true, in a real browser.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { type Caller, fresh } from '../api/office.ts';
import { draw } from '../draw.ts';
import { type House, openHouse } from './house.ts';

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
      ],
    }),
  };
  await publish(house.office.shop.sql, { definition, model: { ...drawn, diagram: layout(drawn) }, forms });
}, 120_000);
afterAll(() => house?.close());

let count = 0;
/** A case with its task in the hands of 林晓雯. */
async function held(): Promise<{ id: string; task: string; name: string }> {
  const name = `N-${++count}`;
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
    const { variables } = (await manager('GET', `/api/cases/${one.id}`)).body;
    expect(variables).toContainEqual(expect.objectContaining({ name: 'note', value: '第一件的话' }));
  });

  it('survives a lost connection and closing the page', async () => {
    const { task } = await held();
    const page = await house.open('linxiaowen');
    await open(page, task);
    await page.route('**/draft', (route) => route.abort());
    await page.getByLabel('说明').fill('断网时写的');
    await page.getByText('网断了，先存在这台机器上').waitFor();
    expect(await page.evaluate(() => Object.values(localStorage).join())).toContain('断网时写的');
    await page.reload();
    expect(await page.getByLabel('说明').inputValue()).toBe('断网时写的');
    await page.unroute('**/draft');
    await expect.poll(() => serverDraft(task), { timeout: 8_000 }).toEqual({ note: '断网时写的' });
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
    const { variables } = (await manager('GET', `/api/cases/${id}`)).body;
    expect(variables.find(({ name }: { name: string }) => name === 'photo').value).toMatchObject([{ name: 'a.png' }]);
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
