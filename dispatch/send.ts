// Stores a command, then sends it: what is stored will be carried out, whatever happens to this process.
import { inOrder, type Sql, type Transaction } from '../db/connect.ts';
import type { CommandBody, Envelope, HostAnswer } from '../workflows/messages.ts';
import { type Door, Unanswered } from './door.ts';

export type Stored = { id: string; host: string; family: string; case: string; by?: string; body: CommandBody };

/** The first to use a request id wins: a repeat is sent as it was stored first, and gets the first answer. */
export async function storeCommand(
  sql: Sql | Transaction,
  { id, host, family, case: caseId, by, body }: Stored,
): Promise<void> {
  await sql`
    insert into command (id, host, family, case_id, body, by, sent_at)
    values (${id}, ${host}, ${family}, ${caseId}, ${inOrder(sql, body)}, ${by ?? null}, now())
    on conflict (id) do nothing`;
}

export const envelopeOf = ({ id, family, case: caseId, by, body }: Stored, again = false): Envelope => ({
  id,
  family,
  case: caseId,
  ...(by !== undefined && { by }),
  body,
  ...(again && { again }),
});

/** `confirming`: stored and on its way, the answer did not come in time. */
export type Sent = HostAnswer | { ok: true; confirming: true };

export async function storeAndSend(sql: Sql, door: Door, command: Stored, deadlineMs = 3_000): Promise<Sent> {
  await storeCommand(sql, command);
  const [row] = await sql<{ answer: HostAnswer | null }[]>`select answer from command where id = ${command.id}`;
  if (row?.answer) return row.answer;
  try {
    return await door.send(command.host, envelopeOf(command), deadlineMs);
  } catch (error) {
    if (error instanceof Unanswered) return { ok: true, confirming: true };
    throw error;
  }
}

/** The door's `confirm`: what Temporal holds need not be sent again. */
export const confirmCommands = (sql: Sql) => (ids: string[]) =>
  sql`update command set confirmed = true where id = any(${ids})`;
