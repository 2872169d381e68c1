// What was uploaded, and which case it belongs to. The bytes are on disk under their sha256.
import type { Sql, Transaction } from './connect.ts';
import { seesCase, type Viewer } from './viewer.ts';

export type FileRow = { id: string; sha256: string; name: string; type: string; size: number };

export async function insertFile(sql: Sql, file: FileRow & { by: string }): Promise<void> {
  await sql`insert into file (id, sha256, name, type, size, by) values (${file.id}, ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${file.by})`;
}

/** Seen by who uploaded it and who sees its case. */
export async function fileFor(sql: Sql, viewer: Viewer, me: string, id: string): Promise<FileRow | undefined> {
  const [row] = await sql<FileRow[]>`
    select f.id, f.sha256, f.name, f.type, f.size from file f
    where f.id = ${id} and (f.by = ${me} or ${viewer.all} or exists (select 1 from cases c where c.id = f.case_id and ${seesCase(sql, viewer)}))`;
  return row;
}

/** Ties the files of a form to its case; false = one of them is not this person's to give. */
export async function tieFiles(tx: Sql | Transaction, ids: string[], caseId: string, by: string): Promise<boolean> {
  if (ids.length === 0) return true;
  const rows =
    await tx`update file set case_id = ${caseId} where id = any(${ids}) and ((case_id is null and by = ${by}) or case_id = ${caseId}) returning id`;
  return rows.length === new Set(ids).size;
}
