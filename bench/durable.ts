// Durable starts and completions through HTTP, ours beside a hand-written Temporal workflow of the same steps, in one run:
// same Postgres, same Temporal server, the two take turns.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseOf, seedDemo } from '../api/demo.ts';
import { type Definition, Model } from '../bpmn/definition.ts';
import type { Variables } from '../bpmn/instance.ts';
import { connect, type Sql } from '../db/connect.ts';
import { publish } from '../db/processes.ts';
import { type Client, signIn } from '../sandbox/client.ts';
import { loadPacks, shipmentOf } from '../sops/pack.ts';
import { freePort } from '../stack/ports.ts';
import { type Stack, up } from '../stack/up.ts';
import { canMeasure, type Parts, spent } from './cpu.ts';
import { closed, type Measured, open } from './load.ts';
import { STEPS, threeSteps } from './process.ts';

export type Target = {
  name: string;
  /** The processes that work for it. */
  parts?: Parts;
  start(key: string, variables?: Variables): Promise<void>;
  complete(key: string, step: string): Promise<void>;
};
const CASES = Number(process.env.BENCH_CASES ?? 120);

/** The process over HTTP; each of its steps is a user task, one after the other. */
export async function ours(stack: Stack, sql: Sql, definition: Definition, steps: string[]): Promise<Target> {
  await publish(sql, {
    model: Model.parse({ id: definition.key, processes: [definition], diagram: {} }),
    definition,
    forms: {},
  });
  const client: Client = await signIn(stack.address, { username: 'chenli', password: 'zhangfa-demo' });
  const cases = new Map<string, string>();
  const must = <T>(result: { ok: true; value: T } | { ok: false; status: number; code: string }): T => {
    if (!result.ok) throw new Error(`${result.status} ${result.code}`);
    return result.value;
  };
  return {
    name: 'Zhangfa',
    async start(key, variables = {}) {
      cases.set(
        key,
        must(
          await client.post<{ case: string }>(
            '/cases',
            { process: definition.key, variables, businessKey: key },
            randomUUID(),
          ),
        ).case,
      );
    },
    async complete(key, step) {
      // A task's id is its case's and a counter: in this straight process the counter is known, no list is read to find it.
      const wait = `k${(2 + steps.indexOf(step)).toString(36)}`;
      must(
        await client.post(
          `/tasks/${encodeURIComponent(`${cases.get(key)}:${wait}`)}/complete`,
          { values: {} },
          randomUUID(),
        ),
      );
    },
  };
}

