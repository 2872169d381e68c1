// Looks for hosts that should have moved and have not, and touches them: what was lost on the way (a host behind Postgres, a call
// that nobody makes any more) comes up again, because a touched host compares itself with Postgres and takes up what stands there.
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Door } from './door.ts';

/** Real milliseconds after which a due timer, and a call without an answer, is looked after. */
const OVERDUE_MS = 15_000;
const UNANSWERED_MS = 30_000;
const AT_ONCE = 20;

type Asleep = { host: string; family: string };

/** Gives the number of hosts touched. A touch of a host that is well costs one turn and changes nothing. */
export async function touchAsleep(
  sql: Sql,
  door: Door,
  overdueMs = OVERDUE_MS,
  unansweredMs = UNANSWERED_MS,
): Promise<number> {
  const { clock } = await readShop(sql);
  const now = Date.now();
  const late = shopTime(clock, now - overdueMs);
  const overdue = await sql<Asleep[]>`
    select host, min(family) as family from (
      select host, family from cases where status = 'running' and due <= ${late} order by due limit ${AT_ONCE * 5}) c
    group by host limit ${AT_ONCE}`;
  const unanswered = await sql<Asleep[]>`
    with silent as (
      update subscription set armed_at = now()
      where (case_id, wait) in (
        select case_id, wait from subscription where kind = 'job' and armed_at < now() - ${unansweredMs} * interval '1 millisecond'
        order by armed_at limit ${AT_ONCE} for update skip locked)
      returning case_id)
    select c.host, min(c.family) as family from silent s join cases c on c.id = s.case_id where c.status = 'running' group by c.host`;
  const hosts = new Map([...overdue, ...unanswered].map(({ host, family }) => [host, family]));
  await Promise.all(
    [...hosts].map(([host, family]) =>
      door
        .send(host, { id: `watch:${now}:${family}`, family, case: family, body: { do: 'touch' }, again: true }, 10_000)
        .catch(() => undefined),
    ),
  );
  return hosts.size;
}
