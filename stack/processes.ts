// Who a process is: its pid and the moment it started, because pids are used again.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export const identitySchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

export type ProcessIdentity = z.infer<typeof identitySchema>;

/** What `file` says of a process; undefined where it is missing, half written or about something else. */
export function readRecord<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export const readIdentity = (file: string): ProcessIdentity | undefined => readRecord(file, identitySchema);

type Row = { pid: number; parent: number; state: string; startedAt: string };

/** Undefined when there is no such process, or only its zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const row = process.platform === 'linux' ? readProc(pid) : readPs(['-p', String(pid)])[0];
  return row && !row.state.startsWith('Z') ? { pid, startedAt: row.startedAt } : undefined;
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== undefined && now.startedAt === identity.startedAt;
}

/** Command line, for messages and to recognise our own programs. */
export function commandLine(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** All processes below `pid`, nearest first. */
export function descendants(pid: number): number[] {
  const table = processTable();
  const children = (of: number): number[] => table.filter((row) => row.parent === of).map((row) => row.pid);
  const found = children(pid);
  for (const child of found) found.push(...children(child));
  return found;
}

/** Asks a process to end, waits, then kills it with everything below it. */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!isAlive(identity)) return;
  send(identity.pid, signal);
  if (await goneWithin(identity, graceMs)) return;
  killTree(identity.pid);
  await goneWithin(identity, 5_000);
}

export function killTree(pid: number): void {
  const below = descendants(pid);
  send(pid, 'SIGKILL');
  for (const child of below) send(child, 'SIGKILL');
}

async function goneWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function processTable(): Row[] {
  if (process.platform !== 'linux') return readPs(['-A']);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProc(Number(pid)) ?? []);
}

function readProc(pid: number): Row | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in parentheses may hold anything; the fields start after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, state: fields[0] ?? '', parent: Number(fields[1]), startedAt: `${boot}:${fields[19]}` };
  } catch {
    return undefined;
  }
}

function readPs(which: string[]): Row[] {
  try {
    const out = execFileSync('ps', [...which, '-o', 'pid=,ppid=,state=,lstart='], { encoding: 'utf8' });
    return out.split('\n').flatMap((line) => {
      const [pid, parent, state, ...startedAt] = line.trim().split(/\s+/);
      return pid && state ? [{ pid: Number(pid), parent: Number(parent), state, startedAt: startedAt.join(' ') }] : [];
    });
  } catch {
    return [];
  }
}
