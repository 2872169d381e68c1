// API keys: shown once, kept as a hash, limited to scopes.
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from './connect.ts';

export const Scope = z.enum(['messages:write', 'cases:start', 'cases:read', 'metrics:read', 'jobs:work']);
export type Scope = z.infer<typeof Scope>;

// 256 random bits need no slow hash.
const hash = (key: string) => createHash('sha256').update(key).digest('hex');

/** `topics`: whose jobs it may do; null: all. */
export type Key = { kind: 'key'; id: string; name: string; scopes: Scope[]; topics: string[] | null };

export async function activeKey(sql: Sql, text: string): Promise<Key | undefined> {
  if (!text.startsWith('zf_')) return undefined;
  const [row] = await sql<{ id: string; name: string; scopes: Scope[]; topics: string[] | null; stale: boolean }[]>`
    select id, name, scopes, topics, coalesce(last_used_at < now() - interval '1 minute', true) as stale from api_key
    where hash = ${hash(text)} and revoked_at is null and (expires_at is null or expires_at > now())`;
  if (!row) return undefined;
  if (row.stale) await sql`update api_key set last_used_at = now() where id = ${row.id}`;
  return { kind: 'key', id: `key:${row.id}`, name: row.name, scopes: row.scopes, topics: row.topics };
}

/** `topics`: whose jobs it may do; all, if absent. */
export type NewKey = {
  name: string;
  scopes: Scope[];
  topics?: string[] | undefined;
  expiresAt?: string | undefined;
  createdBy: string;
};

/**
 * The text follows from request and secret, so that a repeat gets the same one although it is stored nowhere.
 * @returns null where the request made another key before
 */
export async function createKey(
  sql: Sql,
  { name, scopes, topics, expiresAt, createdBy }: NewKey,
  request: string,
  secret: string,
): Promise<{ id: string; key: string } | null> {
  const id = hash(request).slice(0, 12);
  const key = `zf_${createHmac('sha256', secret).update(`api key ${request}`).digest('base64url')}`;
  await sql`
    insert into api_key (id, name, hash, scopes, topics, created_by, expires_at) values (${id}, ${name}, ${hash(key)}, ${scopes}, ${topics ?? null}, ${createdBy}, ${expiresAt ?? null})
    on conflict (id) do nothing`;
  const [made] =
    await sql`select 1 from api_key where id = ${id} and name = ${name} and scopes = ${scopes} and topics is not distinct from ${topics ?? null}`;
  return made ? { id, key } : null;
}

export type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  topics: string[] | null;
  createdBy: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
};
export const listKeys = (sql: Sql): Promise<KeyRow[]> => sql<KeyRow[]>`
  select id, name, scopes, topics, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt" from api_key order by created_at desc`;

export async function revokeKey(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`update api_key set revoked_at = now() where id = ${id} and revoked_at is null returning id`;
  return rows.length > 0;
}
