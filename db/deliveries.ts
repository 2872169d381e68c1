// Messages to people on their way: taken by one carrier at a time, tried again ever later, given up for an operator to see; nothing twice.
import type { ChannelId, What } from '../notices/kinds.ts';
import type { Sql } from './connect.ts';

type Outward = Exclude<ChannelId, 'bell'>;
/** So often is one tried. */
export const MOST_TRIES = 12;

export type Unplanned = { id: string; what: What; person: string; channel: Outward; address: string; wishes: unknown };
export type Planned = { id: string; at: number; batch: string | null } | { id: string; dropped: string };

/** What nobody has judged yet: oldest first, `judge` says of each when it goes, or that nobody wants it. @returns how many */
export function planDeliveries(
  sql: Sql,
  limit: number,
  judge: (rows: Unplanned[]) => Promise<Planned[]>,
): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await tx<Unplanned[]>`
      select d.id, n.what, d.person, d.channel, d.address, p.wishes from delivery d join notice n on n.id = d.notice join person p on p.id = d.person
      where d.state = 'new' order by d.created_at limit ${limit} for update of d skip locked`;
    if (rows.length === 0) return 0;
    for (const one of await judge(rows)) {
      if ('dropped' in one)
        await tx`update delivery set state = 'dropped', error = ${one.dropped}, done_at = now() where id = ${one.id}`;
      else
        await tx`
          update delivery set state = 'waiting', batch = ${one.batch}, not_before = to_timestamp(${one.at / 1000}) where id = ${one.id}`;
    }
    return rows.length;
  });
}

/** Channels that something waits for. */
export async function dueChannels(sql: Sql): Promise<Outward[]> {
  const rows = await sql<{ channel: Outward }[]>`
    select c.channel from unnest(${['mail', 'push', 'dingtalk', 'feishu', 'wecom']}::text[]) c(channel)
    where exists (select 1 from delivery d where d.channel = c.channel and d.state = 'waiting' and d.not_before <= now())`;
  return rows.map(({ channel }) => channel);
}

export type Taken = {
  /** Of the message: its batch, or the one that it consists of. */
  key: string;
  ids: string[];
  notices: string[];
  person: string;
  address: string;
  /** undefined where the person has no such address any more. */
  value?: unknown;
  attempts: number;
};
/**
 * Messages that are due, now one carrier's alone for so many seconds; they come back if he dies. One takes after the other, so that what
 * belongs together is taken together and no more go in a minute than the other side takes.
 */
