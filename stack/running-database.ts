// The embedded database for a command beside `zhangfa start`: the running one, or one started just for the command.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createChildren, recordOf } from './children.ts';
import { takeLock } from './lock.ts';
import { freePort } from './ports.ts';
import { postgresServer, urlOf } from './postgres.ts';
import { postgresPlace } from './postgres-place.ts';
import { isAlive, readIdentity } from './processes.ts';

export async function withEmbeddedDatabase<T>(data: string, work: (url: string) => Promise<T>): Promise<T> {
  const running = runningUrl(data);
  if (running) return work(running);
  const lock = takeLock(data);
  const children = createChildren(data, () => {});
  try {
    const server = await postgresServer(data, await freePort(), () => {});
    await children.start(server.spec);
    try {
      return await work(server.url);
    } finally {
      await children.stop('postgres');
    }
  } finally {
    lock.release();
  }
}

/** postmaster.pid holds the pid on its first line and the port on its fourth. */
function runningUrl(data: string): string | undefined {
  const file = path.join(postgresPlace(data).dataDir, 'postmaster.pid');
  const recorded = readIdentity(recordOf(data, 'postgres'));
  if (!recorded || !existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  return isAlive({ ...recorded, pid: Number(pid) }) ? urlOf(data, Number(port)) : undefined;
}
