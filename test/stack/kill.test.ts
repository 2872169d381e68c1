// Every piece of the stack is killed with SIGKILL and comes back with what it had.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/connect.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { temporaryFolder } from './temporary-folder.ts';

const data = temporaryFolder();
const migrations = path.join(data, 'migrations');
let stack: Stack;

beforeAll(async () => {
  mkdirSync(migrations);
  writeFileSync(path.join(migrations, '0001-notes.sql'), 'create table notes (id int primary key, text text not null)');
  stack = await up({ data, migrations, pieces: ['postgres', 'temporal'] });
});

afterAll(() => stack?.destroy());

async function query<T>(work: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const sql = connect(stack.databaseUrl, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function withTemporal<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

async function untilBack(piece: Piece, before: number | undefined): Promise<void> {
  await expect.poll(() => [undefined, before].includes(stack.pid(piece)), { timeout: 20_000 }).toBe(false);
}

describe('a piece killed with SIGKILL', () => {
  it('Postgres keeps every committed row, three times in a row', async () => {
    for (let round = 1; round <= 3; round++) {
      await query((sql) => sql`insert into notes values (${round}, 'kept')`);
      await stack.kill('postgres');
      expect(stack.pid('postgres')).toBeUndefined();
      await stack.start('postgres');
      expect(await query((sql) => sql`select id from notes`)).toHaveLength(round);
    }
  });

  it('Postgres comes back by itself when somebody else kills only its main process', async () => {
    const before = stack.pid('postgres');
    process.kill(before ?? 0, 'SIGKILL');
    await untilBack('postgres', before);
    await expect.poll(() => query((sql) => sql`select 1 as one`).catch(() => []), { timeout: 20_000 }).toHaveLength(1);
  });

  it('Temporal keeps its workflows, twice in a row', async () => {
    const workflowId = randomUUID();
    const typedSearchAttributes = { zhangfaProcess: ['order'] };
    await withTemporal((client) =>
      client.workflow.start('nobodyRunsThis', {
        workflowId,
        taskQueue: 'nobody',
        searchAttributes: typedSearchAttributes,
      }),
    );
    for (let round = 1; round <= 2; round++) {
      await stack.kill('temporal');
      await stack.start('temporal');
      const description = await withTemporal((client) => client.workflow.getHandle(workflowId).describe());
      expect(description.status.name).toBe('RUNNING');
      expect(description.searchAttributes.zhangfaProcess).toEqual(['order']);
    }
  });

  it('Temporal comes back by itself when somebody else kills it', async () => {
    const before = stack.pid('temporal');
    process.kill(before ?? 0, 'SIGKILL');
    await untilBack('temporal', before);
  });
});
