// The processes of the stack: started, logged, watched, started again with back-off, stopped in order.
// Each is the head of its own process group, so that a Ctrl-C in the terminal reaches the stack alone, which then
// stops them one after another; each is on record in run/, so that a killed stack's orphans can be ended.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { endProcess, identify, isAlive, killTree, readIdentity } from './processes.ts';

export type ChildSpec = {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** The child says "ready" over Node's IPC channel, and ends by itself when the channel closes. */
  ipc?: boolean;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** How often a start is tried before it counts as failed; 1 when absent. */
  attempts?: number;
  /** Before each start, also the automatic ones. */
  prepare?: () => Promise<void> | void;
  /** Resolves when the child can be used; `alive` turns false when it died. */
  ready: (child: ChildProcess, alive: () => boolean) => Promise<void>;
};

export type Children = {
  start(spec: ChildSpec): Promise<void>;
  /** Starts again what was stopped or killed. */
  restart(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  /** SIGKILL to the process and everything below it; it stays down until `restart`. */
  kill(name: string): Promise<void>;
  pid(name: string): number | undefined;
};

type Child = { spec: ChildSpec; process?: ChildProcess; wanted: boolean; failures: number; startedAt: number };

/** One file a running process. */
const recordsOf = (data: string) => path.join(data, 'run');
export const recordOf = (data: string, name: string) => path.join(recordsOf(data), `${name}.json`);

const firstPauseMs = 250;
const longestPauseMs = 15_000;
const steadyAfterMs = 30_000;

/** Will not get better by starting again. */
export class Unrepeatable extends Error {}

export function createChildren(data: string, say: (line: string) => void): Children {
  const children = new Map<string, Child>();
  const logOf = (name: string) => path.join(data, 'logs', `${name}.log`);

  const known = (name: string): Child => {
    const child = children.get(name);
    if (!child) throw new Error(`"${name}" is not part of this stack (${[...children.keys()].join(', ')}).`);
    return child;
  };

  async function launch(child: Child): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await launchOnce(child);
      } catch (error) {
        const last = attempt >= (child.spec.attempts ?? 1) || error instanceof Unrepeatable;
        if (last || !child.wanted) throw error;
        await new Promise((resolve) => setTimeout(resolve, firstPauseMs * attempt));
      }
    }
  }

  async function launchOnce(child: Child): Promise<void> {
    const { spec } = child;
    await spec.prepare?.();
    const log = openLog(logOf(spec.name));
    const started = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env ?? process.env,
      uid: spec.uid,
      gid: spec.gid,
      detached: true,
      stdio: spec.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    });
    closeSync(log);
    child.process = started;
    child.startedAt = Date.now();
    let alive = true;
    const died = new Promise<never>((_, reject) => {
      started.once('error', (error) => {
        alive = false;
        reject(new Error(`${spec.name} cannot be started: ${error.message}`));
      });
      started.once('exit', (code, signal) => {
        alive = false;
        child.process = undefined;
        rmSync(recordOf(data, spec.name), { force: true });
        reject(new Error(`${spec.name} stopped (${signal ?? `exit code ${code}`}).\n${tail(logOf(spec.name))}`));
      });
    });
    died.catch(() => {});
    try {
      // On a full disk it cannot be written: who is on no record is not left running, and is started again until he can be.
      if (started.pid) writeRecord(recordOf(data, spec.name), started.pid);
      await Promise.race([spec.ready(started, () => alive), died]);
    } catch (error) {
      if (alive && started.pid) {
        killTree(started.pid);
        await died.catch(() => {});
      }
      throw error;
    }
    died.catch((error: Error) => startAgain(child, error));
  }

  function startAgain(child: Child, reason: Error): void {
    if (!child.wanted) return;
    child.failures = Date.now() - child.startedAt > steadyAfterMs ? 0 : child.failures + 1;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, child.failures - 1));
    say(`${reason.message.split('\n')[0]} Starting it again in ${pause / 1000} s.`);
    setTimeout(() => {
      if (child.wanted && !child.process) launch(child).catch((error: Error) => startAgain(child, error));
    }, pause);
  }

  async function end(name: string, how: (child: Child, pid: number) => Promise<void>): Promise<void> {
    const child = known(name);
    child.wanted = false;
    const running = child.process;
    if (!running?.pid) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    await how(child, running.pid);
    await exited;
  }

  return {
    async start(spec) {
      await endOrphan(recordOf(data, spec.name), spec, say);
      const child: Child = { spec, wanted: true, failures: 0, startedAt: 0 };
      children.set(spec.name, child);
      await launch(child);
    },
    async restart(name) {
      const child = known(name);
      child.wanted = true;
      child.failures = 0;
      if (!child.process) await launch(child);
    },
    stop: (name) =>
      end(name, async ({ spec }, pid) => {
        const identity = identify(pid);
        if (identity) await endProcess(identity, spec.stopSignal, spec.graceMs);
      }),
    kill: (name) => end(name, async (_, pid) => killTree(pid)),
    pid: (name) => known(name).process?.pid,
  };
}

/** What a killed run of this data folder left behind is ended before its place is taken. */
async function endOrphan(record: string, spec: ChildSpec, say: (line: string) => void): Promise<void> {
  const orphan = readIdentity(record);
  if (orphan && isAlive(orphan)) {
    say(`Ending ${spec.name} (process ${orphan.pid}), left behind by a run that was killed.`);
    await endProcess(orphan, spec.stopSignal, spec.graceMs);
  }
  rmSync(record, { force: true });
}

/** Ends whatever a killed run left behind on a data folder that nobody will use again. */
export async function endOrphans(data: string): Promise<void> {
  const records = recordsOf(data);
  for (const file of existsSync(records) ? readdirSync(records) : []) {
    const orphan = readIdentity(path.join(records, file));
    if (orphan) await endProcess(orphan, 'SIGTERM', 3_000);
  }
}

function writeRecord(file: string, pid: number): void {
  const identity = identify(pid);
  if (!identity) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(identity));
}

const logLimit = 20 * 1024 * 1024;

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > logLimit) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

function tail(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12);
  return `${lines.map((line) => `  ${line}`).join('\n')}\n  (the whole log: ${file})`;
}
