// Messages: what came in, whom it is for, what became of it. And who waits for a signal.
import { createHash } from 'node:crypto';
import type { Variables } from '../bpmn/instance.ts';
import { type Fragment, inOrder, type Sql, type Transaction } from './connect.ts';

export type IncomingMessage = {
  id: string;
  name: string;
  key?: string;
  variables: Variables;
  ttlMs?: number;
  by?: string;
  /** The case that says it. */
  from?: string | undefined;
  /** Of the case that it may begin; absent: that of the case that says it. */
  store?: string | undefined;
};
export type Delivery = { state: 'pending' | 'delivered' | 'expired' | 'ambiguous'; case?: string; detail?: string };

const DEFAULT_TTL = 7 * 86_400_000;
/** The way of a message to who waits for it, with a worker that dies on it. */
const DELIVERING = '1 minute';

/** `repeated`: it came before; `other`: its id did, with another content. */
export const storeMessage = (sql: Sql, message: IncomingMessage): Promise<'stored' | 'repeated' | 'other'> =>
  sql.begin((tx) => storeMessageWithin(tx, message));

/** The same, with whatever else the transaction does; then it is to be delivered (dispatch/messages.ts). */
export async function storeMessageWithin(
  tx: Transaction,
  { id, name, key, variables, ttlMs = DEFAULT_TTL, by, from, store }: IncomingMessage,
): Promise<'stored' | 'repeated' | 'other'> {
  const content = payloadDigest([
    name,
    key ?? null,
    variables,
    ...(ttlMs === DEFAULT_TTL ? [] : [ttlMs]),
    ...(store === undefined ? [] : [{ store }]),
  ]);
  // Whoever sends and whoever begins to wait meet on one lock, so that neither misses the other (record_turn).
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${name}/${key ?? ''}`}, 0))`;
  const inserted = await tx`
    insert into message (id, name, key, variables, sent_by, from_case, store, expires_at, content)
    values (${id}, ${name}, ${key ?? null}, ${inOrder(tx, variables)}, ${by ?? null}, ${from ?? null}, ${store ?? null}, now() + ${ttlMs} * interval '1 millisecond', ${content})
    on conflict (id) do nothing returning id`;
  if (inserted.length > 0) return 'stored';
  // Messages of before this was kept count as the same.
  const [other] = await tx`select 1 from message where id = ${id} and content <> ${content}`;
  return other ? 'other' : 'repeated';
}

/** The same for the same content, whatever order a sender's maps have. */
const payloadDigest = (content: unknown): string =>
  createHash('sha256')
    .update(
      JSON.stringify(content, (_, value) =>
        value && typeof value === 'object' && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      ),
    )
    .digest('base64url');

export async function deliveryOf(sql: Sql, id: string): Promise<Delivery> {
  const [row] = await sql<
    { state: Delivery['state']; case_id: string | null; detail: string | null }[]
  >`select state, case_id, detail from message where id = ${id}`;
  return {
    state: row?.state ?? 'pending',
    ...(row?.case_id && { case: row.case_id }),
    ...(row?.detail && { detail: row.detail }),
  };
}

/** What it said; undefined where there is none or it is not kept any more. */
export async function saidBy(sql: Sql, id: string): Promise<Variables | undefined> {
  const [row] = await sql<{ variables: Variables | null }[]>`select variables from message where id = ${id}`;
  return row?.variables ?? undefined;
}

/** Of those that came before. */
const MOST_ELDERS = 10;
/** Nobody has so many waits for one message; further ones are not looked at. */
const MOST_WAITS = 500;
export type Pending = {
  id: string;
  name: string;
  key: string | null;
  variables: Variables;
  sentBy: string | null;
  from: string | null;
  store: string;
};
/** A wait that a message fits. */
export type Target = {
  case: string;
  wait: string;
  family: string;
  host: string;
  element: string;
  heard: string | null;
  oldest: boolean;
};

/**
 * A message that is still to be delivered, with waits of its name and key, the oldest case first; undefined = nothing is to be done about it.
 * `elders`: those of its name and key that came before it and are still to be delivered, the oldest first.
 * It is for who waited before it expired, whenever that is found: one that is kept for no time, for who waits now.
 */
export async function pendingMessage(
  sql: Sql,
  id: string,
): Promise<{ message: Pending; targets: Target[]; elders: string[] } | undefined> {
  // Each by an index of its own, however many of the name are pending.
  const elders = (ofKey: Fragment) => sql`
    (select e.id, e.received_at from message e where e.state = 'pending' and e.name = m.name and ${ofKey} and e.expires_at > now()
      and (e.received_at, e.id) < (m.received_at, m.id) order by e.received_at, e.id limit ${MOST_ELDERS})`;
  // One statement, one snapshot: either the message is pending and its wait stands, or neither.
  const rows = await sql<(Pending & { elders: string[] } & { [name in keyof Target]: Target[name] | null })[]>`
    select m.id, m.name, m.key, m.variables, m.sent_by as "sentBy", m.from_case as "from",
      coalesce(m.store, (select f.store from cases f where f.id = m.from_case), '') as store,
      array(select e.id from (${elders(sql`e.key = m.key`)} union all ${elders(sql`e.key is null`)}) e
        order by e.received_at, e.id limit ${MOST_ELDERS}) as elders, t.case_id as "case", t.wait, t.element, t.family, t.host, t.heard, t.oldest
    from message m left join lateral (
      select s.case_id, s.wait, s.element, s.heard, s.oldest, c.family, c.host from subscription s join cases c on c.id = s.case_id
      where s.kind = 'message' and s.name = m.name and c.status <> 'ended' and (m.key is null or s.key is null or s.key = m.key)
        and s.armed_at < m.expires_at
      order by c.started_at, s.case_id, s.wait limit ${MOST_WAITS}) t on true
    where m.id = ${id} and m.state = 'pending' and m.expires_at > now() - ${DELIVERING}::interval`;
  const [message] = rows;
  return (
    message && {
      message,
      elders: message.elders,
      targets: rows.filter((row): row is Pending & { elders: string[] } & Target => row.wait !== null),
    }
  );
}

