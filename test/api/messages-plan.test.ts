// What it costs to deliver a message where very many wait for nobody.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { pendingMessage, storeMessage } from '../../db/messages.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { rowsRead } from '../rows-read.ts';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 1 });
  await sql`
    insert into message (id, name, key, variables, received_at, expires_at)
    select 'm' || n, 'order.created', 'T' || n, '{}', now() - interval '1 hour', now() + interval '1 day' from generate_series(1, 20000) n`;
  await sql`analyze message`;
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

it('reads those of its own key, and not all of its name', async () => {
  for (const id of ['first', 'second', 'third'])
    await storeMessage(sql, { id, name: 'order.created', ...(id !== 'first' && { key: 'T7' }), variables: {} });
  expect((await pendingMessage(sql, 'third'))?.elders).toEqual(['m7', 'first', 'second']);
  expect(await rowsRead(sql, () => pendingMessage(sql, 'third'))).toBeLessThan(100);
});
