// A hundred orders in flight while every process is killed several times; then Temporal's data is thrown away.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection, Client as TemporalClient } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Instance } from '../../bpmn/instance.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createDoor } from '../../dispatch/door.ts';
import { touchHosts } from '../../dispatch/rebuild.ts';
import { type Client, signIn } from '../../sandbox/client.ts';
import { freePort } from '../../stack/ports.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { bringPeople } from '../demo-people.ts';
import { furnish } from '../furnish.ts';
import { seeded } from './kills.ts';
import { EXPECTED, finish, STORIES, type Story, tell } from './story.ts';

/** By hand, longer: KILL_ORDERS=1200 KILL_KILLS=120. */
const ORDERS = Number(process.env.KILL_ORDERS ?? 100);
const PAUSED = Math.round(ORDERS / 5);
const KILLS = Number(process.env.KILL_KILLS ?? 12);
const PATIENCE_MS = 360_000 + 3_000 * ORDERS;
const seed = Number(process.env.KILL_SEED ?? 1);
const PASSWORD = 'zhangfa-demo';
const OPENING = 1_000;
const GOODS = Array.from({ length: 10 }, (_, n) => ({
  code: `S-${n}`,
  name: `LANTERN ${n}`,
  price: 6_420,
  cost: 3_000,
  available: OPENING,
}));

let stack: Stack;
let sql: Sql;
let boss: Client;
let data: string;
const orders = Array.from({ length: ORDERS }, (_, index) => ({
  key: `K${seed}-${String(index).padStart(3, '0')}`,
  story: STORIES[index % STORIES.length] as Story,
}));
const paused = orders.filter(({ story }) => EXPECTED[story].end === 'done').slice(0, PAUSED);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-kill-'));
  chmodSync(data, 0o755);
  // Half an hour of the shop passes in three seconds.
  stack = await up({
    data,
    pieces: ['postgres', 'temporal', 'worker', 'api'],
    demo: true,
    clockRate: 600,
    port: await freePort(18_480),
  });
  sql = connect(stack.databaseUrl, { max: 4 });
  await bringPeople(stack);
  await furnish(sql, GOODS);
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

async function killing(stop: AbortSignal): Promise<string[]> {
  const next = seeded(seed);
  const pieces: Piece[] = ['worker', 'api', 'temporal', 'postgres'];
  const order = Array.from({ length: KILLS }, (_, index) => pieces[index % pieces.length] as Piece).sort(
    () => next() - 0.5,
  );
  console.log(`seed ${seed}: kills ${order.join(', ')}`);
  const log: string[] = [];
  for (const piece of order) {
    await sleep(1_500 + next() * 2_500);
    if (stop.aborted) log.push(`${piece} (after the stories)`);
    else log.push(piece);
    await stack.kill(piece);
    await sleep(200 + next() * 1_000);
    await stack.start(piece);
  }
  return log;
}

test(`${ORDERS} orders survive ${KILLS} kills`, { timeout: PATIENCE_MS }, async () => {
  boss = await signIn(stack.address, { username: 'chenli', password: PASSWORD });
  const people = {
    auditor: await signIn(stack.address, { username: 'linxiaowen', password: PASSWORD }),
    picker: await signIn(stack.address, { username: 'machao', password: PASSWORD }),
  };
  const over = new AbortController();
  const kills = killing(over.signal);
  const queue = orders.values();
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (const order of queue)
        await tell(order.key, order.story, { boss, people, pause: paused.includes(order) }).catch(async (error) => {
          throw new Error(`${(error as Error).message}\n${await standOf(order.key)}`);
        });
    }),
  );
  over.abort();
  console.log(`killed: ${(await kills).join(', ')}`);
  await settled(ORDERS - PAUSED);
  await expectStories(orders.filter((order) => !paused.includes(order)));
  await expectOneTruth();
});

