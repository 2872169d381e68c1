// Other engines and a hand-written Temporal workflow on the same process, in the same run as ours. Their harness is the folder
// `shared/peers` beside the checkout (or PEERS=folder): `run.sh ENGINE` prints JSON lines. What cannot run says what it needs.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Definition } from '../bpmn/definition.ts';
import type { Draft } from '../bpmn/draft.ts';
import type { Occurrence, Variables } from '../bpmn/instance.ts';
import { apply, begin, create } from '../bpmn/step.ts';
import { parseBpmn } from '../bpmn/xml.ts';
import { packageRoot } from '../stack/root.ts';
import { temporalBinary } from '../stack/temporal-binary.ts';
import { ours, withStack } from './durable.ts';
import { closed, type Measured } from './load.ts';

type Phase = { phase: string; n: number; per_second: number; p50_ms: number; p99_ms: number };
type Peer = {
  name: string;
  engine: string;
  /** Why it cannot run here, and how to get what is missing; undefined = it can. */
  missing(): string | undefined;
  env: Record<string, string>;
};

const folder = process.env.PEERS ?? path.join(packageRoot, '..', 'shared', 'peers');
const build = process.env.PEERS_BUILD ?? path.join(os.tmpdir(), 'zhangfa-peers');
const CLIENTS = 8;

const onPath = (program: string) => spawnSync('which', [program]).status === 0;
const SYSTEM_POSTGRES = '/usr/lib/postgresql/15/bin';
function javaMissing(): string | undefined {
  const lacking = [
    !onPath('java') || !onPath('mvn') ? 'Java 17 and Maven (apt-get install openjdk-17-jdk-headless maven)' : '',
    !onPath('psql') ? 'psql (apt-get install postgresql-client)' : '',
    !process.env.PGPORT && !existsSync(SYSTEM_POSTGRES)
      ? 'a Postgres: PGPORT and PGPASSWORD of one that runs, or apt-get install postgresql-15'
      : '',
    !process.env.PGPORT && process.getuid?.() !== 0 ? 'root, to start a Postgres (or PGPORT of one that runs)' : '',
  ].filter(Boolean);
  return lacking.length ? `needs ${lacking.join(', ')}` : undefined;
}

const PEERS: Peer[] = [
  { name: 'bpmn-engine', engine: 'bpmn-engine', missing: () => undefined, env: { N: '1000', WARM: '500' } },
  { name: 'Operaton', engine: 'operaton', missing: javaMissing, env: { N: '1000', WARM: '1000' } },
  { name: 'Flowable', engine: 'flowable', missing: javaMissing, env: { N: '1000', WARM: '1000' } },
  {
    name: 'hand-written Temporal',
    engine: 'temporal',
    missing: () => undefined,
    env: { N: '300', WARM: '50', TUNED: '1' },
  },
];

/** The JSON lines that the harness prints. Its other words are kept for when it fails. */
function harness(engine: string, env: Record<string, string>): Promise<Phase[]> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [path.join(folder, 'run.sh'), engine], {
      env: { ...process.env, PEERS_BUILD: build, CONC: String(CLIENTS), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let words = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      words += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(words.trim().split('\n').slice(-3).join(' ') || `ended with ${code}`));
      const lines = out.split('\n').filter((line) => line.startsWith('{'));
      resolve(lines.map((line) => JSON.parse(line) as Phase).filter((each) => each.phase !== undefined));
    });
  });
}

/** The Postgres that the harness has started for the Java engines; it makes one anew, but does not take up an old one. */
function removePostgres() {
  const data = path.join(build, 'pg15');
  if (existsSync(path.join(data, 'postmaster.pid')))
    spawnSync('su', ['postgres', '-c', `${SYSTEM_POSTGRES}/pg_ctl -D ${data} -m fast stop`], { stdio: 'ignore' });
  rmSync(data, { recursive: true, force: true });
}

const lines = (index: number): Variables[] => {
  const list: Variables[] = [];
  for (let each = 0; JSON.stringify(list).length < 470; each++)
    list.push({ sku: `SKU-${1_000 + ((index + each) % 9_000)}`, qty: 1 + (each % 9), price: 10.5 + each });
  return list;
};
/** As the harness gives them to every engine. */
const variablesOf = (index: number): Variables => ({
  orderId: `ORD-${index}`,
  amount: index % 2 ? 500 : 1_500,
  lines: lines(index),
});

/**
 * The harness's process, read as any file of another engine. Its service tasks do nothing: in the core each is a job that is
 * asked for and answered; through HTTP they are left unbound, as the other engines run theirs in the transaction at hand.
 */
