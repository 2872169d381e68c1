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
  /** Real milliseconds before which it is not sent. */
  delayMs?: number;
  /** The case that has stored it as one of many: the dispatcher sends it, behind all others. */
  manyOf?: string;
};
/**
 * A stored command; of one that was `known` before, its case's answer where it has come.
 * @property heldMs for how long it is not to be sent yet
 */
export type Standing = { command: Stored; known: boolean; answer?: HostAnswer; heldMs?: number };

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
  const { id, host, family, case: caseId, by, body, content, delayMs } = command;
  // The query does not see what the insertion beside it has brought: a row means an earlier request.
  const [before] = await sql<(CommandRow & { answer: HostAnswer | null; other: boolean; held: number | null })[]>`
    with fresh as (
      insert into command (id, host, family, case_id, body, by, content, sent_at, not_before)
      values (${id}, ${host}, ${family}, ${caseId}, ${inOrder(sql, body)}, ${by ?? null}, ${content ?? null},
        ${delayMs === undefined ? sql`now(), null` : sql`null, now() + ${delayMs} * interval '1 millisecond'`})
      on conflict (id) do nothing)
    select id, host, family, case_id, by, body, answer, content <> ${content ?? null} as other, ${heldMs(sql)} as held from command where id = ${id}`;
  if (!before) return { command, known: false, ...(delayMs !== undefined && { heldMs: delayMs }) };
  if (before.other) throw new Reused();
  return {
    command: stored(before),
    known: true,
    ...(before.answer && { answer: before.answer }),
    ...(before.held !== null && { heldMs: before.held }),
  };
}

export const isStored = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql`select from command where id = ${id}`).length > 0;

/** Of a command whose time has not come, how long until then. */
const heldMs = (sql: Sql | Transaction) => sql`
  case when sent_at is null and not_before > now() then (extract(epoch from not_before - now()) * 1000)::float8 end`;

/** How long a command may still be taken back; undefined: no more, or never. */
export async function heldFor(sql: Sql, id: string): Promise<number | undefined> {
  const [row] = await sql<{ held: number | null }[]>`select ${heldMs(sql)} as held from command where id = ${id}`;
  return row?.held ?? undefined;
}

/** False where its time has come: it is on its way. */
export async function takeBack(tx: Transaction, id: string): Promise<boolean> {
  const gone = await tx`delete from command where id = ${id} and sent_at is null and not_before > now() returning id`;
  return gone.length > 0;
}

/** One whose time has not come counts as sent now; undefined where it is on its way by itself. */
export async function takeEarly(sql: Sql, id: string): Promise<Stored | undefined> {
  const [row] = await sql<CommandRow[]>`
    update command set sent_at = now() where id = ${id} and sent_at is null and not_before > now() returning id, host, family, case_id, by, body`;
  return row && stored(row);
}

/**
 * Commands whose time has come, and those that nobody has confirmed for so long, oldest first. They count as sent now, so that no
 * other dispatcher takes them too.
 */
export const takeUnsent = (sql: Sql, afterMs: number, limit: number): Promise<Stored[]> =>
  take(sql, false, afterMs, limit);
/** Of those that are one of many. */
export const takeOfMany = (sql: Sql, afterMs: number, limit: number): Promise<Stored[]> =>
  take(sql, true, afterMs, limit);

async function take(sql: Sql, many: boolean, afterMs: number, limit: number): Promise<Stored[]> {
  const rows = await sql<CommandRow[]>`
    update command set sent_at = now()
    where id in (select id from command where not confirmed and many_of is ${many ? sql`not null` : sql`null`} and not exists (select 1 from quarantine q where q.family = command.family)
                   and case when sent_at is null and not_before is not null then not_before <= now() else coalesce(sent_at, created_at) < now() - ${afterMs} * interval '1 millisecond' end
                 order by created_at limit ${limit} for update skip locked)
    returning id, host, family, case_id, by, body`;
  return rows.map(stored);
}

/** Of many, in the transaction of what has caused them; those that are there already stay. */
export async function storeMany(tx: Transaction, commands: (Stored & { manyOf: string })[]): Promise<void> {
  await tx`
    insert into command (id, host, family, case_id, body, many_of, not_before)
    select id, host, family, family, body::json, many_of, now()
    from unnest(${commands.map(({ id }) => id)}::text[], ${commands.map(({ host }) => host)}::text[], ${commands.map(({ family }) => family)}::text[],
      ${commands.map(({ body }) => JSON.stringify(body))}::text[], ${commands.map(({ manyOf }) => manyOf)}::text[]) as x(id, host, family, body, many_of)
    on conflict (id) do nothing`;
}

export type OfMany = { all: number; waiting: number; open: number; ended: number; refused: number };
/** What has become of the cases that this one has begun many of, of one process or of all. */
export async function countOfMany(sql: Sql, caseId: string, process: string | undefined): Promise<OfMany> {
  const [row] = await sql<OfMany[]>`
    select count(*)::int as all, count(*) filter (where c.id is null and not k.confirmed)::int as waiting,
      count(*) filter (where c.id is not null and c.status <> 'ended')::int as open, count(*) filter (where c.status = 'ended')::int as ended,
      count(*) filter (where c.id is null and k.confirmed)::int as refused
    from command k left join cases c on c.id = k.family
    where k.many_of = ${caseId} ${process === undefined ? sql`` : sql`and k.body->>'key' = ${process}`}`;
  return row as OfMany;
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
