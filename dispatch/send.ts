// Stores a command, then sends it: what is stored will be carried out, whatever happens to this process.
import { inOrder, type Sql, type Transaction } from '../db/connect.ts';
import type { CommandBody, Envelope, HostAnswer } from '../workflows/messages.ts';
import { type Door, Unanswered } from './door.ts';

export type Stored = { id: string; host: string; family: string; case: string; by?: string; body: CommandBody };
/** A stored command; of one that was `known` before, its case's answer where it has come. */
export type Standing = { command: Stored; known: boolean; answer?: HostAnswer };

/** The first to use a request id wins: what was stored under it before is what stands. */
export async function storeCommand(sql: Sql | Transaction, command: Stored): Promise<Standing> {
  const { id, host, family, case: caseId, by, body } = command;
  // The query does not see what the insertion beside it has brought: a row means an earlier request.
  const [before] = await sql<
    { host: string; family: string; case_id: string; by: string | null; body: CommandBody; answer: HostAnswer | null }[]
  >`
    with fresh as (
      insert into command (id, host, family, case_id, body, by, sent_at)
      values (${id}, ${host}, ${family}, ${caseId}, ${inOrder(sql, body)}, ${by ?? null}, now())
      on conflict (id) do nothing)
    select host, family, case_id, by, body, answer from command where id = ${id}`;
  if (!before) return { command, known: false };
  const { case_id, by: sender, answer, ...rest } = before;
  return {
    command: { id, ...rest, case: case_id, ...(sender !== null && { by: sender }) },
    known: true,
    ...(answer && { answer }),
  };
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

export async function sendStored(door: Door, { command, known, answer }: Standing, deadlineMs = 3_000): Promise<Sent> {
  if (answer) return answer;
  try {
    return await door.send(command.host, envelopeOf(command, known), deadlineMs);
  } catch (error) {
    if (error instanceof Unanswered) return { ok: true, confirming: true };
    throw error;
  }
}

export const storeAndSend = async (sql: Sql, door: Door, command: Stored, deadlineMs?: number): Promise<Sent> =>
  sendStored(door, await storeCommand(sql, command), deadlineMs);
