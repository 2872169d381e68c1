// What filling a demo shop looks up.
import type { Sql, Transaction } from './connect.ts';

export async function idOfUsername(sql: Sql, username: string): Promise<string | undefined> {
  const [person] = await sql<{ id: string }[]>`select id from person where username = ${username}`;
  return person?.id;
}

export type OpenTask = { host: string; family: string; case: string; wait: string };
export async function openTaskOf(sql: Sql, businessKey: string, element: string): Promise<OpenTask | undefined> {
  const [task] = await sql<OpenTask[]>`
    select host, family, case_id as "case", wait from task where business_key = ${businessKey} and element = ${element} and state = 'open'`;
  return task;
}

/** What this transaction has made known of records and ledgers is news to nobody: it lies in the past. */
export async function forgetNews(tx: Transaction): Promise<void> {
  await tx`delete from outbox where xmin = pg_current_xact_id()::xid`;
}
