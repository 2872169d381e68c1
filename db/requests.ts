// First answers to creating requests.
import type { Sql, Transaction } from './connect.ts';

type Answered = { status: number; answer: unknown };

/**
 * `first`: carry it out. `running`: another one is at it. `reused`: it asked for something else. Otherwise the first answer. A carrier that
 * died is replaced after 15 s: what it did may stand, so that whatever is made bears the request's id (`requestId`).
 */
export async function beginRequest(
  sql: Sql,
  id: string,
  content: string,
): Promise<'first' | 'running' | 'reused' | Answered> {
  const [mine] = await sql`
    insert into request (id, content) values (${id}, ${content})
    on conflict (id) do update set created_at = now() where request.status is null and request.content = excluded.content and request.created_at < now() - interval '15 seconds'
    returning id`;
  if (mine) return 'first';
  const [row] = await sql<
    { content: string; status: number | null; answer: unknown }[]
  >`select content, status, answer from request where id = ${id}`;
  if (row && row.content !== content) return 'reused';
  return row && row.status !== null ? { status: row.status, answer: row.answer } : 'running';
}

/** In the transaction of what it did where that cannot be told from its traces; the first answer stays. */
export async function endRequest(sql: Sql | Transaction, id: string, status: number, answer: unknown): Promise<void> {
  await sql`update request set status = ${status}, answer = ${sql.json(answer as never)} where id = ${id} and status is null`;
}
/** It may come again, and be carried out; the answer where it has one: whoever was slow was taken for dead, and has done it all the same. */
export async function forgetRequest(sql: Sql, id: string): Promise<Answered | undefined> {
  await sql`delete from request where id = ${id} and status is null`;
  const [row] = await sql<Answered[]>`select status, answer from request where id = ${id} and status is not null`;
  return row;
}

/** How often a name has come in the present slot of time, this time included. */
export async function countAttempt(sql: Sql, name: string, seconds: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    insert into attempt (name, slot, count) values (${name}, floor(extract(epoch from now()) / ${seconds})::bigint, 1)
    on conflict (name, slot) do update set count = attempt.count + 1 returning count`;
  return row?.count ?? 1;
}

/** What nobody needs any more; a slot of attempts begins anew with it, once an hour. */
export async function tidyRequests(sql: Sql): Promise<void> {
  await sql`delete from request where created_at < now() - interval '2 days'`;
  await sql`truncate attempt`;
}
