// Today: what is mine or all's by level, what waits for a decision and can be given at once, what runs low, where orders stand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { publish } from '../../db/processes.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { Form } from '../../forms/form.ts';
import { Register } from '../../records/register.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const option = (value: string) => ({ value, label: label(value) });
let office: Office;
let chen: Caller;
let meng: Caller;
let lin: Caller;
beforeAll(async () => {
  office = await openOffice();
  [chen, meng, lin] = await Promise.all([office.as('chenli'), office.as('mengjie'), office.as('linxiaowen')]);
  await publishSpending();
}, 120_000);
afterAll(() => office?.close());

/** Asked by anybody, decided by finance within four hours. */
async function publishSpending(): Promise<void> {
  const definition = draw(
    'spending',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      decide: {
        type: 'userTask',
        name: '批不批',
        zf: {
          form: 'decide',
          participants: [{ rule: 'role', value: 'finance' }],
          deadline: [{ kind: 'resolution', target: 'PT4H', steps: [] }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->decide', 'decide->end'],
    {
      zf: {
        title: '="花费 " + what',
        variable: [
          { name: 'what', type: 'string', label: '花在哪' },
          { name: 'amount', type: 'number', label: '金额' },
        ],
      },
    },
  );
  const decide = Form.parse({
    key: 'decide',
    title: label('批'),
    fields: [
      { type: 'text', id: 'what', label: label('花在哪'), readOnly: true },
      { type: 'money', id: 'amount', label: label('金额'), readOnly: true },
      { type: 'choice', id: 'say', label: label('批不批'), required: true, options: [option('yes'), option('no')] },
      { type: 'longText', id: 'why', label: label('为什么'), required: true, visibleWhen: 'say = "no"' },
    ],
  });
  const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
  await publish(office.shop.sql, { definition, model, forms: { decide } });
}
const spend = async (what: string, amount: number): Promise<string> =>
  (await chen('POST', '/api/cases', { process: 'spending', variables: { what, amount } }, fresh())).body.case;
const get = async (who: Caller, block: string) => (await who('GET', `/api/today/${block}`)).body;
const titles = ({ items }: { items: { task: { title: string } }[] }) => items.map(({ task }) => task.title);

describe('what waits for my decision', () => {
  it('is told with the facts that decide to who may decide it, and given in place once', async () => {
    const asked = await spend('灯箱', 680_000);
    const mine = await get(meng, 'decisions');
    expect(titles(mine)).toEqual(['花费 灯箱']);
    expect(mine.count).toBe(1);
    const [one] = mine.items;
    expect(one.asks.name).toBe('陈立');
    expect(one.facts.map(({ field, value }: { field: { id: string }; value: unknown }) => [field.id, value])).toEqual([
      ['what', '灯箱'],
      ['amount', 680_000],
    ]);
    expect(
      one.answers.map((each: { value: string; here: boolean; remark: { id: string } | null }) => [
        each.value,
        each.here,
        each.remark?.id,
      ]),
    ).toEqual([
      ['yes', true, undefined],
      ['no', true, 'why'],
    ]);
    // Neither who only asked, nor another role.
    expect(titles(await get(chen, 'decisions'))).toEqual([]);
    expect(titles(await get(lin, 'decisions'))).toEqual([]);
    const say = (values: object, shown: string) =>
      meng('POST', `/api/tasks/${encodeURIComponent(one.task.id)}/complete`, { values, shown }, fresh());
    expect((await say({ say: 'no' }, one.shown)).body.code).toBe('formInvalid');
    await chen('POST', `/api/cases/${asked}/variables`, { variables: { amount: 990_000 }, reason: '涨价' }, fresh());
    expect((await say({ say: 'yes' }, one.shown)).body.code).toBe('shownChanged');
    const [again] = (await get(meng, 'decisions')).items;
    expect((await say({ say: 'yes' }, again.shown)).status).toBe(200);
    expect(titles(await get(meng, 'decisions'))).toEqual([]);
  });

  it('is opened where the step has a list to tick off', async () => {
    await chen(
      'POST',
      '/api/cases',
      { process: 'refund', variables: { buyer: '周', phone: '139', amount: 100 } },
      fresh(),
    );
    const [one] = (await get(lin, 'decisions')).items;
    expect(one.task.title).toBe('退款 周');
    expect(one.answers.map(({ here }: { here: boolean }) => here)).toEqual([false, false]);
  });

  it('comes six at most, most urgent first, with how many there are; held cases are not among them', async () => {
    const cases = [];
    for (let n = 0; n < 8; n++) cases.push(await spend(`第 ${n} 样`, 100 + n));
    await chen('POST', `/api/cases/${cases[0]}/suspend`, { reason: '等一下' }, fresh());
    const mine = await get(meng, 'decisions');
    expect([mine.count, mine.more, titles(mine)]).toEqual([7, false, [1, 2, 3, 4, 5, 6].map((n) => `花费 第 ${n} 样`)]);
  });

  it('is not crowded out by other work that is more urgent, and counted as far as was looked', async () => {
    const { sql } = office.shop;
    const [one] = await sql<{ id: string }[]>`select id from task where title = '花费 第 7 样' and state = 'open'`;
    const like = (n: number, more: object) => sql`
      insert into task select (jsonb_populate_record(t, ${sql.json({ ...more } as never)} || jsonb_build_object('id', t.id || ${`:${n}`}))).* from task t where t.id = ${one?.id ?? ''}`;
    for (let n = 0; n < 120; n++) await like(n, { element: 'elsewhere', form: null, due: 1 });
    expect((await get(meng, 'decisions')).count).toBe(7);
    for (let n = 200; n < 320; n++) await like(n, {});
    await sql`insert into task_offer select (jsonb_populate_record(o, jsonb_build_object('task_id', o.task_id || ':' || n))).* from task_offer o, generate_series(200, 319) n where o.task_id = ${one?.id ?? ''}`;
    const many = await get(meng, 'decisions');
    expect([many.items.length, many.more]).toEqual([6, true]);
    expect(many.count).toBeGreaterThanOrEqual(50);
    await sql`delete from task_offer where task_id like ${`${one?.id}:%`}`;
    await sql`delete from task where id like ${`${one?.id}:%`}`;
  });
});

describe('what the rest of the day brings', () => {
  it('comes by the hour, mine or everybody’s; a step by its name, with how many', async () => {
    const { sql } = office.shop;
    const now = (await get(chen, 'work')).now as number;
    const midnight = Math.floor((now + 8 * 3_600_000) / 86_400_000) * 86_400_000 + 86_400_000 - 8 * 3_600_000;
    const open = await sql<{ due: number }[]>`
      select due from task where state = 'open' and key = 'spending' and due >= ${now} and due < ${midnight}`;
    const hours = new Set(open.map(({ due }) => Math.floor(due / 3_600_000)));
    const mine = await get(meng, 'line');
    expect(mine.count).toBe(hours.size);
    expect(mine.items.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(open.length);
    for (const { kind, name } of mine.items) expect([kind, name]).toEqual(['due', '批不批']);
    expect((await get(lin, 'line')).items.some(({ name }: { name: string }) => name === '批不批')).toBe(false);
  });
});

describe('the numbers', () => {
  it('are mine, for managers everybody’s, by the shop’s day', async () => {
    const { sql } = office.shop;
    const [first] = (await get(meng, 'decisions')).items;
    await meng('POST', `/api/tasks/${encodeURIComponent(first.task.id)}/claim`);
    const now = (await get(chen, 'work')).now as number;
    await sql`update task set due = ${now - 3_600_000} where id = ${first.task.id}`;
    const own = await get(meng, 'work');
    expect([own.of, own.late, own.oldest, own.due, own.done]).toEqual(['me', 1, now - 3_600_000, 0, 1]);
    const all = await get(chen, 'work');
    expect([all.of, all.late, all.done, all.stuck]).toEqual(['all', 1, 1, 0]);
    // Until midnight in the shop; the others are due in four hours and two.
    const midnight = Math.floor((now + 8 * 3_600_000) / 86_400_000) * 86_400_000 + 86_400_000 - 8 * 3_600_000;
    const [open] = await sql<{ n: number }[]>`
      select count(*)::int as n from task where state = 'open' and due >= ${now} and due < ${midnight}`;
    expect(all.due).toBe(open?.n);
  });

  it('of a week tell what was done and what of it in time', async () => {
    const { sql } = office.shop;
    const [done] = await sql<
      { id: string; closed_at: number }[]
    >`select id, closed_at from task where state = 'closed'`;
    await sql`insert into task select (jsonb_populate_record(t, jsonb_build_object('id', t.id || ':y', 'closed_at', t.closed_at - 86400000, 'due', t.closed_at - 90000000))).* from task t where id = ${done?.id ?? ''}`;
    const { items } = await get(chen, 'days');
    const last = items.slice(-2).map(({ done, timed, inTime }: Record<string, number>) => [done, timed, inTime]);
    expect(items).toHaveLength(8);
    expect(last).toEqual([
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect((await get(lin, 'days')).items.every(({ done }: { done: number }) => done === 0)).toBe(true);
  });

  it('stand by department, that of the holder or of those it is offered to, with what is latest', async () => {
    const { items } = await get(chen, 'groups');
    const row = (name: string) => items.find((one: { department: { name: string } }) => one.department?.name === name);
    const finance = row('财务部') ?? row('财务');
    const { title, who, stuck } = finance.worst;
    expect([finance.open, finance.late, title, who, stuck]).toEqual([8, 1, '花费 第 1 样', '孟洁', false]);
    const service = items.find((one: { worst: unknown; open: number }) => one !== finance && one.open === 1);
    expect([service.late, service.worst]).toEqual([0, null]);
    expect((await lin('GET', '/api/today/groups')).status).toBe(403);
  });
});

const SKU = Register.parse({
  key: 'sku',
  name: label('商品'),
  core: 'sku',
  keyField: 'code',
  see: ['role:order-auditor'],
  fields: [
    { type: 'text', id: 'code', label: label('款号'), required: true },
    {
      type: 'integer',
      id: 'available',
      label: label('可售'),
      by: { who: 'ledger', ledger: 'stock', measure: 'available' },
    },
    {
      type: 'integer',
      id: 'onTheWay',
      label: label('在途'),
      by: { who: 'ledger', ledger: 'stock', measure: 'onTheWay' },
    },
    { type: 'integer', id: 'safety', label: label('安全库存'), find: 'number' },
    { type: 'choice', id: 'state', label: label('状态'), find: 'text', options: ['onSale', 'off'].map(option) },
  ],
});
const STOCK = Register.parse({
  key: 'stock',
  name: label('库存'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'slip', label: label('单据') }],
  ledger: { account: 'sku', measures: ['available', 'onTheWay'].map((key) => ({ key, name: label(key), floor: 0 })) },
});
const STATES = ['unpaid', 'paid', 'shipped', 'done', 'cancelled'];
const ORDER = Register.parse({
  key: 'order',
  name: label('订单'),
  core: 'order',
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('订单号'), required: true },
    { type: 'choice', id: 'state', label: label('状态'), find: 'text', options: STATES.map(option) },
    { type: 'money', id: 'amount', label: label('金额'), find: 'number' },
    { type: 'dateTime', id: 'placedAt', label: label('下单'), find: 'date' },
    { type: 'dateTime', id: 'shipBy', label: label('最晚发货'), find: 'date' },
  ],
});
const write = (register: Register, key: string, values: object) =>
  writeRecord(
    office.shop.sql,
    { is: 'person', actor: { refs: [], manager: true } },
    { by: 'p1', at: 1 },
    { register, version: 1, key, upsert: true, values: values as never },
  );

describe('goods and orders', () => {
  it('are not there where the shop has no register of them', async () => {
    expect(await get(chen, 'stock')).toMatchObject({ register: null, items: [] });
    expect(await get(chen, 'orders')).toMatchObject({ register: null, stages: [] });
  });

  it('run low below their safety stock, the emptiest first, for who sees them; what is no longer sold does not', async () => {
    const { sql } = office.shop;
    for (const body of [SKU, STOCK, ORDER])
      await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
    const goods: [string, number | null, number, string][] = [
      ['HALF', 100, 50, 'onSale'],
      ['NONE', 10, 0, 'onSale'],
      ['ENOUGH', 10, 10, 'onSale'],
      ['GONE', 10, 1, 'off'],
      ['FREE', null, 0, 'onSale'],
    ];
    for (const [key, safety, available, state] of goods) {
      await write(SKU, key, { safety, state });
      const entries = [
        { account: key, measure: 'available', delta: available },
        ...(key === 'HALF' ? [{ account: key, measure: 'onTheWay', delta: 7 }] : []),
      ];
      if (available) await book(sql, STOCK, { by: null, at: 1 }, { effect: key, entries });
    }
    const seen = await get(lin, 'stock');
    expect([seen.register, seen.count, seen.items]).toEqual([
      'sku',
      2,
      [
        { key: 'NONE', title: 'NONE', available: 0, safety: 10, coming: 0, restocking: null },
        { key: 'HALF', title: 'HALF', available: 50, safety: 100, coming: 7, restocking: null },
      ],
    ]);
    expect(await get(meng, 'stock')).toMatchObject({ register: null, count: 0, items: [] });
  });

  it('are booked without a case: pages hear of it', async () => {
    const told = office.app.request('/api/events', { headers: { cookie: lin.cookie } });
    const reader = (await told).body?.getReader();
    let text = '';
    const until = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(text)) text += new TextDecoder().decode((await reader?.read())?.value);
    };
    await until(/event: ready/);
    await book(
      office.shop.sql,
      STOCK,
      { by: null, at: 1 },
      { effect: 'heard', entries: [{ account: 'ENOUGH', measure: 'available', delta: 1 }] },
    );
    await until(/"case":null,"refs":\["ledger"\]/);
    await reader?.cancel();
  });

  it('are restocked by who may start it, and what is under way is told instead', async () => {
    const { sql } = office.shop;
    expect((await get(lin, 'stock')).start).toBeNull();
    const fields = [{ type: 'text', id: 'sku', label: label('款号'), required: true }];
    const which = Form.parse({ key: 'which', title: label('补货'), fields });
    const definition = draw(
      'restock',
      {
        start: { type: 'startEvent', zf: { form: 'which' }, eventDefinitions: [] },
        wait: { type: 'userTask' },
      } as never,
      ['start->wait'],
      { zf: { subject: 'sku', subjectKey: '=sku', starters: ['role:order-auditor'] } } as never,
    );
    await publish(sql, {
      definition,
      model: Model.parse({ id: 'restock', processes: [definition], diagram: {} }),
      forms: { which },
    });
    expect((await get(lin, 'stock')).start).toEqual({ process: 'restock', element: 'start' });
    const { body } = await lin('POST', '/api/cases', { process: 'restock', variables: { sku: 'NONE' } }, fresh());
    expect((await get(lin, 'stock')).items.map(({ restocking }: { restocking: string | null }) => restocking)).toEqual([
      body.case,
      null,
    ]);
  });

  it('stand by state, late and sold by day; amounts are for managers', async () => {
    const now = (await get(chen, 'work')).now as number;
    const at = (ms: number) => new Date(ms).toISOString();
    const [day, midnight] = [86_400_000, Math.floor((now + 28_800_000) / 86_400_000) * 86_400_000 - 28_800_000];
    await write(ORDER, 'O1', { state: 'paid', amount: 100, placedAt: at(midnight + 1), shipBy: at(now - 1) });
    await write(ORDER, 'O2', { state: 'paid', amount: 250, placedAt: at(midnight - 1), shipBy: at(now + day) });
    await write(ORDER, 'O3', { state: 'done', amount: 1000, placedAt: at(midnight - 2), shipBy: at(now - day) });
    await write(ORDER, 'O4', { state: 'cancelled', amount: 9000, placedAt: at(midnight - 2) });
    const seen = await get(chen, 'orders');
    expect(seen.stages).toEqual([
      { value: 'unpaid', count: 0 },
      { value: 'paid', count: 2 },
      { value: 'shipped', count: 0 },
    ]);
    expect(seen.late).toBe(1);
    expect(seen.sales.slice(-2).map(({ orders, amount }: Record<string, number>) => [orders, amount])).toEqual([
      [2, 1250],
      [1, 100],
    ]);
    // Today still, also in the last minute of the day.
    const soon = Math.min(now + 60_000, midnight + day - 1);
    await write(ORDER, 'O5', { state: 'paid', amount: 0, placedAt: at(midnight - 9 * day), shipBy: at(soon) });
    const shipping = (await get(chen, 'line')).items.filter(({ kind }: { kind: string }) => kind === 'ship');
    expect(shipping.map(({ count, at: first }: Record<string, number>) => [count, first])).toEqual([[1, soon]]);
    const hers = await get(lin, 'orders');
    expect([hers.stages.length, hers.sales]).toEqual([3, null]);
  });
});
