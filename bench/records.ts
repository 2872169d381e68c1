// A million records in one register and five million entries: every page within 20 ms by slot, a search within 50, an append beside them.
// `DATABASE_URL=… npx tsx bench/records.ts [rows]`; makes a database of its own beside the named one and drops it.
import { performance } from 'node:perf_hooks';
import { connect, type Sql } from '../db/connect.ts';
import { balancesOf, book, entriesOf } from '../db/ledgers.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import type { RecordQuery } from '../db/record-filters.ts';
import { countRecords, listRecords } from '../db/record-lists.ts';
import { putRecords, recordByKey } from '../db/records.ts';
import { fillRecords, SKU, STOCK } from './record-rows.ts';

const PAGE_MS = 20;
const OTHER_MS = 200;
const SEARCH_MS = 50;
const TIMES = 30;
async function fill(sql: Sql, rows: number): Promise<void> {
  await fillRecords(sql, rows);
  await sql`
    insert into entry (ledger, account, measure, delta, after, at, effect)
    select 'stock', 'QH-' || (n % ${rows} + 1), 'available', 1, 1, n, 'e' || n from generate_series(1, ${rows * 5}::int) n`;
  // The same without slots, for comparison.
  await sql`create table plain as select id, body from record`;
  for (const table of ['entry', 'plain']) await sql`vacuum analyze ${sql(table)}`;
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
    where: [{ field: 'category', is: '=', value: 'c9' }],
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
  list('search 夏季 (one in 1,000)', SEARCH_MS, { q: '夏季' }),
  list('search 绒 (one in 1,000)', SEARCH_MS, { q: '绒' }),
  list('search qz (ten)', SEARCH_MS, { q: 'qz' }),
  list('search z (ten)', SEARCH_MS, { q: 'z' }),
  list('search q (all)', SEARCH_MS, { q: 'q' }),
  list('search x (none)', SEARCH_MS, { q: 'x' }),
  list('search 夏季 of a state by price', SEARCH_MS, {
    q: '夏季',
    where: [{ field: 'state', is: '=', value: 's3' }],
    sort: { field: 'price', down: true },
  }),
  {
    name: 'count of 夏季',
    goal: SEARCH_MS,
    run: (sql) => countRecords(sql, SKU, all, query({ q: '夏季' })),
  },
  list('by balance', PAGE_MS, { sort: { field: 'available', down: false } }),
  list('by balance, the fullest first', PAGE_MS, { sort: { field: 'available', down: true } }),
  list('search 夏季 by balance', SEARCH_MS, { q: '夏季', sort: { field: 'available', down: false } }),
  list('supplier, by balance', OTHER_MS, {
    where: [{ field: 'supplier', is: '=', value: '供应商 7' }],
    sort: { field: 'available', down: false },
  }),
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
