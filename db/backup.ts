// A backup is a gzip file of text: a manifest line, then per table a header line, its rows as Postgres COPY writes
// them and `\.`; a last line says that it is complete. The tables themselves come from the migrations named in it,
// so that no program beside Postgres is needed, and an old backup can be read by a newer version.
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Sql, Transaction } from './connect.ts';
import { isFunction, type Migration, migrateWithin, outstanding, unmigrated } from './migrate.ts';

type Manifest = {
  format: 'zhangfa-backup';
  version: 1;
  takenAt: string;
  migrations: { name: string; checksum: string }[];
};
export type TableHeader = { table: string; columns: string[] };
type Footer = { complete: true; rows: Record<string, number>; sequences: Record<string, number> };

/** Rows by table. */
export type RowCounts = Record<string, number>;

/**
 * Consistent as of one moment, which comes after the locks: a table that a migration writes anew looks empty to whoever began before.
 * Of two into one file the second waits, or both would write into the same one.
 */
export async function writeBackup(sql: Sql, file: string): Promise<RowCounts> {
  const locks = await sql.reserve();
  let reason: unknown;
  try {
    await unmigrated(locks);
    await locks`select pg_advisory_lock(hashtextextended(${`backup/${path.resolve(file)}`}, 0))`;
    return await sql.begin('isolation level repeatable read read only', (tx) =>
      writeWithin(tx, file).catch((error) => {
        reason = error;
        throw error;
      }),
    );
  } catch (error) {
    // Postgres has words of its own for a copy that is not taken to its end.
    throw reason ?? error;
  } finally {
    await locks`select pg_advisory_unlock_all()`.catch(() => {});
    locks.release();
  }
}

async function writeWithin(tx: Transaction, file: string): Promise<RowCounts> {
  const arriving = `${file}.arriving`;
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(arriving, { mode: 0o600 }));
  let broken: NodeJS.ErrnoException | undefined;
  written.catch((error) => {
    broken ??= error;
  });
  const write = async (text: string | Buffer) => {
    if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), written]);
  };
  const rows: RowCounts = {};
  try {
    const [found] = await tx<{ table: string | null }[]>`select to_regclass('public.migrations') as table`;
    if (!found?.table) throw new Error('There is nothing to back up: this database was never used by Zhangfa.');
    const migrations = await tx<Manifest['migrations']>`select name, checksum from migrations order by name`;
    const manifest: Manifest = {
      format: 'zhangfa-backup',
      version: 1,
      takenAt: new Date().toISOString(),
      migrations: [...migrations],
    };
    await write(`${JSON.stringify(manifest)}\n`);
    for (const header of await tablesOf(tx)) {
      await write(`${JSON.stringify(header)}\n`);
      rows[header.table] = await copyOut(tx, header, write);
      await write('\\.\n');
    }
    const footer: Footer = { complete: true, rows, sequences: await sequencesOf(tx) };
    await write(`${JSON.stringify(footer)}\n`);
    gzip.end();
    await written;
    await rename(arriving, file);
    return rows;
  } catch (error) {
    const reason = broken ?? (error as NodeJS.ErrnoException);
    gzip.destroy();
    await written.catch(() => undefined);
    await rm(arriving, { force: true });
    if (reason.code === 'ENOSPC')
      throw new Error(
        `There is no room left on the disk of ${file}: no backup was written, and nothing was left behind. Make room, or name a file on another disk.`,
      );
    throw reason;
  }
}

export async function copyOut(
  tx: Transaction,
  { table, columns }: TableHeader,
  write: (chunk: Buffer) => Promise<void>,
): Promise<number> {
  let rows = 0;
  const source = await tx`copy (select ${tx(columns)} from ${tx(table)}) to stdout`.readable();
  for await (const chunk of source) {
    for (const byte of chunk as Buffer) if (byte === 10) rows++;
    await write(chunk as Buffer);
  }
  // postgres.js pauses its socket while we are slower; a stream that ends meanwhile never resumes it.
  source._read(0);
  return rows;
}

