// Links for one outside: one task, one use, until a day.
import type { Sql, Transaction } from './connect.ts';

export type GuestLink = {
  id: string;
  task: string;
  name: string;
  madeBy: string;
  madeByName: string | null;
  expiresAt: string;
  usedAt: string | null;
  revokedAt: string | null;
  /** Neither used nor taken back, and its day has not passed. */
  open: boolean;
};
const columns = (sql: Sql | Transaction) => sql`
  g.id, g.task_id as task, g.name, g.made_by as "madeBy", p.name as "madeByName", g.expires_at as "expiresAt", g.used_at as "usedAt", g.revoked_at as "revokedAt",
  (g.used_at is null and g.revoked_at is null and g.expires_at > now()) as open`;

/** The same id again is the same link. False: it is one that was asked for otherwise. */
export async function makeGuestLink(
  sql: Sql,
  {
    id,
    hash,
    task,
    name,
    by,
    days,
  }: { id: string; hash: string; task: string; name: string; by: string; days: number },
): Promise<boolean> {
  const [link] = await sql`
    insert into guest_link (id, hash, task_id, name, made_by, expires_at)
    values (${id}, ${hash}, ${task}, ${name}, ${by}, now() + ${days} * interval '1 day')
    on conflict (id) do update set id = excluded.id
      where guest_link.name = excluded.name and guest_link.expires_at - guest_link.made_at = ${days} * interval '1 day'
    returning id`;
  return link !== undefined;
}

export const guestLinksOf = (sql: Sql, task: string): Promise<GuestLink[]> => sql<GuestLink[]>`
  select ${columns(sql)} from guest_link g left join person p on p.id = g.made_by where g.task_id = ${task} order by g.made_at desc limit 50`;

export async function guestLinkBy(sql: Sql, hash: string): Promise<GuestLink | undefined> {
  const [row] = await sql<GuestLink[]>`
    select ${columns(sql)} from guest_link g left join person p on p.id = g.made_by where g.hash = ${hash}`;
  return row;
}

/** In the transaction of what comes by it. False: it has been used, taken back, or its day has passed. */
export async function useGuestLink(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx`
    update guest_link set used_at = now() where id = ${id} and used_at is null and revoked_at is null and expires_at > now() returning id`;
  return rows.length > 0;
}
/** What came by it was refused: it may come again. */
export const unuseGuestLink = (sql: Sql, id: string) => sql`update guest_link set used_at = null where id = ${id}`;

export async function revokeGuestLink(sql: Sql, task: string, id: string): Promise<boolean> {
  const rows = await sql`
    update guest_link set revoked_at = coalesce(revoked_at, now()) where id = ${id} and task_id = ${task} returning id`;
  return rows.length > 0;
}
