// All hosts that have living cases, again from Postgres. Touched: after a loss of Temporal their timers and service calls stand in
// Postgres only. Ended first: after the core has changed, since a history of the old one cannot be told by the new.
import type { Sql } from '../db/connect.ts';
import { livingHosts } from '../db/hosts.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import type { Door } from './door.ts';
import type { Hosts } from './failing.ts';

/** Gives the number of hosts touched. Pooled hosts load what is due themselves; dedicated ones their family. */
export async function touchHosts(sql: Sql, door: Door, progress?: (done: number) => void): Promise<number> {
  const hosts = await livingHosts(sql);
  const mark = Date.now().toString(36);
  const queue = hosts.values();
  let done = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const { host, family } of queue) {
        await door.send(
          host,
          { id: `touch:${mark}:${family}`, family, case: family, body: { do: 'touch' }, again: true },
          60_000,
        );
        progress?.(++done);
      }
    }),
  );
  return hosts.length;
}

/** Gives the number of hosts ended. The next command or touch starts each anew from what Postgres holds; nothing is lost in between. */
export async function endHosts(sql: Sql, temporal: Hosts): Promise<number> {
  const living = await livingHosts(sql);
  const queue = living.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const { host } of queue) await temporal.end(host, 'started anew with another core');
    }),
  );
  return living.length;
}

/**
 * Before workers start: if their core is not the one that the hosts have run with, the hosts are ended.
 * @param core what tells this core from others
 * @returns the number of hosts ended; undefined where the core is the same, or the first
 */
export async function adoptCore(sql: Sql, temporal: Hosts, core: string): Promise<number | undefined> {
  const before = await readSetting<{ id: string }>(sql, 'core');
  if (before?.id === core) return undefined;
  const ended = before ? await endHosts(sql, temporal) : undefined;
  await writeSetting(sql, 'core', { id: core });
  return ended;
}
