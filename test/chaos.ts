// Chaos by hand: `npx tsx test/chaos.ts [MINUTES] [SEED]`. A demo shop at 1,440 times real time, orders played by the sandbox, three more
// kinds of process, hostile input in between, and any of the four processes killed at any moment, several at once. At the end everything
// is accounted for: nothing lost, doubled or stuck, and what people see is what the hosts hold.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Definition, type Element, Model } from '../bpmn/definition.ts';
import type { Instance } from '../bpmn/instance.ts';
import { connect, type Sql } from '../db/connect.ts';
import { publish } from '../db/processes.ts';
import type { Form } from '../forms/form.ts';
import { type Client, signIn } from '../sandbox/client.ts';
import { runSandbox } from '../sandbox/run.ts';
import { SandboxTable } from '../sandbox/table.ts';
import { type Piece, type Stack, up } from '../stack/up.ts';
import { bringPeople } from './demo-people.ts';
import { draw } from './draw.ts';
import { furnish } from './furnish.ts';

const MINUTES = Number(process.argv[2] ?? 10);
const SEED = Number(process.argv[3] ?? 1);
const PASSWORD = 'zhangfa-demo';
const WORKER = 'hejing';

function random(start: number) {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const next = random(SEED);
const pick = <T>(list: T[]): T => list[Math.floor(next() * list.length)] as T;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Drawn = Partial<Element> & { type: Element['type'] };
const user: Drawn = { type: 'userTask', zf: { form: 'number', participants: [{ rule: 'person', value: WORKER }] } };
const NUMBER: Form = {
  key: 'number',
  title: { zh: '数' },
  fields: [{ id: 'n', type: 'integer', label: { zh: '数' }, required: true }],
};
const start: Drawn = { type: 'startEvent' };
const end: Drawn = { type: 'endEvent' };
const repeated = {
  ...user,
  loopCharacteristics: {
    type: 'multiInstanceLoopCharacteristics',
    isSequential: false,
    zf: { collection: '=lines', item: 'line', collect: '=n', collectInto: 'all' },
  },
} as Drawn;
const timer = {
  type: 'intermediateCatchEvent',
  eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT4H' }],
} as Drawn;
const script = (text: string): Drawn => ({ type: 'scriptTask', script: text, zf: { resultVariable: 'r' } }) as Drawn;
const call = {
  type: 'callActivity',
  zf: {
    process: 'chaos-called',
    input: [{ source: '=n', target: 'n' }],
    output: [{ source: '=n + 1', target: 'back' }],
  },
} as Drawn;

const PROCESSES: Definition[] = [
  draw('chaos-lines', { s: start, a: repeated, e: end } as never, ['s->a', 'a->e']),
  draw(
    'chaos-clock',
    { s: start, f: { type: 'parallelGateway' }, t: timer, a: user, j: { type: 'parallelGateway' }, e: end } as never,
    ['s->f', 'f->t', 'f->a', 't->j', 'a->j', 'j->e'],
  ),
  draw('chaos-called', { s: start, a: user, e: end } as never, ['s->a', 'a->e']),
  draw('chaos-family', { s: start, c: call, e: end } as never, ['s->c', 'c->e']),
  draw(
    'chaos-evil',
    {
      s: start,
      x: script('=matches(note, "^(\\w+\\s?)+$")'),
      y: script('=count(for i in 1..30 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1]))'),
      e: end,
    } as never,
    ['s->x', 'x->y', 'y->e'],
  ),
];

/** A message is told apart by its key, from whoever sends it. */
const send = (boss: Client, id: string, message: object) => boss.post('/messages', message, id);

type Begun = { process: string; key: string; n: number };
const begun: Begun[] = [];
const refused: Record<string, number> = {};
const count = (what: string) => {
  refused[what] = (refused[what] ?? 0) + 1;
};

async function begin(boss: Client, process: string, n: number) {
  const key = `${process}-${SEED}-${n}`;
  const variables = {
    n,
    lines: [n, n + 1, n + 2],
    note: 'please call me before you deliver the parcel to my neighbour!',
  };
  const started = await boss.post('/cases', { process, businessKey: key, variables }, `start-${key}`);
  if (started.ok) begun.push({ process, key, n });
  else count(`start ${started.status} ${started.code}`);
}

async function order(boss: Client, n: number) {
  const no = `CH${SEED}${String(n).padStart(5, '0')}`;
  const variables = {
    orderNo: no,
    buyer: '赵一',
    phone: '13800000101',
    address: '厦门市思明区湖滨路 120 号 5 楼',
    country: '中国',
    amount: 25_900,
    note: '',
    lines: [{ sku: 'QH-3002', name: '水洗棉夏被', quantity: 1, price: 25_900 }],
    customerId: null,
    placedAt: new Date().toISOString(),
  };
  const sent = await send(boss, `chaos:${no}`, { name: 'order.created', key: no, variables });
  if (!sent.ok) count(`order ${sent.status} ${sent.code}`);
}

/** Does whatever stands open for the worker, as that person would. */
async function work(me: Client, sql: Sql) {
  const { items } = await me.get<{ items: { id: string; process: { key: string } }[] }>('/tasks?view=todo&limit=50');
  for (const task of items.filter(({ process }) => process.key.startsWith('chaos'))) {
    const [row] = await sql<{ line: number | null; n: number | null }[]>`
      select (t.locals->>'line')::int as line, (select (s.value->'variables'->>'n')::int from json_each(c.state->'scopes') s limit 1) as n
      from task t join cases c on c.id = t.case_id where t.id = ${task.id}`.catch(() => []);
    const line = row?.line ?? row?.n;
    if (line == null) continue;
    const done = await me.post(
      `/tasks/${encodeURIComponent(task.id)}/complete`,
      { values: { n: line * 10 } },
      `do-${task.id}`,
    );
    if (!done.ok && done.code !== 'taskClosed') count(`complete ${done.status} ${done.code}`);
  }
}

async function hostile(boss: Client, address: string, n: number) {
  const tries: [string, Promise<{ ok: boolean; status?: number }>][] = [
    [
      'half an emoji',
      send(boss, `h${n}a`, { name: 'payment.received', key: 'x', variables: { remark: '谢谢\ud83d' } }),
    ],
    ['zero', send(boss, `h${n}b`, { name: 'order.created', key: `z${n}`, variables: { remark: 'a\u0000b' } })],
    [
      'names',
      send(boss, `h${n}c`, {
        name: 'order.created',
        key: `n${n}`,
        variables: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}`.padEnd(40_000, 'x'), i])),
      }),
    ],
    [
      'deep',
      send(boss, `h${n}d`, {
        name: 'order.created',
        key: `d${n}`,
        variables: { x: JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) },
      }),
    ],
  ];
  for (const [what, sent] of tries) {
    const { ok, status } = (await sent) as { ok: boolean; status?: number };
    count(ok ? `TAKEN: ${what}` : `${what}: ${status}`);
  }
  // Who is being killed or comes up answers nobody, and a refused connection is at once: only a living API that keeps silent is a fault.
  const life = lives.api;
  await fetch(`${address}/health/live`, { signal: AbortSignal.timeout(5_000) }).catch((error) => {
    if (lives.api !== life || !lives.up) count('live: asked of a killed API');
    else if ((error as Error).name === 'TimeoutError') silent.push(new Date().toISOString());
    else count(`live: ${(error as Error).message}`);
  });
}

/** How often the API was killed, and whether it stands. */
const lives = { api: 0, up: true };
/** When an API that nobody had killed did not answer for 5 s. */
const silent: string[] = [];

async function killing(stack: Stack, stop: AbortSignal): Promise<number> {
  const pieces: Piece[] = ['worker', 'api', 'temporal', 'postgres'];
  let kills = 0;
  while (!stop.aborted) {
    await sleep(3_000 + next() * 6_000);
    if (stop.aborted) break;
    const now = [...new Set(Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(pieces)))];
    if (now.includes('api')) Object.assign(lives, { api: lives.api + 1, up: false });
    await Promise.all(now.map((piece) => stack.kill(piece).catch(() => {})));
    kills += now.length;
    await sleep(200 + next() * 1_500);
    for (const piece of ['postgres', 'temporal', 'worker', 'api'] as Piece[])
      if (now.includes(piece))
        await stack
          .start(piece)
          .then(() => piece === 'api' && Object.assign(lives, { up: true }))
          .catch((error) => console.error(`${piece}: ${(error as Error).message}`));
  }
  return kills;
}

async function account(sql: Sql): Promise<string[]> {
  const faults: string[] = [];
  // Every order finds its goods: one that stands at an incident was not played.
  const stuck = await sql<{ key: string }[]>`
    select business_key as key from cases where key = 'order-fulfilment' and incidents > 0 and status <> 'ended'`;
  for (const { key } of stuck) faults.push(`order ${key} stands at an incident`);
  for (const { process, key, n } of begun) {
    const cases = await sql<
      { id: string; status: string; outcome: string | null; incidents: number; state: Instance }[]
    >`
      select id, status, outcome, incidents, state from cases where key = ${process} and business_key = ${key}`;
    const [one] = cases;
    if (cases.length !== 1 || !one) {
      faults.push(`${key}: ${cases.length} cases`);
      continue;
    }
    if (process === 'chaos-evil') {
      if (one.incidents !== 1) faults.push(`${key}: ${one.incidents} incidents, ${one.status}`);
      continue;
    }
    if (one.status !== 'ended' || one.outcome !== 'completed') faults.push(`${key}: ${one.status} ${one.outcome}`);
    const variables = Object.values(one.state.scopes).find(({ kind }) => kind === 'process')?.variables ?? {};
    if (
      process === 'chaos-lines' &&
      JSON.stringify(variables.all) !== JSON.stringify([n, n + 1, n + 2].map((line) => line * 10))
    )
      faults.push(`${key}: ${JSON.stringify(variables.all)}`);
    if (process === 'chaos-family' && variables.back !== n * 10 + 1)
      faults.push(`${key}: ${JSON.stringify(variables.back)}`);
  }
  const checks: [string, ReturnType<Sql>][] = [
    ['gaps in histories', sql`select case_id from history group by case_id having max(seq) <> count(*)`],
    ['tasks closed twice', sql`select id from task where state = 'closed' group by id having count(*) > 1`],
    [
      'open tasks of ended cases',
      sql`select t.id from task t join cases c on c.id = t.case_id where t.state = 'open' and c.status = 'ended'`,
    ],
    [
      'unconfirmed commands',
      sql`select id from command where not confirmed and created_at < now() - interval '60 seconds'`,
    ],
    [
      'numbers twice',
      sql`select business_key from cases where parent is null and business_key is not null group by key, business_key having count(*) > 1`,
    ],
    [
      'effects twice',
      sql`select case_id, topic from effect where topic in ('payment.refund', 'settle.order') group by case_id, topic having count(*) > 1`,
    ],
    ['set aside', sql`select family, why from quarantine`],
    [
      'overdue by a minute',
      sql`select id from cases where status = 'running' and due is not null and due < (select (value->>'shop')::bigint + (extract(epoch from now()) * 1000 - (value->>'real')::bigint) * (value->>'rate')::int from setting where name = 'clock') - 60 * 1000 * 1440`,
    ],
  ];
  for (const [what, query] of checks) {
    const rows = await query;
    if (rows.length) faults.push(`${what}: ${rows.length} (${JSON.stringify(rows[0])})`);
  }
  for (const { id, state } of await sql<{ id: string; state: Instance }[]>`select id, state from cases`) {
    const tokens = await sql`select id from token where case_id = ${id} order by id`;
    if (JSON.stringify(tokens.map((token) => token.id)) !== JSON.stringify(Object.keys(state.tokens).sort()))
      faults.push(`${id}: tokens`);
    const tasks = await sql`select wait from task where case_id = ${id} and state = 'open' order by 1`;
    const waits = Object.values(state.waits).filter(({ kind }) => kind === 'userTask');
    if (JSON.stringify(tasks.map(({ wait }) => wait)) !== JSON.stringify(waits.map((wait) => wait.id).sort()))
      faults.push(`${id}: tasks`);
  }
  return faults;
}

const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-kill-chaos-'));
chmodSync(data, 0o755);
const stack = await up({
  data,
  pieces: ['postgres', 'temporal', 'worker', 'api'],
  demo: true,
  clockRate: 1_440,
  say: console.log,
});
const sql = connect(stack.databaseUrl, { max: 4 });
const stop = new AbortController();
try {
  await bringPeople(stack);
  await furnish(sql, [{ code: 'QH-3002', name: '水洗棉夏被', price: 25_900, cost: 12_000, available: 100_000 }]);
  for (const definition of PROCESSES)
    await publish(sql, {
      model: Model.parse({ id: definition.key, processes: [definition], diagram: {} }),
      definition,
      forms: { number: NUMBER },
    });
  const boss = await signIn(stack.address, { username: 'chenli', password: PASSWORD });
  const me = await signIn(stack.address, { username: WORKER, password: PASSWORD });
  const staff = ['zhoumin', 'luyuan', 'linxiaowen', 'machao', 'liuyang', 'tangguo', 'mengjie', 'chenli'].map(
    (username) => ({ username, password: PASSWORD }),
  );
  const sandbox = runSandbox({
    address: stack.address,
    table: SandboxTable.parse({ seed: SEED }),
    manager: { username: 'chenli', password: PASSWORD },
    staff,
    untilDone: false,
    signal: stop.signal,
    say: () => {},
  }).catch((error) => console.error(`sandbox: ${(error as Error).message}`));
  const until = Date.now() + MINUTES * 60_000;
  const over = new AbortController();
  const kills = killing(stack, over.signal);
  let n = 0;
  while (Date.now() < until) {
    n += 1;
    const round = [order(boss, n), begin(boss, pick(['chaos-lines', 'chaos-clock', 'chaos-family']), n), work(me, sql)];
    if (n % 5 === 0) round.push(begin(boss, 'chaos-evil', n));
    if (n % 4 === 0) round.push(hostile(boss, stack.address, n));
    for (const done of await Promise.allSettled(round))
      if (done.status === 'rejected') count(`gave up: ${String(done.reason).slice(0, 80)}`);
    await sleep(400);
  }
  over.abort();
  const killed = await kills;
  console.log(`${killed} kills, ${n} orders, ${begun.length} further cases; ${JSON.stringify(refused)}`);
  for (let tries = 0; tries < 90; tries++) {
    await work(me, sql).catch(() => {});
    const [open] = await sql<
      { n: number }[]
    >`select count(*)::int as n from cases where key like 'chaos%' and key <> 'chaos-evil' and status <> 'ended'`;
    if (open?.n === 0) break;
    await sleep(2_000);
  }
  await sleep(15_000);
  stop.abort();
  await sandbox;
  // One moment for all: what is still under way moves on meanwhile.
  const faults = await sql.begin('isolation level repeatable read', (one) => account(one as never));
  for (const at of silent) faults.push(`not live for 5 s at ${at}`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  const [orders] =
    await sql`select count(*)::int as all, count(*) filter (where status = 'ended')::int as ended, sum(incidents)::int as incidents from cases where key = 'order-fulfilment'`;
  console.log(
    `orders: ${JSON.stringify(orders)}; ${faults.length === 0 ? 'nothing lost, doubled or stuck' : `${faults.length} faults`}`,
  );
  process.exitCode = faults.length ? 1 : 0;
} finally {
  stop.abort();
  await sql.end({ timeout: 2 }).catch(() => {});
  await stack.destroy();
}
process.exit();