test('Temporal’s data is thrown away, and every case goes on from Postgres', async () => {
  await stack.kill('worker');
  await stack.kill('temporal');
  for (const name of readdirSync(data).filter((each) => /temporal/.test(each) && each !== 'logs'))
    rmSync(path.join(data, name), { recursive: true, force: true });
  await stack.start('temporal');
  await stack.start('worker');
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const door = createDoor(new TemporalClient({ connection, namespace: stack.temporalNamespace }), sql);
  expect(await touchHosts(sql, door)).toBe(PAUSED);
  for (const { key } of paused) await finish(boss, key);
  await settled(ORDERS);
  await expectStories(orders);
  await expectOneTruth();
  await door.close();
  await connection.close();
}, 120_000);

/** What the book says of one order, for a failure's report. */
async function standOf(key: string): Promise<string> {
  const [row] =
    await sql`select id, host, status, seq, due, updated_at, state->'waits' as waits, state->'agenda' as agenda from cases where business_key = ${key}`;
  const messages = await sql`select id, state, detail from message where key = ${key}`;
  const commands =
    await sql`select id, body->>'do' as what, answer, sent_at from command where case_id = ${row?.id ?? ''}`;
  const outbox = await sql`select kind, body, attempts, error from outbox where case_id = ${row?.id ?? ''}`;
  const effects = await sql`select topic from effect where case_id = ${row?.id ?? ''}`;
  return JSON.stringify({ row, messages, commands, outbox, effects }, null, 1);
}

/** Until so many orders have ended and nothing is left to deliver. */
async function settled(ended: number) {
  let seen: unknown;
  for (let tries = 0; tries < 240; tries++) {
    const [row] = await sql`
      select count(*) filter (where status = 'ended')::int as ended,
        (select count(*) from outbox)::int as outbox, (select count(*) from command where not confirmed)::int as commands,
        (select count(*) from message where state = 'pending')::int as messages
      from cases`.catch(() => []);
    seen = row;
    if (row && row.ended === ended && row.outbox === 0 && row.commands === 0 && row.messages === 0) return;
    await sleep(250);
  }
  const stuck = await sql<{ business_key: string; host: string; at: string[]; incidents: number }[]>`
    select c.business_key, c.host, (select jsonb_agg(t.element) from token t where t.case_id = c.id) as at, c.incidents
    from cases c where status <> 'ended' and not exists (select 1 from token t where t.case_id = c.id and t.element = 'track')`;
  const hosts = await Promise.all(stuck.slice(0, 3).map(({ host }) => hostReport(host)));
  throw new Error(`not settled: ${JSON.stringify(seen)}; ${JSON.stringify(stuck)}\n${hosts.join('\n')}`);
}

/** What Temporal says of a host: what it waits for, and the end of its history. */
async function hostReport(host: string): Promise<string> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const handle = new TemporalClient({ connection, namespace: stack.temporalNamespace }).workflow.getHandle(host);
    const { raw } = await handle.describe();
    const { events = [] } = await handle.fetchHistory();
    const last = (events ?? []).slice(-30).map((event) => JSON.stringify(event).slice(0, 400));
    return [host, JSON.stringify(raw.pendingActivities), JSON.stringify(raw.pendingWorkflowTask), ...last].join('\n');
  } catch (error) {
    return `${host}: ${String(error)}`;
  } finally {
    await connection.close();
  }
}

/** What is done outside; what is written into the shop's own books is looked at there. */
const OUTSIDE = ['waybill.create', 'waybill.void', 'payment.refund'];

