// The servers of a test run: real ones, with a migrated database of its own for each file.
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../db/connect.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

const databases: FreshDatabase[] = [];

beforeAll(async () => {
  databases.push(await freshDatabase(), await freshDatabase());
});

afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function tables(url: string): Promise<string[]> {
  const sql = connect(url, { max: 1 });
  try {
    const rows = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
    return rows.map(({ name }) => name);
  } finally {
    await sql.end();
  }
}

describe('servers of a test run', () => {
  it('gives each test file a migrated database of its own', async () => {
    const [one, two] = databases.map(({ url }) => url);
    expect(one).not.toBe(two);
    expect(await tables(one ?? '')).toContain('migrations');
    expect(await tables(two ?? '')).toEqual(await tables(one ?? ''));
  });

  it('answers as a Temporal server', async () => {
    const connection = await Connection.connect({ address: inject('servers').temporalAddress });
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(namespaceInfo?.name).toBe('default');
    await connection.close();
  });
});
