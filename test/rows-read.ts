import type { Sql } from '../db/connect.ts';

/** Rows and index entries that Postgres reads for what `work` asks: a cost that no busy machine changes. `sql` has one connection. */
export async function rowsRead(sql: Sql, work: () => Promise<unknown>): Promise<number> {
  const before = await counted(sql);
  await work();
  return (await counted(sql)) - before;
}

async function counted(sql: Sql): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  await sql`select pg_stat_clear_snapshot()`;
  const [row] = await sql<{ rows: number }[]>`
    select (select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables)
         + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes) as rows`;
  return Number(row?.rows);
}
