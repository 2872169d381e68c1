// The Temporal server of one machine: the dev server on a SQLite file in WAL mode, one task-queue partition
// (three times faster than its defaults). TEMPORAL_ADDRESS replaces it with a cluster.
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { ChildSpec } from './children.ts';

/** Set when a workflow starts; never personal data (ARCHITECTURE.md). */
export const searchAttributes = ['zhangfaHosting', 'zhangfaProcess', 'zhangfaBusinessKey'];

export type TemporalOptions = { binary: string; data: string; port: number };

export function temporalServer({ binary, data, port }: TemporalOptions): ChildSpec {
  const folder = path.join(data, 'temporal');
  return {
    name: 'temporal',
    command: binary,
    args: [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--db-filename', path.join(folder, 'temporal.db')],
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
      ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
      ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
      ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...['--log-level', 'error'],
    ],
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    prepare: () => {
      mkdirSync(folder, { recursive: true });
      setBrokenAside(path.join(folder, 'temporal.db'));
    },
    ready: (_, alive) => temporalAnswers(`127.0.0.1:${port}`, 'default', alive, 60_000),
  };
}

/** All that Temporal holds is in Postgres as well: a file that is no database is put away, and open cases go on from there. */
function setBrokenAside(file: string): void {
  if (!existsSync(file)) return;
  const head = Buffer.alloc(MAGIC.length);
  const opened = openSync(file, 'r');
  const length = readSync(opened, head);
  closeSync(opened);
  if (length === 0 || head.toString('latin1') === MAGIC) return;
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${file}${end}.broken`);
}
const MAGIC = 'SQLite format 3\0';

/** Resolves when the server answers and knows the namespace. */
export async function temporalAnswers(
  address: string,
  namespace: string,
  alive: () => boolean,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let reason = 'no answer';
  while (Date.now() < deadline && alive()) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2_000 });
      try {
        await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      reason = (error as Error).message;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(
    `Temporal at ${address} is not ready for namespace "${namespace}" (${reason}). Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or unset TEMPORAL_ADDRESS to use the built-in server.`,
  );
}
