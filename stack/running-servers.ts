// Where a running stack's servers are, for commands beside it. The file holds a password: mode 600.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Servers = { databaseUrl: string; temporalAddress: string; temporalNamespace: string };

const fileOf = (data: string) => path.join(data, 'servers.json');

export function announceServers(data: string, servers: Servers): void {
  writeFileSync(fileOf(data), JSON.stringify(servers), { mode: 0o600 });
}

export function withdrawServers(data: string): void {
  rmSync(fileOf(data), { force: true });
}

/** The environment's servers, else those of the stack that runs on `data`. @throws Error where neither is there. */
export function runningServers(data: string): Servers {
  const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE = 'default' } = process.env;
  if (DATABASE_URL && TEMPORAL_ADDRESS)
    return { databaseUrl: DATABASE_URL, temporalAddress: TEMPORAL_ADDRESS, temporalNamespace: TEMPORAL_NAMESPACE };
  try {
    return JSON.parse(readFileSync(fileOf(data), 'utf8')) as Servers;
  } catch {
    throw new Error(
      `No shop runs on ${data}. Start it with \`npm start\` (or \`zhangfa start --data ${data}\`), or set DATABASE_URL and TEMPORAL_ADDRESS.`,
    );
  }
}
