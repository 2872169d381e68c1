// Everything a shop needs on one machine, brought up in order and taken down in the reverse one.
// `zhangfa start` uses it, and so do the tests, which kill its pieces and bring them back.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../db/connect.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { setClockRate } from '../db/settings.ts';
import { adoptThisCore } from './adopt-core.ts';
import { type ChildSpec, createChildren } from './children.ts';
import { takeLock } from './lock.ts';
import { claimPort, freePort } from './ports.ts';
import { postgresServer } from './postgres.ts';
import { registerSearchAttributes } from './register-search-attributes.ts';
import { packageRoot } from './root.ts';
import { announceServers, withdrawServers } from './running-servers.ts';
import { keptSecret } from './secret.ts';
import { temporalAnswers, temporalServer } from './temporal.ts';
import { temporalBinary } from './temporal-binary.ts';

export type Piece = 'postgres' | 'temporal' | 'worker' | 'api';

export type StackOptions = {
  /** Folder of all data, logs and secrets. */
  data: string;
  /**
   * All of them when absent. Postgres and Temporal always come up, save where DATABASE_URL and TEMPORAL_ADDRESS name
   * servers; listing them here means the built-in ones whatever the environment says.
   */
  pieces?: Piece[];
  /** Where the API listens; this machine only when absent. */
  host?: string;
  /** Of the API; a taken one is refused. Absent: 8080, or the next free one. */
  port?: number;
  /** Absent: any free one. */
  postgresPort?: number;
  temporalPort?: number;
  /** Seeds a shop to look at. */
  demo?: boolean;
  /** How fast the shop clock runs; 1 is real time. */
  clockRate?: number;
  /** Further variables for worker and API. */
  env?: Record<string, string>;
  /** Folder of migrations; the product's own when absent. */
  migrations?: string;
  say?: (line: string) => void;
  /** Aborted while starting: what runs already is stopped, and `up` throws its reason. */
  signal?: AbortSignal;
};

export type Stack = {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  /** Where the API and the web are. */
  address: string;
  /** What worker and API are started with, for further processes beside them. */
  env: Record<string, string>;
  /** Ends all pieces in order; data stays. */
  stop(): Promise<void>;
  /** Ends all pieces and deletes their data. */
  destroy(): Promise<void>;
  /** SIGKILL; the piece stays down until `start`. */
  kill(piece: Piece): Promise<void>;
  start(piece: Piece): Promise<void>;
  pid(piece: Piece): number | undefined;
};

const order: Piece[] = ['postgres', 'temporal', 'worker', 'api'];

