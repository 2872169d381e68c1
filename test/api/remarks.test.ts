// Remarks and notices: who may read the thing may read what is said of it; whoever is named is told, once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { seesCase, staffSeeing } from '../../db/viewer.ts';
import { Register } from '../../records/register.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let office: Office;
let lin: Caller;
let chen: Caller;
let liu: Caller;
let ids: Record<string, string>;
let refund: string;
let task: string;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, liu] = await Promise.all([office.as('linxiaowen'), office.as('chenli'), office.as('liuyang')]);
  const people = await office.shop.sql<{ id: string; username: string }[]>`select id, username from person`;
  ids = Object.fromEntries(people.map(({ id, username }) => [username, id]));
  await publishContent(office.shop.sql, {
    kind: 'register',
    key: 'sku',
    name: label('商品'),
    body: Register.parse({
      key: 'sku',
      name: label('商品'),
      keyField: 'code',
      fields: [
        { type: 'text', id: 'code', label: label('款号'), required: true },
        { type: 'integer', id: 'price', label: label('售价') },
        { type: 'integer', id: 'cost', label: label('成本'), secret: true, see: ['role:finance'] },
      ],
      see: ['role:finance', 'role:order-auditor'],
      add: ['role:finance'],
      change: ['role:finance'],
    }),
    by: null,
    from: 0,
  });
  const meng = await office.as('mengjie');
  await meng('POST', '/api/registers/sku/records', { values: { code: 'A1', price: 100, cost: 60 } }, fresh());
  refund = await begin();
  task = (await office.shop.tasks(refund))[0]?.id ?? '';
});
afterAll(() => office?.close());

const begin = async () => {
  const started = await chen(
    'POST',
    '/api/cases',
    { process: 'refund', variables: { buyer: '周', phone: '13900001111', amount: 100 } },
    fresh(),
  );
  return started.body.case as string;
};
const say = (who: Caller, about: object, more: object = {}, key = fresh()) =>
  who('POST', '/api/remarks', { about, text: '看一下', ...more }, key);
const onCase = {
  get kind() {
    return 'case';
  },
  get id() {
    return refund;
  },
};
const notices = async (who: Caller) => (await who('GET', '/api/notices')).body;
const heard = async (who: Caller, what: string) =>
  (await notices(who)).items.filter((one: { what: string }) => one.what === what);
const upload = async (who: Caller) => {
  const form = new FormData();
  form.set('file', new File([PNG], '截图.png', { type: 'image/png' }));
  return (await who('POST', '/api/files', form)).body.file as string;
};

