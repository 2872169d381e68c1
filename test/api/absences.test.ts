// Who is away has a proxy: open work goes to him, what is done names both, and what is not done comes back.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSetting } from '../../db/settings.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let lin: Caller;
let he: Caller;
const ids: Record<string, string> = {};
const DAY = 86_400_000;
let now: number;
beforeAll(async () => {
  office = await openOffice();
  [manager, lin, he] = await Promise.all([office.as('chenli'), office.as('linxiaowen'), office.as('hejing')]);
  for (const name of ['linxiaowen', 'hejing', 'mengjie', 'zhoumin'])
    ids[name] = (await (await office.as(name))('GET', '/api/me')).body.id;
  now = (await lin('GET', '/api/me')).body.now;
  const step = (zf: object) => ({
    s: { type: 'startEvent' },
    a: { type: 'userTask', name: '批', zf },
    e: { type: 'endEvent' },
  });
  for (const [key, zf] of Object.entries({
    asks: { participants: [{ rule: 'person', value: ids.linxiaowen }], refusal: 'flow' },
    pool: {
      participants: [
        { rule: 'person', value: ids.linxiaowen },
        { rule: 'person', value: ids.zhoumin },
      ],
    },
  }))
    await office.shop.deploy(draw(key, step(zf) as never, ['s->a', 'a->e']));
});
afterAll(() => office?.close());

const clockAt = (shop: number) => writeSetting(office.shop.sql, 'clock', { real: Date.now(), shop, rate: 1 });
let counter = 0;
const away = (who: Caller, said: object, id = `absence-${++counter}`) =>
  who('PUT', `/api/absences/${id}`, { proxy: ids.hejing, from: now, to: now + DAY, ...said });
const end = (who: Caller, id: string) => who('POST', `/api/absences/${id}/end`);
const todo = async (who: Caller): Promise<{ id: string; heldFor: { name: string; until: number } | null }[]> =>
  (await who('GET', '/api/tasks?view=todo&limit=50')).body.items;
const open = async (who: Caller): Promise<string[]> =>
  (await who('GET', '/api/tasks?view=claimable&limit=50')).body.items.map(({ id }: { id: string }) => id);

it('begins with twelve open tasks: all are with the proxy, none is left behind, and what is not done comes back', async () => {
  for (let n = 0; n < 12; n++) await office.shop.start('asks');
  expect(await todo(lin)).toHaveLength(12);
  const own = (await todo(he)).length;
  expect((await away(lin, { to: now + 2 * DAY }, 'absence-twelve')).status).toBe(200);
  expect(await todo(lin)).toEqual([]);
  const his = await todo(he);
  expect(his).toHaveLength(12 + own);
  expect(his[0]?.heldFor).toMatchObject({ name: '林晓雯', until: now + 2 * DAY });
  expect((await lin('GET', '/api/me')).body.away).toMatchObject({ absence: 'absence-twelve', proxy: { name: '何静' } });
  expect((await he('GET', '/api/me')).body.standsFor).toMatchObject([{ name: '林晓雯' }]);

  const [{ id: task } = { id: '' }] = his;
  const about = (await he('GET', `/api/tasks/${task}`)).body;
  // She has it no more; he acts for her.
  expect((await lin('POST', `/api/tasks/${task}/complete`, { values: {}, verdict: 'agree' }, fresh())).status).toBe(
    409,
  );
  expect((await he('POST', `/api/tasks/${task}/complete`, { values: {}, verdict: 'agree' }, fresh())).status).toBe(200);
  const { body } = await manager('GET', `/api/cases/${about.case}/history`);
  const done = body.items.find(
    (row: { kind: string; element: string }) => row.kind === 'completed' && row.element === 'a',
  );
  expect(done).toMatchObject({ by: { name: '何静' }, for: { name: '林晓雯' } });
  const { variables, holdings } = (await manager('GET', `/api/cases/${about.case}`)).body;
  expect(JSON.stringify(variables)).toContain(`"for":"${ids.linxiaowen}"`);
  expect(holdings.at(-1)).toMatchObject({ kind: 'away', person: { name: '何静' }, before: { name: '林晓雯' } });

  expect((await end(lin, 'absence-twelve')).status).toBe(200);
  expect(await todo(lin)).toHaveLength(11);
  expect(await todo(he)).toHaveLength(own);
  expect((await todo(lin))[0]?.heldFor).toBeNull();
});

it('work that comes while she is away is the proxy’s, and that of pools is his to take', async () => {
  const before = { lin: (await todo(lin)).length, he: (await todo(he)).length };
  await away(lin, {}, 'absence-pools');
  await office.shop.start('asks');
  expect(await todo(he)).toHaveLength(before.he + before.lin + 1);
  await office.shop.start('pool');
  const [task] = await open(he);
  expect(await open(lin)).not.toContain(task);
  expect((await lin('POST', `/api/tasks/${task}/claim`)).status).toBeGreaterThan(400);
  expect((await he('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
  expect((await he('GET', `/api/tasks/${task}`)).body.heldFor).toMatchObject({ name: '林晓雯' });
  await end(lin, 'absence-pools');
  expect((await todo(lin)).map(({ id }) => id)).toContain(task);
  expect(await todo(lin)).toHaveLength(before.lin + 2);
});

it('begins and ends by itself when its time has come', async () => {
  const held = (await todo(lin)).length;
  const own = (await todo(he)).length;
  expect((await away(lin, { from: now + 5 * DAY, to: now + 6 * DAY }, 'absence-later')).status).toBe(200);
  expect(await todo(lin)).toHaveLength(held);
  await clockAt(now + 5 * DAY);
  await expect.poll(async () => (await todo(he)).length, { timeout: 5_000 }).toBe(own + held);
  expect(await todo(lin)).toEqual([]);
  await clockAt(now + 6 * DAY);
  await expect.poll(async () => (await todo(lin)).length, { timeout: 5_000 }).toBe(held);
  now += 6 * DAY;
});

it('is entered by oneself, by who leads the department, and by managers; nobody is away twice at once', async () => {
  expect((await away(he, { person: ids.linxiaowen, proxy: ids.zhoumin })).status).toBe(403);
  const head = await office.as('mengjie');
  const admin = await office.as('gaoyuan');
  const { department } = (await lin('GET', '/api/me')).body;
  await admin('PUT', `/api/departments/${department.id}`, { name: department.name, head: ids.mengjie });
  const later = { from: now + 10 * DAY, to: now + 11 * DAY };
  expect((await away(head, { person: ids.linxiaowen, ...later }, 'absence-by-head')).status).toBe(200);
  expect((await head('GET', '/api/absences')).body).toMatchObject({
    items: [{ id: 'absence-by-head', can: { end: true } }],
    people: expect.arrayContaining([{ id: ids.linxiaowen, name: '林晓雯' }]),
  });
  expect((await away(manager, { person: ids.linxiaowen, ...later })).body.code).toBe('awayAlready');
  expect((await lin('GET', '/api/absences')).body.items).toMatchObject([{ id: 'absence-by-head', running: false }]);
  expect((await office.as('shenyue').then((other) => other('GET', '/api/absences'))).body.items).toEqual([]);
  expect((await end(he, 'absence-by-head')).status).toBe(404);
  expect((await end(lin, 'absence-by-head')).status).toBe(200);
  expect((await lin('GET', '/api/absences')).body.items).toEqual([]);
  expect((await away(lin, { proxy: ids.linxiaowen })).status).toBe(422);
  expect((await away(lin, { to: now - 1, from: now - DAY })).status).toBe(422);
});
