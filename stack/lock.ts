// One running stack a data folder. The lock names its owner, so that a killed run's lock is recognised as stale.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { identify, identitySchema, isAlive, readRecord } from './processes.ts';

const ownerSchema = identitySchema.extend({ address: z.string().optional() });

type Owner = z.infer<typeof ownerSchema>;

export type Lock = { announce(address: string): void; release(): void };

export function takeLock(data: string): Lock {
  mkdirSync(data, { recursive: true });
  const file = path.join(data, 'lock');
  const self: Owner = { ...(identify(process.pid) ?? { pid: process.pid, startedAt: '' }) };
  for (let attempt = 0; !createExclusively(file, self); attempt++) {
    const owner = readOwner(file);
    if ((owner && isAlive(owner)) || attempt === 3) throw new Error(alreadyRunning(data, owner));
    rmSync(file, { force: true });
  }
  const owned = () => readOwner(file)?.pid === self.pid;
  return {
    announce(address) {
      if (!owned()) return;
      writeFileSync(`${file}.new`, JSON.stringify({ ...self, address }));
      renameSync(`${file}.new`, file);
    },
    release() {
      if (owned()) rmSync(file, { force: true });
    },
  };
}

function alreadyRunning(data: string, owner: Owner | undefined): string {
  const where = owner?.address ? ` at ${owner.address}` : '';
  return `Zhangfa is already running on ${data}${where} (process ${owner?.pid ?? 'unknown'}). Stop it with Ctrl-C there, or start another on its own folder: zhangfa start --data OTHER --port 8090`;
}

function createExclusively(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined for a lock that a killed run left half written. */
const readOwner = (file: string): Owner | undefined => readRecord(file, ownerSchema);
