// Stores a command, then sends it: what is stored will be carried out, whatever happens to this process.
import { type Standing, type Stored, storeCommand } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import type { Envelope, HostAnswer } from '../workflows/messages.ts';
import { type Door, Unanswered } from './door.ts';

export const envelopeOf = ({ id, family, case: caseId, by, body }: Stored, again = false): Envelope => ({
  id,
  family,
  case: caseId,
  ...(by !== undefined && { by }),
  body,
  ...(again && { again }),
});

/** `confirming`: stored and on its way, the answer did not come in time. `heldMs`: not sent before then, and may be taken back. */
export type Sent = HostAnswer | { ok: true; confirming: true } | { ok: true; heldMs: number };

export async function sendStored(door: Door, standing: Standing, deadlineMs = 3_000): Promise<Sent> {
  const { command, known, answer, heldMs } = standing;
  if (answer) return answer;
  // The dispatcher sends it when its time has come.
  if (heldMs !== undefined) return { ok: true, heldMs };
  try {
    return await door.send(command.host, envelopeOf(command, known), deadlineMs);
  } catch (error) {
    if (error instanceof Unanswered) return { ok: true, confirming: true };
    throw error;
  }
}

export const storeAndSend = async (sql: Sql, door: Door, command: Stored, deadlineMs?: number): Promise<Sent> =>
  sendStored(door, await storeCommand(sql, command), deadlineMs);
