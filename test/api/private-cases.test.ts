// What is private is seen by its own people and whoever looks on, nowhere else: not by managers, not by keys.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let starter: Caller;
let chief: Caller;
let manager: Caller;
let watcher: Caller;
let key: Caller;
let id = '';
let task = '';
const ids: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  [starter, chief, manager, watcher] = (await Promise.all(
    ['linxiaowen', 'zhoumin', 'chenli', 'mengjie'].map((name) => office.as(name)),
  )) as [Caller, Caller, Caller, Caller];
  key = await office.key('cases:read');
  for (const name of ['linxiaowen', 'zhoumin', 'mengjie'])
    ids[name] = (await (await office.as(name))('GET', '/api/me')).body.id;
  const zf = { participants: [{ rule: 'person', value: ids.zhoumin }] };
  const definition = draw(
    'pay',
    {
      s: { type: 'startEvent' },
      a: { type: 'userTask', name: '谈薪', zf },
      b: { type: 'scriptTask', script: '=1 / missing', resultVariable: 'x' },
      e: { type: 'endEvent' },
    } as never,
    ['s->a', 'a->b', 'b->e'],
  );
  await office.shop.deploy({
    ...definition,
    zf: {
      private: true,
      watchers: ['role:finance'],
      title: '="调薪 何静"',
    },
  } as never);
  id = (await starter('POST', '/api/cases', { process: 'pay', variables: {} }, fresh())).body.case;
  task = (await chief('GET', '/api/tasks?view=todo')).body.items[0].id;
}, 120_000);
afterAll(() => office?.close());

const has = (answer: { body: unknown }): boolean => JSON.stringify(answer.body).includes(id);

it('its own people and who looks on see it', async () => {
  for (const one of [starter, chief, watcher]) {
    expect((await one('GET', `/api/cases/${id}`)).status).toBe(200);
    expect((await one('GET', `/api/cases/${id}/history`)).status).toBe(200);
  }
  expect((await chief('GET', `/api/tasks/${task}`)).status).toBe(200);
  expect(has(await chief('GET', '/api/tasks?view=all'))).toBe(true);
  expect(has(await starter('GET', '/api/cases?mine=started'))).toBe(true);
  expect(has(await chief('GET', '/api/cases?q=调薪'))).toBe(true);
});

it('no manager and no key does: not in lists, by search, by its address, nor in anything about it', async () => {
  const exits = [
    '/api/cases',
    '/api/cases?q=调薪',
    '/api/tasks?view=all',
    '/api/tasks?view=all&q=调薪',
    '/api/today/groups',
  ];
  for (const exit of exits) expect([exit, has(await manager('GET', exit))]).toEqual([exit, false]);
  for (const exit of ['/api/cases', '/api/cases?q=调薪'])
    expect([exit, has(await key('GET', exit))]).toEqual([exit, false]);
  const shut = [
    ['GET', `/api/cases/${id}`],
    ['GET', `/api/cases/${id}/history`],
    ['GET', `/api/tasks/${task}`],
    ['POST', `/api/tasks/${task}/assign`, { person: ids.mengjie }],
    ['POST', `/api/cases/${id}/cancel`, { reason: '看看' }],
    ['GET', `/api/remarks?kind=case&id=${encodeURIComponent(id)}`],
    ['GET', `/api/related?kind=case&id=${encodeURIComponent(id)}`],
  ] as const;
  for (const [method, address, body] of shut)
    expect([address, (await manager(method, address, body, fresh())).status]).toEqual([address, 404]);
  for (const [method, address] of shut.filter(([method]) => method === 'GET'))
    expect([address, (await chief(method, address)).status]).toEqual([address, 200]);
  expect((await key('GET', `/api/cases/${id}`)).status).toBe(404);
  const given = await manager(
    'POST',
    '/api/bulk',
    { selection: { cases: [id] }, action: { do: 'suspend' }, reason: '盘点' },
    fresh(),
  );
  expect(given.body.code).toBe('nothingChosen');
});

it('what is stuck in it is told to them alone', async () => {
  await chief('POST', `/api/tasks/${task}/complete`, { values: {} }, fresh());
  await expect.poll(async () => has(await chief('GET', '/api/incidents')), { timeout: 5_000 }).toBe(true);
  expect(has(await manager('GET', '/api/incidents'))).toBe(false);
  expect(JSON.stringify((await manager('GET', '/api/incidents/groups')).body)).not.toContain('"pay"');
  // Of a job over it, others see that it was one more.
  const retry = { selection: { cases: [id] }, action: { do: 'retry' }, reason: '再试' };
  const job = (await chief('POST', '/api/bulk', retry, fresh())).body.id;
  const titles = async (who: Caller) =>
    (await who('GET', `/api/bulk/${job}`)).body.items.map(({ title }: { title: string | null }) => title);
  expect([await titles(chief), await titles(manager)]).toEqual([['调薪 何静'], [null]]);
  // Who has done it sees it still.
  expect((await chief('GET', `/api/cases/${id}`)).status).toBe(200);
});

it('its changes are heard by them alone', async () => {
  const hears = async (cookie: string): Promise<boolean> => {
    const stop = new AbortController();
    const answer = await office.app.request('/api/events?after=0', { headers: { cookie }, signal: stop.signal });
    const reader = answer.body?.getReader();
    let text = '';
    while (reader && !text.includes('event: ready')) text += new TextDecoder().decode((await reader.read()).value);
    stop.abort();
    await reader?.cancel();
    return text.includes(id);
  };
  expect(await hears(chief.cookie)).toBe(true);
  expect(await hears(manager.cookie)).toBe(false);
});

it('what a case has called is in its proof and on its page for who sees it, and for nobody else', async () => {
  const step = { type: 'userTask', name: '谈', zf: { participants: [{ rule: 'person', value: ids.zhoumin }] } };
  await office.shop.deploy({
    ...draw('raise', { s: { type: 'startEvent' }, a: step, e: { type: 'endEvent' } } as never, ['s->a', 'a->e']),
    zf: { private: true },
  } as never);
  await office.shop.deploy(
    draw(
      'plan',
      {
        s: { type: 'startEvent' },
        c: { type: 'callActivity', calledElement: 'raise' },
        e: { type: 'endEvent' },
      } as never,
      ['s->c', 'c->e'],
    ),
  );
  const plan = (await starter('POST', '/api/cases', { process: 'plan' }, fresh())).body.case;
  const child = (await starter('GET', `/api/cases/${plan}`)).body.called[0].id;
  expect((await manager('GET', `/api/cases/${child}`)).status).toBe(404);
  expect((await manager('GET', `/api/cases/${plan}`)).body.called).toEqual([]);
  const proved = await manager('GET', `/api/cases/${plan}/proof?format=json`);
  expect([proved.status, JSON.stringify(proved.body).includes(child)]).toEqual([200, false]);
});
