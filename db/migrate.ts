// Runs db/migrations/0001-….sql in order: each once, each in its own transaction, one process at a time.
// A file that has been applied is history: changing it is refused, a further file corrects it. Functions hold no data: those of
// db/functions/ come after the migrations, and again whenever their text has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sql, Transaction } from './connect.ts';

export type Migration = { name: string; checksum: string; text: string };
export const isFunction = ({ name }: { name: string }) => name.startsWith('functions/');
type Applied = { name: string; checksum: string };

/** Any constant serves, as long as nothing else locks the same one. */
const lockKey = 2_026_071_401;

/** Applies what is missing and returns the names of the files applied now. */
export async function migrate(sql: Sql, migrations: Migration[]): Promise<string[]> {
  const session = await sql.reserve();
  try {
    await session`select pg_advisory_lock(${lockKey})`;
    const missing = await missingIn(session, migrations);
    for (const migration of missing) await apply(session, migration);
    return missing.map(({ name }) => name);
  } finally {
    await session`select pg_advisory_unlock(${lockKey})`.catch(() => {});
    session.release();
  }
}

/** Until the session lets go of its locks no migration begins, and none is on its way. */
export const unmigrated = (session: Sql) => session`select pg_advisory_lock_shared(${lockKey})`;

/** All of them or none, with whatever else the transaction does. */
export async function migrateWithin(tx: Transaction, migrations: Migration[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(${lockKey})`;
  for (const migration of await missingIn(tx, migrations)) await bring(tx, migration);
}

async function missingIn(session: Sql | Transaction, migrations: Migration[]): Promise<Migration[]> {
  await session`
    create table if not exists migrations (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  const applied = await session<Applied[]>`select name, checksum from migrations order by name collate "C"`;
  return outstanding(migrations, applied);
}

/** For who works beside a running shop. @throws where its database is older than these files, or newer */
export async function mustBeCurrent(sql: Sql, migrations: Migration[]): Promise<void> {
  const [older] = (await missingIn(sql, migrations)).filter((each) => !isFunction(each));
  if (older)
    throw new Error(
      `The database is older than this version of Zhangfa (${older.name} is missing). Start this version, or run zhangfa prepare, then do this again.`,
    );
}

/** The locale by which the database orders texts, where that is not their code points, as scenarios have it. */
export async function foreignOrder(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ provider: string; locale: string }[]>`
    select datlocprovider::text as provider, coalesce(datlocale, datcollate) as locale from pg_database where datname = current_database()`;
  const isOurs = row?.provider !== 'i' && /^(C|POSIX)(\.|$)/.test(row?.locale ?? '');
  return isOurs ? undefined : row?.locale;
}

/** Migrations of a folder, and the functions of the folder `functions` beside it. */
export function readMigrations(folder: string): Migration[] {
  const functions = path.join(folder, '..', 'functions');
  return [
    ...sqlFiles(folder).map((name) => {
      if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) {
        throw new Error(`${path.join(folder, name)}: a migration is named like 0001-first-tables.sql; rename it.`);
      }
      return readMigration(path.join(folder, name), name);
    }),
    ...(existsSync(functions) ? sqlFiles(functions) : []).map((name) =>
      readMigration(path.join(functions, name), `functions/${name}`),
    ),
  ];
}

const sqlFiles = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();

function readMigration(file: string, name: string): Migration {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
}

/** What is still to be applied; throws when files and database tell different histories. */
export function outstanding(files: Migration[], applied: Applied[]): Migration[] {
  const standing = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const changed = files.filter((file) => isFunction(file) && standing.get(file.name) !== file.checksum);
  return [
    ...outstandingMigrations(
      files.filter((file) => !isFunction(file)),
      applied.filter((row) => !isFunction(row)),
    ),
    ...changed,
  ];
}

function outstandingMigrations(migrations: Migration[], applied: Applied[]): Migration[] {
  const numbers = new Map<string, string>();
  for (const { name } of migrations) {
    const number = name.slice(0, 4);
    const twin = numbers.get(number);
    if (twin)
      throw new Error(`Migrations ${twin} and ${name} bear the same number; give the later one the next free number.`);
    numbers.set(number, name);
  }
  for (const { name, checksum } of applied) {
    const file = migrations.find((migration) => migration.name === name);
    if (!file) {
      throw new Error(
        `The database has migration ${name}, this version of Zhangfa does not: the database is newer. Start the newer version, or restore an older backup.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new Error(
        `Migration ${name} was changed after it had been applied. Put the file back as it was and write the change as a new migration.`,
      );
    }
  }
  const known = new Set(applied.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !known.has(name));
  const last = applied.at(-1)?.name ?? '';
  const late = missing.find(({ name }) => name < last);
  if (late)
    throw new Error(
      `Migration ${late.name} comes before ${last}, which has been applied; give it the next free number.`,
    );
  return missing;
}

async function apply(session: Sql, migration: Migration): Promise<void> {
  try {
    await session.unsafe('begin');
    await bring(session, migration);
    await session.unsafe('commit');
  } catch (error) {
    await session.unsafe('rollback').catch(() => {});
    throw error;
  }
}

async function bring(session: Sql | Transaction, { name, text, checksum }: Migration): Promise<void> {
  try {
    await session.unsafe(text);
    await session`
      insert into migrations (name, checksum) values (${name}, ${checksum})
      on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`;
  } catch (error) {
    throw new Error(`Migration ${name} failed and was rolled back: ${(error as Error).message}`, { cause: error });
  }
}
