// Workers outside: a job is fetched under a lock, held by one, answered once; what a key may see is what it may do.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { writeSetting } from '../../db/settings.ts';
import { shopFacts } from '../../db/shop-facts.ts';
import { draw } from '../draw.ts';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let worker: Caller;
let manager: Caller;
let admin: Caller;
const bindings = (value: object) => writeSetting(office.shop.sql, 'bindings', value);

beforeAll(async () => {
  office = await openOffice({ calls: 'real' });
  [manager, admin, worker] = await Promise.all([office.as('luyuan'), office.as('gaoyuan'), office.key('jobs:work')]);
  const { sql } = office.shop;
  const definition = draw(
    'labelling',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      label: {
        type: 'serviceTask',
        name: '打面单',
        zf: {
          topic: 'label.print',
          retries: 1,
          input: [{ source: '=no', target: 'no' }],
          header: [{ name: 'size', value: 'A6' }],
          output: [{ source: '=waybill', target: 'waybill' }],
        },
      },
      broken: {
        type: 'boundaryEvent',
        attachedToRef: 'label',
        cancelActivity: true,
        eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'noAddress' }],
      },
      end: { type: 'endEvent', eventDefinitions: [] },
      other: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->label', 'label->end', 'broken->other'],
    { errors: { noAddress: { id: 'noAddress', errorCode: 'NO_ADDRESS' } } },
  );
  const refund = draw(
    'pays',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      refund: { type: 'serviceTask', name: '退款', zf: { connector: 'payment.refund' } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->refund', 'refund->end'],
  );
  for (const one of [definition, refund])
    await publish(sql, {
      definition: one,
      model: Model.parse({ id: one.key, processes: [one], diagram: {} }),
      forms: {},
    });
});
afterAll(() => office?.close());
beforeEach(async () => {
  await bindings({});
  await office.shop.sql`delete from worker_topic`;
  await office.shop.sql`delete from job`;
});

const DONE = { variables: { waybill: 'W' } };
type Job = { id: string; lock: string; lockedUntil: string; retries: number; case: string };
const take = async (more: object = {}, by = worker, headers: Record<string, string> = {}): Promise<Answer> =>
  by('POST', '/api/jobs/fetch', { worker: 'printer-1', topics: ['label.print'], ...more }, headers);
const jobsOf = async (more?: object): Promise<Job[]> => (await take(more)).body.jobs;
const say = (verb: string, { id, lock }: Job, more: object = {}, by = worker) =>
  by('POST', `/api/jobs/${encodeURIComponent(id)}/${verb}`, { lock, ...more });
async function start(no: string, process = 'labelling', variables: object = { no }) {
  const { body } = await manager('POST', '/api/cases', { process, businessKey: no, variables }, fresh());
  return body.case as string;
}
const seen = async (id: string) => (await manager('GET', `/api/cases/${id}`)).body;
const ended = (id: string) =>
  office.shop.until(async () => ((await seen(id)).status === 'ended' ? seen(id) : undefined), 'the case ends');
const incidentOf = (id: string) =>
  office.shop.until(async () => {
    const [row] = await office.shop.sql<{ id: string; message: string }[]>`
      select id, message from incident where case_id = ${id} and closed_at is null`;
    return row;
  }, 'an incident');
/** Somebody has asked for the topic, so that its jobs go to workers; and the one job of a new case, held. */
async function held(no: string, more: object = {}): Promise<Job & { case: string }> {
  await take();
  await start(no);
  const [job] = await jobsOf({ waitSeconds: 15, ...more });
  if (!job) throw new Error('no job came');
  return job;
}

