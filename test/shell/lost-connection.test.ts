// A connection that Postgres ends in the middle of work fails that work, and nothing else: not the process, not the pool.
import { expect, inject, it } from 'vitest';
import { connect } from '../../db/connect.ts';

const { databaseUrl } = inject('servers');
const end = async (pid: number) => {
  const other = connect(databaseUrl, { max: 1 });
  await other`select pg_terminate_backend(${pid})`;
  await other.end();
  await new Promise((resolve) => setTimeout(resolve, 100));
};

it('a transaction that goes on after its connection was lost fails, and the pool goes on', async () => {
  const sql = connect(databaseUrl, { max: 1 });
  const work = sql.begin(async (tx) => {
    const [row] = await tx`select pg_backend_pid() as pid`;
    await end(row?.pid);
    await tx`select 2`;
  });
  await expect(work).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (let times = 0; times < 3; times++) {
    const asked = performance.now();
    expect(await sql`select ${times}::int as n`).toEqual([{ n: times }]);
    expect(performance.now() - asked).toBeLessThan(3_000);
  }
  await sql.end();
});

it('a transaction never goes on in the connection of another', async () => {
  const sql = connect(databaseUrl, { max: 1 });
  await sql`create table if not exists lost_connection (note text)`;
  let goOn = () => {};
  const later = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let after: Promise<unknown> | undefined;
  const first = sql.begin(async (tx) => {
    const [row] = await tx`select pg_backend_pid() as pid`;
    await end(row?.pid);
    await later;
    after = tx`insert into lost_connection values ('outside its transaction')`;
    await after;
  });
  await expect(first).rejects.toThrow();
  await sql.begin(async (tx) => {
    await tx`insert into lost_connection values ('kept')`;
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await expect(after).rejects.toThrow();
  expect(await sql`select note from lost_connection`).toEqual([{ note: 'kept' }]);
  await sql`drop table lost_connection`;
  await sql.end();
});