describe('remarks', () => {
  it('are said once, whatever is repeated, and read by who may read the thing', async () => {
    const key = fresh();
    const first = await say(chen, onCase, { text: '地址要核一下' }, key);
    expect(first.status).toBe(201);
    expect((await say(chen, onCase, { text: '地址要核一下' }, key)).body).toEqual(first.body);
    await office.shop.sql`delete from request`;
    expect((await say(chen, onCase, { text: '地址要核一下' }, key)).body.id).toEqual(first.body.id);
    const seen = await lin('GET', `/api/remarks?kind=case&id=${refund}`);
    expect(
      seen.body.items.map(({ text, by }: { text: string; by: { name: string } }) => `${by.name}: ${text}`),
    ).toEqual(['陈立: 地址要核一下']);
    // 刘洋 packs: the refund is nothing to him.
    expect((await liu('GET', `/api/remarks?kind=case&id=${refund}`)).body.code).toBe('notFound');
    expect((await say(liu, onCase)).body.code).toBe('notFound');
    expect((await say(chen, { kind: 'case', id: 'nothing' })).body.code).toBe('notFound');
    expect((await say(chen, onCase, { text: '  ' })).body.code).toBe('invalid');
  });

  it('of a task stand in its case, too; of a record only there', async () => {
    await say(lin, { kind: 'task', id: task }, { text: '在等截图' });
    await say(lin, { kind: 'record', id: 'sku/A1' }, { text: '快断货了' });
    const texts = async (query: string) =>
      (await lin('GET', `/api/remarks?${query}`)).body.items.map(({ text, step }: { text: string; step: string }) => [
        text,
        step,
      ]);
    expect(await texts(`kind=case&id=${refund}`)).toContainEqual(['在等截图', '审核退款']);
    expect(await texts(`kind=task&id=${task}`)).toEqual([['在等截图', '审核退款']]);
    expect(await texts('kind=record&id=sku/A1')).toEqual([['快断货了', null]]);
    expect((await liu('GET', '/api/remarks?kind=record&id=sku/A1')).body.code).toBe('notFound');
  });

  it('name only people who may read it, and say so', async () => {
    const refused = await say(chen, onCase, { text: '@刘洋', mentions: [ids.liuyang] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'mentionCannotSee' } });
    expect(refused.body.detail).toContain('刘洋');
    expect((await notices(liu)).unread).toBe(0);
    const offered = async (query: string) =>
      (await chen('GET', `/api/remarks/people?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await offered(`kind=case&id=${refund}`)).toEqual(expect.arrayContaining(['林晓雯', '陈立', '高原']));
    expect(await offered(`kind=case&id=${refund}`)).not.toContain('刘洋');
    expect(await offered(`kind=case&id=${refund}&q=林`)).toEqual(['林晓雯']);
    expect(await offered('kind=record&id=sku/A1&q=刘')).toEqual([]);
  });

  it('see who sees a case as lists do', async () => {
    const { sql } = office.shop;
    const { people, refs } = await staffSeeing(sql, refund);
    for (const [username, id] of Object.entries(ids)) {
      const me = (await (await office.as(username))('GET', '/api/me')).body;
      if (me.level !== 'staff') continue;
      const rows = await sql<{ role: string }[]>`select role from person_role where person = ${id}`;
      const [person] = await sql<{ department: string | null }[]>`select department from person where id = ${id}`;
      const mine = [`person:${id}`, ...rows.map(({ role }) => `role:${role}`), `department:${person?.department}`];
      const [listed] =
        await sql`select 1 from cases c where c.id = ${refund} and ${seesCase(sql, { all: false, person: id, refs: mine, within: [] })}`;
      expect([username, people.has(id) || mine.some((ref) => refs.has(ref))]).toEqual([username, Boolean(listed)]);
    }
  });

  it('tell whoever is named once, also if edited, and nobody of what he says himself', async () => {
    const made = await say(chen, onCase, { text: '@林晓雯 看看 @陈立', mentions: [ids.linxiaowen, ids.chenli] });
    const [told, ...more] = await heard(lin, 'mention');
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      by: { name: '陈立' },
      title: '退款 周',
      text: '@林晓雯 看看 @陈立',
      case: refund,
      read: false,
    });
    expect(await heard(chen, 'mention')).toEqual([]);
    await chen('PATCH', `/api/remarks/${made.body.id}`, { text: '@林晓雯 再看看', mentions: [ids.linxiaowen] });
    expect(await heard(lin, 'mention')).toMatchObject([{ text: '@林晓雯 再看看' }]);
    await chen('DELETE', `/api/remarks/${made.body.id}`);
    expect(await heard(lin, 'mention')).toMatchObject([{ text: null }]);
  });

  it('are changed by their writer for ten minutes, struck through and never gone', async () => {
    const { id } = (await say(lin, onCase, { text: '先不动' })).body;
    expect((await chen('PATCH', `/api/remarks/${id}`, { text: '改别人的' })).body.code).toBe('notAllowed');
    expect((await lin('PATCH', `/api/remarks/${id}`, { text: '先不要动' })).body).toMatchObject({
      text: '先不要动',
      editedAt: expect.any(Number),
    });
    await office.shop.sql`update remark set created_at = now() - interval '11 minutes' where id = ${id}`;
    expect((await lin('PATCH', `/api/remarks/${id}`, { text: '太晚' })).body.code).toBe('remarkStands');
    expect((await say(lin, onCase)).body.editable).toBeGreaterThan(9 * 60_000);
    expect((await lin('DELETE', `/api/remarks/${id}`)).status).toBe(200);
    const [struck] = (await lin('GET', `/api/remarks?kind=case&id=${refund}&q=先不要动`)).body.items;
    expect(struck).toMatchObject({
      text: '先不要动',
      deletedBy: '林晓雯',
      deletedAt: expect.any(Number),
      editable: 0,
      mayDelete: false,
    });
  });

  it('bring files that whoever reads the thing may open', async () => {
    const onRecord = { kind: 'record', id: 'sku/A1' };
    const [one, two] = [await upload(lin), await upload(lin)];
    expect((await say(lin, onRecord, { text: '', files: [one] })).body.files).toMatchObject([
      { file: one, name: '截图.png' },
    ]);
    await say(lin, onCase, { files: [two] });
    const meng = await office.as('mengjie');
    expect((await meng('GET', `/api/files/${one}`)).status).toBe(200);
    expect((await liu('GET', `/api/files/${one}`)).status).toBe(404);
    expect((await liu('GET', `/api/files/${two}`)).status).toBe(404);
    // What is another's cannot be given away.
    expect((await say(meng, onRecord, { files: [await upload(lin)] })).body.code).toBe('notFound');
  });
});

describe('decisions', () => {
  it('keep the numbers that stood on the screen, and wait where these have changed', async () => {
    const { variables } = (await lin('GET', `/api/cases/${refund}`)).body;
    const saw = Object.fromEntries(variables.map(({ name, value }: { name: string; value: unknown }) => [name, value]));
    const moved = await say(lin, onCase, { text: '退一半', decision: true, saw: { ...saw, amount: 99 } });
    expect(moved).toMatchObject({ status: 409, body: { code: 'decisionMoved' } });
    expect(moved.body.detail).toContain('金额');
    const made = await say(lin, onCase, { text: '退一半', decision: true, saw });
    const facts = (remark: { saw: { name: string; value: unknown }[] }) =>
      Object.fromEntries(remark.saw.map(({ name, value }) => [name, value]));
    expect(facts(made.body)).toEqual({ buyer: '周', amount: 100 });
    await chen('POST', `/api/cases/${refund}/variables`, { variables: { amount: 500 }, reason: '错了' }, fresh());
    const found = async (who: Caller) => (await who('GET', '/api/decisions?q=退一半')).body.items;
    expect(facts((await found(lin))[0])).toEqual({ buyer: '周', amount: 100 });
    expect(await found(liu)).toEqual([]);
    expect((await lin('GET', `/api/remarks?kind=case&id=${refund}&decisions=true`)).body.items).toHaveLength(1);
  });

  it('show of a record only what the reader may see', async () => {
    const meng = await office.as('mengjie');
    const onRecord = { kind: 'record', id: 'sku/A1' };
    const saw = { code: 'A1', price: 100, cost: 60 };
    const made = await say(meng, onRecord, { text: '不降价', decision: true, saw });
    expect(made.body.saw.map(({ name }: { name: string }) => name)).toEqual(['code', 'price', 'cost']);
    const [seen] = (await lin('GET', '/api/remarks?kind=record&id=sku/A1&decisions=true')).body.items;
    expect(seen.saw.map(({ name }: { name: string }) => name)).toEqual(['code', 'price']);
  });
});

describe('notices', () => {
  it('of work given by another: one an event, however much it moves', async () => {
    const cases = [await begin(), await begin(), await begin()];
    const tasks = (await Promise.all(cases.map((id) => office.shop.tasks(id)))).flat();
    const to = { person: ids.hejing, comment: '你来' };
    await chen('POST', `/api/tasks/${tasks[0]?.id}/assign`, to);
    await chen('POST', `/api/tasks/${tasks[0]?.id}/assign`, to);
    const he = await office.as('hejing');
    expect(await heard(he, 'assigned')).toMatchObject([
      { by: { name: '陈立' }, title: '审核退款', count: 1, case: cases[0] },
    ]);
    const key = fresh();
    const bulk = {
      selection: { tasks: tasks.slice(1).map(({ id }) => id) },
      action: { do: 'assign', person: ids.hejing },
      reason: '忙',
    };
    for (let n = 0; n < 2; n++) expect((await chen('POST', '/api/bulk', bulk, key)).status).toBeLessThan(300);
    expect((await heard(he, 'assigned')).map(({ count }: { count: number }) => count)).toEqual([2, 1]);
    await chen('POST', `/api/tasks/${tasks[0]?.id}/assign`, { person: ids.chenli });
    expect(await heard(chen, 'assigned')).toEqual([]);
  });

  it('of what I have asked for, when it is over by another’s doing', async () => {
    const started = await lin(
      'POST',
      '/api/cases',
      { process: 'refund', variables: { buyer: '吴', amount: 3 } },
      fresh(),
    );
    if (started.status >= 300) throw new Error(JSON.stringify(started.body));
    const id = started.body.case;
    await chen('POST', `/api/cases/${id}/cancel`, { reason: '重复' }, fresh());
    const ended = async () => (await heard(lin, 'ended')).length === 1;
    await office.shop.until(ended, 'told');
    expect(await heard(lin, 'ended')).toMatchObject([
      { about: { kind: 'case', id }, title: '退款 吴', outcome: 'cancelled' },
    ]);
    const own = await chen('POST', '/api/cases', { process: 'refund', variables: { buyer: '郑', amount: 3 } }, fresh());
    await chen('POST', `/api/cases/${own.body.case}/cancel`, { reason: '重复' }, fresh());
    expect(await heard(chen, 'ended')).toEqual([]);
  });

  it('of a draft of mine that another has published', async () => {
    const lu = await office.as('luyuan');
    const body = {
      key: 'carton',
      name: label('箱子'),
      keyField: 'code',
      fields: [{ type: 'text', id: 'code', label: label('号'), required: true }],
    };
    const { revision } = (await chen('PUT', '/api/content/register/carton/draft', { body, revision: 0 })).body;
    expect((await lu('POST', '/api/content/register/carton/publish', { revision }, fresh())).status).toBe(200);
    expect(await heard(chen, 'published')).toMatchObject([
      { by: { name: '陆远' }, title: '箱子', version: 1, about: { kind: 'register', id: 'carton' } },
    ]);
  });

  it('of a decision call it by its name', async () => {
    await office.shop.sql`
      insert into content (kind, key, name) values ('decision', 'who-pays', ${office.shop.sql.json({ zh: '谁付' })})`;
    await office.shop.sql`
      insert into notice (id, person, what, about_kind, about_id, at, by, detail)
      values ('published/x', ${ids.linxiaowen ?? ''}, 'published', 'decision', 'who-pays', 1, ${ids.chenli ?? ''}, '{"version": 2}')`;
    expect(await heard(lin, 'published')).toMatchObject([{ title: '谁付', version: 2 }]);
  });

  it('reach nobody who has left', async () => {
    const { sql } = office.shop;
    await sql`update person set active = false where id = ${ids.mengjie ?? ''}`;
    expect((await say(chen, onCase, { mentions: [ids.mengjie] })).body.code).toBe('notFound');
    const tasks = await office.shop.tasks(refund);
    await chen('POST', `/api/tasks/${tasks[0]?.id}/assign`, { person: ids.mengjie });
    expect(await sql`select 1 from notice where person = ${ids.mengjie ?? ''} and what = 'assigned'`).toEqual([]);
  });

  it('are counted, and marked as read one by one or all at once, each by its own reader', async () => {
    const before = await notices(lin);
    expect(before.unread).toBeGreaterThan(1);
    const [one] = before.items;
    await chen('POST', '/api/notices/read', { ids: [one.id] });
    expect((await notices(lin)).unread).toBe(before.unread);
    await lin('POST', '/api/notices/read', { ids: [one.id] });
    const after = await notices(lin);
    expect([after.unread, after.items[0].read]).toEqual([before.unread - 1, true]);
    await lin('POST', '/api/notices/read', { all: true });
    expect((await notices(lin)).unread).toBe(0);
    const page = (await lin('GET', '/api/notices?limit=1')).body;
    expect((await lin('GET', `/api/notices?limit=1&cursor=${page.next}`)).body.items[0].id).toBe(after.items[1].id);
  });
});
