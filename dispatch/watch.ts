// Looks for hosts that should have moved and have not, and touches them: what was lost on the way (a host behind Postgres, a call
// that nobody makes any more) comes up again, because a touched host compares itself with Postgres and takes up what stands there.
import type { Sql } from '../db/connect.ts';
import { type HostRow, overdueHosts, takeUnansweredHosts } from '../db/hosts.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Door } from './door.ts';

/** Real milliseconds after which a due timer, and a call without an answer, is looked after. */
const OVERDUE_MS = 15_000;
const UNANSWERED_MS = 30_000;
const AT_ONCE = 20;

/** `deaf`: those that have not answered. A touch of a host that is well costs one turn and changes nothing. */
export async function touchAsleep(
  sql: Sql,
  door: Door,
  overdueMs = OVERDUE_MS,
  unansweredMs = UNANSWERED_MS,
): Promise<{ touched: number; deaf: HostRow[] }> {
  const { clock } = await readShop(sql);
  const now = Date.now();
  const late = shopTime(clock, now - overdueMs);
  const overdue = await overdueHosts(sql, late, AT_ONCE);
  const unanswered = await takeUnansweredHosts(sql, unansweredMs, AT_ONCE);
  const hosts = new Map([...overdue, ...unanswered].map(({ host, family }) => [host, family]));
  const deaf: HostRow[] = [];
  await Promise.all(
    [...hosts].map(([host, family]) =>
      door
        .send(host, { id: `watch:${now}:${family}`, family, case: family, body: { do: 'touch' }, again: true }, 10_000)
        .catch(() => deaf.push({ host, family })),
    ),
  );
  return { touched: hosts.size, deaf };
}
