// What a killed run leaves on its data folder: processes, their records, and files that are no records.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createChildren, endOrphans, recordOf } from '../../stack/children.ts';
import { identify, isAlive, type ProcessIdentity, readIdentity } from '../../stack/processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const data = temporaryFolder();

afterAll(() => rmSync(data, { recursive: true, force: true }));

it('ends what was left behind, and steps over what is no record or another process', async () => {
  const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    const [left, other] = [identityOf(orphan), identityOf(stranger)];
    mkdirSync(path.dirname(recordOf(data, 'x')), { recursive: true });
    writeFileSync(recordOf(data, 'api'), '{"pi');
    writeFileSync(recordOf(data, 'servers'), JSON.stringify({ databaseUrl: 'postgres://here' }));
    writeFileSync(recordOf(data, 'temporal'), JSON.stringify({ pid: other.pid, startedAt: 'another life' }));
    writeFileSync(recordOf(data, 'worker'), JSON.stringify(left));
    await endOrphans(data);
    expect(isAlive(left)).toBe(false);
    expect(isAlive(other)).toBe(true);
    expect(readIdentity(recordOf(data, 'servers'))).toBeUndefined();
  } finally {
    orphan.kill('SIGKILL');
    stranger.kill('SIGKILL');
  }
});

// A file that takes nothing, as a full disk does, is a file of Linux.
it.runIf(existsSync('/dev/full'))(
  'what dies on a full disk comes back when there is room, and is watched again',
  async () => {
    const said: string[] = [];
    const children = createChildren(data, (line) => said.push(line));
    const living = () => {
      const pid = children.pid('piece');
      return pid !== undefined && existsSync(recordOf(data, 'piece')) ? pid : undefined;
    };
    const next = async (before: number) => {
      await expect.poll(() => living() ?? before, { timeout: 10_000 }).not.toBe(before);
      return living() as number;
    };
    await children.start({
      name: 'piece',
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      stopSignal: 'SIGTERM',
      graceMs: 2_000,
      ready: async () => {},
    });
    try {
      const first = living() as number;
      process.kill(first, 'SIGKILL');
      await expect.poll(() => existsSync(recordOf(data, 'piece')), { interval: 5 }).toBe(false);
      symlinkSync('/dev/full', recordOf(data, 'piece'));
      await expect.poll(() => said.join(), { timeout: 10_000 }).toContain('ENOSPC');
      const second = await next(first);
      process.kill(second, 'SIGKILL');
      expect(await next(second)).not.toBe(first);
    } finally {
      await children.stop('piece');
    }
  },
);

function identityOf({ pid }: ChildProcess): ProcessIdentity {
  const identity = pid && identify(pid);
  if (!identity) throw new Error('the process did not start');
  return identity;
}
