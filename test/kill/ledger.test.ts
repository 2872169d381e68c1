// The shipped orders take from stock that is nearly out, two a second, played by the sandbox, beside hands that book directly, while
// everything is killed: nothing is oversold, nothing is booked or done outside twice, what is given up comes back, and the entries sum up
// to the balances.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { publishedBody } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import type { Register } from '../../records/register.ts';
import { type Client, signIn } from '../../sandbox/client.ts';
import { runSandbox } from '../../sandbox/run.ts';
import { SandboxTable } from '../../sandbox/table.ts';
import { freePort } from '../../stack/ports.ts';
import { type Stack, up } from '../../stack/up.ts';
import { bringPeople } from '../demo-people.ts';
import { furnish } from '../furnish.ts';
import { killAtRandom, seeded } from './kills.ts';

/** By hand, longer: LEDGER_SECONDS=600 LEDGER_HANDS=32 LEDGER_SKUS=40 LEDGER_RATE=600. */
const size = (name: string, short: number) => Number(process.env[`LEDGER_${name}`] ?? short);
const SECONDS = size('SECONDS', 15);
const HANDS = size('HANDS', 8);
const SKUS = size('SKUS', 10);
/** Of the shop clock. */
const RATE = size('RATE', 3_600);
const SEED = size('SEED', 1);
const ORDERS = 2 * SECONDS;
const STILL_MS = 90_000;
const PATIENCE_MS = 300_000 + 4_000 * SECONDS;
/** Of which so many are soon out. */
const SCARCE = 3;
const PLENTY = 1_000 + 10 * ORDERS;
const skuOf = (n: number) => `S-${n}`;
const openingOf = (n: number) => (n < SCARCE ? Math.ceil(ORDERS / 8) : PLENTY);
const credentials = (username: string) => ({ username, password: 'zhangfa-demo' });
const STAFF = ['zhoumin', 'luyuan', 'linxiaowen', 'machao', 'liuyang', 'tangguo', 'mengjie', 'chenli'];
const TABLE = SandboxTable.parse({
  seed: SEED,
  ...{ payDelay: [0, 5], cancelsUnpaid: 0.06, cancelsBeforeShipping: 0.06, auditCancels: 0.1, shortPick: 0.05 },
  ...{ pickupDelay: [10, 60], deliveryDelay: [60, 300], confirms: 1, confirmDelay: [5, 60] },
  ...{ choiceDelay: [5, 30], taskDelay: [0, 2] },
});

let stack: Stack;
let sql: Sql;
let stock: Register;
beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-ledger-'));
  chmodSync(data, 0o755);
  const pieces = ['postgres', 'temporal', 'worker', 'api'] as const;
  stack = await up({ data, pieces: [...pieces], demo: true, clockRate: RATE, port: await freePort(18_580) });
  sql = connect(stack.databaseUrl, { max: HANDS + 4 });
  await bringPeople(stack);
  await furnish(
    sql,
    Array.from({ length: SKUS }, (_, n) => ({
      ...{ code: skuOf(n), name: `LANTERN ${n}`, price: 6_420, cost: 3_000, available: openingOf(n) },
    })),
  );
  stock = (await publishedBody<Register>(sql, 'register', 'stock', Number.MAX_SAFE_INTEGER))?.body as Register;
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** What a client does: again until there is an answer. */
async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries > 300) throw error;
      await sleep(200);
    }
  }
}
const orderNo = (n: number) => `L${SEED}-${String(n).padStart(4, '0')}`;
/** One piece that is soon out, two of which there are enough. */
const linesOf = (n: number) => [
  { sku: skuOf(n % SCARCE), name: 'LANTERN', quantity: 1, price: 6_420 },
  { sku: skuOf(SCARCE + (n % (SKUS - SCARCE))), name: 'LANTERN', quantity: 2, price: 6_420 },
];
const QUANTITY = 3;

async function place(boss: Client, n: number): Promise<void> {
  const variables = {
    ...{ orderNo: orderNo(n), buyer: `苏女士 ${n}`, phone: `138${String(10_000_000 + n)}`, country: '中国' },
    ...{ address: `上海市徐汇区漕溪北路 ${n} 号 2 楼`, amount: 3 * 6_420, note: n % 9 === 0 ? '急用' : '' },
    ...{ lines: linesOf(n), customerId: null, placedAt: new Date().toISOString() },
  };
  const sent = await boss.post('/messages', { name: 'order.created', key: orderNo(n), variables }, `ledger-order:${n}`);
  if (!sent.ok) throw new Error(`order ${n}: ${sent.status} ${sent.code}`);
}

/** One hand takes a piece where there is one, and gives it back: in the end nothing of it is left but entries. */
async function moveAbout(hand: number, over: AbortSignal): Promise<number> {
  const next = seeded(SEED * 1_000 + hand);
  let entries = 0;
  for (let n = 0; !over.aborted; n++) {
    const account = skuOf((hand * 7 + n) % SKUS);
    const move = (from: string, to: string) =>
      again(() =>
        book(
          sql,
          stock,
          { by: null, at: n },
          {
            effect: `hand/${hand}/${n}/${from}`,
            entries: [
              { account, measure: from, delta: -1 },
              { account, measure: to, delta: 1 },
            ],
          },
        ),
      );
    const { ok } = await move('available', 'reserved');
    if (ok) await move('reserved', 'available');
    entries += ok ? 4 : 0;
    await sleep(600 * next());
  }
  return entries;
}

