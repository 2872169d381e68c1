// A database of its own for a test file: a copy of the migrated one, made in milliseconds.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect } from '../db/connect.ts';

export type FreshDatabase = { url: string; drop(): Promise<void> };

export async function freshDatabase(): Promise<FreshDatabase> {
  const template = new URL(inject('servers').databaseUrl);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = withName(template, name);
  await onServer(template, (sql) => sql`create database ${sql(name)} template ${sql(template.pathname.slice(1))}`);
  return {
    url,
    drop: async () => {
      await onServer(template, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  };
}

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
