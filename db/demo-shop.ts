// What filling a demo shop looks up.
import type { Sql, Transaction } from './connect.ts';

export async function idOfUsername(sql: Sql | Transaction, username: string): Promise<string | undefined> {
  const [person] = await sql<{ id: string }[]>`select id from person where username = ${username}`;
  return person?.id;
}

export type OpenTask = { host: string; family: string; case: string; wait: string };
export async function openTaskOf(sql: Sql, businessKey: string, element: string): Promise<OpenTask | undefined> {
  const [task] = await sql<OpenTask[]>`
    select host, family, case_id as "case", wait from task where business_key = ${businessKey} and element = ${element} and state = 'open'`;
  return task;
}

/** What this transaction has made known of records and ledgers is news to nobody: it lies in the past. */
export async function forgetNews(tx: Transaction): Promise<void> {
  await tx`delete from outbox where xmin = pg_current_xact_id()::xid`;
}

export type PastTask = {
  id: string;
  case: string;
  family: string;
  host: string;
  wait: string;
  element: string;
  key: string;
  version: number;
  form: string | null;
  businessKey: string | null;
  locals: Record<string, unknown> | null;
  /** Whom it is for, as `role:…`, `department:…` or `person:…`. */
  refs: string[];
};
export const openTasks = (sql: Sql): Promise<PastTask[]> => sql<PastTask[]>`
  select id, case_id as "case", family, host, wait, element, key, version, form, business_key as "businessKey", locals,
    case when assignee is null then offers else array['person:' || assignee] end as refs
  from task where state = 'open' order by created_at, id`;

export type Place = { id: string; process: string; key: string; element: string };
/** Where running cases of these processes stand. */
export const placesOf = (sql: Sql, processes: string[]): Promise<Place[]> => sql<Place[]>`
  select c.id, c.key as process, c.business_key as key, t.element from cases c join token t on t.case_id = c.id
  where c.key = any(${processes}) and c.status = 'running' order by c.started_at, c.id, t.element`;

/** Whom each reference means, in a fixed order. */
export async function peopleByRef(sql: Sql): Promise<Map<string, string[]>> {
  const rows = await sql<{ ref: string; people: string[] }[]>`
    select ref, array_agg(id order by username) as people from (
      select 'role:' || m.role as ref, p.id, p.username from person_role m join person p on p.id = m.person
      union select 'department:' || department, id, username from person where department is not null
      union select 'person:' || id, id, username from person) known group by ref`;
  return new Map(rows.map(({ ref, people }) => [ref, people]));
}

export async function outboxIsEmpty(sql: Sql): Promise<boolean> {
  const [row] = await sql`select 1 from outbox where not_before <= now() limit 1`;
  return !row;
}

export async function onShelf(sql: Sql, sku: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select coalesce(sum(value), 0)::int as n from balance where ledger = 'stock' and account = ${sku} and measure in ('available', 'reserved')`;
  return row?.n ?? 0;
}
