// A million records in one register and five million entries: every page within 20 ms by slot, a search within 50, an append beside them.
// `DATABASE_URL=… npx tsx bench/records.ts [rows]`; makes a database of its own beside the named one and drops it.
import { performance } from 'node:perf_hooks';
import { connect, type Sql } from '../db/connect.ts';
import { balancesOf, book, entriesOf } from '../db/ledgers.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { countRecords, listRecords, putRecords, type RecordQuery, recordByKey } from '../db/records.ts';
import { Register } from '../records/register.ts';

const PAGE_MS = 20;
const OTHER_MS = 200;
const SEARCH_MS = 50;
const TIMES = 30;
const words = (zh: string) => ({ zh });
const SKU = Register.parse({
  key: 'sku',
  name: words('商品'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: words('款号'), required: true },
    { type: 'text', id: 'state', label: words('状态'), find: 'text' },
    { type: 'text', id: 'supplier', label: words('供应商'), find: 'text' },
    { type: 'text', id: 'category', label: words('类目'), find: 'text' },
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
const STOCK = Register.parse({
  key: 'stock',
  name: words('库存'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'note', label: words('说明') }],
  ledger: { account: 'sku', measures: [{ key: 'available', name: words('可售'), floor: 0 }] },
});

async function fill(sql: Sql, rows: number): Promise<void> {
  await sql`
    insert into record (id, place, register, store, key, title, rev, body, by_version, t1, t2, t3, n1, n2, d1, words, grams, created_at, updated_at)
    select 'r' || n, concat_ws(E'\\x1f', 'sku', '', 'QH-' || n), 'sku', '', 'QH-' || n, w.title, 1, json_build_object('code', 'QH-' || n, 'state', 's' || n % 5, 'price', n % 90000),
      1, 's' || n % 5, '供应商 ' || n % 400, '类目 ' || n % 60, (n::bigint * 7919 % 90000), n % 300, 1700000000000 + (n % 900) * 86400000::bigint, w.words,
      array(select distinct substr(part, p, k) from unnest(string_to_array(w.words, E'\\n')) part, generate_series(1, length(part)) p, generate_series(2, 3) k where p + k - 1 <= length(part)), n, n
    from generate_series(1, ${rows}::int) n cross join lateral (select '款式 ' || (n % 977) || ' 色号 ' || (n % 31) as title) t
    cross join lateral (select t.title, lower('qh-' || n || E'\\n' || t.title) as words) w`;
  await sql`
    insert into balance (place, ledger, account, measure, value, floor)
    select concat_ws(E'\\x1f', 'stock', '', 'QH-' || n, 'available'), 'stock', 'QH-' || n, 'available', n % 500, 0 from generate_series(1, ${rows}::int) n`;
  await sql`
    insert into entry (ledger, account, measure, delta, after, at, effect)
    select 'stock', 'QH-' || (n % ${rows} + 1), 'available', 1, 1, n, 'e' || n from generate_series(1, ${rows * 5}::int) n`;
  // The same without slots, for comparison.
  await sql`create table plain as select id, body from record`;
  for (const table of ['record', 'balance', 'entry', 'plain']) await sql`vacuum analyze ${sql(table)}`;
}

const all = { rows: 'all' } as const;
const query = (more: Partial<RecordQuery>): RecordQuery => ({
  where: [],
  today: '2026-11-26',
  me: 'p',
  limit: 50,
  ...more,
});
type Page = { name: string; goal: number; run(sql: Sql): Promise<unknown> };
const list = (name: string, goal: number, more: Partial<RecordQuery>): Page => ({
  name,
  goal,
  run: (sql) => listRecords(sql, SKU, all, query(more)),
});
let turn = 0;
const PAGES: Page[] = [
  list('by title', PAGE_MS, {}),
  list('state, by price (declared pair)', PAGE_MS, {
    where: [{ field: 'state', is: '=', value: 's3' }],
    sort: { field: 'price', down: true },
  }),
  list('state, by day (declared pair)', PAGE_MS, {
    where: [{ field: 'state', is: '=', value: 's3' }],
    sort: { field: 'launched', down: true },
  }),
  list('supplier, by title', PAGE_MS, { where: [{ field: 'supplier', is: '=', value: '供应商 7' }] }),
  list('supplier, by price', PAGE_MS, {
    where: [{ field: 'supplier', is: '=', value: '供应商 7' }],
    sort: { field: 'price', down: false },
  }),
  list('category, by safety', PAGE_MS, {
    where: [{ field: 'category', is: '=', value: '类目 9' }],
    sort: { field: 'safety', down: true },
  }),
  list('price above, by price', PAGE_MS, {
    where: [{ field: 'price', is: '>', value: 80_000 }],
    sort: { field: 'price', down: false },
  }),
  list('two slots, by price', OTHER_MS, {
    where: [
      { field: 'supplier', is: '=', value: '供应商 7' },
      { field: 'state', is: '=', value: 's2' },
    ],
    sort: { field: 'price', down: true },
  }),
  list('state, by balance', OTHER_MS, {
    where: [{ field: 'state', is: '=', value: 's3' }],
    sort: { field: 'available', down: false },
  }),
  list('balance below, by title', OTHER_MS, { where: [{ field: 'available', is: '<', value: 3 }] }),
  {
    name: 'count of a supplier',
    goal: PAGE_MS,
    run: (sql) => countRecords(sql, SKU, all, query({ where: [{ field: 'supplier', is: '=', value: '供应商 7' }] })),
  },
  {
    name: 'count of a state (capped)',
    goal: OTHER_MS,
    run: (sql) => countRecords(sql, SKU, all, query({ where: [{ field: 'state', is: '=', value: 's3' }] })),
  },
  list('search qh-12345', SEARCH_MS, { q: 'QH-12345' }),
  list('search 款式 97', SEARCH_MS, { q: '款式 97' }),
  list('search 色号', SEARCH_MS, { q: '色号' }),
  { name: 'one record', goal: PAGE_MS, run: (sql) => recordByKey(sql, 'sku', 'QH-777') },
  { name: 'entries of an account', goal: PAGE_MS, run: (sql) => entriesOf(sql, 'stock', 'QH-777') },
  {
    name: 'balances of a page',
    goal: PAGE_MS,
    run: (sql) =>
      balancesOf(
        sql,
        'stock',
        Array.from({ length: 50 }, (_, n) => `QH-${n + 1}`),
      ),
  },
  {
    name: 'append one entry',
    goal: PAGE_MS,
    run: (sql) =>
      book(
        sql,
        STOCK,
        { by: null, at: 1 },
        { effect: `bench/${++turn}`, entries: [{ account: `QH-${(turn % 900) + 1}`, measure: 'available', delta: 1 }] },
      ),
  },
  {
    name: 'put 500 new records',
    goal: OTHER_MS * 5,
    run: (sql) => {
      const from = ++turn * 500;
      return putRecords(
        sql,
        SKU,
        1,
        '',
        { by: null, at: 1 },
        Array.from({ length: 500 }, (_, n) => ({
          expect: 0,
          key: `NEW-${from + n}`,
          title: `新 ${from + n}`,
          words: `NEW-${from + n}\n新 ${from + n}`,
          values: { code: `NEW-${from + n}`, state: 's1', price: n },
          changed: ['code', 'state', 'price'],
        })),
      );
    },
  },
  {
    name: 'plain JSON, state by price',
    goal: Number.POSITIVE_INFINITY,
    run: (sql) =>
      sql`select id from plain where body->>'state' = 's3' order by (body->>'price')::int desc, id limit 50`,
  },
];

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const server = process.env.DATABASE_URL;
if (!server) throw new Error('Set DATABASE_URL to a Postgres where a scratch database may be made.');
const name = `zhangfa_records_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;
const admin = connect(server, { max: 1 });
await admin`create database ${admin(name)}`;
const sql = connect(url.href, { max: 3 });
const missed: string[] = [];
try {
  await migrate(sql, readMigrations(new URL('../db/migrations', import.meta.url).pathname));
  console.log(`filling ${rows.toLocaleString('en')} records, ${(rows * 5).toLocaleString('en')} entries …`);
  await fill(sql, rows);
  console.log(`${'page'.padEnd(34)}    p50 ms   p95 ms`);
  for (const page of PAGES) {
    const times: number[] = [];
    for (let round = 0; round < (page.goal === Number.POSITIVE_INFINITY ? 3 : TIMES); round++) {
      const start = performance.now();
      await page.run(sql);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const [p50 = 0, p95 = 0] = [times[Math.floor(times.length / 2)], times[Math.floor(times.length * 0.95)]];
    if (p95 > page.goal) missed.push(page.name);
    console.log(
      `${page.name.padEnd(34)} ${p50.toFixed(1).padStart(9)} ${p95.toFixed(1).padStart(8)}   ≤ ${page.goal}${p95 > page.goal ? ' MISSED' : ''}`,
    );
  }
  console.log(missed.length === 0 ? 'all met' : `${missed.length} missed: ${missed.join(', ')}`);
} finally {
  await sql.end();
  await admin`drop database ${admin(name)} with (force)`;
  await admin.end();
}
process.exitCode = missed.length === 0 ? 0 : 1;
