// An import as a piece of work that lasts: a row with its file's rows in parts, worked part by part. A part, or as many of its rows as
// there is time for, is written in one transaction with the note that it is done, so that whoever takes over goes on exactly there.
import type { Message } from '../words/message.ts';
import type { Sql, Transaction } from './connect.ts';
import type { ImportOutcome } from './record-imports.ts';

export type ImportStatus = 'read' | 'checking' | 'checked' | 'running' | 'done' | 'undoing' | 'undone' | 'failed';
export type Counts = { new: number; changed: number; same: number; refused: number; back: number; kept: number };
export const NO_COUNTS: Counts = { new: 0, changed: 0, same: 0, refused: 0, back: 0, kept: 0 };
/** A record that the file changes: its fields before and after. */
export type FoundChange = { row: number; key: string; fields: { field: string; before: unknown; after: unknown }[] };
/** What a look has found: the first changes; which processes would start and how often. */
export type Found = {
  changes: FoundChange[];
  starts: { process: string; name: string; count: number }[];
  waits: number;
  /** The look was broken off, and has begun anew. */
  anew?: boolean;
};
export const NOTHING_FOUND: Found = { changes: [], starts: [], waits: 0 };

export type ImportJob = {
  id: string;
  register: string;
  store: string;
  by: string;
  language: string;
  file: string;
  encoding: string;
  heads: string[];
  columns: (string | null)[];
  total: number;
  parts: number;
  status: ImportStatus;
  next: number;
  /** How many rows of that part are done. */
  nextRow: number;
  quiet: boolean;
  counts: Partial<Counts>;
  found: Partial<Found>;
  at: number | null;
  undoneBy: string | null;
  createdAt: string;
};
export type StoredRow = [n: number, cells: string[]];
/** What became of a record when the import was taken back. */
export type UndoOutcome = { n: number; key: string; what: 'back' | 'kept'; why?: Message };

const columns = (sql: Sql | Transaction) =>
  sql`i.id, i.register, i.store, i.by, i.language, i.file, i.encoding, i.heads, i.columns, i.total, i.parts, i.status, i.next, i.next_row as "nextRow", i.quiet, i.counts, i.found, i.at,
    i.undone_by as "undoneBy", i.created_at::text as "createdAt"`;

const PART = 500;
/** False where it is stored already. */
export const storeImport = (
  sql: Sql,
  job: Pick<ImportJob, 'id' | 'register' | 'store' | 'by' | 'language' | 'file' | 'encoding' | 'heads' | 'columns'>,
  rows: StoredRow[],
): Promise<boolean> =>
  sql.begin(async (tx) => {
    const parts = Math.ceil(rows.length / PART);
    const [fresh] = await tx`
      insert into record_import (id, register, store, by, language, file, encoding, heads, columns, total, parts, status)
      values (${job.id}, ${job.register}, ${job.store}, ${job.by}, ${job.language}, ${job.file}, ${job.encoding}, ${tx.json(job.heads)}, ${tx.json(job.columns)},
        ${rows.length}, ${parts}, 'read') on conflict do nothing returning id`;
    if (!fresh) return false;
    for (let n = 0; n < parts; n++)
      await tx`insert into record_import_part (import, n, rows) values (${job.id}, ${n}, ${tx.json(rows.slice(n * PART, (n + 1) * PART) as never)})`;
    return true;
  });

export async function importById(sql: Sql | Transaction, id: string): Promise<ImportJob | undefined> {
  const [row] = await sql<ImportJob[]>`select ${columns(sql)} from record_import i where i.id = ${id}`;
  return row;
}

