// What turns have left to be carried out once they were recorded: messages, signals, correlations.
import type { Sql } from './connect.ts';

export type OutboxRow = { id: number; kind: string; case_id: string | null; body: Record<string, unknown> };

/** Takes a lease on some rows: each is its carrier's alone until then, longer with every attempt, and comes back if the carrier dies. */
export const leaseOutbox = (sql: Sql, limit: number): Promise<OutboxRow[]> => sql<OutboxRow[]>`
  update outbox set attempts = attempts + 1, not_before = now() + least(attempts + 1, 20) * interval '3 seconds'
  where id in (select id from outbox where not_before <= now() order by not_before, id limit ${limit} for update skip locked)
  returning id, kind, case_id, body`;

export async function deleteOutbox(sql: Sql, id: number): Promise<void> {
  await sql`delete from outbox where id = ${id}`;
}

/** For whoever looks why a row is still there. */
export async function noteOutboxError(sql: Sql, id: number, error: string): Promise<void> {
  await sql`update outbox set error = ${error} where id = ${id}`;
}
