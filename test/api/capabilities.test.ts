// A capability goes to whom the shop has bound it: people do it as a task with proof, an address is called, and only a demo has
// stand-ins. Nothing succeeds that nobody did.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bindingOf } from '../../activities/connectors/binding.ts';
import { connectors } from '../../activities/connectors/index.ts';
import { DESCRIPTORS, INSTALLED } from '../../activities/connectors/installed.ts';
import { formOfCapability } from '../../activities/connectors/people.ts';
import { createApp } from '../../api/app.ts';
import { addWorking, type Calendar } from '../../bpmn/calendar.ts';
import { Model } from '../../bpmn/definition.ts';
import { takeUnansweredHosts } from '../../db/hosts.ts';
import { publish } from '../../db/processes.ts';
import { DEFAULT_CALENDARS, writeSetting } from '../../db/settings.ts';
import { shopFacts } from '../../db/shop-facts.ts';
import { loadSop } from '../../sops/load.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const HOUR = 3_600_000;
let office: Office;
let manager: Caller;
let admin: Caller;
let finance: Caller;
const bindings = (value: object) => writeSetting(office.shop.sql, 'bindings', value);

beforeAll(async () => {
  office = await openOffice({ calls: 'real' });
  [manager, admin, finance] = await Promise.all([office.as('chenli'), office.as('gaoyuan'), office.as('mengjie')]);
  const { sql } = office.shop;
  const definition = draw(
    'paying-back',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      refund: {
        type: 'serviceTask',
        name: '退款',
        zf: {
          connector: 'payment.refund',
          retries: 0,
          input: [
            { source: '=orderNo', target: 'orderNo' },
            { source: '=amount', target: 'amount' },
          ],
          output: [{ source: '=refundNo', target: 'refundNo' }],
        },
      },
      stop: {
        type: 'boundaryEvent',
        attachedToRef: 'refund',
        cancelActivity: true,
        eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'stop' }],
      },
      end: { type: 'endEvent', eventDefinitions: [] },
      stopped: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->refund', 'refund->end', 'stop->stopped'],
    {
      messages: { stop: { id: 'stop', name: 'refund.stop' } },
      zf: { variable: [{ name: 'amount', type: 'money', label: '退款金额' }] },
    },
  );
  await publish(sql, {
    definition,
    model: Model.parse({ id: definition.key, processes: [definition], diagram: {} }),
    forms: {},
  });
});
afterAll(() => office?.close());
beforeEach(() => bindings({}));

async function start(businessKey: string, variables: object = { orderNo: businessKey, amount: 12_300 }) {
  const { body } = await manager('POST', '/api/cases', { process: 'paying-back', businessKey, variables }, fresh());
  return body.case as string;
}
const taskOf = async (businessKey: string) => {
  const find = async () =>
    (await finance('GET', '/api/tasks?view=claimable&limit=50')).body.items.find(
      (item: { businessKey: string }) => item.businessKey === businessKey,
    );
  await office.shop.until(async () => Boolean(await find()), 'finance has the task');
  return (await find()).id as string;
};
const seen = async (id: string) => (await manager('GET', `/api/cases/${id}`)).body;
const ended = (id: string) => office.shop.until(async () => (await seen(id)).status === 'ended', 'the case ends');
const dataOf = async (id: string, name: string) =>
  (await seen(id)).variables.find((each: { name: string }) => each.name === name)?.value;

