// Sessions as their owner sees them: since when, from where, with what.
import type { Sql } from './connect.ts';

export type SessionRow = {
  id: string;
  since: string;
  renewed: string;
  address: string | null;
  agent: string | null;
  current: boolean;
};
/** Those that live, newest first. */
export const listSessions = (sql: Sql, person: string, token: string, oldest: number): Promise<SessionRow[]> => sql<
  SessionRow[]
>`
  select id, "createdAt" as since, "updatedAt" as renewed, nullif("ipAddress", '') as address, "userAgent" as agent, token = ${token} as current
  from auth_session where "userId" = ${person} and "expiresAt" > now() and "createdAt" > now() - ${oldest} * interval '1 second'
  order by "createdAt" desc`;

/** false = the person has no such session. */
export async function endSession(sql: Sql, person: string, id: string): Promise<boolean> {
  return (await sql`delete from auth_session where id = ${id} and "userId" = ${person} returning id`).length > 0;
}

export async function endSessionOf(sql: Sql, token: string): Promise<void> {
  await sql`delete from auth_session where token = ${token}`;
}

export async function hasSecondFactor(sql: Sql, person: string): Promise<boolean> {
  const [row] = await sql`select 1 from auth_user where id = ${person} and "twoFactorEnabled"`;
  return Boolean(row);
}

/** Where somebody has lost it; their sessions end too. */
export async function dropSecondFactor(sql: Sql, person: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update auth_user set "twoFactorEnabled" = false where id = ${person}`;
    await tx`delete from auth_two_factor where "userId" = ${person}`;
    await tx`delete from auth_session where "userId" = ${person}`;
  });
}