test(`${ORDERS} orders: no oversell, nothing twice, sums equal balances`, { timeout: PATIENCE_MS }, async () => {
  const boss = await signIn(stack.address, credentials('chenli'));
  const over = new AbortController();
  const began = Date.now();
  const kills = killAtRandom(stack, seeded(SEED), over.signal);
  const hands = Promise.all(Array.from({ length: HANDS }, (_, hand) => moveAbout(hand, over.signal)));
  const placed = Promise.all(
    Array.from({ length: ORDERS }, async (_, n) => {
      await sleep(500 * n);
      await place(boss, n);
    }),
  );
  const world = () =>
    runSandbox({
      ...{ address: stack.address, table: TABLE, manager: credentials('chenli'), staff: STAFF.map(credentials) },
      ...{ untilDone: true, signal: AbortSignal.timeout(PATIENCE_MS), say: (line) => lines.push(line) },
    });
  const lines: string[] = [];
  await sleep(2_000);
  let fell: unknown;
  const playing = world().catch((error) => {
    fell = error;
  });
  await placed;
  over.abort();
  const [killed, moved] = [await kills, (await hands).reduce((sum, each) => sum + each, 0)];
  const seconds = (Date.now() - began) / 1000;
  // All have asked for their goods; then what is out is delivered, and whoever has waited for it gets it.
  const asked = async (): Promise<number> =>
    (
      await sql`select count(distinct case_id)::int as n from history where element = 'reserve' and kind = 'completed'`
    )[0]?.n ?? 0;
  for (let [seen, since] = [0, Date.now()]; seen < ORDERS; await sleep(1_000)) {
    const now = await asked();
    if (now > seen) [seen, since] = [now, Date.now()];
    if (fell) throw fell;
    // Whoever stands still for so long will not go on by himself.
    if (Date.now() - since > STILL_MS)
      throw new Error(
        `${seen} of ${ORDERS} have asked for their goods: ${JSON.stringify(await notAsked())}\n${lines.slice(-5).join('\n')}`,
      );
  }
  const delivered = 2 * openingOf(0);
  for (let n = 0; n < SCARCE; n++)
    await book(
      sql,
      stock,
      { by: null, at: 0 },
      { effect: `delivery/${n}`, entries: [{ account: skuOf(n), measure: 'available', delta: delivered }] },
    );
  await playing;
  if (fell) throw fell;
  await settled(world).catch((error) => {
    throw new Error(`${error.message}\n${lines.slice(-10).join('\n')}`);
  });
  const ends = await expectEachOrder();
  await expectBooks(delivered);
  console.log(
    `${ORDERS} orders and ${moved} entries by hand (${Math.round(moved / seconds)}/s) in ${Math.round(seconds)} s, ${killed.length} kills, over after ${Math.round((Date.now() - began) / 1000)} s: ${JSON.stringify(ends)}`,
  );
});

const notAsked = () => sql`
  select m.key, m.state, c.status, (select array_agg(t.element) from token t where t.case_id = c.id) as at,
    (select array_agg(i.message) from incident i where i.case_id = c.id and i.closed_at is null) as incidents,
    (select array_agg(w.kind || ' ' || w.element) from subscription w where w.case_id = c.id) as waits,
    (select count(*)::int from command d where d.case_id = c.id and not d.confirmed) as commands,
    (select q.why from quarantine q where q.family = c.family) as aside
  from message m left join cases c on c.business_key = m.key and c.key = 'order-fulfilment'
  where m.name = 'order.created' and not exists (
    select 1 from history h where h.case_id = c.id and h.element = 'reserve' and h.kind = 'completed') limit 6`;

/** Until every order has ended and nothing is left to carry out; orders that came to life late are played as well. */
async function settled(world: () => Promise<void>): Promise<void> {
  const stand = async () => {
    const [row] = await sql`
      select count(*)::int as cases, (count(*) filter (where status = 'ended'))::int as ended,
        (select count(*)::int from outbox) as outbox, (select count(*)::int from command where not confirmed) as commands
      from cases where key = 'order-fulfilment'`;
    return row;
  };
  for (let tries = 0; tries < 20; tries++) {
    const row = await stand();
    if (row?.ended === ORDERS && row.outbox === 0 && row.commands === 0) return;
    await world();
    await sleep(500);
  }
  const left = await sql`
    select c.business_key, (select array_agg(t.element) from token t where t.case_id = c.id) as at,
      (select array_agg(i.message) from incident i where i.case_id = c.id and i.closed_at is null) as incidents
    from cases c where c.status <> 'ended' limit 5`;
  throw new Error(`not settled: ${JSON.stringify(await stand())} ${JSON.stringify(left)}`);
}

