// Fills a scratch database with the goods of a large shop and what is in stock of them, by generate_series.
import type { Sql } from '../db/connect.ts';
import { Register } from '../records/register.ts';

const words = (zh: string) => ({ zh });
export const SKU = Register.parse({
  key: 'sku',
  name: words('商品'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: words('款号'), required: true },
    { type: 'text', id: 'state', label: words('状态'), find: 'text' },
    { type: 'text', id: 'supplier', label: words('供应商'), find: 'text' },
    { type: 'record', id: 'category', label: words('类目'), register: 'category', find: 'text' },
    { type: 'money', id: 'price', label: words('售价'), find: 'number' },
    { type: 'integer', id: 'safety', label: words('安全库存'), find: 'number' },
    { type: 'date', id: 'launched', label: words('上架日'), find: 'date' },
    {
      type: 'integer',
      id: 'available',
      label: words('可售'),
      by: { who: 'ledger', ledger: 'stock', measure: 'available' },
    },
  ],
});
export const STOCK = Register.parse({
  key: 'stock',
  name: words('库存'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'note', label: words('说明') }],
  ledger: { account: 'sku', measures: [{ key: 'available', name: words('可售'), floor: 0 }] },
});

/** One word in 1,000 titles is 夏季, all of them late in the order of titles; `qz` are ten, of all that were made first. */
export async function fillRecords(sql: Sql, rows: number): Promise<void> {
  await sql`drop index record_grams`;
  await sql`
    insert into record (id, place, register, store, key, title, rev, body, by_version, t1, t2, t3, n1, n2, d1, words, grams, created_at, updated_at)
    select 'r' || n, concat_ws(chr(31), 'sku', '', 'QH-' || n), 'sku', '', 'QH-' || n, t.title, 1, json_build_object('code', 'QH-' || n, 'state', 's' || n % 5, 'price', n % 90000),
      1, 's' || n % 5, '供应商 ' || n % 400, 'c' || n % 60, (n::bigint * 7919 % 90000), n % 300, 1700000000000 + (n % 900) * 86400000::bigint, w.words,
      array(select distinct substr(part, p, k) || chr(1) || 'sku' from regexp_split_to_table(w.words, '\\s+') part, generate_series(1, length(part)) p, generate_series(1, 3) k where p + k - 1 <= length(part)), n, n
    from generate_series(1, ${rows}::int) n cross join lateral (
      select case when n % 1000 = 7 then '鹅绒夏季 ' when n <= 10 then '样 qz ' else '款式 ' end || (n % 977) || ' 色号 ' || (n % 31) as title) t
    cross join lateral (select lower('qh-' || n || E'\n' || t.title) as words) w`;
  await sql`create index record_grams on record using gin (grams)`;
  await sql`
    insert into balance (place, ledger, account, measure, value, floor)
    select concat_ws(chr(31), 'stock', '', 'QH-' || n, 'available'), 'stock', 'QH-' || n, 'available', n % 500, 0 from generate_series(1, ${rows}::int) n`;
  await sql`insert into ledger_account (register, ledger, measure, complete) values ('sku', 'stock', 'available', true)`;
  for (const table of ['record', 'balance']) await sql`vacuum analyze ${sql(table)}`;
}
