// Fills a scratch database with open work as a large shop would have it, by generate_series.
import type { Sql } from '../db/connect.ts';

const ROLES = [
  'customer-service',
  'order-auditor',
  'warehouse',
  'logistics',
  'finance',
  'service-lead',
  'warehouse-lead',
  'store-manager',
];
export const HOUR = 3_600_000;
/** What `due` is counted from. */
export const START = 1_790_000_000_000;

/** One open task a case: 6 in 10 offered to a role, the rest held by one of 400 people; 40 processes, the first five with most of the work. */
export async function fillInbox(sql: Sql, count: number): Promise<void> {
  await sql`insert into process (key, name, latest) select 'process-' || n, '流程 ' || n, 1 from generate_series(0, 39) n on conflict do nothing`;
  await sql`
    insert into definition (key, version, sha256, name, definition, model)
    select 'process-' || n, 1, 'process-' || n, 'x', '{"elements": {}, "flows": {}, "zf": {}}', '{}' from generate_series(0, 39) n on conflict do nothing`;
  await sql`insert into person (id, name, username) select 'p' || n, '员工 ' || n, 'p' || n from generate_series(0, 399) n on conflict do nothing`;
  await sql`
    insert into cases (id, family, host, key, version, business_key, status, seq, title, starter, started_at, updated_at, state)
    select 'c' || n, 'c' || n, 'case/c' || n, ${key(sql)}, 1, 'B' || n, 'running', 3, '订单 ' || n, 'p' || (n % 400), ${START}::bigint + n, ${START}::bigint + n, '{}' from generate_series(1, ${count}::int) n`;
  await sql`
    insert into history (case_id, seq, at, kind, element, by, cause)
    select 'c' || n, s, ${START}::bigint + n, case when s = 2 then 'completed' else 'entered' end, 'step-' || s, 'p' || (n % 400), s - 1 from generate_series(1, ${count}::int) n, generate_series(1, 3) s`;
  await sql`
    insert into task (id, case_id, family, host, wait, element, key, version, name, title, business_key, summary, state, assignee, priority, created_at, due)
    select 'c' || n || ':k1', 'c' || n, 'c' || n, 'case/c' || n, 'k1', 'step-' || (n % 7), ${key(sql)}, 1, '人工审单', '订单 ' || n, 'B' || n, '[{"name": "amount", "value": 12800}]', 'open',
      case when n % 10 >= 6 then 'p' || (n / 10 % 400) end, 50, ${START}::bigint + n, ${START}::bigint + (n::bigint * 7919 % ${count}::bigint) * ${HOUR}::bigint / 1000 from generate_series(1, ${count}::int) n`;
  // A tenth as many are done.
  await sql`
    insert into task (id, case_id, family, host, wait, element, key, version, name, title, business_key, state, assignee, created_at, due, closed_at, closed_by)
    select 'c' || n || ':k0', 'c' || n, 'c' || n, 'case/c' || n, 'k0', 'step-1', ${key(sql)}, 1, '自动转人工', '订单 ' || n, 'B' || n, 'closed', 'p' || (n % 400), ${START}::bigint, ${START}::bigint + ${HOUR}::bigint,
      ${START}::bigint + n, 'p' || (n % 400) from generate_series(1, ${count}::int / 10) n`;
  await sql`
    insert into task_offer (ref, due, task_id, key)
    select 'role:' || (${sql.array(ROLES)}::text[])[1 + (n::bigint * 31 % 8)], t.due, t.id, t.key from generate_series(1, ${count}::int) n join task t on t.id = 'c' || n || ':k1' where t.assignee is null`;
  await sql`analyze`;
}

/** A case each half minute: a million in a year. */
const SPACED_MS = 30_000;
/** The search over these cases, as it would have been filled from the feed. */
export async function fillSearch(sql: Sql): Promise<void> {
  await sql`
    insert into case_search (case_id, seq, at, words, grams)
    select c.id, c.seq, w.at, w.words, array(
      select g from (select distinct substr(part, p, n) as g from unnest(string_to_array(w.words, E'\n')) part, generate_series(1, length(part)) p, generate_series(1, 3) n where p + n - 1 <= length(part)) x
      union all select distinct substr(part, p, n) || chr(1) || w.at / 604800000 from unnest(string_to_array(w.words, E'\n')) part, generate_series(1, length(part)) p, generate_series(1, 2) n where p + n - 1 <= length(part))
    from cases c cross join lateral (select lower(c.business_key || E'\n' || c.title || E'\n' || '买家' || (substr(c.id, 2)::int % 977) || '号'), ${START}::bigint + substr(c.id, 2)::bigint * ${SPACED_MS}::bigint) w(words, at)`;
  await sql`update search_mark set backfill = null`;
  await sql`vacuum analyze case_search`;
}

const key = (sql: Sql) => sql`'process-' || case when n % 10 < 8 then n % 5 else n % 40 end`;
