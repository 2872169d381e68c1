// One Postgres and one Temporal server a test run, real ones, in a temporary folder; vitest loads this file once a
// project, so the running stack is kept on globalThis and counted.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { endOrphans } from '../stack/children.ts';
import { isAlive, readIdentity } from '../stack/processes.ts';
import { type Stack, up } from '../stack/up.ts';

export type Servers = { databaseUrl: string; temporalAddress: string; temporalNamespace: string };

declare module 'vitest' {
  export interface ProvidedContext {
    servers: Servers;
  }
}

type Kept = { users: number; stack: Promise<Stack> };
const kept = globalThis as typeof globalThis & { zhangfaServers?: Kept };
const prefix = 'zhangfa-test-';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  kept.zhangfaServers ??= { users: 0, stack: bringUp() };
  const servers = kept.zhangfaServers;
  servers.users++;
  const { databaseUrl, temporalAddress, temporalNamespace } = await servers.stack;
  project.provide('servers', { databaseUrl, temporalAddress, temporalNamespace });
  return async () => {
    if (--servers.users > 0) return;
    kept.zhangfaServers = undefined;
    await (await servers.stack).destroy();
  };
}

async function bringUp(): Promise<Stack> {
  await clearAbandoned();
  const data = mkdtempSync(path.join(os.tmpdir(), prefix));
  chmodSync(data, 0o755);
  return up({ data, pieces: ['postgres', 'temporal'], say: console.log });
}

/** A run that was killed leaves its servers behind: of tests, scenarios and benches. */
const ABANDONED = /^zhangfa-(test|kill|ledger|jobs|outage|stack|scenarios|bench)-/;
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => ABANDONED.test(entry))) {
    const folder = path.join(os.tmpdir(), name);
    const owner = readIdentity(path.join(folder, 'lock'));
    if (!owner || isAlive(owner)) continue;
    await endOrphans(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