async function handWritten(stack: Stack): Promise<Target & { stop(): void }> {
  const port = await freePort();
  const children: ChildProcess[] = [];
  for (const ROLE of ['worker', 'api']) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('./hand-written/server.ts', import.meta.url))],
      {
        env: {
          ...process.env,
          DATABASE_URL: stack.databaseUrl,
          TEMPORAL_ADDRESS: stack.temporalAddress,
          PORT: String(port),
          ROLE,
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the hand-written ${ROLE} ended with ${code}`)));
    });
  }
  const post = async (at: string) => {
    const got = await fetch(`http://localhost:${port}${at}`, { method: 'POST' });
    const text = await got.text();
    if (!got.ok || text.includes('notOpen')) throw new Error(`${at}: ${got.status} ${text}`);
  };
  const [worker, api] = children.map(({ pid }) => pid);
  return {
    name: 'hand-written',
    parts: { worker, api, ...shared(stack) },
    start: (key) => post(`/orders/${key}`),
    complete: (key, step) => post(`/orders/${key}/${step}`),
    stop() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

const shared = (stack: Stack): Parts => ({
  temporal: stack.pid('temporal'),
  postgres: stack.pid('postgres'),
});

type Row = { what: string; figures: Measured[]; cost?: Record<string, number>[] };

/** What one operation costs where, in milliseconds of processor time. */
async function costed(target: Target, total: number, work: () => Promise<Measured>) {
  const before = spent(target.parts ?? {});
  const figures = await work();
  const after = spent(target.parts ?? {});
  const cost = Object.fromEntries(
    Object.entries(after).map(([part, ms]) => [part, (ms - (before[part] ?? 0)) / total]),
  );
  return { figures, cost };
}

/** Starts, then completions, at so many clients; the two targets take turns and swap who is first. */
async function compare(targets: Target[], clients: number, round: number): Promise<Row[]> {
  const starts: Row = { what: `starts, ${clients} client${clients > 1 ? 's' : ''}`, figures: [], cost: [] };
  const completions: Row = { what: `completions, ${clients} client${clients > 1 ? 's' : ''}`, figures: [], cost: [] };
  const run = async (row: Row, index: number, total: number, operate: (each: number) => Promise<void>) => {
    const { figures, cost } = await costed(targets[index] as Target, total, () => closed(clients, total, operate));
    row.figures[index] = figures;
    if (row.cost) row.cost[index] = cost;
  };
  const order = round % 2 ? [1, 0] : [0, 1];
  for (const index of order) {
    const target = targets[index] as Target;
    const total = Math.max(CASES / 4, Math.min(CASES, clients * 12));
    const keys = Array.from({ length: total }, (_, each) => `b-${target.name}-${clients}-${round}-${each}`);
    await run(starts, index, total, (each) => target.start(keys[each] as string));
    await run(completions, index, total * STEPS.length, async (each) => {
      const step = Math.floor(each / total);
      await target.complete(keys[each % total] as string, STEPS[step] as string);
    });
  }
  return [starts, completions];
}

async function arrivals(targets: Target[], rate: number): Promise<Row> {
  const figures: Measured[] = [];
  for (const target of targets) {
    const total = rate * 5;
    const keys = Array.from({ length: total }, (_, each) => `o-${target.name}-${rate}-${each}`);
    await closed(8, total, (each) => target.start(keys[each] as string));
    figures.push(await open(rate, total, (each) => target.complete(keys[each] as string, STEPS[0] as string)));
  }
  return { what: `completions arriving at ${rate}/s`, figures };
}

/** A shop of its own for the time of `work`. */
export async function withStack<T>(work: (stack: Stack, sql: Sql) => Promise<T>): Promise<T> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-bench-'));
  chmodSync(data, 0o755);
  const stack = await up({ data, demo: true });
  const sql = connect(stack.databaseUrl, { max: 2 });
  try {
    const base = baseOf((await loadPacks('sops')).map(shipmentOf));
    await seedDemo(sql, base);
    return await work(stack, sql);
  } finally {
    await sql.end({ timeout: 1 });
    await stack.destroy();
  }
}

export const durableBench = (): Promise<string[][]> => withStack(sideBySide);

async function sideBySide(stack: Stack, sql: Sql): Promise<string[][]> {
  const hand = await handWritten(stack);
  try {
    const own = await ours(stack, sql, threeSteps(), STEPS);
    const parts = { worker: stack.pid('worker'), api: stack.pid('api'), ...shared(stack) };
    const targets: Target[] = [{ ...own, parts }, hand];
    await compare(targets, 4, 99);
    const rows: Row[] = [];
    for (const [round, clients] of [1, 8, 32].entries()) rows.push(...(await compare(targets, clients, round)));
    for (const rate of [20, 40]) rows.push(await arrivals(targets, rate));
    return [...rows.map(speedOf), ...(canMeasure ? rows.flatMap(costOf) : [])];
  } finally {
    hand.stop();
  }
}

const show = ({ perSecond, p50, p99 }: Measured) =>
  `${perSecond.toFixed(0)}/s  p50 ${p50.toFixed(0)}  p99 ${p99.toFixed(0)} ms`;

function speedOf({ what, figures }: Row): string[] {
  const [us, them] = figures as [Measured, Measured];
  const ratio = what.includes('arriving')
    ? `p50 × ${(us.p50 / them.p50).toFixed(2)}`
    : `× ${(us.perSecond / them.perSecond).toFixed(2)}`;
  return [what, show(us), show(them), ratio];
}

/** Milliseconds of processor time an operation, by part. */
function costOf({ what, cost }: Row): string[][] {
  if (!cost) return [];
  const [us, them] = cost as [Record<string, number>, Record<string, number>];
  const told = (each: Record<string, number>) =>
    Object.entries(each)
      .map(([part, ms]) => `${part} ${ms.toFixed(1)}`)
      .join('  ');
  const whole = (each: Record<string, number>) => Object.values(each).reduce((sum, ms) => sum + ms, 0);
  return [[`… CPU ms, ${what}`, told(us), told(them), `× ${(whole(us) / whole(them)).toFixed(2)} of the cost`]];
}
