// The past of the demo shop as a gzip file: what stands in the tables of a shop that has lived, as Postgres COPY writes it. Who was there
// goes by their user names, for every demo gives its people ids of their own.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { copyIn, copyOut, linesOf, type TableHeader, tablesOf, unpacked, withoutTriggers } from './backup.ts';
import type { Sql, Transaction } from './connect.ts';
import { writeSetting } from './settings.ts';

type Manifest = { format: 'zhangfa-past'; people: Record<string, string>; settings: Record<string, object> };
/** Settings that the processes of the past have lived by; the rest is every shop's own. */
const SETTINGS = ['calendars', 'revision', 'size', 'zone'];

/** What every shop has of its own, what only lasts a moment, and what is computed again from the rest. */
const LEFT_OUT = new Set([
  ...[
    'migrations',
    'setting',
    'secret',
    'audit',
    'request',
    'attempt',
    'feed',
    'outbox',
    'message',
    'command',
    'effect',
  ],
  ...[
    'auth_user',
    'auth_session',
    'auth_account',
    'auth_verification',
    'auth_two_factor',
    'sign_in_failure',
    'api_key',
  ],
  ...['person', 'person_role', 'role', 'department'],
  ...['case_search', 'search_mark', 'form_draft', 'host_trouble', 'quarantine', 'bulk', 'bulk_item', 'worker_topic'],
  ...['record_import', 'record_import_part', 'import_column'],
]);

const END_OF_TABLE = Buffer.from('\\.\n');

const idsByName = async (sql: Sql | Transaction): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await sql<{ username: string; id: string }[]>`select username, id from person`).map((row) => [
      row.username,
      row.id,
    ]),
  );

/** Each demo gives the people ids of their own, so that no seal of the past would hold there: its stories have none, as those of before. */
export async function unseal(sql: Sql): Promise<void> {
  await sql`update history set said = null, salt = null, link = null, why = why - 'submission' where said is not null`;
  await sql`update task set submitted = submitted - 'salt' where submitted ? 'salt'`;
  await sql`update past_submission set submitted = submitted - 'salt' where submitted ? 'salt'`;
}

/** Gives the number of rows by table. */
export async function writePast(sql: Sql, file: string): Promise<Record<string, number>> {
  const gzip = createGzip({ level: 9 });
  const written = pipeline(gzip, createWriteStream(file));
  const write = (text: string | Buffer): Promise<void> =>
    new Promise((resolve) => (gzip.write(text) ? resolve() : gzip.once('drain', () => resolve())));
  const counts: Record<string, number> = {};
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    const rows = await tx<
      { name: string; value: object }[]
    >`select name, value from setting where name = any(${SETTINGS})`;
    const settings = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    const manifest: Manifest = { format: 'zhangfa-past', people: await idsByName(tx), settings };
    await write(`${JSON.stringify(manifest)}\n`);
    for (const header of await tablesOf(tx)) {
      if (LEFT_OUT.has(header.table)) continue;
      await write(`${JSON.stringify(header)}\n`);
      counts[header.table] = await copyOut(tx, header, write);
      await write('\\.\n');
    }
  });
  gzip.end();
  await written;
  return counts;
}

/**
 * Into a shop that holds nothing but people. @throws Error where one of those who were there is missing
 * @param began when it began, and `opens` when it ends, by the shop's clock
 */
export async function readPast(
  tx: Transaction,
  file: string,
  { began, opens }: { began: number; opens: number },
): Promise<void> {
  const lines = linesOf(unpacked(file));
  const next = async (): Promise<Buffer | undefined> => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  const { people, settings } = JSON.parse(String(await next())) as Manifest;
  const here = await idsByName(tx);
  const now = new Map(Object.entries(people).map(([name, id]) => [id, here[name]]));
  for (const [name, id] of Object.entries(people)) if (!now.get(id)) throw new Error(`${name} is not here`);
  const anybody = new RegExp([...now.keys()].join('|'), 'g');
  for (const [name, value] of Object.entries(settings)) await writeSetting(tx, name, value);
  const there = new Map((await tablesOf(tx)).map(({ table, columns }) => [table, new Set(columns)]));
  await withoutTriggers(tx);
  for (let line = await next(); line; line = await next()) {
    const header = JSON.parse(line.toString()) as TableHeader;
    const row = async (): Promise<Buffer> => {
      const found = await next();
      if (!found) throw new Error(`${file} ends too early`);
      return Buffer.from(found.toString().replace(anybody, (id) => now.get(id) ?? id));
    };
    // Tables and columns that a migration has taken away since have nothing to say any more.
    const known = there.get(header.table);
    if (!known) {
      while (!(await row()).equals(END_OF_TABLE));
      continue;
    }
    const kept = header.columns.map((column) => known.has(column));
    const fitting = async (): Promise<Buffer> => {
      const line = await row();
      if (line.equals(END_OF_TABLE) || kept.every(Boolean)) return line;
      const values = line.toString().replace(/\n$/, '').split('\t');
      return Buffer.from(`${values.filter((_, at) => kept[at]).join('\t')}\n`);
    };
    await copyIn(tx, { ...header, columns: header.columns.filter((_, at) => kept[at]) }, fitting);
    await tx`
      select setval(pg_get_serial_sequence(${header.table}, attname), (xpath('/row/n/text()',
        query_to_xml(format('select coalesce(max(%I), 0) + 1 as n from %I', attname, ${header.table}::text), false, true, '')))[1]::text::bigint, false)
      from pg_attribute where attrelid = ${header.table}::regclass and attidentity <> ''`;
  }
  // By which rules records were found then: they are laid out anew.
  await tx`delete from record_layout`;
  // Since when somebody holds a task and waits for an answer is told by the real clock.
  await tx`update task set claimed_at = now() where claimed_at is not null and state = 'open'`;
  await tx`update subscription set armed_at = now()`;
  // What was published while it was lived stands there by the clock on the wall of that hour: it is as old as the shop says.
  const age = (at: unknown) => tx`now() - (${opens}::bigint - ${at as never}::bigint) * interval '1 millisecond'`;
  await tx`update definition set published_at = ${age(began)}`;
  await tx`update content_version set published_at = ${age(tx`from_at`)}`;
}