describe('bound to people', () => {
  it('is a task with instruction, what to work with and proof; its completion is the result of the call', async () => {
    const id = await start('C-1');
    const task = await taskOf('C-1');
    const { body } = await finance('GET', `/api/tasks/${task}`);
    expect(body).toMatchObject({
      name: '退款',
      instruction: expect.stringContaining('退给买家'),
      values: { orderNo: 'C-1', amount: 12_300 },
      can: { claim: true, complete: true },
    });
    expect(
      body.form.fields.map(({ id: field, readOnly }: { id: string; readOnly?: boolean }) => [field, readOnly ?? false]),
    ).toEqual([
      ['orderNo', true],
      ['amount', true],
      ['workOutcome', false],
      ['refundNo', false],
      ['workNote', false],
      ['workProof', false],
    ]);
    const complete = (values: object, request = fresh()) =>
      finance('POST', `/api/tasks/${task}/complete`, { values }, request);
    expect((await complete({})).body).toMatchObject({
      code: 'formInvalid',
      errors: [{ path: 'workOutcome' }, { path: 'refundNo' }, { path: 'workNote' }],
    });
    const done = { workOutcome: 'done', workNote: '支付宝退的' };
    expect((await complete(done)).body).toMatchObject({ code: 'formInvalid', errors: [{ path: 'refundNo' }] });
    expect((await seen(id)).status).toBe('running');
    const request = fresh();
    expect((await complete({ ...done, refundNo: 'RF-9' }, request)).status).toBe(200);
    expect((await complete({ ...done, refundNo: 'RF-9' }, request)).status).toBe(200);
    expect((await complete({ ...done, refundNo: 'RF-10' })).body.code).toBe('taskClosed');
    await ended(id);
    expect(await dataOf(id, 'refundNo')).toBe('RF-9');
    const rows = (await manager('GET', `/api/cases/${id}/history`)).body.items;
    expect(
      rows.find(({ kind, element }: { kind: string; element: string }) => kind === 'completed' && element === 'refund'),
    ).toMatchObject({
      by: { name: '孟洁' },
      why: { is: 'person' },
    });
    expect((await finance('GET', '/api/tasks?view=done')).body.items[0].id).toBe(task);
  });

  it('is asked for once, however often the host comes up, and nobody looks after it meanwhile', async () => {
    const id = await start('C-2');
    const task = await taskOf('C-2');
    expect(await takeUnansweredHosts(office.shop.sql, -1_000, 100)).toEqual([]);
    await office.shop.restartWorker({
      connectors: connectors(office.deps, false),
    });
    // What it is bound to now does not take it out of people's hands.
    await bindings({ 'payment.refund': { to: 'http', url: 'http://nowhere.invalid/' } });
    await office.deps.door.send(
      (await office.shop.sql<{ host: string }[]>`select host from cases where id = ${id}`)[0]?.host ?? '',
      { id: `touch-${id}`, family: id, case: id, body: { do: 'touch' }, again: true },
      10_000,
    );
    expect(await office.shop.sql`select id from task where case_id = ${id}`).toEqual([{ id: task }]);
    await finance(
      'POST',
      `/api/tasks/${task}/complete`,
      { values: { workOutcome: 'done', workNote: 'x', refundNo: 'RF-2' } },
      fresh(),
    );
    await ended(id);
    expect(await dataOf(id, 'refundNo')).toBe('RF-2');
  });

  it('can turn out undoable: the case stands there with the reason, and a retry asks anew', async () => {
    const id = await start('C-4');
    const task = await taskOf('C-4');
    const values = { workOutcome: 'failed', workNote: '买家账户已注销' };
    expect((await finance('POST', `/api/tasks/${task}/complete`, { values }, fresh())).status).toBe(200);
    const seenNow = await seen(id);
    expect(seenNow).toMatchObject({
      status: 'running',
      open: [{ kind: 'jobRefused', message: '「退款」，孟洁说办不了：买家账户已注销' }],
    });
    const rows = (await manager('GET', `/api/cases/${id}/history`)).body.items;
    expect(rows.find(({ kind }: { kind: string }) => kind === 'incident').data).toMatchObject({
      kind: 'jobRefused',
      message: { code: 'jobRefused.by', args: { who: '孟洁', why: '买家账户已注销' } },
    });
    expect(await office.shop.sql`select state from task where case_id = ${id}`).toEqual([{ state: 'closed' }]);
    const incident = `/api/cases/${id}/incidents/${seenNow.open[0].id}/resolve`;
    expect((await manager('POST', incident, { action: 'retry' }, fresh())).status).toBe(200);
    const again = await taskOf('C-4');
    expect(again).not.toBe(task);
    const done = { workOutcome: 'done', workNote: '银行卡退的', refundNo: 'RF-4' };
    await finance('POST', `/api/tasks/${again}/complete`, { values: done }, fresh());
    await ended(id);
    expect(await dataOf(id, 'refundNo')).toBe('RF-4');
  });

  it('can be given to one person instead of who could not', async () => {
    const id = await start('C-5');
    const task = await taskOf('C-5');
    const failed = { workOutcome: 'failed', workNote: '平台限额' };
    await finance('POST', `/api/tasks/${task}/complete`, { values: failed }, fresh());
    const [{ id: incident }] = (await seen(id)).open;
    const [person] = await office.shop.sql<{ id: string }[]>`select id from person where username = 'gaoyuan'`;
    const given = { action: 'retry', person: person?.id };
    await manager('POST', `/api/cases/${id}/incidents/${incident}/resolve`, given, fresh());
    await office.shop.until(async () => (await seen(id)).tasks.length === 1, 'it has a task');
    expect((await seen(id)).tasks).toMatchObject([{ assignee: { name: '高原' } }]);
  });

  it('has a deadline of one working day of the office, or the hours that the shop has set; shows labels and money', async () => {
    const { items } = (await manager('GET', '/api/capabilities')).body;
    expect(items.find(({ id }: { id: string }) => id === 'payment.refund')).toMatchObject({ hours: 7 });
    const dueIn = async (key: string) => {
      const id = await start(key);
      await taskOf(key);
      const [row] = await office.shop.sql<{ due: number; created: number }[]>`
        select due, created_at as created from task where case_id = ${id}`;
      const office_ = DEFAULT_CALENDARS.office as Calendar;
      expect(Number(row?.due)).toBe(addWorking(office_, Number(row?.created), key === 'C-6' ? 7 * HOUR : 2.5 * HOUR));
      return id;
    };
    const id = await dueIn('C-6');
    const { items: tasks } = (await finance('GET', '/api/tasks?view=claimable&limit=50')).body;
    expect(tasks.find((one: { businessKey: string }) => one.businessKey === 'C-6').summary).toMatchObject([
      { field: { type: 'text', label: { zh: '订单号', en: 'Order no.' } }, value: 'C-6' },
      { field: { type: 'money', label: { zh: '金额', en: 'Amount' } }, value: 12_300 },
    ]);
    // People have it: the system does not work on it as well.
    expect(await seen(id)).toMatchObject({ tasks: [{ element: 'refund' }], waiting: [{ kind: 'message' }] });
    const set = await admin('PUT', '/api/capabilities/payment.refund', { to: 'people', hours: 2.5 });
    expect(set.status).toBe(200);
    await dueIn('C-7');
  });

  it('of a role that nobody has is stuck where it is, and lint says so before; with somebody there it goes on', async () => {
    const { sql } = office.shop;
    await sql`insert into role (id, name) values ('night', '夜班') on conflict do nothing`;
    const facts = async () => (await shopFacts(sql, INSTALLED, false)).connectors;
    const roleNow = async () => (await facts()).find(({ id }) => id === 'payment.refund')?.role;
    expect(await roleNow()).toBe('finance');
    await bindings({ 'payment.refund': { to: 'people', role: 'night' } });
    expect(await roleNow()).toBe('night');
    const id = await start('C-8');
    await office.shop.until(async () => (await seen(id)).open.length === 1, 'it is stuck');
    expect(await seen(id)).toMatchObject({
      open: [{ kind: 'assignment', message: '「退款」要交给的人都不在：夜班' }],
      tasks: [],
      waiting: [{ kind: 'message' }],
    });
    await sql`insert into person_role (person, role) select id, 'night' from person where username = 'mengjie'`;
    const [{ id: incident }] = (await seen(id)).open;
    await manager('POST', `/api/cases/${id}/incidents/${incident}/resolve`, { action: 'retry' }, fresh());
    await office.shop.until(async () => (await seen(id)).tasks.length === 1, 'it has a task');
  });

  it('is withdrawn with its step; a release gives it back; another role may be named', async () => {
    await bindings({ 'payment.refund': { to: 'people', role: 'order-auditor' } });
    const auditor = await office.as('linxiaowen');
    const id = await start('C-3');
    const open = () =>
      office.shop.sql<{ id: string; state: string }[]>`select id, state from task where case_id = ${id}`;
    await office.shop.until(async () => (await open()).length === 1, 'there is a task');
    const task = (await open())[0]?.id;
    expect((await finance('POST', `/api/tasks/${task}/claim`)).status).toBe(404);
    expect((await auditor('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
    expect((await auditor('POST', `/api/tasks/${task}/release`)).status).toBe(200);
    expect((await auditor('POST', `/api/tasks/${task}/claim`)).status).toBe(200);
    await manager('POST', '/api/messages', { name: 'refund.stop', key: 'C-3' }, fresh());
    await ended(id);
    expect((await open())[0]?.state).toBe('withdrawn');
    expect(
      (
        await auditor(
          'POST',
          `/api/tasks/${task}/complete`,
          { values: { workOutcome: 'done', workNote: 'x', refundNo: 'x' } },
          fresh(),
        )
      ).body.code,
    ).toBe('taskWithdrawn');
  });
});

describe('bound to an address', () => {
  it('is called there with its inputs, and the answer is its result', async () => {
    const asked: string[] = [];
    const server = http.createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      asked.push(`${request.method} ${request.url} ${body}`);
      response.end('{"refundNo":"ERP-1\\u0000","ok":true}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await writeSetting(office.shop.sql, 'http', { hosts: [host] });
    const set = await admin('PUT', '/api/capabilities/payment.refund', { to: 'http', url: `http://${host}/refunds` });
    expect(set.status).toBe(200);
    const id = await start('H-1');
    await ended(id);
    expect(asked).toEqual(['POST /refunds {"orderNo":"H-1","amount":12300}']);
    // Text that cannot be kept is replaced on its way in.
    expect(await dataOf(id, 'refundNo')).toBe('ERP-1\ufffd');
    const stuck = await start('H-2', { orderNo: 'H-2', amount: '很多' });
    await office.shop.until(async () => (await seen(stuck)).open.length === 1, 'it is stuck');
    expect((await seen(stuck)).open[0]).toMatchObject({
      kind: 'mapping',
      message: '「退款」办不了：「金额」不能是 "很多"（读的是「退款金额」）',
    });
    expect(asked).toHaveLength(1);
    // A datum that was never filled is told by its name, can be corrected, and is read anew.
    const empty = await start('H-3', { orderNo: 'H-3' });
    await office.shop.until(async () => (await seen(empty)).open.length === 1, 'it is stuck');
    const before = await seen(empty);
    expect(before.open).toMatchObject([
      {
        kind: 'mapping',
        message: '「退款」办不了：「金额」是空的（读的是「退款金额」）',
        detail: { missing: ['amount'] },
      },
    ]);
    expect(before.variables.find(({ name }: { name: string }) => name === 'amount')).toMatchObject({
      type: 'money',
      value: null,
    });
    // One step, two reasons: they are told apart, and what is done to one is not done to the other.
    const { items: groups } = (await manager('GET', '/api/incidents/groups')).body;
    const here = groups.filter(({ kind }: { kind: string }) => kind === 'mapping');
    expect(here.map(({ message }: { message: string }) => message).sort()).toEqual(
      [before.open[0].message, (await seen(stuck)).open[0].message].sort(),
    );
    expect(here).toMatchObject([
      { count: 1, elementName: '退款' },
      { count: 1, elementName: '退款' },
    ]);
    const { process, element, kind, seenDigest } = here.find(
      ({ message }: { message: string }) => message === before.open[0].message,
    );
    const wanted = {
      selection: { cause: { process, element, kind, seenDigest } },
      action: { do: 'skip' },
      reason: '—',
    };
    expect((await manager('POST', '/api/bulk/preview', wanted)).body).toMatchObject({ total: 1 });
    const filled = { variables: { amount: 450 }, reason: '漏填' };
    expect((await manager('POST', `/api/cases/${empty}/variables`, filled, fresh())).status).toBe(200);
    expect(await office.shop.sql`select kind from subscription where case_id = ${empty}`).toEqual([
      { kind: 'message' },
    ]);
    const retried = `/api/cases/${empty}/incidents/${before.open[0].id}/resolve`;
    expect((await manager('POST', retried, { action: 'retry' }, fresh())).status).toBe(200);
    await ended(empty);
    expect(asked.at(-1)).toBe('POST /refunds {"orderNo":"H-3","amount":450}');
    // What else it answers is nothing of the case's.
    expect(await dataOf(empty, 'ok')).toBeUndefined();
    server.close();
    // What repeating cannot mend says so, in the reader's language, with what would.
    await writeSetting(office.shop.sql, 'http', { hosts: [] });
    const barred = await start('H-4');
    await office.shop.until(async () => (await seen(barred)).open.length === 1, 'it is stuck');
    expect((await seen(barred)).open).toMatchObject([
      {
        kind: 'jobHopeless',
        message: `「退款」要调用 ${host}，它不在允许的地址里；管理员在设置里加上就行`,
        seen: { code: 'call.host' },
      },
    ]);
  });
});

describe('stand-ins', () => {
  it('exist in a demo only, whatever a setting says', async () => {
    const demo = bindingOf({ id: 'payment.refund' }, {}, true);
    const shop = bindingOf({ id: 'payment.refund' }, {}, false);
    const kept = bindingOf({ id: 'payment.refund' }, { 'payment.refund': { to: 'sandbox' } }, false);
    expect([demo, shop, kept]).toEqual([{ to: 'sandbox' }, { to: 'people' }, { to: 'people' }]);
    const app = createApp({ ...office.deps, demo: false });
    const answer = await app.request('/api/capabilities/payment.refund', {
      method: 'PUT',
      headers: { cookie: admin.cookie, 'content-type': 'application/json' },
      body: '{"to":"sandbox"}',
    });
    expect(((await answer.json()) as { code: string }).code).toBe('sandboxInDemo');
  });
});

describe('descriptors', () => {
  it('say all that lint, designer and people need, in both languages', async () => {
    const { items } = (await manager('GET', '/api/connectors')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual(INSTALLED.map(({ id }) => id));
    expect(JSON.stringify(items)).not.toMatch(/"(zh|en)":""/);
    for (const one of DESCRIPTORS)
      if (one.kind === 'capability') expect(formOfCapability(one).fields.length).toBeGreaterThan(1);
  });

  it('cover what the shipped order process asks for', async () => {
    const { definition } = await loadSop('sops/orders/order-fulfilment');
    const asked = Object.values(definition.elements).flatMap(({ zf }) => zf?.connector ?? []);
    expect(asked.length).toBeGreaterThan(5);
    const known = new Set(DESCRIPTORS.map(({ id }) => id));
    expect(asked.filter((id) => !known.has(id))).toEqual([]);
  });
});
