// Personal data of ended cases, taken out of every row that has it once its time is over (`zf:eraseAfter`, `personal`).
import { writeAudit } from './audit.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { leavesOf, scrub, scrubState } from './scrub.ts';

/** Where a case leaves data, by the column that names it. A test holds this against the schema. */
export const HELD: Record<string, { of: string; json: string[]; text: string[] }> = {
  cases: { of: 'id', json: ['state', 'titles'], text: ['title'] },
  history: { of: 'case_id', json: ['why', 'data'], text: [] },
  task: { of: 'case_id', json: ['summary', 'locals', 'submitted', 'draft', 'titles'], text: ['title'] },
  incident: { of: 'case_id', json: ['detail'], text: ['message'] },
  message: { of: 'case_id', json: ['variables'], text: ['detail'] },
  command: { of: 'case_id', json: ['body', 'answer'], text: [] },
  effect: { of: 'case_id', json: ['request', 'result'], text: [] },
  remark: { of: 'case_id', json: ['saw', 'files'], text: ['text'] },
  holding: { of: 'case_id', json: [], text: ['comment'] },
  case_copy: { of: 'case_id', json: [], text: ['comment'] },
  tick: { of: 'case_id', json: ['files'], text: [] },
  past_submission: { of: 'case_id', json: ['submitted'], text: [] },
  question: { of: 'case_id', json: [], text: ['text', 'answer'] },
};

type Rule = { key: string; version: number; days: number; names: string[] };

/** Versions that say when, and of what. */
const rules = (sql: Sql): Promise<Rule[]> => sql<Rule[]>`
  select key, version, (definition->'zf'->>'eraseAfter')::float8 as days,
    array(select v->>'name' from jsonb_array_elements((definition->'zf'->'variable')::jsonb) v where (v->>'personal')::boolean) as names
  from definition where definition->'zf'->>'eraseAfter' is not null and definition->'zf'->'variable' is not null`;

/** @param now shop time, milliseconds. @returns sha256 of files that no row names any more */
export async function eraseDue(sql: Sql, now: number, limit = 200): Promise<{ cases: number; files: string[] }> {
  const files: string[] = [];
  let cases = 0;
  for (const { key, version, days, names } of await rules(sql)) {
    const due = await sql<{ id: string }[]>`
      select id from cases c where key = ${key} and version = ${version} and status = 'ended' and erased_at is null and ended_at < ${now - days * 86_400_000}
        and not exists (select 1 from cases f where f.family = c.family and f.status <> 'ended') order by ended_at limit ${limit}`;
    for (const { id } of due) files.push(...(await sql.begin((tx) => erase(tx, id, key, new Set(names)))));
    cases += due.length;
  }
  return { cases, files };
}

const unsalted = (submitted: unknown): unknown => ({ ...(submitted as object), salt: undefined });

type Row = { row: string; [column: string]: unknown };

async function erase(tx: Transaction, id: string, process: string, names: Set<string>): Promise<string[]> {
  const [open] = await tx`select 1 from cases where id = ${id} and erased_at is null for update skip locked`;
  if (!open) return [];
  const found: { table: string; json: string[]; text: string[]; rows: Row[] }[] = [];
  for (const [table, { of, json, text }] of Object.entries(HELD)) {
    const columns = tx([...json, ...text]);
    const rows = await tx<Row[]>`
      select ctid::text as row, ${columns} from ${tx(table)} where ${tx(of)} = ${id} for update`;
    found.push({ table, json, text, rows: [...rows] });
  }
  const { texts, files } = leavesOf(
    found.flatMap(({ json, rows }) => rows.flatMap((row) => json.map((column) => row[column]))),
    names,
  );
  for (const { table, json, text, rows } of found)
    for (const row of rows) {
      const changed: Record<string, unknown> = {};
      for (const column of json) {
        const clean = column === 'state' ? scrubState(row[column], names, texts) : scrub(row[column], names, texts);
        if (JSON.stringify(clean) !== JSON.stringify(row[column]))
          changed[column] = inOrder(tx, column === 'submitted' ? unsalted(clean) : clean);
      }
      for (const column of text) {
        const clean = scrub(row[column], names, texts);
        if (clean !== row[column]) changed[column] = clean;
      }
      // Whoever has its digest cannot try what it was.
      if (table === 'history' && Object.keys(changed).length) changed.salt = null;
      if (Object.keys(changed).length)
        await tx`update ${tx(table)} set ${tx(changed as never)} where ctid = ${row.row}::tid`;
    }
  const gone = await tx<{ sha256: string }[]>`
    delete from file where id = any(${files}) and case_id = ${id} returning sha256`;
  const hashes = gone.map(({ sha256 }) => sha256);
  const kept = await tx<{ sha256: string }[]>`select distinct sha256 from file where sha256 = any(${hashes})`;
  await tx`delete from form_draft where about in (select 'task:' || id from task where case_id = ${id})`;
  // Nobody is found by what is gone.
  await tx`delete from case_search where case_id = ${id}`;
  await tx`update cases set erased_at = now() where id = ${id}`;
  await writeAudit(tx, { by: null, action: 'erase', object: id, detail: { process } });
  return hashes.filter((hash) => !kept.some(({ sha256 }) => sha256 === hash));
}