describe('a job', () => {
  it('comes to who waits for its topic, with what it needs, and its result is the result of the call', async () => {
    await take();
    const waiting = take({ waitSeconds: 20, lockSeconds: 30 });
    const id = await start('J-1');
    const [job] = (await waiting).body.jobs;
    expect(job).toMatchObject({
      topic: 'label.print',
      case: id,
      businessKey: 'J-1',
      process: 'labelling',
      element: 'label',
      name: '打面单',
      input: { no: 'J-1' },
      headers: { size: 'A6' },
      retries: 1,
    });
    expect(Date.parse(job.lockedUntil) - Date.now()).toBeGreaterThan(20_000);
    expect(await say('complete', job, { variables: { waybill: 'W-1' } })).toMatchObject({ status: 200 });
    const { variables } = await ended(id);
    expect(variables.find(({ name }: { name: string }) => name === 'waybill')?.value).toBe('W-1');
    const rows = (await manager('GET', `/api/cases/${id}/history`)).body.items;
    expect(
      rows.some(({ kind, element }: { kind: string; element: string }) => kind === 'completed' && element === 'label'),
    ).toBe(true);
    expect(await jobsOf()).toEqual([]);
  });

  it('is answered once: a repeat gets the first answer, another answer is refused', async () => {
    const job = await held('J-2');
    const done = () => say('complete', job, { variables: { waybill: 'W-2' } });
    const [first, second] = await Promise.all([done(), done()]);
    expect([first.status, second.status]).toEqual([200, 200]);
    await ended(job.case);
    expect((await done()).status).toBe(200);
    expect((await say('complete', job, { variables: { waybill: 'W-3' } })).body.code).toBe('requestReused');
    expect((await say('error', job, { code: 'NO_ADDRESS' })).body.code).toBe('requestReused');
  });

  it('is fetched again under the same request, by nobody else while the lock lasts, and by another after it', async () => {
    await take();
    await start('J-3');
    const request = fresh();
    const [job] = (await take({ waitSeconds: 15, lockSeconds: 2 }, worker, request)).body.jobs as Job[];
    expect((await take({}, worker, request)).body.jobs.map(({ lock }: Job) => lock)).toEqual([job!.lock]);
    expect(await jobsOf()).toEqual([]);
    const until = (await say('extend', job!, { lockSeconds: 3 })).body.lockedUntil;
    expect(Date.parse(until)).toBeGreaterThan(Date.parse(job!.lockedUntil));
    const [again] = await jobsOf({ waitSeconds: 15 });
    expect(again?.id).toBe(job!.id);
    expect(again?.lock).not.toBe(job!.lock);
    for (const [verb, more] of [
      ['complete', {}],
      ['fail', { message: 'x' }],
      ['fail', { message: 'x', retries: 0 }],
      ['error', { code: 'x' }],
      ['extend', { lockSeconds: 5 }],
    ] as const)
      expect([verb, (await say(verb, job!, more)).body.code]).toEqual([verb, 'lockLost']);
    expect((await say('complete', again!, DONE)).status).toBe(200);
    await ended(again!.case);
  });

  it('that fails is tried again after a while, as often as the step says, then people see it and may retry', async () => {
    const job = await held('J-4');
    const failed = () => say('fail', job, { message: 'the printer is away', retryAfterSeconds: 1 });
    expect([(await failed()).status, (await failed()).status]).toEqual([200, 200]);
    expect(await jobsOf()).toEqual([]);
    const [again] = await jobsOf({ waitSeconds: 15 });
    expect([again?.id, again?.retries]).toEqual([job.id, 0]);
    expect((await say('fail', again!, { message: 'the printer is away' })).status).toBe(200);
    const stuck = await incidentOf(job.case);
    expect(stuck.message).toContain('the printer is away');
    await manager('POST', `/api/cases/${job.case}/incidents/${stuck.id}/resolve`, { action: 'retry' }, fresh());
    const [third] = await jobsOf({ waitSeconds: 15 });
    expect(third?.retries).toBe(1);
    // a worker may know better how often it is worth trying
    expect((await say('fail', third!, { message: 'no paper', retries: 2 })).status).toBe(200);
    const [fourth] = await jobsOf();
    expect(fourth?.retries).toBe(1);
    await say('complete', fourth!, DONE);
    await ended(job.case);
  });

  it('may end in an error that the process catches', async () => {
    const job = await held('J-5');
    expect((await say('error', job, { code: 'NO_ADDRESS', message: 'no street' })).status).toBe(200);
    await ended(job.case);
    const rows = (await manager('GET', `/api/cases/${job.case}/history`)).body.items;
    expect(rows.some(({ element }: { element: string }) => element === 'other')).toBe(true);
  });

  it('is gone when its case no longer waits, and nothing that is said of it then does anything', async () => {
    const job = await held('J-6');
    await manager('POST', `/api/cases/${job.case}/cancel`, { reason: 'x' }, fresh());
    await ended(job.case);
    expect(await office.shop.sql`select id from job`).toEqual([]);
    expect((await say('complete', job)).body.code).toBe('lockLost');
    expect((await say('extend', job, { lockSeconds: 5 })).body.code).toBe('lockLost');
  });
});