/** Those that have written something, the newest first; of one person, or of all. */
export const listImports = (
  sql: Sql,
  register: string,
  { by, after, limit }: { by?: string | undefined; after?: [string, string] | undefined; limit: number },
): Promise<ImportJob[]> => sql<ImportJob[]>`
  select ${columns(sql)} from record_import i
  where i.register = ${register} and i.status in ('running', 'done', 'undoing', 'undone', 'failed') and i.at is not null
    and ${by === undefined ? sql`true` : sql`i.by = ${by}`}
    and ${after ? sql`(i.created_at, i.id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql`true`}
  order by i.created_at desc, i.id desc limit ${limit}`;

/** From one of these states into work; false where it is in another. */
export async function beginWork(
  sql: Sql,
  id: string,
  from: ImportStatus[],
  to: 'checking' | 'running' | 'undoing',
  more: { columns?: (string | null)[]; quiet?: boolean; at?: number; by?: string; next?: number } = {},
): Promise<boolean> {
  const rows = await sql`
    update record_import set status = ${to}, next = ${more.next ?? 0}, next_row = 0, beat = now(), tries = 0,
      counts = ${to === 'undoing' ? sql`counts` : sql`'{}'`}, found = ${to === 'checking' ? sql`'{}'` : sql`found`},
      columns = ${more.columns ? sql.json(more.columns) : sql`columns`}, quiet = ${more.quiet ?? sql`quiet`}, at = coalesce(at, ${more.at ?? null}),
      undone_by = coalesce(${more.by ?? null}, undone_by)
    where id = ${id} and status = any(${from}) returning id`;
  return rows.length > 0;
}

export const checkAnew = (sql: Sql, id: string) =>
  sql`update record_import set next = 0 where id = ${id} and status = 'checking'`;
/** Whoever looked has died: what he had seen of the file went with him. Told on its page at once. */
export const lookAnew = (sql: Sql, id: string) => sql`
  update record_import set next = 0, counts = '{}', found = ${sql.json({ anew: true })}, beat = now() where id = ${id} and status = 'checking'`;

/** Held until the transaction ends; undefined where the work is no longer of this kind. */
export async function lockImport(
  tx: Transaction,
  id: string,
  status: 'checking' | 'running' | 'undoing',
): Promise<ImportJob | undefined> {
  const [row] = await tx<
    ImportJob[]
  >`select ${columns(tx)} from record_import i where i.id = ${id} and i.status = ${status} for update`;
  return row;
}

export async function partRows(sql: Sql | Transaction, id: string, n: number): Promise<StoredRow[]> {
  const [row] = await sql<
    { rows: StoredRow[] }[]
  >`select rows from record_import_part where import = ${id} and n = ${n}`;
  return row?.rows ?? [];
}
/** The rows of the file in another order; each keeps the number of its line. */
export const orderRows = (
  sql: Sql,
  { id, parts }: Pick<ImportJob, 'id' | 'parts'>,
  order: (rows: StoredRow[]) => StoredRow[],
): Promise<void> =>
  sql.begin(async (tx) => {
    const rows: StoredRow[] = [];
    for (let n = 0; n < parts; n++) rows.push(...(await partRows(tx, id, n)));
    const ordered = order(rows);
    for (let n = 0; n < parts; n++)
      await tx`update record_import_part set rows = ${tx.json(ordered.slice(n * PART, (n + 1) * PART) as never)} where import = ${id} and n = ${n}`;
  });
/** A part of it: its rows with what became of them. */
export const allOutcomes = (sql: Sql | Transaction, id: string, n: number) =>
  sql<{ rows: StoredRow[]; outcomes: ImportOutcome[] | null; undone: UndoOutcome[] | null }[]>`
    select rows, outcomes, undone from record_import_part where import = ${id} and n = ${n}`;

export const noteOutcomes = (sql: Sql | Transaction, id: string, n: number, outcomes: ImportOutcome[]) =>
  sql`update record_import_part set outcomes = ${sql.json(outcomes as never)} where import = ${id} and n = ${n}`;
export const noteUndone = (sql: Sql | Transaction, id: string, n: number, undone: UndoOutcome[]) =>
  sql`update record_import_part set undone = ${sql.json(undone as never)} where import = ${id} and n = ${n}`;

export const noteProgress = (
  sql: Sql | Transaction,
  id: string,
  {
    next,
    nextRow = 0,
    counts,
    found,
    status,
  }: { next: number; nextRow?: number; counts: Partial<Counts>; found?: Found; status?: ImportStatus },
) => sql`
  update record_import set next = ${next}, next_row = ${nextRow}, counts = ${sql.json(counts)}, beat = now(), tries = 0, found = ${found ? sql.json(found as never) : sql`found`},
    status = ${status ?? sql`status`} where id = ${id}`;
export const failImport = (sql: Sql, id: string) => sql`update record_import set status = 'failed' where id = ${id}`;

/** The first rows that were not taken, and the first records that were not taken back. */
export const refusedOf = async (sql: Sql, id: string, most: number): Promise<ImportOutcome[]> =>
  (
    await sql<{ one: ImportOutcome }[]>`
      select o.one from record_import_part p cross join lateral json_array_elements(p.outcomes) with ordinality o(one, at)
      where p.import = ${id} and o.one->>'what' = 'refused' order by p.n, o.at limit ${most}`
  ).map(({ one }) => one);
export const undoneOf = async (sql: Sql, id: string, most: number): Promise<UndoOutcome[]> =>
  (
    await sql<{ one: UndoOutcome }[]>`
      select o.one from record_import_part p cross join lateral json_array_elements(p.undone) with ordinality o(one, at)
      where p.import = ${id} and o.one->>'what' = 'kept' order by p.n, o.at limit ${most}`
  ).map(({ one }) => one);

const MOST_TRIES = 5;
/** Taken over from workers that have died; `here`: at work in this process. One that does not get on is over after some tries. */
export async function strandedImports(sql: Sql, here: string[]): Promise<string[]> {
  const rows = await sql<{ id: string; status: ImportStatus }[]>`
    update record_import set tries = tries + 1, beat = now(), status = case when tries < ${MOST_TRIES} then status else 'failed' end
    where status in ('checking', 'running', 'undoing') and beat < now() - interval '30 seconds' and id <> all(${here}) returning id, status`;
  return rows.filter(({ status }) => status !== 'failed').map(({ id }) => id);
}
/** What was looked at, and never brought in. */
export const tidyImports = (sql: Sql) =>
  sql`delete from record_import where status in ('read', 'checked') and created_at < now() - interval '2 days'`;

/** Which column was made to fill which field, for the next file. */
export async function rememberColumns(
  sql: Sql | Transaction,
  register: string,
  heads: string[],
  fields: (string | null)[],
): Promise<void> {
  const rows = heads.flatMap((head, at) =>
    head.trim() ? [{ register, head: head.trim(), field: fields[at] ?? null }] : [],
  );
  const last = [...new Map(rows.map((row) => [row.head, row])).values()];
  if (last.length > 0)
    await sql`insert into import_column ${sql(last)} on conflict (register, head) do update set field = excluded.field`;
}
export async function rememberedColumns(
  sql: Sql,
  register: string,
  heads: string[],
): Promise<Map<string, string | null>> {
  const rows = await sql<{ head: string; field: string | null }[]>`
    select head, field from import_column where register = ${register} and head = any(${heads.map((head) => head.trim())})`;
  return new Map(rows.map(({ head, field }) => [head, field]));
}
