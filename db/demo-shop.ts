// What filling a demo shop looks up.
import type { Sql } from './connect.ts';

export async function hasProcesses(sql: Sql): Promise<boolean> {
  const [any] = await sql`select 1 from process limit 1`;
  return any !== undefined;
}

export async function idOfUsername(sql: Sql, username: string): Promise<string | undefined> {
  const [person] = await sql<{ id: string }[]>`select id from person where username = ${username}`;
  return person?.id;
}

export type OpenTask = { host: string; family: string; case: string; wait: string };
export async function openTaskOf(sql: Sql, businessKey: string, element: string): Promise<OpenTask | undefined> {
  const [task] = await sql<OpenTask[]>`
    select host, family, case_id as "case", wait from task where business_key = ${businessKey} and element = ${element} and state = 'open'`;
  return task;
}