const DONE = ['waybill.create', 'waybill.fallback'];
/** What is left of an order in the books, by the end that it came to. `kept`: it holds what it has taken, less what came back. */
const BOOK: Record<string, { state: string; kept: boolean }> = {
  done: { state: 'done', kept: true },
  unpaid: { state: 'closed', kept: false },
  closed_by_buyer: { state: 'closed', kept: false },
  refunded: { state: 'cancelled', kept: false },
  goods_returned: { state: 'cancelled', kept: false },
};

async function expectEachOrder(): Promise<Record<string, number>> {
  const stories = await sql<
    {
      no: string;
      ends: string[];
      state: string;
      topics: string[];
      incidents: number;
      available: number;
      reserved: number;
      shipped: number;
      lost: number;
      books: number;
    }[]
  >`
    select c.business_key as no, r.t1 as state, c.incidents,
      (select array_agg(h.element) from history h where h.case_id = c.id and h.kind = 'completed' and h.element = any(${Object.keys(BOOK)})) as ends,
      (select coalesce(array_agg(f.topic order by f.topic), '{}') from effect f where f.case_id = c.id) as topics,
      coalesce(e.available, 0)::int as available, coalesce(e.reserved, 0)::int as reserved, coalesce(e.shipped, 0)::int as shipped,
      coalesce(e.lost, 0)::int as lost, (select count(*)::int from record b where b.register = 'order' and b.key = c.business_key) as books
    from cases c
    left join record r on r.register = 'order' and r.key = c.business_key
    left join lateral (select sum(delta) filter (where measure = 'available') as available, sum(delta) filter (where measure = 'reserved') as reserved,
        -sum(delta) filter (where element = 'ship') as shipped, -sum(delta) filter (where element = 'write_off') as lost
      from entry where case_id = c.id) e on true
    where c.key = 'order-fulfilment' order by 1`;
  expect(stories.map(({ no }) => no)).toEqual(Array.from({ length: ORDERS }, (_, n) => orderNo(n)));
  const ends: Record<string, number> = {};
  for (const { no, ends: reached, state, topics, ...booked } of stories) {
    const [end = ''] = reached ?? [];
    ends[end] = (ends[end] ?? 0) + 1;
    const { kept, state: expected } = BOOK[end] ?? { kept: false, state: '' };
    const taken = kept ? QUANTITY : 0;
    const { shipped, lost } = booked;
    expect([no, reached, state, booked], no).toEqual([
      no,
      [end],
      expected,
      { incidents: 0, available: 0 - taken - lost, reserved: 0, shipped: kept ? QUANTITY : shipped, lost, books: 1 },
    ]);
    const outside = (some: string[]) => topics.filter((topic) => some.includes(topic)).length;
    expect([no, outside(DONE), outside(['payment.refund'])], no).toEqual([
      no,
      shipped > 0 ? 1 : outside(DONE),
      state === 'cancelled' ? 1 : 0,
    ]);
    expect(new Set(topics.filter((topic) => /^(waybill|payment)/.test(topic))).size, no).toBe(
      topics.filter((topic) => /^(waybill|payment)/.test(topic)).length,
    );
  }
  // Who asked for more than there was; some have got the rest before they were asked what they want.
  const [short] = await sql`
    select count(*)::int as n from cases c where key = 'order-fulfilment' and ${QUANTITY} > (
      select coalesce(-sum(delta), 0) from entry e where e.case_id = c.id and e.element = 'reserve' and e.measure = 'available')`;
  // Enough was out, and enough went out of the door: how much depends on who was asked before the delivery came.
  expect(short?.n).toBeGreaterThan(ORDERS / 20);
  expect(ends.done).toBeGreaterThan(ORDERS / 6);
  return { ...ends, short: short?.n };
}

async function expectBooks(delivered: number): Promise<void> {
  const wrong = await sql`
    select b.account, b.measure, b.value from balance b
    where b.value < 0 or b.value <> (select sum(e.delta) from entry e where e.account = b.account and e.measure = b.measure) or (b.measure = 'reserved' and b.value <> 0)`;
  expect(wrong).toEqual([]);
  const twice = await sql`select effect from entry group by effect, account, measure having count(*) > 1`;
  expect(twice).toEqual([]);
  const often = await sql`
    select case_id, element from entry where element in ('reserve', 'ship', 'release') group by 1, 2 having count(distinct effect) > 1`;
  expect(often).toEqual([]);
  // What was there is there, was sent, or was not found on its shelf.
  const shelves = await sql<{ account: string; left: number; gone: number; back: number }[]>`
    select account, (sum(delta) filter (where measure = 'available'))::int as left,
      coalesce(-sum(delta) filter (where element in ('ship', 'write_off')), 0)::int as gone,
      coalesce(sum(delta) filter (where element = 'put_back'), 0)::int as back
    from entry group by 1`;
  expect(shelves).toHaveLength(SKUS);
  for (const { account, left, gone, back } of shelves) {
    const n = Number(account.slice(2));
    expect([account, left]).toEqual([account, openingOf(n) + (n < SCARCE ? delivered : 0) - gone + back]);
    if (n < SCARCE) expect(gone - back, account).toBeLessThanOrEqual(openingOf(n) + delivered);
  }
}
