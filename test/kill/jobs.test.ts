// A worker outside, which itself dies now and then, does the jobs of thirty cases while API and engine are killed: each job is done, and
// counts once.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createKey } from '../../db/keys.ts';
import { publish } from '../../db/processes.ts';
import { freePort } from '../../stack/ports.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { draw } from '../draw.ts';

const CASES = 30;
const KILLS = 5;
let stack: Stack;
let sql: Sql;
let key: string;

beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-jobs-'));
  chmodSync(data, 0o755);
  stack = await up({ data, pieces: ['postgres', 'temporal', 'worker', 'api'], port: await freePort(18_780) });
  sql = connect(stack.databaseUrl, { max: 4 });
  const job = { type: 'serviceTask', zf: { topic: 'weigh', retries: 50 } } as const;
  const definition = draw('weighing', { s: { type: 'startEvent' }, a: job, b: job, e: { type: 'endEvent' } }, [
    's->a',
    'a->b',
    'b->e',
  ]);
  await publish(sql, {
    definition,
    model: Model.parse({ id: 'weighing', processes: [definition], diagram: {} }),
    forms: {},
  });
  const made = await createKey(
    sql,
    { name: 'weigher', scopes: ['jobs:work', 'cases:start'], createdBy: 'test' },
    'the key of this test',
    'a secret of the tests, long enough',
  );
  key = made!.key;
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
type Job = { id: string; lock: string; key: string; element: string };
type Said = { code?: string; jobs?: Job[] };
/** What a client does: again until there is an answer. */
async function post(address: string, body: object, request: string): Promise<{ status: number; body: Said }> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      const answer = await fetch(`${stack.address}${address}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': request },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.status < 500 && answer.status !== 429)
        return { status: answer.status, body: (await answer.json()) as Said };
    } catch {
      // the API is away
    }
    await sleep(300);
  }
  throw new Error(`no answer from ${address}`);
}

test('every job is done once, whoever is killed', async () => {
  let over = false;
  let effects = 0;
  const seen = new Map<string, number>();
  const work = async (name: string, seed: number) => {
    for (let n = 0; !over; n++) {
      const { body } = await post(
        '/api/jobs/fetch',
        { worker: name, topics: ['weigh'], max: 3, lockSeconds: 4, waitSeconds: 1 },
        `${name}-fetch-${n}`,
      );
      for (const job of body.jobs ?? []) {
        seen.set(job.key, (seen.get(job.key) ?? 0) + 1);
        const chance = (seed + n * 7 + seen.size * 3) % 11;
        // dies with the job in its hands: another gets it
        if (chance === 0) continue;
        if (chance === 1)
          await post(
            `/api/jobs/${encodeURIComponent(job.id)}/fail`,
            { lock: job.lock, message: 'slipped' },
            'no matter',
          );
        else {
          const said = await post(
            `/api/jobs/${encodeURIComponent(job.id)}/complete`,
            { lock: job.lock, variables: { [`by_${job.element}`]: name } },
            'no matter',
          );
          if (said.status < 300) effects++;
          else expect([said.status, said.body.code]).toEqual([409, 'lockLost']);
        }
      }
    }
  };
  const workers = [work('worker-one', 1), work('worker-two', 5)];
  await post('/api/jobs/fetch', { worker: 'first', topics: ['weigh'], waitSeconds: 0 }, 'the first fetch');
  for (let n = 0; n < CASES; n++)
    await post(
      '/api/cases',
      { process: 'weighing', businessKey: `W-${n}`, variables: {} },
      `start-of-${n}-of-weighing`,
    );
  const pieces: Piece[] = ['api', 'worker', 'api', 'worker', 'api'];
  for (const piece of pieces.slice(0, KILLS)) {
    await sleep(2_500);
    await stack.kill(piece);
    await sleep(500);
    await stack.start(piece);
  }
  for (let tries = 0; tries < 240; tries++) {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from cases where status = 'ended'`;
    if (row?.n === CASES) break;
    await sleep(500);
  }
  over = true;
  await Promise.all(workers);
  expect((await sql`select status, count(*)::int as n from cases group by status`)[0]).toEqual({
    status: 'ended',
    n: CASES,
  });
  const rows = await sql<{ element: string; n: number }[]>`
    select element, count(*)::int as n from history where kind = 'completed' and element in ('a', 'b') group by element order by element`;
  expect(rows).toEqual([
    { element: 'a', n: CASES },
    { element: 'b', n: CASES },
  ]);
  expect(effects).toBe(CASES * 2);
  expect(seen.size).toBe(CASES * 2);
  expect(await sql`select id from job`).toHaveLength(0);
  expect(await sql`select 1 from incident`).toHaveLength(0);
}, 240_000);