/** What has become of a message; what was settled before stays. */
export async function concludeMessage(sql: Sql, id: string, delivery: Delivery): Promise<Delivery> {
  const { state, case: caseId, detail } = delivery;
  await sql`update message set state = ${state}, case_id = ${caseId ?? null}, detail = ${detail ?? null} where id = ${id} and state = 'pending'`;
  return delivery;
}

export async function expireMessages(sql: Sql): Promise<void> {
  await sql`update message set state = 'expired' where state = 'pending' and expires_at <= now() - ${DELIVERING}::interval`;
}

/** Ids of messages that have somewhere to go and did not get there for some seconds: whoever was at it may have died. */
export async function interruptedMessages(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select m.id from message m where m.state = 'pending' and m.received_at < now() - interval '5 seconds' and (
      exists (select 1 from subscription s where s.kind = 'message' and s.name = m.name and (m.key is null or s.key is null or s.key = m.key))
      or exists (select 1 from start_subscription s where s.kind = 'message' and s.name = m.name))
    order by random() limit 50`;
  return rows.map(({ id }) => id);
}

/** All waits for a message of this name and key. */
export const listeners = (sql: Sql, name: string, key: string): Promise<Target[]> => sql<Target[]>`
  select s.case_id as "case", s.wait, s.element, s.heard, s.oldest, c.family, c.host from subscription s join cases c on c.id = s.case_id
  where s.kind = 'message' and s.name = ${name} and c.status <> 'ended' and (s.key is null or s.key = ${key})`;

/** A change that has caused itself again and again: kept where a manager sees it, delivered to nobody. */
export async function keepLooped(
  sql: Sql,
  { id, name, key, variables }: Pick<IncomingMessage, 'id' | 'name' | 'variables'> & { key: string },
): Promise<void> {
  await sql`
    insert into message (id, name, key, variables, state, detail, expires_at)
    values (${id}, ${name}, ${key}, ${inOrder(sql, variables)}, 'ambiguous', 'loop', now() + interval '7 days') on conflict do nothing`;
}

export type Catcher = Pick<Target, 'case' | 'family' | 'host'>;
/** Cases that wait for a signal, but for the family of the case `except`. */
export const signalCatchers = (sql: Sql, signal: string, except: string | null): Promise<Catcher[]> => sql<Catcher[]>`
  select distinct s.case_id as "case", c.family, c.host from subscription s join cases c on c.id = s.case_id
  where s.kind = 'signal' and s.name = ${signal} and c.family is distinct from (select family from cases where id = ${except}) and c.status <> 'ended'`;

/** What has met no case for an hour, or fitted several, by name; the keys of the newest. */
export type Unheard = { name: string; count: number; oldest: string; newest: string; keys: string[] };
const unsettled = (sql: Sql | Transaction) => sql`
  state <> 'delivered' and settled_at is null and (state <> 'pending' or received_at < now() - interval '1 hour')`;
export const unheardMessages = (sql: Sql): Promise<Unheard[]> => sql<Unheard[]>`
  select name, count(*)::int as count, min(received_at) as oldest, max(received_at)::text as newest,
    coalesce((array_agg(key order by received_at desc) filter (where key is not null))[1:5], '{}') as keys
  from (select name, key, received_at from message where ${unsettled(sql)} order by received_at desc limit 10000) as late
  group by name order by count(*) desc, name limit 20`;

/** A manager has dealt with those of a name, up to the newest that was shown. They are still delivered if somebody comes to wait. */
export async function settleMessages(
  sql: Sql | Transaction,
  name: string,
  newest: string,
  by: string,
): Promise<number> {
  const { count } = await sql`
    update message set settled_at = now(), settled_by = ${by}
    where name = ${name} and received_at <= ${newest}::text::timestamptz and ${unsettled(sql)}`;
  return count;
}

export type MessageRow = {
  id: string;
  name: string;
  key: string | null;
  state: string;
  case: string | null;
  detail: string | null;
  sentBy: string | null;
  receivedAt: string;
  expiresAt: string;
  position: string;
};
export type MessageFilter = {
  state?: string | undefined;
  name?: string | undefined;
  after?: [string, string] | undefined;
  limit: number;
};
/** As operators look for them, newest first; those delivered only where they are asked for. */
export const listMessages = (sql: Sql, { state, name, after, limit }: MessageFilter): Promise<MessageRow[]> => sql<
  MessageRow[]
>`
  select id, name, key, state, case_id as "case", detail, sent_by as "sentBy", received_at as "receivedAt", expires_at as "expiresAt", received_at::text as position from message
  where ${state ? sql`state = ${state}` : sql`state <> 'delivered'`} and ${name ? sql`name = ${name}` : sql`true`}
    and ${after ? sql`(received_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql`true`}
  order by received_at desc, id desc limit ${limit}`;
