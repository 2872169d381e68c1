// A process enters an absence once, and takes it back; who is away then already is a code that the model can catch.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectors } from '../../activities/connectors/index.ts';
import type { ServiceCall } from '../../activities/contract.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url);
  for (const id of ['mei', 'kai'])
    await sql`insert into person (id, username, name, level) values (${id}, ${id}, ${id}, 'staff')`;
  await sql`insert into process (key, name, latest) values ('leave', '请假', 1)`;
  await sql`
    with made as (insert into cases (id, family, host, key, version, status, seq, started_at, updated_at, state) values ('c', 'c', 'h', 'leave', 1, 'running', 1, 1, 1, '{}'))
    insert into subscription (case_id, wait, kind, element) values ('c', 'w', 'job', 'e')`;
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const call = (topic: string, key: string, input: object) =>
  connectors({ sql, secret: '', filesDir: '' }, false)[topic]?.(
    {
      key,
      topic,
      input,
      name: 'step',
      case: 'c',
      wait: 'w',
      element: 'e',
      headers: {},
      businessKey: null,
    } as unknown as ServiceCall,
    new AbortController().signal,
  );
const leave = { person: 'mei', proxy: 'kai', from: '2030-01-05T09:00:00+08:00', to: '2030-01-07T18:00:00+08:00' };

it('enters it once, refuses a second of the same days by a code, and takes it back', async () => {
  const first = await call('absence.enter', 'k1', leave);
  expect(await call('absence.enter', 'k1', leave)).toEqual(first);
  expect(await sql`select person, proxy from absence`).toEqual([{ person: 'mei', proxy: 'kai' }]);
  await expect(call('absence.enter', 'k2', leave)).rejects.toMatchObject({ code: 'AWAY_ALREADY' });
  await expect(call('absence.enter', 'k3', { ...leave, proxy: 'gone' })).rejects.toMatchObject({ code: 'PERSON_GONE' });
  await expect(call('absence.enter', 'k4', { ...leave, proxy: 'mei' })).rejects.toThrow();
  await call('absence.end', 'k5', first as object);
  expect(await sql`select 1 from absence`).toHaveLength(0);
});