async function order(bound: boolean): Promise<Definition> {
  const { model } = await parseBpmn(readFileSync(path.join(folder, 'order.bpmn')));
  const [definition] = model.processes;
  if (!definition) throw new Error('order.bpmn holds no process');
  if (bound) return definition;
  for (const element of Object.values(definition.elements)) {
    if (element.type === 'serviceTask') delete element.zf;
    if (element.type === 'userTask') element.zf = { participants: [{ rule: 'starter', value: '' }] };
  }
  return { ...definition, key: 'peer-order', zf: {} };
}

const answer = (draft: Draft): Occurrence | undefined => {
  for (const wait of draft.waits.values()) {
    if (wait.kind === 'job') return { type: 'serviceCompleted', at: 1, wait: wait.id };
    if (wait.kind === 'userTask') return { type: 'taskCompleted', at: 1, task: wait.id, variables: { decision: 'ok' } };
  }
  return undefined;
};

/** Whole runs a second of the core, on a kept draft. */
function coreRuns(definition: Definition, seconds: number): number {
  const given = [variablesOf(0), variablesOf(1)];
  const begun = performance.now();
  let done = 0;
  for (; performance.now() - begun < seconds * 1_000; done++) {
    const draft = begin(definition, create(definition, `c${done}`, 0));
    apply(draft, { type: 'started', at: 0, variables: given[done % 2] as Variables });
    for (let next = answer(draft); next; next = answer(draft)) apply(draft, next);
    if (draft.meta.status !== 'ended') throw new Error('the peers’ order has not ended');
  }
  return done / ((performance.now() - begun) / 1_000);
}

type Durable = { starts: Measured; completions: Measured };
const CASES = Number(process.env.BENCH_PEER_CASES ?? 300);

/** Starts, then completions of the one user task, through HTTP: as the harness counts them. */
const durable = (definition: Definition): Promise<Durable> =>
  withStack(async (stack, sql) => {
    const target = await ours(stack, sql, definition, ['task']);
    const pass = async (name: string, total: number): Promise<Durable> => ({
      starts: await closed(CLIENTS, total, (index) => target.start(`${name}-${index}`, variablesOf(index))),
      completions: await closed(CLIENTS, total, (index) => target.complete(`${name}-${index}`, 'task')),
    });
    await pass('warm', 100);
    return pass('peer', CASES);
  });

const times = (us: number, them: number | undefined) =>
  them ? `× ${(us / them).toFixed(us / them >= 10 ? 0 : 2)}` : '–';
const shown = (value: number | undefined) => (value === undefined ? '–' : Math.round(value).toLocaleString('en'));

/** One row a peer; `say` tells what is at work, as this takes minutes. */
export async function peersBench(say: (line: string) => void): Promise<string[][]> {
  if (!existsSync(path.join(folder, 'run.sh')))
    return [[`The harness is not there: ${folder} (PEERS names another folder)`]];
  mkdirSync(build, { recursive: true });
  chmodSync(build, 0o755);
  removePostgres();
  const bound = await order(true);
  coreRuns(bound, 1);
  const first = coreRuns(bound, 2);
  const rows: string[][] = [];
  let us: Durable | undefined;
  let core = first;
  for (const { name, engine, missing, env } of PEERS) {
    const why = missing();
    if (why) {
      rows.push([name, `not run: ${why}`]);
      continue;
    }
    say(`${name} …`);
    try {
      const more: Record<string, string> = engine === 'temporal' ? { TEMPORAL: await temporalBinary(say) } : {};
      const phases = await harness(engine, { ...env, ...more });
      const of = (start: string) => phases.find(({ phase }) => phase.startsWith(start))?.per_second;
      if (engine === 'bpmn-engine') {
        core = Math.max(first, coreRuns(bound, 2));
        const them = of('1+3 full run');
        rows.push([name, `whole runs/s, core`, shown(core), shown(them), times(core, them), 'goal × 50']);
        continue;
      }
      if (!us) say('Zhangfa …');
      us ??= await durable(await order(false));
      rows.push(
        [
          name,
          'starts/s',
          shown(us.starts.perSecond),
          shown(of('1-start')),
          times(us.starts.perSecond, of('1-start')),
          '',
        ],
        [
          '',
          'completions/s',
          shown(us.completions.perSecond),
          shown(of('3-complete')),
          times(us.completions.perSecond, of('3-complete')),
          '',
        ],
      );
    } catch (error) {
      rows.push([name, `not run: ${(error as Error).message}`]);
    }
  }
  removePostgres();
  return rows;
}
