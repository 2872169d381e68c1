// Guessing of passwords, slowed down by name and address together.
import type { Sql } from './connect.ts';

/** Tries without a wait; then 15 s, doubled each time, at most 15 min. */
const FREE = 5;
const FIRST_WAIT_S = 15;
const LONGEST_S = 900;

const wait = (sql: Sql) =>
  sql`(case when f.failures < ${FREE} then 0 else least(${LONGEST_S}, ${FIRST_WAIT_S} * power(2, least(f.failures - ${FREE}, 10))) end * interval '1 second')`;

/** Counts a try as failed before it is made, so that many at once count as many; those that need not wait never do, whoever is first. @returns seconds to wait; 0 = go on */
export async function beginSignIn(sql: Sql, name: string, address: string): Promise<number> {
  const [counted] = await sql`
    insert into sign_in_failure as f (name, address, failures) values (${name}, ${address}, 1)
    on conflict (name, address) do update set failures = f.failures + 1, last_at = now()
      where f.failures < ${FREE} or f.last_at + ${wait(sql)} <= now()
    returning f.failures`;
  if (counted) return 0;
  const [row] = await sql<{ seconds: number }[]>`
    select greatest(1, ceil(extract(epoch from last_at + ${wait(sql)} - now())))::int as seconds
    from sign_in_failure f where name = ${name} and address = ${address}`;
  return row?.seconds ?? 1;
}

export async function forgetFailures(sql: Sql, name: string, address: string): Promise<void> {
  await sql`delete from sign_in_failure f where name = ${name} and address = ${address}`;
}

export async function tidyFailures(sql: Sql): Promise<void> {
  await sql`delete from sign_in_failure where last_at < now() - interval '1 day'`;
}
