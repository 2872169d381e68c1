// Hosts, found by the cases that they carry. Each comes with one of its families, to address what is sent to it.
import type { Sql } from './connect.ts';

export type HostRow = { host: string; family: string };

/** Hosts with a case that has not ended, held ones included. */
export const livingHosts = (sql: Sql): Promise<HostRow[]> =>
  sql<HostRow[]>`select host, min(family) as family from cases where status <> 'ended' group by host`;

/** Hosts with a running case that was due by shop time `late`. */
export const overdueHosts = (sql: Sql, late: number, limit: number): Promise<HostRow[]> => sql<HostRow[]>`
  select host, min(family) as family from (
    select host, family from cases
    where status = 'running' and due <= ${late} and not exists (select 1 from quarantine q where q.family = cases.family)
    order by due limit ${limit * 5}) c
  group by host limit ${limit}`;

/** Hosts with a service call that has had no answer for so long. The calls count as made now, so that the next look finds others. */
export const takeUnansweredHosts = (sql: Sql, afterMs: number, limit: number): Promise<HostRow[]> => sql<HostRow[]>`
  with silent as (
    update subscription set armed_at = now()
    where (case_id, wait) in (
      select case_id, wait from subscription where kind = 'job' and armed_at < now() - ${afterMs} * interval '1 millisecond'
      order by armed_at limit ${limit} for update skip locked)
    returning case_id)
  select c.host, min(c.family) as family from silent s join cases c on c.id = s.case_id where c.status = 'running' group by c.host`;

/** The host of the running case that is due first, by shop time `until` at the latest. */
export async function nextDueHost(sql: Sql, until: number): Promise<(HostRow & { due: number }) | undefined> {
  const [row] = await sql<(HostRow & { due: number })[]>`
    select host, family, due from cases where status = 'running' and due <= ${until} order by due limit 1`;
  return row;
}
