// Secrets of the shop (passwords and tokens of other systems), sealed with the shop's own secret. They go to whom a process
// calls, never back to a browser.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Sql } from './connect.ts';

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'zhangfa secrets', 32));

/** The name is bound to the value: a sealed value put under another name does not open. */
function seal(secret: string, name: string, value: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function unseal(secret: string, name: string, sealed: Buffer): string {
  const opener = createDecipheriv('aes-256-gcm', keyOf(secret), sealed.subarray(0, 12))
    .setAAD(Buffer.from(name))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([opener.update(sealed.subarray(12, -16)), opener.final()]).toString('utf8');
}

/** For what keeps its secrets with itself: where steps cannot ask for them by name. */
export const sealed = (secret: string, name: string, value: string): string =>
  seal(secret, name, value).toString('base64');
/** @throws where it was sealed with another secret of the shop, or under another name */
export const unsealed = (secret: string, name: string, text: string): string =>
  unseal(secret, name, Buffer.from(text, 'base64'));

export type SecretRow = { name: string; by: string | null; changedAt: string };
export const listSecrets = (sql: Sql): Promise<SecretRow[]> =>
  sql<SecretRow[]>`select name, by, changed_at as "changedAt" from secret order by name`;

export async function putSecret(sql: Sql, secret: string, name: string, value: string, by: string): Promise<void> {
  const sealed = seal(secret, name, value);
  await sql`insert into secret (name, sealed, by) values (${name}, ${sealed}, ${by})
    on conflict (name) do update set sealed = excluded.sealed, by = excluded.by, changed_at = now()`;
}

export async function deleteSecret(sql: Sql, name: string): Promise<boolean> {
  return (await sql`delete from secret where name = ${name} returning name`).length > 0;
}

/** @throws where it was sealed with another secret of the shop */
export async function readSecret(sql: Sql, secret: string, name: string): Promise<string | undefined> {
  const [row] = await sql<{ sealed: Uint8Array }[]>`select sealed from secret where name = ${name}`;
  if (!row) return undefined;
  try {
    return unseal(secret, name, Buffer.from(row.sealed));
  } catch {
    throw new Error(`The secret "${name}" was sealed with another ZHANGFA_SECRET; enter it again in the settings.`);
  }
}
