// A database of its own for a test file: a copy of the migrated one, made in milliseconds.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Sql } from '../db/connect.ts';

export type FreshDatabase = { url: string; drop(): Promise<void> };

/** What is in it from the beginning: filled once a run, by whoever needs it first, and copied from then on. */
export type Filled = { name: string; fill(sql: Sql): Promise<unknown> };

export async function freshDatabase(filled?: Filled): Promise<FreshDatabase> {
  const migrated = new URL(inject('servers').databaseUrl);
  const template = filled ? await templateOf(migrated, filled) : nameOf(migrated);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = withName(migrated, name);
  await onServer(migrated, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return {
    url,
    drop: async () => {
      await onServer(migrated, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  };
}

async function templateOf(migrated: URL, { name, fill }: Filled): Promise<string> {
  const template = `${nameOf(migrated)}_${name}`;
  await onServer(migrated, async (sql) => {
    // Files run side by side: one fills it, the others wait. The lock goes with the connection.
    await sql`select pg_advisory_lock(hashtextextended(${template}, 0))`;
    const [there] = await sql`select 1 from pg_database where datname = ${template}`;
    if (there) return;
    const filling = `${template}_filling`;
    await sql`drop database if exists ${sql(filling)} with (force)`;
    await sql`create database ${sql(filling)} template ${sql(nameOf(migrated))}`;
    const inside = connect(withName(migrated, filling), { max: 2, applicationName: 'test' });
    try {
      await fill(inside);
    } finally {
      await inside.end();
    }
    await sql`alter database ${sql(filling)} rename to ${sql(template)}`;
  });
  return template;
}

const nameOf = (url: URL): string => url.pathname.slice(1);

async function onServer(server: URL, statement: (sql: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
  const sql = connect(withName(server, 'postgres'), { max: 1, applicationName: 'test' });
  try {
    await statement(sql);
  } finally {
    await sql.end();
  }
}

function withName(server: URL, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
