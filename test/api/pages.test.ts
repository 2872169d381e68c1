// Pages over the API: their life, the handbook with its rights and search, what is filled in at a task, receipts, pictures, packs.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportPack } from '../../cli/pack-export.ts';
import { takePack } from '../../db/packs.ts';
import { loadPack, loadPacks, shipmentOf } from '../../sops/pack.ts';
import { draw } from '../draw.ts';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let chen: Caller;
let lin: Caller;
let audit: string;
const day = 86_400_000;
beforeAll(async () => {
  office = await openOffice();
  [chen, lin] = [await office.as('chenli'), await office.as('linxiaowen')];
  await say('refund.days', { zh: '天数' }, 7);
  const definition = draw(
    'returns',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      audit: {
        type: 'userTask',
        name: '审核退货',
        zf: {
          participants: [{ rule: 'role', value: 'order-auditor' }],
          page: ['checks'],
          text: { en: { name: 'Review' } },
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->audit', 'audit->end'],
    {
      name: '退货',
      zf: {
        variable: [
          { name: 'buyer', type: 'text', label: '买家', text: { en: { name: 'Buyer' } } },
          { name: 'phone', type: 'text', label: '电话', secret: true },
          { name: 'amount', type: 'money', label: '金额' },
        ],
      },
    } as never,
  );
  await office.shop.deploy(definition);
});
afterAll(() => office?.close());

async function say(key: string, label: object, value: number): Promise<void> {
  const body = { key, label, field: { type: 'number', id: 'value', label }, value };
  expect((await chen('PUT', `/api/content/parameter/${key}/draft`, { body, revision: 0 })).status).toBe(200);
  expect((await chen('POST', `/api/content/parameter/${key}/publish`, { revision: 1 }, fresh())).status).toBe(200);
}
const at = (path: string, key: string) => `/api/content/page/${key}${path}`;
const page = (key: string, text: string, more: object = {}) => ({
  key,
  kind: 'sop',
  title: { zh: `页 ${key}` },
  folder: { zh: '标准', en: 'Standards' },
  text: { zh: text },
  ...more,
});
async function publish(body: { key: string }, more: object = {}): Promise<Answer> {
  const before = await chen('GET', at('/draft', body.key));
  const revision = before.status === 404 ? 0 : before.body.revision;
  const saved = await chen('PUT', at('/draft', body.key), { body, revision });
  return saved.status === 200
    ? chen('POST', at('/publish', body.key), { revision: saved.body.revision, ...more }, fresh())
    : saved;
}
const keys = (answer: Answer) => answer.body.items.map(({ key }: { key: string }) => key);

it('is drafted, refused with its faults in codes, published, compared, brought back', async () => {
  const refused = await publish(page('checks', '<br> {{refund.none}} {谁}'));
  expect([refused.status, refused.body.problems.map(({ code }: { code: string }) => code)]).toEqual([
    422,
    ['pageHtml', 'pageParameter', 'pageVariable'],
  ]);
  expect((await publish(page('checks', '{{refund.days}} 天内验完\n\n- [ ] 拍照'))).body).toEqual({
    version: 1,
    unchanged: false,
  });
  expect((await publish(page('checks', '{{refund.days}} 天内验完\n\n- [ ] 拍三张'))).body.version).toBe(2);
  expect((await chen('GET', `${at('/diff', 'checks')}?from=1&to=2`)).body.items).toMatchObject([{ path: 'text.zh' }]);
  expect((await chen('PUT', at('/draft', 'Checks'), { body: page('Checks', 'x'), revision: 0 })).status).toBe(422);
});

it('reads with its parameters as they are now, and its steps by name', async () => {
  await publish(page('links', '见 [[returns#audit]]，{{refund.days}} 天'));
  const { body } = await lin('GET', '/api/pages/links');
  expect(body).toMatchObject({
    version: 1,
    title: { zh: '页 links' },
    folder: { zh: '标准', en: 'Standards' },
    publishedBy: { name: '陈立' },
    told: [{ name: 'shop.refund.days', value: 7, label: { zh: '天数' } }],
    steps: [{ process: 'returns', element: 'audit', name: { zh: '退货' }, step: { zh: '审核退货', en: 'Review' } }],
  });
  expect((await chen('POST', '/api/parameters/refund.days/values', { value: 9, reason: '试' }, fresh())).status).toBe(
    200,
  );
  expect((await lin('GET', '/api/pages/links')).body.told).toMatchObject([{ value: 9 }]);
});

it('a version of tomorrow is not read today', async () => {
  const { now } = (await chen('GET', '/api/parameters')).body;
  expect((await publish(page('links', '明天的话'), { from: now + day })).body.version).toBe(2);
  expect((await lin('GET', '/api/pages/links')).body).toMatchObject({ version: 1 });
  expect(keys(await lin('GET', '/api/pages?q=明天的话'))).toEqual([]);
});

it('lists page by page what I may see, and finds any part of the text in either language', async () => {
  await publish(page('secret', '给财务看', { see: ['role:finance'], folder: { zh: '制度' } }));
  expect(keys(await chen('GET', '/api/pages?q=给财务'))).toEqual(['secret']);
  expect(keys(await lin('GET', '/api/pages'))).toEqual(['checks', 'links']);
  expect((await lin('GET', '/api/pages/secret')).status).toBe(404);
  expect((await lin('POST', '/api/pages/secret/read', { version: 1 })).status).toBe(404);
  const first = (await chen('GET', '/api/pages?limit=2')).body;
  const second = (await chen('GET', `/api/pages?limit=2&cursor=${first.next}`)).body;
  expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(['secret', 'checks', 'links']);
  expect(second.next).toBeNull();
  expect(keys(await lin('GET', '/api/pages?q=拍三'))).toEqual(['checks']);
  expect(keys(await lin('GET', '/api/pages?q=拍照')), 'what an older version said').toEqual([]);
  expect(keys(await lin('GET', '/api/pages?kind=script'))).toEqual([]);
});

it('a script offers itself at its step, filled with the case, without what is secret; each use counts once', async () => {
  const script = { kind: 'script', scene: ['returns#audit'], folder: { zh: '话术' } };
  await publish(page('hello', '亲爱的{买家}，退 {amount}，电话 {电话}，{{refund.days}} 天到账', script));
  await publish(page('elsewhere', '别处的话', { ...script, scene: ['refund'] }));
  const { family } = await office.shop.start('returns', { buyer: '苏女士', phone: '13800000000', amount: 329 });
  const task = (await lin('GET', '/api/tasks?view=claimable')).body.items.find(
    (one: { case: string }) => one.case === family,
  );
  audit = task.id;
  const { body } = await lin('GET', `/api/tasks/${audit}/pages`);
  expect(keys({ body } as Answer), 'what the step names comes first').toEqual(['checks', 'hello']);
  expect(
    Object.fromEntries(body.told.map(({ name, value }: { name: string; value: unknown }) => [name, value])),
  ).toEqual({
    'shop.refund.days': 9,
    买家: '苏女士',
    amount: 329,
    电话: undefined,
  });
  for (let n = 0; n < 2; n++)
    expect((await lin('POST', '/api/pages/hello/used', { task: audit })).body, 'twice is once').toEqual({ uses: 1 });
  expect((await chen('POST', '/api/pages/hello/used', { task: audit })).body).toEqual({ uses: 2 });
  expect(
    (await (await office.as('tangguo'))('POST', '/api/pages/hello/used', { task: audit })).status,
    'not his task',
  ).toBe(404);
  expect((await lin('GET', `/api/tasks/${audit}/pages`)).body.items[1]).toMatchObject({ key: 'hello', uses: 2 });
});

it('a manager sees a text filled with a case of choice before it is published', async () => {
  const { items } = (await chen('GET', '/api/cases?process=returns')).body;
  const asked = new URLSearchParams({
    case: items[0].id,
    names: '买家\n电话',
    parameters: 'refund.days',
    steps: 'returns#audit',
  });
  const { body } = await chen('GET', `/api/page-preview?${asked}`);
  expect(body.told.map(({ value }: { value: unknown }) => value ?? null)).toEqual([9, '苏女士', null]);
  expect(body.steps).toMatchObject([{ step: { zh: '审核退货' } }]);
});

it('a page that has to be read asks each of whom it is for, is read once, and asks again with the next version', async () => {
  const rule = { kind: 'rule', folder: { zh: '制度' }, read: { who: ['role:order-auditor'], days: 3 } };
  await publish(page('no-bribes', '不送礼', rule));
  expect((await lin('GET', '/api/pages/to-read')).body).toEqual({ pages: true, toRead: 1 });
  expect((await lin('GET', '/api/notices')).body.items[0]).toMatchObject({
    what: 'toRead',
    about: { kind: 'page', id: 'no-bribes' },
    title: '页 no-bribes',
  });
  const [mine] = (await lin('GET', '/api/pages?toRead=true')).body.items;
  expect(mine).toMatchObject({ key: 'no-bribes', toRead: true, readVersion: null });
  expect(mine.due).toBeGreaterThan(Date.now() + 2 * day);
  const tang = await office.as('tangguo');
  expect((await tang('GET', '/api/pages/to-read')).body.toRead, 'not for others').toBe(0);
  for (let n = 0; n < 2; n++) expect((await lin('POST', '/api/pages/no-bribes/read', { version: 1 })).status).toBe(200);
  expect((await lin('GET', '/api/pages/to-read')).body.toRead).toBe(0);
  await publish(page('no-bribes', '不送礼，也不收礼', rule));
  const late = await lin('POST', '/api/pages/no-bribes/read', { version: 1 });
  expect([late.status, late.body.code]).toEqual([409, 'pageMoved']);
  expect((await lin('GET', '/api/pages/no-bribes')).body).toMatchObject({
    toRead: true,
    readVersion: 1,
    before: { zh: '不送礼' },
  });
});

it('whoever gets the role later has to read it, too, and managers see who has', async () => {
  const people = (await chen('GET', '/api/people?limit=100')).body.items;
  const tang = people.find(({ username }: { username: string }) => username === 'tangguo');
  const admin = await office.as('gaoyuan');
  await admin('PATCH', `/api/people/${tang.id}`, { roles: [...tang.roles, 'order-auditor'] });
  expect((await (await office.as('tangguo'))('GET', '/api/pages/to-read')).body.toRead).toBe(1);
  await lin('POST', '/api/pages/no-bribes/read', { version: 2 });
  const { body } = await chen('GET', '/api/page-receipts?page=no-bribes');
  expect(body.pages).toMatchObject([{ key: 'no-bribes', version: 2, read: 1 }]);
  expect(body.pages[0].asked).toBe(body.items.length);
  const cell = (name: string) => body.items.find((one: { name: string }) => one.name === name)?.cells[0];
  expect(cell('林晓雯')).toMatchObject({ page: 'no-bribes', readAt: expect.any(Number) });
  expect(cell('唐果')).toMatchObject({ readAt: null });
  expect((await chen('GET', '/api/page-receipts?q=林')).body.items).toHaveLength(1);
});

it('a picture is seen by who sees a page that shows it, and stays', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const form = new FormData();
  form.set('file', new File([png], 'a.png', { type: 'image/png' }));
  const { file } = (await chen('POST', '/api/files', form)).body;
  expect((await lin('GET', `/api/files/${file}`)).status).toBe(404);
  await publish(page('checks', `![样品](/api/files/${file})`));
  expect((await lin('GET', `/api/files/${file}`)).status).toBe(200);
  const { sql } = office.shop;
  expect(await sql`select page from file where id = ${file}`).toMatchObject([{ page: 'checks' }]);
});

it('is not put away while a step names it; what it names is in use', async () => {
  const refused = await chen('PUT', at('/archived', 'checks'), { archived: true });
  expect([refused.status, refused.body.code]).toEqual([409, 'contentInUse']);
  expect((await chen('PUT', '/api/content/parameter/refund.days/archived', { archived: true })).body.detail).toContain(
    '页 links',
  );
  expect((await chen('PUT', at('/archived', 'elsewhere'), { archived: true })).status).toBe(200);
  expect((await lin('GET', '/api/pages/elsewhere')).status).toBe(404);
});

it('says which steps show it; the designer knows what may be named', async () => {
  expect((await lin('GET', '/api/pages/checks')).body.scene).toMatchObject([
    { process: 'returns', element: 'audit', step: { zh: '审核退货' } },
  ]);
  const { body } = await chen('GET', '/api/shop-facts');
  expect(body.pages.map(({ key }: { key: string }) => key)).toContain('checks');
});

it('packs bring pages, upgrade what the shop has left alone and merge into a draft what it has changed', async () => {
  const { items } = (await lin('GET', '/api/parameters')).body;
  const days = items.find(({ parameter }: { parameter: { key: string } }) => parameter.key === 'refund.days');
  expect(days.pages.map(({ key }: { key: string }) => key).sort(), 'a parameter says which pages name it').toEqual([
    'hello',
    'links',
  ]);
  const { sql } = office.shop;
  const [base] = (await loadPacks('sops')).map(shipmentOf);
  if (!base) throw new Error('no pack');
  const bare = {
    ...base,
    roles: [],
    departments: [],
    calendars: [],
    registers: [],
    parameters: [],
    decisions: [],
    processes: [],
    seeds: [],
    scenarios: [],
    requires: [],
    asks: [],
  };
  const brought = (version: string, text: string, title = '页 pack') => ({
    ...bare,
    key: 'paper',
    version,
    pages: [page('brought', text, { title: { zh: title }, scene: [], see: ['all'] })] as never,
  });
  const take = async (version: string, text: string, title?: string) =>
    (await takePack(sql, brought(version, text, title), { at: Date.now(), by: null }))[0];
  expect(await take('1.0.0', '一')).toMatchObject({ kind: 'page', key: 'brought', what: 'new' });
  expect(await take('1.1.0', '二')).toMatchObject({ what: 'upgraded' });
  expect((await lin('GET', '/api/pages/brought')).body).toMatchObject({ version: 2, text: { zh: '二' } });
  await publish(page('brought', '店里的话', { title: { zh: '页 pack' }, scene: [], see: ['all'] }));
  expect(await take('1.2.0', '二', '新题目')).toMatchObject({ what: 'merged', conflicts: [] });
  const draft = { isDraft: true, body: { title: { zh: '新题目' }, text: { zh: '店里的话' } } };
  expect((await chen('GET', at('/draft', 'brought'))).body).toMatchObject(draft);
});

it('shows tables of the shop to whoever may read the page, and to nobody else', async () => {
  const table = {
    id: 'comp',
    name: '补偿谁批',
    hitPolicy: 'FIRST',
    inputs: [{ id: 'i', label: '补偿', expression: 'amount' }],
    outputs: [{ id: 'o', name: 'who', label: '谁批' }],
    rules: [{ id: 'r', inputs: ['<= 50'], outputs: ['"客服"'] }],
  };
  expect((await publish(page('shows', '[[decision:comp]]'))).body.problems).toMatchObject([{ code: 'pageDecision' }]);
  expect((await chen('PUT', '/api/content/decision/comp/draft', { body: table, revision: 0 })).status).toBe(200);
  expect((await chen('POST', '/api/content/decision/comp/publish', { revision: 1 }, fresh())).status).toBe(200);
  await publish(page('shows', '[[decision:comp]]'));
  await publish(page('hidden', '[[decision:comp]]', { see: ['role:finance'] }));
  await publish(page('other', '没有表'));
  const seen = async (who: Caller, of?: string) =>
    (await who('GET', `/api/page-decisions/comp${of ? `?page=${of}` : ''}`)).status;
  expect((await lin('GET', '/api/page-decisions/comp?page=shows')).body).toMatchObject({
    name: { zh: '补偿谁批' },
    table: { rules: [{ inputs: ['<= 50'] }] },
  });
  expect([await seen(lin), await seen(lin, 'hidden'), await seen(lin, 'other'), await seen(chen)]).toEqual([
    404, 404, 404, 200,
  ]);
  const { body } = await chen('GET', '/api/content/decision/comp/uses');
  expect(JSON.stringify(body)).toContain('shows');
});

it('a page of the shop goes out with what it speaks of, and comes in elsewhere as it was', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zhangfa-pages-'));
  try {
    await publish(
      page('plain', '{{refund.days}} 天', {
        title: { zh: '天数', en: 'Days' },
        text: { zh: '{{refund.days}} 天', en: '{{refund.days}} days' },
      }),
    );
    const named = { key: 'own', name: '自己的', version: '1.0.0' };
    const own = await exportPack(office.shop, ['plain'], named, path.join(folder, 'own'), Date.now());
    expect(own.parameters.map(({ key }) => key)).toEqual(['refund.days']);
    const { pages } = await loadPack(path.join(folder, 'own'));
    expect(pages).toEqual([(await chen('GET', at('/draft', 'plain'))).body.body]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