describe('whose jobs they are', () => {
  it('a key limited to topics neither fetches nor answers others', async () => {
    const made = await admin(
      'POST',
      '/api/keys',
      { name: 'robot', scopes: ['jobs:work'], topics: ['stock.count'] },
      fresh(),
    );
    const robot: Caller = Object.assign(
      (method: string, address: string, body?: unknown) =>
        office.anonymous(method, address, body, { authorization: `Bearer ${made.body.key}` }),
      { cookie: '' },
    );
    expect((await take({}, robot)).body.code).toBe('topicBarred');
    expect((await take({ topics: ['stock.count'] }, robot)).status).toBe(200);
    const job = await held('J-7');
    for (const [verb, more] of [
      ['complete', {}],
      ['fail', { message: 'x' }],
      ['error', { code: 'x' }],
      ['extend', { lockSeconds: 5 }],
    ] as const)
      expect([verb, (await say(verb, job, more, robot)).body.code]).toEqual([verb, 'notFound']);
    await say('complete', job, DONE);
    expect(
      (await admin('GET', '/api/keys')).body.items.find(({ name }: { name: string }) => name === 'robot').topics,
    ).toEqual(['stock.count']);
  });

  it('a topic that nobody has ever asked for is refused before publishing, and at run time an incident', async () => {
    const known = async () => (await shopFacts(office.shop.sql, [], false)).connectors.map(({ id }) => id);
    expect(await known()).toEqual([]);
    const id = await start('J-8');
    const stuck = await incidentOf(id);
    expect(stuck.message).toContain('label.print');
    await take();
    expect(await known()).toEqual(['label.print']);
    await manager('POST', `/api/cases/${id}/incidents/${stuck.id}/resolve`, { action: 'retry' }, fresh());
    const [job] = await jobsOf({ waitSeconds: 15 });
    expect((await manager('GET', '/api/jobs/topics')).body.items).toMatchObject([
      { topic: 'label.print', worker: 'printer-1', waiting: 0, held: 1 },
    ]);
    await say('complete', job!, DONE);
    await ended(id);
  });

  it('a capability bound to a topic goes to its workers, and stays with them', async () => {
    expect((await admin('PUT', '/api/capabilities/payment.refund', { to: 'worker', topic: '' })).status).toBe(422);
    expect((await admin('PUT', '/api/capabilities/payment.refund', { to: 'worker', topic: 'bank' })).status).toBe(200);
    const id = await start('J-9', 'pays', { orderNo: 'J-9', amount: 100 });
    const [job] = await jobsOf({ topics: ['bank'], waitSeconds: 15 });
    expect(job).toMatchObject({ case: id, input: { orderNo: 'J-9', amount: 100 } });
    await bindings({ 'payment.refund': { to: 'people' } });
    const restarted = connectors(office.deps, false);
    await office.shop.restartWorker({ connectors: restarted });
    const [row] = await office.shop.sql<{ host: string }[]>`select host from cases where id = ${id}`;
    await office.deps.door.send(
      row!.host,
      { id: `touch-${id}`, family: id, case: id, body: { do: 'touch' }, again: true },
      10_000,
    );
    expect(await office.shop.sql`select id from task where case_id = ${id}`).toEqual([]);
    expect((await say('complete', job!, { variables: { refundNo: 'RF-1' } })).status).toBe(200);
    await ended(id);
  });
});
