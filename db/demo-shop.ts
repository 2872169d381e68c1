// What filling a demo shop looks up.
import type { Sql, Transaction } from './connect.ts';

export async function idOfUsername(sql: Sql, username: string): Promise<string | undefined> {
  const [person] = await sql<{ id: string }[]>`select id from person where username = ${username}`;
  return person?.id;
}

/** What this transaction has made known of records and ledgers is news to nobody: it lies in the past. */
export async function forgetNews(tx: Transaction): Promise<void> {
  await tx`delete from outbox where xmin = pg_current_xact_id()::xid`;
}
