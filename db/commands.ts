// Commands: stored before they are sent, open until their sender has heard the answer.
import type { CommandBody, HostAnswer } from '../workflows/messages.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';

export type Stored = {
  id: string;
  host: string;
  family: string;
  case: string;
  by?: string;
  body: CommandBody;
  /** Hash of what was asked for: a request id stands for one. */
  content?: string;
};
/** A stored command; of one that was `known` before, its case's answer where it has come. */
export type Standing = { command: Stored; known: boolean; answer?: HostAnswer };

type CommandRow = { id: string; host: string; family: string; case_id: string; by: string | null; body: CommandBody };
const stored = ({ id, host, family, case_id, by, body }: CommandRow): Stored => ({
  id,
  host,
  family,
  case: case_id,
  ...(by !== null && { by }),
  body,
});

/** The id of a request was used before, for something else. */
export class Reused extends Error {}

/**
 * The first to use a request id wins: what was stored under it before is what stands.
 * @throws Reused where that was something else
 */
export async function storeCommand(sql: Sql | Transaction, command: Stored): Promise<Standing> {
  const { id, host, family, case: caseId, by, body, content } = command;
  // The query does not see what the insertion beside it has brought: a row means an earlier request.
  const [before] = await sql<(CommandRow & { answer: HostAnswer | null; other: boolean })[]>`
    with fresh as (
      insert into command (id, host, family, case_id, body, by, content, sent_at)
      values (${id}, ${host}, ${family}, ${caseId}, ${inOrder(sql, body)}, ${by ?? null}, ${content ?? null}, now())
      on conflict (id) do nothing)
    select id, host, family, case_id, by, body, answer, content <> ${content ?? null} as other from command where id = ${id}`;
  if (!before) return { command, known: false };
  if (before.other) throw new Reused();
  return { command: stored(before), known: true, ...(before.answer && { answer: before.answer }) };
}

/** Commands that nobody has confirmed for so long, oldest first. They count as sent now, so that no other dispatcher takes them too. */
export async function takeUnconfirmed(sql: Sql, afterMs: number): Promise<Stored[]> {
  const rows = await sql<CommandRow[]>`
    update command set sent_at = now()
    where id in (select id from command where not confirmed and not exists (select 1 from quarantine q where q.family = command.family) and coalesce(sent_at, created_at) < now() - ${afterMs} * interval '1 millisecond'
                 order by created_at limit 100 for update skip locked)
    returning id, host, family, case_id, by, body`;
  return rows.map(stored);
}

export async function markConfirmed(sql: Sql, ids: string[]): Promise<void> {
  await sql`update command set confirmed = true where id = any(${ids})`;
}

/** By request id, those that have an answer. */
export async function answersTo(sql: Sql, requests: string[]): Promise<Record<string, HostAnswer>> {
  if (requests.length === 0) return {};
  const rows = await sql<
    { id: string; answer: HostAnswer }[]
  >`select id, answer from command where id = any(${requests}) and answer is not null`;
  return Object.fromEntries(rows.map(({ id, answer }) => [id, answer]));
}
