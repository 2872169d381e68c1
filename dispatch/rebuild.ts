// Touches every host that has living cases: after a loss of Temporal their timers and service calls stand in Postgres only.
import type { Sql } from '../db/connect.ts';
import { livingHosts } from '../db/hosts.ts';
import type { Door } from './door.ts';

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
