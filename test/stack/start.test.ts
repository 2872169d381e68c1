// `zhangfa start` as a person meets it: a second one on the same folder, a run that was killed, a taken port, Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort, portIsFree } from '../../stack/ports.ts';
import { isAlive, type ProcessIdentity } from '../../stack/processes.ts';
import { packageRoot } from '../../stack/root.ts';
import { temporaryFolder } from './temporary-folder.ts';

const data = temporaryFolder();
const env = { ...process.env, DATABASE_URL: '', TEMPORAL_ADDRESS: '' };

type Run = { process: ChildProcess; output: () => string; exited: Promise<number | null> };

function start(...args: string[]): Run {
  const command = [path.join(packageRoot, 'bin', 'zhangfa.mjs'), 'start', '--data', data, ...args];
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return { process: child, output: () => output, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

async function ready(run: Run): Promise<string> {
  await expect.poll(run.output, { timeout: 60_000 }).toMatch(/Zhangfa is ready|Error|needs|failed/);
  const address = /ready: (\S+)/.exec(run.output())?.[1];
  if (!address) throw new Error(run.output());
  return address;
}

const recorded = (name: string) =>
  JSON.parse(readFileSync(path.join(data, 'run', `${name}.json`), 'utf8')) as ProcessIdentity;

afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('zhangfa start', () => {
  it('starts, refuses a twin, survives being killed, and stops on Ctrl-C with nothing left behind', async () => {
    const port = await freePort(18_080);
    const first = start('--port', String(port));
    const address = await ready(first);
    expect(address).toBe(`http://localhost:${port}`);
    expect((await fetch(`${address}/api/health`)).ok).toBe(true);
    expect(first.output()).toMatch(/set-up code: [A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\n/);
    const outside = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address: own } of outside.filter(({ internal, family }) => !internal && family === 'IPv4'))
      await expect(fetch(`http://${own}:${port}/api/health`)).rejects.toThrow();

    const twin = start();
    expect(await twin.exited).toBe(1);
    expect(twin.output()).toContain(`already running on ${data} at ${address}`);

    const orphans = ['postgres', 'temporal'].map(recorded);
    first.process.kill('SIGKILL');
    await first.exited;
    const second = start('--port', String(port));
    await ready(second);
    expect(second.output()).toContain('left behind by a run that was killed');
    expect(orphans.filter(isAlive)).toEqual([]);

    const pieces = ['postgres', 'temporal', 'worker', 'api'].map(recorded);
    second.process.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(pieces.filter(isAlive)).toEqual([]);
    expect(existsSync(path.join(data, 'lock'))).toBe(false);
    expect(await portIsFree(port)).toBe(true);
  });

  it('names the port that is taken and how to choose another', async () => {
    const port = await freePort(18_180);
    const other = net.createServer().listen(port, '127.0.0.1');
    try {
      const run = start('--port', String(port));
      expect(await run.exited).toBe(1);
      expect(run.output()).toMatch(`Port ${port} is taken`);
      expect(run.output()).toMatch('--port');
      expect(existsSync(path.join(data, 'lock'))).toBe(false);
    } finally {
      other.close();
    }
  });

  it('takes over a lock whose process is gone, also a half-written one', async () => {
    mkdirSync(data, { recursive: true });
    for (const left of [JSON.stringify({ pid: process.pid, startedAt: 'another life' }), '{"pi', '{}']) {
      writeFileSync(path.join(data, 'lock'), left);
      const run = start('--port', String(await freePort(18_280)));
      await ready(run);
      run.process.kill('SIGTERM');
      expect(await run.exited).toBe(0);
    }
  });

  it('puts away what is no Temporal database, and says it where the password of the database does not fit', async () => {
    const file = path.join(data, 'temporal', 'temporal.db');
    writeFileSync(file, 'garbage, and more of it');
    const run = start('--port', String(await freePort(18_380)));
    await ready(run);
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe('garbage, and more of it');
    run.process.kill('SIGTERM');
    expect(await run.exited).toBe(0);

    const password = path.join(data, 'postgres-password');
    const right = readFileSync(password, 'utf8');
    writeFileSync(password, 'another one');
    const refused = start('--port', String(await freePort(18_380)));
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toMatch(/does not take the password in the file postgres-password/);
    writeFileSync(password, right);
  });
});