async function expectStories(list: typeof orders) {
  for (const { key, story } of list) {
    const expected = EXPECTED[story];
    const cases = await sql`select id, outcome from cases where business_key = ${key} and key = 'order-fulfilment'`;
    expect(
      cases.map(({ outcome }) => outcome),
      key,
    ).toEqual(['completed']);
    const id = cases[0]?.id as string;
    const ends =
      await sql`select element from history where case_id = ${id} and kind = 'completed' and element in ('done', 'closed_by_buyer', 'refunded', 'unpaid')`;
    expect(
      ends.map(({ element }) => element),
      key,
    ).toEqual([expected.end]);
    const closed = await sql`select element from task where case_id = ${id} and state = 'closed' order by 1`;
    expect(
      closed.map(({ element }) => element),
      key,
    ).toEqual(expected.tasks);
    const effects = await sql`select topic from effect where case_id = ${id} and topic = any(${OUTSIDE}) order by 1`;
    expect(
      effects.map(({ topic }) => topic),
      key,
    ).toEqual(expected.effects);
    const [booked] = await sql`
      select coalesce(sum(delta) filter (where element = 'reserve' and measure = 'reserved'), 0)::int as reserve,
        coalesce(-sum(delta) filter (where element = 'ship'), 0)::int as ship,
        coalesce(-sum(delta) filter (where element = 'release' and measure = 'reserved'), 0)::int as release
      from entry where case_id = ${id}`;
    expect(booked, key).toEqual(expected.booked);
    const [record] = await sql`select t1 as state from record where register = 'order' and key = ${key}`;
    expect(record?.state, key).toBe(expected.state);
    const rows = await sql`select seq from history where case_id = ${id} order by seq`;
    expect(
      rows.map(({ seq }) => seq),
      key,
    ).toEqual(rows.map((_, index) => index + 1));
  }
  const [open] =
    await sql`select count(*)::int as n from task t join cases c on c.id = t.case_id where t.state = 'open' and c.status = 'ended'`;
  expect(open?.n).toBe(0);
  const [double] = await sql`select count(*)::int as n from message where state <> 'delivered'`;
  expect(double?.n).toBe(0);
}

/** What people see (tasks, tokens, waits, incidents) is what the hosts' states hold; the stock adds up to the orders. */
async function expectOneTruth() {
  const cases = await sql<{ id: string; seq: number; state: Instance }[]>`select id, seq, state from cases`;
  for (const { id, seq, state } of cases) {
    expect(seq, id).toBe(state.seq);
    const tokens = await sql`select id from token where case_id = ${id} order by id`;
    expect(
      tokens.map((token) => token.id),
      id,
    ).toEqual(Object.keys(state.tokens).sort());
    const tasks = await sql`select wait from task where case_id = ${id} and state = 'open' order by 1`;
    const waits = Object.values(state.waits);
    expect(
      tasks.map(({ wait }) => wait),
      id,
    ).toEqual(
      waits
        .filter(({ kind }) => kind === 'userTask')
        .map((wait) => wait.id)
        .sort(),
    );
    const subscriptions = await sql`select wait from subscription where case_id = ${id} order by 1`;
    expect(
      subscriptions.map(({ wait }) => wait),
      id,
    ).toEqual(
      waits
        .filter(({ kind }) => kind !== 'userTask' && kind !== 'call')
        .map((wait) => wait.id)
        .sort(),
    );
  }
  const wrong = await sql`
    select b.account, b.measure, b.value from balance b
    where b.value < 0 or b.value <> (select sum(e.delta) from entry e where e.account = b.account and e.measure = b.measure)`;
  expect(wrong).toEqual([]);
  // What left the shelves is what orders hold or have sent.
  const shelves = await sql<{ account: string; gone: number; held: number; sent: number }[]>`
    select account, ${OPENING}::int - coalesce(sum(delta) filter (where measure = 'available'), 0)::int as gone,
      coalesce(sum(delta) filter (where measure = 'reserved'), 0)::int as held,
      coalesce(-sum(delta) filter (where element = 'ship'), 0)::int as sent
    from entry group by account`;
  expect(shelves.length).toBe(GOODS.length);
  for (const { account, gone, held, sent } of shelves) expect([account, gone]).toEqual([account, held + sent]);
}
