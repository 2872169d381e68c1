// What was uploaded, and which case it belongs to. The bytes are on disk under their sha256.
import type { Sql, Transaction } from './connect.ts';
import { seesCase, type Viewer } from './viewer.ts';

/** As a form, a remark or a tick names it. */
export type FileRef = { file: string; name: string; size: number; type: string };
export type FileRow = { id: string; sha256: string; name: string; type: string; size: number };

/** These files as they were stored, in this order. */
export const storedFiles = async (tx: Transaction, ids: string[]): Promise<FileRef[]> => [
  ...(await tx<FileRef[]>`
    select id as file, name, size, type from file where id = any(${ids}) order by array_position(${ids}::text[], id)`),
];

/** Made by a process for one person, who alone is given it. */
export async function insertExport(tx: Transaction, file: FileRow & { for: string; case: string }): Promise<void> {
  await tx`
    insert into file (id, sha256, name, type, size, by, only_for, case_id)
    values (${file.id}, ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${file.for}, ${file.for}, ${file.case})`;
}

export async function insertFile(sql: Sql | Transaction, file: FileRow & { by: string }): Promise<void> {
  await sql`insert into file (id, sha256, name, type, size, by) values (${file.id}, ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${file.by})`;
}

/** Seen by who uploaded it and who sees its case, unless it was made for one person. What a record has is seen by who sees its field, and that is no matter of level. */
export async function fileFor(
  sql: Sql,
  viewer: Viewer,
  me: string,
  id: string,
): Promise<(FileRow & { case: string | null; isExport: boolean }) | undefined> {
  const [row] = await sql<(FileRow & { case: string | null; isExport: boolean })[]>`
    select f.id, f.sha256, f.name, f.type, f.size, f.case_id as "case", f.only_for is not null as "isExport" from file f
    where f.id = ${id} and (f.only_for is null or f.only_for = ${me}) and (f.by = ${me} or (${viewer.all} and f.record is null and f.case_id is null) or exists (select 1 from cases c where c.id = f.case_id and ${seesCase(sql, viewer)}))`;
  return row;
}

/** Ties the files of a form to its case; false = one of them is not this person's to give. */
export async function tieFiles(tx: Sql | Transaction, ids: string[], caseId: string, by: string): Promise<boolean> {
  if (ids.length === 0) return true;
  const rows =
    await tx`update file set case_id = ${caseId} where id = any(${ids}) and ((case_id is null and by = ${by}) or case_id = ${caseId}) returning id`;
  return rows.length === new Set(ids).size;
}

/** Those that are not this person's to put into a record. */
export async function strangeFiles(sql: Sql, ids: string[], by: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const own = await sql<{ id: string }[]>`
    select id from file where id = any(${ids}) and by = ${by} and only_for is null`;
  return ids.filter((id) => !own.some((one) => one.id === id));
}

/** Ties what this person has uploaded to the record that has it now; it is kept as long as that. */
export async function tieToRecord(sql: Sql | Transaction, ids: string[], record: string, by: string): Promise<void> {
  if (ids.length > 0)
    await sql`update file set record = ${record} where id = any(${ids}) and by = ${by} and record is null`;
}

/** The record that a file was given to: its register and id. */
export async function recordOfFile(
  sql: Sql,
  id: string,
): Promise<{ file: FileRow; register: string; record: string } | undefined> {
  const [row] = await sql<(FileRow & { record: string })[]>`
    select id, sha256, name, type, size, record from file where id = ${id} and record is not null`;
  if (!row) return undefined;
  const { record, ...file } = row;
  const at = record.indexOf('/');
  return { file, register: record.slice(0, at), record: record.slice(at + 1) };
}

/** Bytes that this person has uploaded and given to no case and no record. */
export async function untiedBytes(sql: Sql, by: string): Promise<number> {
  const [row] = await sql<
    { bytes: number }[]
  >`select coalesce(sum(size), 0)::bigint as bytes from file where by = ${by} and case_id is null and record is null and page is null`;
  return row?.bytes ?? 0;
}

/** Forgets what was given to no case for so long and stands in nobody's draft. @returns sha256 that no row names any more */
export async function forgetUntied(sql: Sql, days: number): Promise<string[]> {
  const gone = await sql<{ sha256: string }[]>`
    delete from file f where case_id is null and record is null and page is null and created_at < now() - ${days} * interval '1 day'
      and not exists (select 1 from form_draft d where d.person = f.by and strpos(d.values::text, f.id) > 0)
    returning sha256`;
  const hashes = [...new Set(gone.map(({ sha256 }) => sha256))];
  const kept = await sql<{ sha256: string }[]>`select distinct sha256 from file where sha256 = any(${hashes})`;
  return hashes.filter((hash) => !kept.some(({ sha256 }) => sha256 === hash));
}

/** A picture of a page. */
export async function pictureOfPage(sql: Sql, id: string): Promise<FileRow | undefined> {
  const [row] = await sql<
    FileRow[]
  >`select id, sha256, name, type, size from file where id = ${id} and page is not null`;
  return row;
}