export async function up(options: StackOptions): Promise<Stack> {
  const say = options.say ?? (() => {});
  const data = path.resolve(options.data);
  const pieces = options.pieces ?? order;
  mkdirSync(data, { recursive: true });
  const lock = takeLock(data);
  const children = createChildren(data, say);
  const started: Piece[] = [];

  async function start(spec: ChildSpec): Promise<void> {
    options.signal?.throwIfAborted();
    started.push(spec.name as Piece);
    await children.start(spec);
  }

  async function stop(): Promise<void> {
    for (const piece of started.splice(0).reverse()) await children.stop(piece).catch((error) => say(String(error)));
    withdrawServers(data);
    lock.release();
  }

  try {
    const port = options.port ? await claimPort(options.port) : await freePort(8080);
    const database = await bringUpPostgres(options, data, start, say);
    const temporal = await bringUpTemporal(options, data, start, say);
    await bringDatabaseUpToDate(database.url, options.migrations ?? path.join(packageRoot, 'db', 'migrations'), say);
    if (pieces.includes('worker')) await adoptCore(database.url, temporal, say);
    if (options.clockRate) await setShopClock(database.url, options.clockRate, say);
    const env = environment(options, data, database.url, temporal, port);
    announceServers(data, {
      databaseUrl: database.url,
      temporalAddress: temporal.address,
      temporalNamespace: temporal.namespace,
    });
    if (pieces.includes('worker')) await start(ownProcess('worker', env));
    if (pieces.includes('api')) await start(ownProcess('api', env));
    options.signal?.throwIfAborted();
    const everywhere = ['127.0.0.1', '0.0.0.0', '::', undefined].includes(options.host);
    const address = `http://${everywhere ? 'localhost' : options.host}:${port}`;
    lock.announce(address);
    return {
      databaseUrl: database.url,
      temporalAddress: temporal.address,
      temporalNamespace: temporal.namespace,
      address,
      env,
      stop,
      async destroy() {
        await stop();
        if (database.dataDir) rmSync(database.dataDir, { recursive: true, force: true });
        rmSync(data, { recursive: true, force: true });
      },
      kill: (piece) => children.kill(piece),
      start: (piece) => children.restart(piece),
      pid: (piece) => children.pid(piece),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = (spec: ChildSpec) => Promise<void>;
type Say = (line: string) => void;

async function bringUpPostgres(
  options: StackOptions,
  data: string,
  start: Start,
  say: Say,
): Promise<{ url: string; dataDir?: string }> {
  const given = process.env.DATABASE_URL;
  if (given && !options.pieces?.includes('postgres')) return { url: given };
  const server = await postgresServer(data, options.postgresPort ?? (await freePort()), say);
  await start(server.spec);
  return server;
}

async function bringUpTemporal(options: StackOptions, data: string, start: Start, say: Say) {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given && !options.pieces?.includes('temporal')) {
    const namespace = process.env.TEMPORAL_NAMESPACE ?? 'default';
    await temporalAnswers(given, namespace, () => true, 30_000);
    await registerSearchAttributes(given, namespace);
    return { address: given, namespace };
  }
  const port = options.temporalPort ?? (await freePort());
  await start(temporalServer({ binary: await temporalBinary(say), data, port }));
  return { address: `127.0.0.1:${port}`, namespace: 'default' };
}

async function bringDatabaseUpToDate(url: string, migrations: string, say: Say): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: 'zhangfa migrate' });
  try {
    const applied = await migrate(sql, readMigrations(migrations));
    if (applied.length > 0) say(`Database brought up to date: ${applied.join(', ')}`);
  } finally {
    await sql.end();
  }
}

async function adoptCore(url: string, temporal: { address: string; namespace: string }, say: Say): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: 'zhangfa core' });
  try {
    await adoptThisCore(sql, temporal, say);
  } finally {
    await sql.end();
  }
}

async function setShopClock(url: string, rate: number, say: Say): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: 'zhangfa clock' });
  try {
    if (await setClockRate(sql, rate)) say(`The shop clock runs at ${rate} times real time`);
  } finally {
    await sql.end();
  }
}

function environment(
  options: StackOptions,
  data: string,
  databaseUrl: string,
  temporal: { address: string; namespace: string },
  port: number,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    PORT: String(port),
    ZHANGFA_HOST: options.host ?? '127.0.0.1',
    ZHANGFA_DATA: data,
    ZHANGFA_SECRET: process.env.ZHANGFA_SECRET ?? keptSecret(data, 'secret'),
    ...(options.demo ? { ZHANGFA_DEMO: '1' } : {}),
    ...(options.clockRate ? { ZHANGFA_CLOCK: String(options.clockRate) } : {}),
    ...options.env,
  };
}

/** `zhangfa worker` or `zhangfa api` as a process of its own, which says "ready" when it can be used. */
function ownProcess(name: 'worker' | 'api', env: Record<string, string>): ChildSpec {
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', path.join(packageRoot, 'bin', 'zhangfa.mjs'), name],
    env: { ...process.env, ...env, TZ: 'UTC' },
    ipc: true,
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    ready: (child) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${name} was not ready within 90 s`)), 90_000);
        child.on('message', (message) => {
          if (message !== 'ready') return;
          clearTimeout(timer);
          resolve();
        });
        child.once('exit', () => clearTimeout(timer));
      }),
  };
}
