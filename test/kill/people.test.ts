// People decide, send back, come too late and are passed over while API, worker, Temporal and Postgres are killed, one or two at once: every
// case ends, every vote counts once, no rung of a ladder is climbed twice or left out, nobody is told twice.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { publish } from '../../db/processes.ts';
import { freePort } from '../../stack/ports.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { bringPeople } from '../demo-people.ts';
import { draw } from '../draw.ts';
import { seeded } from './kills.ts';

/** By hand, larger: KILL_CASES=200 KILL_KILLS=40. */
const CASES = Number(process.env.KILL_CASES ?? 24);
const KILLS = Number(process.env.KILL_KILLS ?? 8);
const seed = Number(process.env.KILL_SEED ?? 1);
const PIECES: Piece[] = ['api', 'worker', 'postgres', 'temporal'];
/** Shop seconds a second. */
const RATE = 60;

const by = (...people: string[]) => ({ participants: people.map((value) => ({ rule: 'person', value })) });
const limit = (target: string, ...steps: [at: string, act: string, to?: string][]) => [
  { kind: 'resolution', target, steps: steps.map(([at, act, to]) => ({ at, act, ...(to && { to }) })) },
];
const VOTERS = ['chenli', 'zhoumin', 'luyuan'];
const together = draw(
  'together',
  {
    s: { type: 'startEvent', eventDefinitions: [] },
    fill: { type: 'userTask', name: '填报', zf: by('linxiaowen') },
    decide: {
      type: 'userTask',
      name: '会签',
      zf: {
        ...by(...VOTERS),
        mode: 'all',
        refusal: 'end',
        result: 'came',
        cc: ['person:mengjie'],
        deadline: limit('PT20M', ['50%', 'remind'], ['100%', 'vote:agree']),
      },
    },
    pack: {
      type: 'userTask',
      name: '备货',
      zf: {
        participants: [{ rule: 'role', value: 'warehouse' }],
        deadline: limit('PT10M', ['50%', 'remind'], ['100%', 'reassign', 'person:machao']),
      },
    },
    e: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['s->fill', 'fill->decide', 'decide->pack', 'pack->e'],
);

let stack: Stack;
let sql: Sql;
beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-people-'));
  chmodSync(data, 0o755);
  stack = await up({ data, pieces: PIECES, demo: true, port: await freePort(18_720) });
  sql = connect(stack.databaseUrl, { max: 2 });
  await bringPeople(stack);
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
type Said = { status: number; body: any };
/** What a client does: the same again until there is an answer. */
async function person(username: string) {
  const entering = await fetch(`${stack.address}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'zhangfa-demo' }),
  });
  const cookie = entering.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (method: string, address: string, body?: object, key?: string): Promise<Said> => {
    for (let tries = 0; tries < 300; tries++) {
      try {
        const answer = await fetch(`${stack.address}/api${address}`, {
          method,
          headers: {
            cookie,
            'content-type': 'application/json',
            ...(key !== undefined && { 'idempotency-key': `${seed}-${key}` }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(20_000),
        });
        const text = await answer.text();
        const read = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
        if (![202, 429].includes(answer.status) && answer.status < 500 && read.code !== 'stillRunning')
          return { status: answer.status, body: read };
      } catch {
        // away
      }
      await sleep(200);
    }
    throw new Error(`no answer to ${method} ${address}`);
  };
}
type Say = Awaited<ReturnType<typeof person>>;

async function killing(over: AbortSignal): Promise<Piece[]> {
  const next = seeded(seed);
  const killed: Piece[] = [];
  while (killed.length < KILLS) {
    await sleep(1_500 + next() * 3_000);
    if (over.aborted) break;
    const now = [...PIECES].sort(() => next() - 0.5).slice(0, next() < 0.3 ? 2 : 1);
    await Promise.all(now.map((piece) => stack.kill(piece)));
    killed.push(...now);
    await sleep(200 + next() * 800);
    for (const piece of ['postgres', 'temporal', 'worker', 'api'] as const)
      if (now.includes(piece)) await stack.start(piece);
  }
  return killed;
}

type Task = { id: string; case: string; element: string };
/** Does what is on the list, as `how` says; what it says nothing of is left to the clock. */
async function works(
  say: Say,
  over: AbortSignal,
  view: 'todo' | 'claimable',
  how: (task: Task) => [string, object] | undefined,
) {
  while (!over.aborted) {
    const { items = [] } = (await say('GET', `/tasks?view=${view}&limit=100`)).body;
    for (const task of items as Task[]) {
      const act = how(task);
      if (act) await say('POST', `/tasks/${encodeURIComponent(task.id)}/${act[0]}`, act[1], `${act[0]}-${task.id}`);
    }
    await sleep(400);
  }
}

test(`${CASES} decisions of several people survive kills`, { timeout: 900_000 }, async () => {
  const drawn = Model.parse({ id: together.key, processes: [together], diagram: {} });
  await publish(sql, { definition: together, model: drawn, forms: {} });
  const [boss, lin, zhou, lu, machao] = (await Promise.all(
    ['gaoyuan', 'linxiaowen', 'zhoumin', 'luyuan', 'machao'].map(person),
  )) as [Say, Say, Say, Say, Say];
  expect((await boss('PATCH', '/settings', { clock: { rate: RATE } })).status).toBe(200);
  const over = new AbortController();
  const kills = killing(over.signal);
  const begun: string[] = [];
  const nth = (task: Task) => begun.indexOf(task.case);
  const returned = new Set<string>();
  const staff = [
    works(lin, over.signal, 'todo', ({ element }) => (element === 'fill' ? ['complete', {}] : undefined)),
    // Sends every fifth back once; of the others he agrees to two in three.
    works(zhou, over.signal, 'todo', (task) => {
      if (task.element !== 'decide') return undefined;
      if (nth(task) % 5 === 0 && !returned.has(task.case)) {
        returned.add(task.case);
        return ['return', { to: 'fill', mode: 'straight', comment: '补一张图' }];
      }
      return nth(task) % 3 ? ['complete', { verdict: 'agree' }] : undefined;
    }),
    works(lu, over.signal, 'todo', (task) =>
      task.element === 'decide' && nth(task) % 2 ? ['complete', { verdict: 'agree' }] : undefined,
    ),
    works(machao, over.signal, 'todo', ({ element }) => (element === 'pack' ? ['complete', {}] : undefined)),
  ];
  for (let one = 0; one < CASES; one++) {
    const { body } = await boss('POST', '/cases', { process: together.key, variables: {} }, `case-${one}`);
    begun.push(body.case);
  }
  const open = async (): Promise<number> => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from cases where id = any(${begun}) and status <> 'ended'`;
    return row?.n ?? CASES;
  };
  const killed = await kills;
  for (const end = Date.now() + 300_000; (await open().catch(() => CASES)) > 0 && Date.now() < end; ) await sleep(500);
  over.abort();
  await Promise.all(staff);
  expect(await open()).toBe(0);
  expect(killed.length).toBeGreaterThanOrEqual(KILLS);

  // Each vote counts once, and those who were late are said to have been.
  const states = await sql<{ id: string; came: { votes: { person: string; how?: string }[] } }[]>`
    select id, state->'scopes'->'k0'->'variables'->'came' as came from cases where id = any(${begun})`;
  for (const { came } of states) {
    expect(came.votes.length).toBe(VOTERS.length);
    expect(new Set(came.votes.map((vote) => vote.person)).size).toBe(VOTERS.length);
    expect(came.votes.some(({ how }) => how === 'late')).toBe(true);
  }
  // No rung twice for one task, and none is left out on the way to one that was climbed.
  const rungs = await sql<{ case_id: string; token: string; element: string; acts: string[] }[]>`
    select case_id, token, element, array_agg(data->>'act' order by seq) as acts from history where case_id = any(${begun}) and kind = 'acted' group by 1, 2, 3`;
  for (const { element, acts } of rungs) {
    const whole = element === 'decide' ? ['remind', 'vote:agree'] : ['remind', 'reassign'];
    expect(whole.slice(0, acts.length)).toEqual(acts);
  }
  const packs = rungs.filter(({ element }) => element === 'pack');
  expect(packs.filter(({ acts }) => acts.length === 2).length).toBe(CASES);
  // Copies once a case; nothing is left to be done.
  const [copies] = await sql<{ n: number }[]>`
    select count(*)::int as n from notice where what = 'copied' and about_id = any(${begun})`;
  expect(copies?.n).toBe(CASES);
  const [left] = await sql<{ open: number; waiting: number; stuck: number }[]>`
    select (select count(*) from task where case_id = any(${begun}) and state not in ('closed', 'withdrawn'))::int as open,
      (select count(*) from command where case_id = any(${begun}) and answer is null)::int as waiting,
      (select count(*) from incident where case_id = any(${begun}))::int as stuck`;
  expect(left).toEqual({ open: 0, waiting: 0, stuck: 0 });
  // Sent back once where it was, and the vote of whoever had agreed before stood.
  const [back] = await sql<{ n: number }[]>`
    select count(*)::int as n from history where case_id = any(${begun}) and kind = 'returned'`;
  expect(back?.n).toBe(returned.size);
});