export function takeDeliveries(
  sql: Sql,
  channel: Outward,
  { limit, perMinute, leaseSeconds }: { limit: number; perMinute?: number | undefined; leaseSeconds: number },
): Promise<Taken[]> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`deliver.${channel}`}, 0))`;
    let most = limit;
    if (perMinute !== undefined) {
      const [row] = await tx<{ gone: number }[]>`
        select count(distinct coalesce(batch, id))::int as gone from delivery where channel = ${channel} and tried_at > now() - interval '1 minute'`;
      most = Math.min(limit, perMinute - (row?.gone ?? 0));
      if (most <= 0) return [];
    }
    const rows = await tx<
      { key: string; id: string; notice: string; person: string; address: string; value: unknown; attempts: number }[]
    >`
      with first as (
        select coalesce(batch, id) as key, min(not_before) as at from (
          select id, batch, not_before from delivery where channel = ${channel} and state = 'waiting' and not_before <= now() order by not_before, id limit ${most * 20}) due
        group by 1 order by 2, 1 limit ${most}),
      taken as (
        update delivery d set attempts = d.attempts + 1, tried_at = now(), not_before = now() + ${leaseSeconds} * interval '1 second'
        from first f where d.state = 'waiting' and d.not_before <= now() and (d.batch = f.key or (d.id = f.key and d.batch is null))
        returning f.key, d.id, d.notice, d.person, d.address, d.attempts, d.channel)
      select t.key, t.id, t.notice, t.person, t.address, t.attempts,
        case when t.channel = 'mail' then to_jsonb(p.email) else a.value end as value
      from taken t join person p on p.id = t.person left join address a on a.id = t.address and a.person = t.person order by t.key, t.id`;
    const taken = new Map<string, Taken>();
    for (const { key, id, notice, person, address, value, attempts } of rows) {
      const one = taken.get(key);
      if (one) {
        one.ids.push(id);
        one.notices.push(notice);
        one.attempts = Math.max(one.attempts, attempts);
      } else
        taken.set(key, {
          key,
          ids: [id],
          notices: [notice],
          person,
          address,
          attempts,
          ...(value !== null && { value }),
        });
    }
    return [...taken.values()];
  });
}

export const markSent = (sql: Sql, ids: string[]) =>
  sql`update delivery set state = 'sent', done_at = now(), error = null where id = any(${ids}) and state = 'waiting'`;
export const markDropped = (sql: Sql, ids: string[], why: string) =>
  sql`update delivery set state = 'dropped', done_at = now(), error = ${why} where id = any(${ids}) and state = 'waiting'`;
export const markDead = (sql: Sql, ids: string[], error: string) =>
  sql`update delivery set state = 'dead', done_at = now(), error = ${error} where id = any(${ids}) and state = 'waiting'`;
/** @param counts false: the other side was only busy */
export const markLater = (
  sql: Sql,
  ids: string[],
  { at, error, counts }: { at: number; error: string; counts: boolean },
) =>
  sql`
    update delivery set not_before = to_timestamp(${at / 1000}), error = ${error}, attempts = attempts - ${counts ? 0 : 1}
    where id = any(${ids}) and state = 'waiting'`;

export type DeadRow = {
  n: number;
  person: string;
  name: string;
  channel: Outward;
  what: What;
  error: string | null;
  attempts: number;
  /** Real milliseconds. */
  doneAt: number;
  /** Where a page goes on from. */
  mark: string;
};
/** Given up, newest first. */
export const deadDeliveries = (
  sql: Sql,
  { after, limit }: { after?: [string, number] | undefined; limit: number },
): Promise<DeadRow[]> => sql<DeadRow[]>`
  select d.n, d.person, p.name, d.channel, n.what, d.error, d.attempts, (extract(epoch from d.done_at) * 1000)::bigint as "doneAt", d.done_at::text as mark
  from delivery d join person p on p.id = d.person join notice n on n.id = d.notice
  where d.state = 'dead' and ${after ? sql`(d.done_at, d.n) < (${after[0]}::text::timestamptz, ${after[1]})` : sql`true`}
  order by d.done_at desc, d.n desc limit ${limit}`;

/** Nobody counts further. */
const MOST_COUNTED = 1_000;
export async function countDeliveries(sql: Sql): Promise<Record<string, { waiting: number; dead: number }>> {
  const rows = await sql<{ channel: string; waiting: number; dead: number }[]>`
    select channel, count(*) filter (where state <> 'dead')::int as waiting, count(*) filter (where state = 'dead')::int as dead from (
      (select channel, state from delivery where state = 'waiting' limit ${MOST_COUNTED}) union all (select channel, state from delivery where state = 'new' limit ${MOST_COUNTED})
      union all (select channel, state from delivery where state = 'dead' order by done_at desc limit ${MOST_COUNTED})) few group by channel`;
  return Object.fromEntries(rows.map(({ channel, ...counts }) => [channel, counts]));
}

/** Given up ones are tried anew, as if never tried: these, or all. @returns how many */
export async function sendAgain(sql: Sql, ids: number[] | 'all'): Promise<number> {
  const rows = await sql`
    update delivery set state = 'waiting', attempts = 0, not_before = now(), done_at = null
    where state = 'dead' and ${ids === 'all' ? sql`true` : sql`n = any(${ids})`} returning n`;
  return rows.length;
}
