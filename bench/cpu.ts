// Processor time by process, read from /proc: what an operation costs where. Linux only; elsewhere there is no such table.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { descendants } from '../stack/processes.ts';

/** Names of parts and the processes at their heads; children count to their head, also those that have ended. */
export type Parts = Record<string, number | undefined>;

export const canMeasure = existsSync('/proc/self/stat');
const ticksPerSecond = canMeasure ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 100;

/** Milliseconds of processor time so far; `client` is this process. */
export function spent(parts: Parts): Record<string, number> {
  const { user, system } = process.cpuUsage();
  return {
    ...Object.fromEntries(
      Object.entries(parts).map(([name, pid]) => [
        name,
        pid === undefined ? 0 : [pid, ...descendants(pid)].reduce((sum, each) => sum + ofProcess(each), 0),
      ]),
    ),
    client: (user + system) / 1_000,
  };
}

function ofProcess(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime, and both of the children that have ended (proc(5), counted from the state).
    return ([11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) * 1_000) / ticksPerSecond;
  } catch {
    return 0;
  }
}
