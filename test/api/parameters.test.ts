// Parameters: declared, said with reason and date, read by what runs, kept for ever.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { keysRead, shopAt, valueInForce } from '../../bpmn/parameters.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let chen: Caller;
let lin: Caller;
let meng: Caller;
beforeAll(async () => {
  office = await openOffice();
  [chen, lin, meng] = await Promise.all([office.as('chenli'), office.as('linxiaowen'), office.as('mengjie')]);
});
afterAll(() => office?.close());

const declare = async (body: { key: string }) => {
  const { revision } = (await chen('PUT', `/api/content/parameter/${body.key}/draft`, { body, revision: 0 })).body;
  return chen('POST', `/api/content/parameter/${body.key}/publish`, { revision }, fresh());
};
const floor = (more: object = {}) => ({
  key: 'price.floorFactor',
  label: { zh: '底价系数', en: 'Floor factor' },
  field: { type: 'number', id: 'value', label: { zh: '系数' }, min: 1, max: 3, decimals: 2 },
  owner: 'role:finance',
  value: 1.15,
  ...more,
});
const sheet = async (who = chen) => (await who('GET', '/api/parameters')).body.items;
const row = async (key = 'price.floorFactor') =>
  (await sheet()).find(({ parameter }: { parameter: { key: string } }) => parameter.key === key);
const say = (key: string, body: object, who = chen) =>
  who('POST', `/api/parameters/${key}/values`, { reason: '试', ...body }, fresh());

it('is said once also where the answer was lost with the process that was to give it, and not for a day that no date has', async () => {
  await declare(floor({ key: 'lost.factor' }));
  const request = fresh();
  const ask = () => chen('POST', '/api/parameters/lost.factor/values', { value: 2, reason: '丢了回答' }, request);
  expect((await ask()).status).toBe(200);
  await office.shop
    .sql`update request set status = null, created_at = now() - interval '1 minute' where created_at > now() - interval '10 seconds'`;
  expect((await ask()).status).toBe(200);
  const { items } = (await chen('GET', '/api/parameters/lost.factor/values')).body;
  expect(items.filter(({ reason }: { reason: string }) => reason === '丢了回答')).toHaveLength(1);
  expect((await say('lost.factor', { value: 2, from: 8.65e15 })).status).toBe(422);
});

describe('the sheet', () => {
  it('begins with what is declared, and a later declaration does not overwrite what was said', async () => {
    expect((await declare(floor())).body.version).toBe(1);
    expect(await row()).toMatchObject({ group: 'price', now: { value: 1.15 }, next: null, uses: [], may: true });
    expect((await say('price.floorFactor', { value: 1.2 }, meng)).status).toBe(200);
    const draft = (await chen('GET', '/api/content/parameter/price.floorFactor/draft')).body;
    const again = await chen('PUT', '/api/content/parameter/price.floorFactor/draft', {
      body: floor({ value: 1.3 }),
      revision: draft.revision,
    });
    await chen('POST', '/api/content/parameter/price.floorFactor/publish', { revision: again.body.revision }, fresh());
    expect((await row()).now).toMatchObject({ value: 1.2, by: { name: '孟洁' }, reason: '试' });
  });

  it('shows which pack has brought it and whose draft stands, to who manages it; a draft alone has no value to say', async () => {
    const body = { ...floor(), key: 'price.begun' };
    await chen('PUT', '/api/content/parameter/price.begun/draft', { body, revision: 0 });
    expect(await row('price.begun')).toMatchObject({
      now: null,
      may: false,
      life: { pack: null, latest: null, isDraft: true, draftBy: '陈立' },
    });
    expect((await row()).life).toMatchObject({ latest: 2, isDraft: false });
    const others = await sheet(lin);
    expect(others.map(({ life }: { life: unknown }) => life)).toEqual(others.map(() => null));
    expect(others.map(({ parameter }: { parameter: { key: string } }) => parameter.key)).not.toContain('price.begun');
  });

  it('is blank where nobody has said a value', async () => {
    await declare({ ...floor({ value: undefined, source: 'platform' }), key: 'platform.shipHours' });
    expect(
      (await sheet()).find(({ parameter }: { parameter: { key: string } }) => parameter.key === 'platform.shipHours')
        .now,
    ).toBeNull();
  });

  it('refuses what the field refuses, who is not its owner, the past, and no reason', async () => {
    const now = (await chen('GET', '/api/parameters')).body.now;
    expect((await say('price.floorFactor', { value: 0.5 })).body).toMatchObject({
      code: 'recordInvalid',
      errors: [{ path: 'value' }],
    });
    expect((await say('price.floorFactor', { value: 1.5 }, lin)).body.code).toBe('notAllowed');
    expect((await say('price.floorFactor', { value: 1.5, from: now - 3_600_000 })).body.code).toBe('inThePast');
    expect((await say('price.floorFactor', { value: 1.5, reason: ' ' })).body.code).toBe('invalid');
    await declare({ ...floor({ change: 'process' }), key: 'refund.limit' });
    expect((await say('refund.limit', { value: 2 })).body.code).toBe('parameterOfProcess');
  });

  it('knows what is to come, which may be taken back until it begins', async () => {
    const now = (await chen('GET', '/api/parameters')).body.now;
    await say('price.floorFactor', { value: 1.4, from: now + 86_400_000 });
    const found = await row();
    expect([found.now.value, found.next.value]).toEqual([1.2, 1.4]);
    expect((await chen('DELETE', `/api/parameters/price.floorFactor/values/${found.now.n}`)).body.code).toBe(
      'begunAlready',
    );
    expect((await chen('DELETE', `/api/parameters/price.floorFactor/values/${found.next.n}`)).status).toBe(200);
    expect((await row()).next).toBeNull();
  });

  it('two of which one would lie within the other are refused', async () => {
    expect((await declare({ ...floor(), key: 'price.floorFactor.deep' })).body).toMatchObject({
      code: 'contentProblems',
      problems: [{ code: 'parameterWithin' }],
    });
  });
});

