// What a killed run leaves on its data folder: processes, their records, and files that are no records.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { endOrphans, recordOf } from '../../stack/children.ts';
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

function identityOf({ pid }: ChildProcess): ProcessIdentity {
  const identity = pid && identify(pid);
  if (!identity) throw new Error('the process did not start');
  return identity;
}
