// An account and its person are one transaction. Written by us: better-auth's own way takes a connection beside it, so that many at once
// would wait for each other for ever, and a process killed between the two would leave a username that is taken by nobody.
import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Transaction } from '../db/connect.ts';
import { insertAccount } from '../db/people.ts';

/** Its id is the person's. @throws when the username is taken */
export async function createAccount(
  tx: Transaction,
  { name, username, password }: { name: string; username: string; password: string },
): Promise<string> {
  const id = randomUUID();
  await insertAccount(tx, { id, name, username, hash: await hashPassword(password) });
  return id;
}
