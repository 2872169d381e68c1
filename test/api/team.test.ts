// Work reaches people: managers see who holds what and give it on; who leaves hands all of it over, in one go.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let admin: Caller;
let lin: Caller;
const ids: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  [manager, admin, lin] = await Promise.all([office.as('chenli'), office.as('gaoyuan'), office.as('linxiaowen')]);
  for (const name of ['linxiaowen', 'zhoumin', 'hejing', 'mengjie'])
    ids[name] = (await (await office.as(name))('GET', '/api/me')).body.id;
});
afterAll(() => office?.close());

async function claimed(key: string): Promise<{ id: string; task: string }> {
  const { body } = await manager(
    'POST',
    '/api/cases',
    { process: 'refund', businessKey: key, variables: { buyer: key, amount: 1 } },
    fresh(),
  );
  const task = (await manager('GET', `/api/cases/${body.case}`)).body.tasks[0].id;
  expect((await lin('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
  return { id: body.case, task };
}
const heldBy = async (task: string) => (await manager('GET', `/api/tasks/${task}`)).body.assignee?.id ?? null;

it('a task of somebody else is refused however many ask at once: who is refused takes no second connection', async () => {
  const { task } = await claimed('R-many');
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => manager('POST', `/api/tasks/${task}/complete`, { values: {} }, fresh())),
  );
  expect(new Set(asked.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['409 taken']));
  expect((await lin('POST', `/api/tasks/${task}/release`)).status).toBe(200);
});

it('managers see who holds how much, and give several on at once; the story says so', async () => {
  const [one, two] = [await claimed('T-1'), await claimed('T-2')];
  const { items } = (await manager('GET', '/api/team')).body;
  const load = items.find(({ id }: { id: string }) => id === ids.linxiaowen);
  // Who is free is there, too.
  expect(items).toContainEqual(expect.objectContaining({ id: ids.zhoumin, open: 0, overdue: 0, next: null }));
  expect(load).toMatchObject({ name: '林晓雯', open: 2, overdue: 0 });
  const give = (selection: object, person: string | null, reason: string) =>
    manager('POST', '/api/bulk', { selection, action: { do: 'assign', person }, reason }, fresh());
  const given = await give({ tasks: [one.task, two.task, 'none'] }, ids.zhoumin ?? '', '忙不过来');
  expect(given.body.total).toBe(2);
  expect((await manager('GET', `/api/bulk/${given.body.id}`)).body).toMatchObject({
    action: 'assign',
    reason: '忙不过来',
    done: 2,
    waiting: 0,
    items: [
      { case: one.id, step: '审核退款', result: 'done' },
      { case: two.id, result: 'done' },
    ],
  });
  expect(await heldBy(one.task)).toBe(ids.zhoumin);
  expect((await manager('GET', `/api/cases/${one.id}`)).body.holdings.at(-1)).toMatchObject({
    kind: 'assigned',
    before: { name: '林晓雯' },
    person: { name: '周敏' },
    by: { name: '陈立' },
    comment: '忙不过来',
  });
  // Back to the pool.
  expect((await give({ cases: [one.id] }, null, '放回')).body.total).toBe(1);
  expect(await heldBy(one.task)).toBeNull();
  expect((await lin('GET', '/api/tasks?view=claimable&q=T-1')).body.items).toHaveLength(1);
});

it('what one person alone could do is not given back to nobody', async () => {
  const zf = { participants: [{ rule: 'person', value: ids.hejing }] };
  await office.shop.deploy(
    draw('own', { s: { type: 'startEvent' }, a: { type: 'userTask', zf }, e: { type: 'endEvent' } } as never, [
      's->a',
      'a->e',
    ]),
  );
  await office.shop.start('own');
  const hejing = await office.as('hejing');
  const [{ id }] = (await hejing('GET', '/api/tasks?view=todo')).body.items;
  expect((await hejing('POST', `/api/tasks/${id}/release`)).body.code).toBe('refused');
  expect(await heldBy(id)).toBe(ids.hejing);
});

it('who still holds work is not shut out before it is handed over, all of it or nothing', async () => {
  const { id, task } = await claimed('T-3');
  const shut = (more: object) => admin('PATCH', `/api/people/${ids.linxiaowen}`, { active: false, ...more });
  expect(await shut({})).toMatchObject({ status: 409, body: { code: 'holdsWork' } });
  const { items } = (await admin('GET', `/api/people/${ids.linxiaowen}/work`)).body;
  expect(items).toEqual([
    { process: 'refund', processName: 'refund', element: 'audit', name: '审核退款', count: 1, pool: true },
  ]);
  const move = (successors: object[], key = fresh()) =>
    admin('POST', `/api/people/${ids.linxiaowen}/hand-over`, { successors, deactivate: true, comment: '离职' }, key);
  expect((await move([])).body).toMatchObject({ code: 'noSuccessor', detail: expect.stringContaining('审核退款') });
  expect((await move([{ process: 'refund', element: 'audit', to: 'nobody' }])).status).toBe(404);
  expect(await heldBy(task)).toBe(ids.linxiaowen);
  const key = fresh();
  expect((await move([{ process: 'refund', element: 'audit', to: ids.hejing }], key)).body).toEqual({ moved: 1 });
  // Asked again, it is answered, not done again.
  expect((await move([{ process: 'refund', element: 'audit', to: ids.hejing }], key)).body).toEqual({ moved: 1 });
  expect(await heldBy(task)).toBe(ids.hejing);
  expect((await manager('GET', `/api/cases/${id}`)).body.holdings.at(-1)).toMatchObject({ comment: '离职' });
  expect((await lin('GET', '/api/me')).status).toBe(401);
  // Nobody who is shut out is given anything.
  expect((await manager('POST', `/api/tasks/${task}/assign`, { person: ids.linxiaowen })).status).toBe(404);
});

it('who leaves hands over all he has charge of in one go: departments, processes, whom he stands in for, records of his own', async () => {
  const { sql } = office.shop;
  const xu = (await (await office.as('xunuo'))('GET', '/api/me')).body.id;
  const zf = { participants: [{ rule: 'person', value: 'xunuo' }] };
  await office.shop.deploy(
    draw(
      'names',
      { s: { type: 'startEvent' }, a: { type: 'userTask', name: '许诺看', zf }, e: { type: 'endEvent' } } as never,
      ['s->a', 'a->e'],
    ),
  );
  await manager('PATCH', '/api/processes/refund', { owner: xu });
  const { now } = (await manager('GET', '/api/me')).body;
  const away = { person: ids.mengjie, proxy: xu, from: now, to: now + 86_400_000 };
  expect((await manager('PUT', '/api/absences/leaver-proxy', away)).status).toBe(200);
  await office.shop.start('names');
  const owns = (await admin('GET', `/api/people/${xu}/owns`)).body.items;
  expect(owns).toMatchObject([
    { kind: 'head', id: 'growth' },
    { kind: 'named', id: 'names', step: '许诺看', draft: false },
    { kind: 'process', id: 'refund' },
    { kind: 'proxy', id: 'leaver-proxy', name: '孟洁' },
  ]);
  const shut = await admin('PATCH', `/api/people/${xu}`, { active: false });
  expect(shut).toMatchObject({ status: 409, body: { code: 'holdsWork' } });
  const leave = (charges: object) =>
    admin(
      'POST',
      `/api/people/${xu}/hand-over`,
      { successors: [{ process: 'names', element: 'a', to: ids.zhoumin }], charges, deactivate: true },
      fresh(),
    );
  const all = { head: ids.zhoumin, process: ids.zhoumin, proxy: ids.hejing };
  expect((await leave({ ...all, proxy: undefined })).body.code).toBe('noSuccessor');
  // All or nothing.
  expect((await admin('GET', `/api/people/${xu}/owns`)).body.items).toHaveLength(4);
  expect((await leave(all)).body).toEqual({ moved: 1 });
  expect((await admin('GET', `/api/people/${xu}/owns`)).body.items).toMatchObject([{ kind: 'named' }]);
  const [moved] = await sql`
    select (select head from department where id = 'growth') as head, (select owner from process where key = 'refund') as owner,
      (select proxy from absence where id = 'leaver-proxy') as proxy`;
  expect(moved).toEqual({ head: ids.zhoumin, owner: ids.zhoumin, proxy: ids.hejing });
});

it('takes in more colleagues at once than it has connections, and of one name one', async () => {
  const bring = (username: string) =>
    admin(
      'POST',
      '/api/people',
      { name: '新人', username, password: 'a long enough word 7', level: 'staff', roles: [] },
      fresh(),
    );
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => bring(`newcomer${n}`)));
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
  const twins = await Promise.all([bring('one-name'), bring('one-name')]);
  expect(twins.map(({ status, body }) => [status, body.code]).sort()).toEqual([
    [201, undefined],
    [409, 'usernameTaken'],
  ]);
});

it('a department that is renamed keeps its head, and loses it only where that is said', async () => {
  const head = async () =>
    (await admin('GET', '/api/departments')).body.items.find(({ id }: { id: string }) => id === 'service')?.head;
  const put = (more: object) => admin('PUT', '/api/departments/service', { name: '客服部', parent: 'shop', ...more });
  expect((await put({ head: ids.zhoumin })).status).toBe(200);
  expect((await put({})).status).toBe(200);
  expect(await head()).toBe(ids.zhoumin);
  expect((await put({ head: null })).status).toBe(200);
  expect(await head()).toBe(null);
});