/** All of it or nothing, so that a killed one is simply done again. */
export async function readBackup(sql: Sql, file: string, migrations: Migration[]): Promise<RowCounts> {
  const lines = linesOf(unpacked(file));
  const next = async (): Promise<Buffer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ends too early: the backup is not complete. Use another.`);
    return value;
  };
  const manifest = parseManifest(file, (await next()).toString());
  const tables = manifest.migrations.filter((applied) => !isFunction(applied));
  const asOfBackup = migrations.filter(({ name }) => tables.some((applied) => applied.name === name));
  outstanding(asOfBackup, tables);
  return sql.begin(async (tx) => {
    await refuseNonEmpty(tx);
    await migrateWithin(tx, asOfBackup);
    await withoutTriggers(tx);
    for (const { table } of (await tablesOf(tx)).reverse()) {
      if (table !== 'migrations') await tx`delete from ${tx(table)}`;
    }
    for (;;) {
      const part = JSON.parse((await next()).toString()) as TableHeader | Footer;
      if ('complete' in part) {
        for (const [name, value] of Object.entries(part.sequences))
          await tx`select setval(${name}::regclass, ${value})`;
        await withTriggers(tx);
        await migrateWithin(tx, migrations);
        return part.rows;
      }
      await copyIn(tx, part, next);
    }
  });
}

/** @throws words where it is no gzip file, or one cut off */
export async function* unpacked(file: string): AsyncIterable<Buffer> {
  const unzip = createGunzip();
  const read = pipeline(createReadStream(file), unzip);
  read.catch(() => undefined);
  try {
    yield* unzip;
    await read;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new Error(`${file} ends too early: the backup is not complete. Use another.`);
    if (code.startsWith('Z_'))
      throw new Error(`${file} is not a backup of Zhangfa (${(error as Error).message}). Use another file.`);
    throw error;
  }
}

export async function copyIn(
  tx: Transaction,
  { table, columns }: TableHeader,
  next: () => Promise<Buffer>,
): Promise<void> {
  async function* lines() {
    for (let line = await next(); !line.equals(endOfTable); line = await next()) yield line;
  }
  if (table === 'migrations') for await (const _ of lines());
  // Where the file ends too early it tells Postgres that the copy failed: without that the connection takes no rollback.
  else await pipeline(lines, await copyTarget(tx, table, columns));
}

const copyTarget = (tx: Transaction, table: string, columns: string[]) =>
  tx`copy ${tx(table)} (${tx(columns)}) from stdin`.writable();

const endOfTable = Buffer.from('\\.\n');

/** By the line feed alone, which COPY escapes inside of values; readline would also split at U+2028. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let rest: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at + 1)]);
      rest = [];
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
  }
  return undefined;
}

function parseManifest(file: string, line: string): Manifest {
  try {
    const manifest = JSON.parse(line) as Manifest;
    if (manifest.format === 'zhangfa-backup' && manifest.version === 1) return manifest;
  } catch {
    // Reported below, with what it is not.
  }
  throw new Error(`${file} is not a backup that this version of Zhangfa can read.`);
}

async function refuseNonEmpty(sql: Transaction): Promise<void> {
  for (const { table } of await tablesOf(sql)) {
    if (table === 'migrations') continue;
    const [row] = await sql`select 1 from ${sql(table)} limit 1`;
    if (row) {
      throw new Error(
        `The database is not empty (table ${table} has rows); a backup is restored into an empty one only. Use a new --data folder or a new database.`,
      );
    }
  }
}

/** Triggers and foreign keys would act on what they have acted on already. */
export const withoutTriggers = (tx: Transaction) => replicationRole(tx, 'replica');
/** Migrations that come after count on them. */
const withTriggers = (tx: Transaction) => replicationRole(tx, 'origin');

/** Where we may not say so, they act: all that they do is done again. */
async function replicationRole(tx: Transaction, role: 'replica' | 'origin'): Promise<void> {
  await tx`savepoint before_role`;
  try {
    await tx.unsafe(`set local session_replication_role = ${role}`);
  } catch {
    await tx`rollback to savepoint before_role`;
  }
}

/** Ordinary and partitioned tables, those that others refer to first; generated columns are computed again. */
export async function tablesOf(sql: Sql | Transaction): Promise<TableHeader[]> {
  const tables = await sql<(TableHeader & { needs: string[] })[]>`
    select c.relname as table,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
      ) as columns,
      array(
        select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and r.oid <> c.oid
      ) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`;
  const sorted: TableHeader[] = [];
  const visit = (name: string, trail: string[]): void => {
    const found = tables.find(({ table }) => table === name);
    if (!found || trail.includes(name) || sorted.some(({ table }) => table === name)) return;
    for (const need of found.needs) visit(need, [...trail, name]);
    sorted.push({ table: found.table, columns: found.columns });
  };
  for (const { table } of tables) visit(table, []);
  return sorted;
}

async function sequencesOf(tx: Transaction): Promise<Record<string, number>> {
  const sequences = await tx<{ name: string; value: number | null }[]>`
    select format('%I', sequencename) as name, last_value as value from pg_sequences where schemaname = 'public'`;
  return Object.fromEntries(sequences.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
}
