// One outside command: quiet, its output only when it fails.
import { spawn } from 'node:child_process';

export type RunOptions = { env?: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number };

export async function runCommand(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(new Error(`${command} ${args[0] ?? ''} failed (${signal ?? `exit code ${code}`}):\n${output.trim()}`));
    });
  });
}

/** Says every 15 s that it still goes on: silence looks like a hang. */
export async function withProgress<T>(what: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  say(`${what} …`);
  const timer = setInterval(() => say(`  still at it, ${Math.round((Date.now() - start) / 1000)} s`), 15_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
