// The demo's stand-ins: each does its work once a key, and gives what its descriptor says.
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDED_OVER, serviceActivities } from '../../activities/call-service.ts';
import { connectors } from '../../activities/connectors/index.ts';
import { capabilityOf, DESCRIPTORS } from '../../activities/connectors/installed.ts';
import { isDatabaseAway } from '../../db/connect.ts';
import { writeSetting } from '../../db/settings.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
const CASE = `case-${randomUUID().slice(0, 8)}`;
beforeAll(async () => {
  office = await openOffice();
  // What the calls below are asked for.
  await office.shop.sql`insert into subscription (case_id, wait, kind, element) values (${CASE}, 'w', 'job', 'e')`;
});
afterAll(() => office?.close());

async function call(topic: string, input: object, key: string = randomUUID()): Promise<object> {
  const env = new MockActivityEnvironment();
  const { callService } = serviceActivities(connectors(office.deps, true));
  return env.run<[Parameters<typeof callService>[0]], object, typeof callService>(callService, {
    case: CASE,
    businessKey: null,
    wait: 'w',
    element: 'e',
    name: 'Step',
    key,
    topic,
    input: input as never,
    headers: {},
  });
}
describe('a call while our own storage is away', () => {
  const gone = (code: string, port?: number) => Object.assign(new Error(code), { code, ...(port && { port }) });
  const run = (failures: Error[], startToCloseTimeoutMs = 30_000) => {
    const env = new MockActivityEnvironment({ startToCloseTimeoutMs });
    const { callService } = serviceActivities(
      {
        put: async () => {
          const failure = failures.shift();
          if (failure) throw failure;
          return { done: true };
        },
      },
      undefined,
      isDatabaseAway(office.shop.sql),
    );
    return env.run<[Parameters<typeof callService>[0]], object, typeof callService>(callService, {
      ...{
        case: CASE,
        businessKey: null,
        wait: 'w',
        element: 'e',
        name: 'Step',
        key: 'k',
        topic: 'put',
        input: {},
        headers: {},
      },
    });
  };
  it('waits for it, and uses up no try', async () => {
    const [port] = office.shop.sql.options.port;
    expect(await run([gone('CONNECTION_CLOSED'), gone('ECONNREFUSED', port), gone('57P03')])).toEqual({ done: true });
  });

  it('is given back to the host before its time is over, to be made anew', async () => {
    await expect(run([gone('CONNECTION_ENDED'), gone('CONNECTION_ENDED')], 2_100)).rejects.toMatchObject({
      type: 'StorageAway',
    });
  });

  it('fails at once where it is the outside that is away', async () => {
    await expect(run([gone('ECONNREFUSED', 9)])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(run([gone('ECONNRESET')])).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('stand-ins', () => {
  it('make waybills, the same for the same key; the first carrier fails as often as it is told, the second never', async () => {
    const input = { orderNo: '1', address: '路 1' };
    const key = randomUUID();
    const first = await call('waybill.create', input, key);
    expect(first).toEqual({ waybillNo: expect.stringMatching(/^SF\d{12}$/), carrier: '顺丰' });
    expect(await call('waybill.create', input, key)).toEqual(first);
    await writeSetting(office.shop.sql, 'sandbox', { waybillFailure: 1 });
    await expect(call('waybill.create', input)).rejects.toThrow(/没有应答/);
    expect(await call('waybill.fallback', input)).toMatchObject({ carrier: '圆通' });
    await writeSetting(office.shop.sql, 'sandbox', {});
    expect(await call('waybill.void', { waybillNo: 'SF1' })).toEqual({ voided: true });
  });

  it('refund and tell', async () => {
    const key = 'case/refund#77777';
    expect(await call('payment.refund', { orderNo: '1', amount: 5 }, key)).toEqual({ refundNo: 'RF-caserefund77777' });
    expect(await call('notify.buyer', { phone: '139' })).toEqual({ notified: true });
  });

  it('are not asked for what they lack, and name it', async () => {
    for (const [topic, input, words] of [
      ['supplier.order', { supplier: 'x', number: '1', lines: [] }, /lacks Goods/],
      ['waybill.create', { orderNo: '1' }, /lacks Address/],
      ['payment.refund', { orderNo: '1', amount: '5' }, /lacks Amount/],
    ] as const)
      await expect(call(topic, input)).rejects.toMatchObject({
        message: expect.stringMatching(words),
        type: 'NotBegun',
      });
    await expect(call('nothing.such', {})).rejects.toMatchObject({
      details: [{ said: { code: 'call.noConnector' } }],
    });
  });

  it('give what their descriptors say', async () => {
    const given: Record<string, object> = {
      lines: [{ sku: `C-${CASE}`, quantity: 1 }],
    };
    for (const one of DESCRIPTORS) {
      const capability = capabilityOf(one.id);
      if (!capability) continue;
      const input = {
        orderNo: '1',
        address: 'x',
        amount: 1,
        waybillNo: 'x',
        sku: 'x',
        price: 1,
        supplier: 'x',
        number: 'x',
        ...given,
      };
      const result = await call(one.id, input);
      expect([one.id, Object.keys(result).sort()]).toEqual([
        one.id,
        (one.outputs ?? []).map(({ name }) => name).sort(),
      ]);
    }
  });
});

it('nothing is done where a call goes to people', async () => {
  const table = connectors(office.deps, false);
  const before = await office.shop.sql`select count(*) from effect`;
  for (const one of DESCRIPTORS) {
    if (one.kind !== 'capability') continue;
    const asked = {
      case: 'none',
      businessKey: null,
      wait: 'w',
      element: 'e',
      name: 'n',
      key: `k-${one.id}`,
      topic: one.id,
      input: {},
      headers: {},
    };
    expect(await table[one.id]?.(asked, new AbortController().signal)).toBe(HANDED_OVER);
  }
  expect(await office.shop.sql`select count(*) from effect`).toEqual(before);
});
