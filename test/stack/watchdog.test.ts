// A process whose event loop is kept busy ends and says why; one that only waits, or works in pieces, lives.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../stack/root.ts';

/** What a process watched for 600 ms of processor time came to. */
function watched(work: string): Promise<{ signal: string | null; output: string }> {
  const code = `
    const { watchLoop } = await import('./api/watchdog.ts');
    const dog = watchLoop('api', 600);
const busy = (ms) => { for (const end = Date.now() + ms; Date.now() < end; ); };
    await new Promise((resolve) => setTimeout(resolve, 300));
    ${work}
    dog.stop();
    console.log('lived');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: path.resolve(packageRoot),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve({ signal, output })));
}

describe('the watch over the event loop', () => {
  it('ends what one piece of code keeps busy, and says why', async () => {
    const { signal, output } = await watched('busy(60_000);');
    expect(signal).toBe('SIGKILL');
    expect(JSON.parse(output.trim())).toMatchObject({
      level: 60,
      process: 'api',
      msg: expect.stringContaining('busy for 600 ms'),
    });
  });

  it('lets be what stands still without working, as on a machine that sleeps or is busy with others', async () => {
    const { signal, output } = await watched('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);');
    expect([signal, output.trim()]).toEqual([null, 'lived']);
  });

  it('lets be what works hard in pieces', async () => {
    const { signal, output } = await watched(
      'for (let piece = 0; piece < 15; piece++) { busy(200); await new Promise((r) => setTimeout(r, 300)); }',
    );
    expect([signal, output.trim()]).toEqual([null, 'lived']);
  });
});
