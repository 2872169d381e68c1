// When something is away: being confirmed, busy, stuck work; nothing is lost and everybody is told.
import { existsSync, openSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createApp } from '../../api/app.ts';
import { createLog } from '../../api/log.ts';
import { Model } from '../../bpmn/definition.ts';
import { connect, databaseAnswers } from '../../db/connect.ts';
import { publish } from '../../db/processes.ts';
import { Busy } from '../../dispatch/door.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
let staff: Caller;
beforeAll(async () => {
  office = await openOffice();
  [manager, staff] = await Promise.all([office.as('chenli'), office.as('linxiaowen')]);
});
afterAll(() => office?.close());

const apply = { buyer: '赵先生', amount: 900 };

it('says busy with a time to come again, and the same request then gets through once', async () => {
  const door = { ...office.deps.door, send: () => Promise.reject(new Busy('full')) };
  const app = createApp({ ...office.deps, door });
  const body = JSON.stringify({ process: 'refund', variables: apply, businessKey: 'busy-1' });
  const request = fresh();
  const refused = await app.request('/api/cases', {
    method: 'POST',
    body,
    headers: { cookie: manager.cookie, 'content-type': 'application/json', ...request },
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await manager('POST', '/api/cases', JSON.parse(body), request)).toMatchObject({ status: 201 });
  expect((await manager('GET', '/api/cases?q=busy-1')).body.items).toHaveLength(1);
});

it('says "being confirmed" while no worker answers, and the repeat gets the answer', async () => {
  const app = createApp({ ...office.deps, answerMs: 300 });
  await office.shop.stopWorker();
  const request = fresh();
  const send = async () => {
    const answer = await app.request('/api/cases', {
      method: 'POST',
      body: JSON.stringify({ process: 'refund', variables: apply, businessKey: 'slow-1' }),
      headers: { cookie: manager.cookie, 'content-type': 'application/json', ...request },
    });
    return { status: answer.status, body: (await answer.json()) as { case: string; confirming: boolean } };
  };
  const first = await send();
  expect(first).toMatchObject({ status: 202, body: { confirming: true } });
  await office.shop.restartWorker();
  await office.shop.until(async () => (await send()).status === 201, 'the start is confirmed');
  expect((await send()).body).toEqual({ case: first.body.case, confirming: false });
});

it('a reader is told that storage keeps silent, and another meanwhile is served', async () => {
  const app = createApp({ ...office.deps, readMs: 500 });
  await office.shop.sql.begin(async (tx) => {
    await tx`lock table role in access exclusive mode`;
    const silent = await app.request('/api/roles', { headers: { cookie: manager.cookie } });
    expect([
      silent.status,
      silent.headers.get('retry-after'),
      ((await silent.json()) as { code: string }).code,
    ]).toEqual([503, '2', 'unavailable']);
    expect((await app.request('/api/people/names', { headers: { cookie: manager.cookie } })).status).toBe(200);
  });
  expect((await app.request('/api/roles', { headers: { cookie: manager.cookie } })).status).toBe(200);
});

it('refuses a second submission while the first is being confirmed', async () => {
  const { body } = await manager(
    'POST',
    '/api/cases',
    { process: 'refund', variables: apply, businessKey: 'slow-2' },
    fresh(),
  );
  const task = (await staff('GET', '/api/tasks?view=claimable&q=slow-2')).body.items[0].id;
  const app = createApp({ ...office.deps, answerMs: 300 });
  await office.shop.stopWorker();
  const submit = async (request: Record<string, string>) => {
    const answer = await app.request(`/api/tasks/${task}/complete`, {
      method: 'POST',
      body: JSON.stringify({ values: { result: 'yes' } }),
      headers: { cookie: staff.cookie, 'content-type': 'application/json', ...request },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const request = fresh();
  expect(await submit(request)).toMatchObject({ status: 202, body: { confirming: true } });
  expect(await submit(fresh())).toMatchObject({ status: 409, body: { code: 'submitting' } });
  await office.shop.restartWorker();
  await office.shop.until(async () => (await submit(request)).status === 200, 'the submission is confirmed');
  expect((await manager('GET', `/api/cases/${body.case}`)).body.tasks).toMatchObject([{ element: 'pay' }]);
});

it('shows stuck work by cause, and resolves it', async () => {
  const definition = draw(
    'stuck',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      choose: { type: 'exclusiveGateway' },
      a: { type: 'endEvent', eventDefinitions: [] },
      b: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->choose', 'choose->a: =amount > 10', 'choose->b: =amount <= 10'],
  );
  await publish(office.deps.sql, {
    definition,
    model: Model.parse({ id: 'stuck', processes: [definition], diagram: {} }),
    forms: {},
  });
  const { body } = await manager(
    'POST',
    '/api/cases',
    { process: 'stuck', variables: { amount: null }, businessKey: 'S-1' },
    fresh(),
  );
  expect((await manager('GET', '/api/incidents/groups')).body.items).toMatchObject([
    { process: 'stuck', element: 'choose', count: 1 },
  ]);
  const [incident] = (await manager('GET', '/api/incidents')).body.items;
  expect((await manager('GET', '/api/cases?stuck=true')).body.items).toMatchObject([{ id: body.case, incidents: 1 }]);
  const resolve = (address: string, more: object) =>
    manager(
      'POST',
      `/api/cases/${body.case}/incidents/${address}/resolve`,
      { action: 'retry', reason: '数据改对了', ...more },
      fresh(),
    );
  expect((await resolve('k99', {})).body).toMatchObject({ code: 'refused', refusal: 'noSuchIncident' });
  expect((await resolve(incident.id, { variables: { amount: 20 } })).status).toBe(200);
  expect((await manager('GET', `/api/cases/${body.case}`)).body).toMatchObject({
    status: 'ended',
    done: expect.arrayContaining(['a']),
    open: [],
  });
});

it('keeps downloaded files from running anything', async () => {
  const form = new FormData();
  form.set('file', new File(['名称,数量\n大衣,1\n'], '清单.csv'));
  const { body } = await staff('POST', '/api/files', form);
  const { headers } = await staff('GET', `/api/files/${body.file}`);
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-disposition')).toMatch(/^attachment/);
});

it('is not ready without a database or without room on the disk, and says which', async () => {
  const ready = async (deps: Partial<Office['deps']>) => {
    const answer = await createApp({ ...office.deps, ...deps }).request('/health/ready');
    return [answer.status, ((await answer.json()) as { status: string }).status];
  };
  expect(await ready({})).toEqual([200, 'ok']);
  expect(await ready({ leastRoom: Number.MAX_SAFE_INTEGER })).toEqual([503, 'disk full']);
  expect(await ready({ sql: connect('postgres://nobody@127.0.0.1:1/none', { max: 1 }) })).toEqual([
    503,
    'database unavailable',
  ]);
});

it('waits for a database that comes up later, and not for one that refuses', async () => {
  const { databaseUrl } = inject('servers');
  const port = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
  const later = new URL(databaseUrl);
  later.port = String(port);
  const said: string[] = [];
  const sql = connect(later.href, { max: 1 });
  const waiting = databaseAnswers(sql, (why) => said.push(why));
  await office.shop.until(async () => said.length > 0, 'it waits');
  const target = new URL(databaseUrl);
  const relay = net
    .createServer((socket) => {
      const onward = net.connect(Number(target.port), target.hostname);
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) end.on('error', () => undefined);
    })
    .listen(port, '127.0.0.1');
  await waiting;
  await sql.end();
  relay.close();
  const wrong = new URL(databaseUrl);
  wrong.pathname = '/no-such-database';
  const refused = connect(wrong.href, { max: 1 });
  await expect(databaseAnswers(refused, () => undefined)).rejects.toThrow(/no-such-database/);
  await refused.end();
});

// A file that takes nothing, as a full disk does, is a file of Linux.
it.runIf(existsSync('/dev/full'))('loses lines of the log where the disk is full, never the process', async () => {
  const fd = openSync('/dev/full', 'w');
  const log = createLog('api', fd);
  for (let line = 0; line < 2_000; line++) log.error({ line }, 'x'.repeat(1_000));
  await new Promise((resolve) => setTimeout(resolve, 300));
  log.error('still here');
});