describe('a step that tells its people a number of the rules', () => {
  it('tells the one that holds, and keeps what it told', async () => {
    const definition = draw(
      'haggle',
      {
        start: { type: 'startEvent', eventDefinitions: [] },
        ask: {
          type: 'userTask',
          name: '议价',
          zf: {
            participants: [{ rule: 'role', value: 'order-auditor' }],
            instruction: '不低于成本',
            text: { en: { instruction: 'Not below {shop.price.floorFactor} times the cost' } },
          },
        },
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->ask', 'ask->end'],
    );
    await publish(office.shop.sql, {
      definition,
      model: Model.parse({ id: 'haggle', processes: [definition], diagram: {} }),
      forms: {},
    });
    const { body: begun } = await chen('POST', '/api/cases', { process: 'haggle' }, fresh());
    const [task] = (await chen('GET', `/api/cases/${begun.case}`)).body.tasks;
    const address = `/api/tasks/${task.id}`;
    await lin('POST', `${address}/claim`);
    const open = (await lin('GET', address)).body;
    expect(open.variables).toEqual({ 'shop.price.floorFactor': 1.2 });
    expect(open.about).toMatchObject([{ name: 'shop.price.floorFactor', label: '底价系数', type: 'number' }]);
    expect((await lin('POST', `${address}/complete`, { values: {} }, fresh())).status).toBe(200);
    await say('price.floorFactor', { value: 2 });
    expect((await lin('GET', address)).body.variables).toEqual({ 'shop.price.floorFactor': 1.2 });
  });
});

describe('which value holds', () => {
  const series = [
    { from: 0, value: 1 },
    { from: 100, value: 2 },
    { from: 50, to: 80, value: 9, scope: 'campaign:c1' },
  ];
  it('is by the instant, in the first scope that has one', () => {
    const at = (instant: number, ...scopes: string[]) => valueInForce(series, instant, scopes)?.value;
    expect([at(-1), at(0), at(99), at(100), at(60, 'campaign:c1'), at(80, 'campaign:c1'), at(60, 'other')]).toEqual([
      undefined,
      1,
      1,
      2,
      9,
      1,
      1,
    ]);
  });
  it('stands where the key says, beside what the shop holds', () => {
    expect(
      shopAt({ a: { b: 1 } }, { 'a.c': [{ from: 0, value: 2 }], 'x.y.z': [{ from: 0, value: true }] }, 5, []),
    ).toEqual({ a: { b: 1, c: 2 }, x: { y: { z: true } } });
  });
  it('is read by names, or by all of them', () => {
    expect([...(keysRead('shop.a.b > 1 and shop.c') ?? [])]).toEqual(['a.b', 'c']);
    expect(keysRead('count(get entries(shop))')).toBeNull();
    expect([...(keysRead('myshop.a') ?? [])]).toEqual([]);
  });
});
