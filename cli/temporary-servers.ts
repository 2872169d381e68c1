// Postgres and Temporal for the length of one command, in a temporary folder: never the shop's own.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { up } from '../stack/up.ts';
import type { Servers } from './shop-stage.ts';

export async function withServers<T>(say: (line: string) => void, work: (servers: Servers) => Promise<T>): Promise<T> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-scenarios-'));
  // As root, Postgres runs as another user who must reach it.
  chmodSync(data, 0o755);
  const stack = await up({ data, pieces: ['postgres', 'temporal'], say });
  try {
    return await work(stack);
  } finally {
    await stack.destroy();
  }
}
