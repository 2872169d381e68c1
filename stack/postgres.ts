// The embedded Postgres: a real server with its durable settings left on, spawned directly so that it can be killed
// and come up again on the same data. DATABASE_URL replaces it.
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { type ChildSpec, Unrepeatable } from './children.ts';
import { type PostgresPlace, postgresPlace } from './postgres-place.ts';
import { commandLine, endProcess, identify } from './processes.ts';
import { runCommand } from './run-command.ts';
import { keptSecret } from './secret.ts';

export type PostgresServer = { spec: ChildSpec; url: string; dataDir: string };

const user = 'zhangfa';
const database = 'zhangfa';

/** Initialises the data folder on first use; the server itself starts with `children.start(spec)`. */
export async function postgresServer(data: string, port: number, say: (line: string) => void): Promise<PostgresServer> {
  const place = postgresPlace(data);
  if (!existsSync(path.join(place.dataDir, 'PG_VERSION'))) {
    say(`Creating the database in ${place.dataDir}`);
    await initialise(place, keptSecret(data, 'postgres-password'));
  }
  return { spec: server(place, port, urlOf(data, port, 'postgres')), url: urlOf(data, port), dataDir: place.dataDir };
}

export function urlOf(data: string, port: number, name = database): string {
  return `postgres://${user}:${keptSecret(data, 'postgres-password')}@127.0.0.1:${port}/${name}`;
}

function server(place: PostgresPlace, port: number, url: string): ChildSpec {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  return {
    name: 'postgres',
    command: path.join(place.bin, 'postgres'),
    args: ['-D', place.dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    cwd: place.dataDir,
    uid: place.uid,
    gid: place.gid,
    // Fast shutdown: open sessions are ended, everything is written.
    stopSignal: 'SIGINT',
    graceMs: 20_000,
    // After a SIGKILL the old server's processes need a moment to let go of the shared memory.
    attempts: 10,
    prepare: () => clearTheWay(place.dataDir),
    ready: (_, alive) => databaseExists(url, alive, place.dataDir),
  };
}

/** Under another name first: a broken-off initdb leaves a folder that looks like a database and is none. */
async function initialise(place: PostgresPlace, password: string): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-init-'));
  const passwordFile = path.join(scratch, 'password');
  const arriving = `${place.dataDir}.arriving`;
  try {
    rmSync(arriving, { recursive: true, force: true });
    mkdirSync(arriving, { recursive: true, mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    for (const file of [scratch, passwordFile, arriving]) {
      if (place.uid !== undefined && place.gid !== undefined) chownSync(file, place.uid, place.gid);
    }
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = [`--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await runCommand(path.join(place.bin, 'initdb'), [`--pgdata=${arriving}`, ...access, ...locale], {
      uid: place.uid,
      gid: place.gid,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    renameSync(arriving, place.dataDir);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * A killed server leaves postmaster.pid. If its pid is a Postgres on this very folder, that one is ended; if the pid
 * belongs to a stranger by now, the file is taken away; else Postgres itself checks and clears what it finds.
 */
async function clearTheWay(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  const holder = Number.isNaN(pid) ? undefined : identify(pid);
  if (!holder) return;
  if (commandLine(pid).includes(dataDir)) await endProcess(holder, 'SIGINT', 20_000);
  else rmSync(file, { force: true });
}

/** Waits until the server takes connections (after a crash it replays its log first) and our database is there. */
async function databaseExists(url: string, alive: () => boolean, dataDir: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  let reason = '';
  while (Date.now() < deadline && alive()) {
    const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    try {
      const found = await sql`select 1 from pg_database where datname = ${database}`;
      if (found.length === 0) await sql`create database ${sql(database)}`;
      return;
    } catch (error) {
      // It will not get right by asking again.
      if ((error as { code?: string }).code === '28P01')
        throw new Unrepeatable(
          `The database in ${dataDir} does not take the password in the file postgres-password beside it: it was made with another one. Bring both back from the same copy of the data folder.`,
        );
      reason = (error as Error).message;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  throw new Error(`Postgres did not become ready: ${reason}`);
}
