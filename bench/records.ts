// A million records in one register and five million entries: every page within 20 ms by slot, a search within 50, an append beside them.
// With plans, a file that comes in, a backup that is restored, and plain JSON without slots beside them.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import postgres from 'postgres';
import { readBackup, writeBackup } from '../db/backup.ts';
import { connect, type Sql } from '../db/connect.ts';
import { balancesOf, book, entriesOf } from '../db/ledgers.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import type { RecordQuery } from '../db/record-filters.ts';
import { importRecords } from '../db/record-imports.ts';
import { countRecords, listRecords } from '../db/record-lists.ts';
import { putRecords, recordByKey } from '../db/records.ts';
import { up } from '../stack/up.ts';
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

/** Which indexes a page is read by, as the planner of this very run says. */
async function plansOf(url: string, pages: Page[]): Promise<Record<string, string>> {
  const seen: string[] = [];
  const sql = postgres(url, { max: 1, onnotice: ({ message }) => seen.push(String(message)) }) as Sql;
  const plans: Record<string, string> = {};
  await sql.unsafe(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set client_min_messages = log`);
  for (const page of pages) {
    seen.length = 0;
    await page.run(sql);
    const scans = seen.flatMap(
      (text) => text.match(/(Seq Scan on|Index(?: Only)? Scan(?: Backward)? using|Bitmap Index Scan on) \w+/g) ?? [],
    );
    plans[page.name] = [...new Set(scans.map((scan) => scan.replace(/ (using|on)/, '')))].join(', ');
  }
  await sql.end();
  return plans;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${what.padEnd(34)} ${((performance.now() - start) / 1_000).toFixed(1).padStart(7)} s`);
  return result;
}

/** A file of 10,000 rows, half of them new; again, it changes nothing. */
async function bring(sql: Sql): Promise<void> {
  const hand = { by: null, at: 2 };
  const file = Array.from({ length: 10_000 }, (_, n) => ({
    n: n + 2,
    values: { code: n % 2 ? `QH-${n + 1}` : `IN-${n}`, supplier: '供应商 7' },
    errors: [],
  }));
  const given = { register: SKU, version: 1, actor: { refs: [], manager: true }, hand };
  for (const what of ['import of 10,000 rows', '… again']) await timed(what, () => importRecords(sql, given, file));
}

/** The whole shop into a file and back into an empty database. */
async function roundTrip(sql: Sql, empty: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-bench-'));
  const file = path.join(folder, 'shop.backup');
  const target = connect(empty, { max: 2 });
  try {
    // What is beside the shop, for comparison, is in no backup.
    await sql`drop table plain`;
    const out = await timed('backup', () => writeBackup(sql, file));
    const back = await timed('restore', () => readBackup(target, file, MIGRATIONS));
    for (const table of ['record', 'entry', 'balance'])
      if (out[table] !== back[table]) throw new Error(`${table}: ${out[table]} rows written, ${back[table]} read`);
    console.log(`restored: ${back.record} records, ${back.entry} entries`);
  } finally {
    await target.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const MIGRATIONS = readMigrations(new URL('../db/migrations', import.meta.url).pathname);

/** In databases of its own, beside `DATABASE_URL` or in a Postgres of its own; tells on the way, and answers whether all goals were met. */
export async function recordsBench(rows = 1_000_000): Promise<boolean> {
  if (process.env.DATABASE_URL) return beside(process.env.DATABASE_URL, rows);
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-bench-'));
  chmodSync(data, 0o755);
  const stack = await up({ data, pieces: ['postgres'] });
  try {
    return await beside(stack.databaseUrl, rows);
  } finally {
    await stack.destroy();
  }
}

async function beside(server: string, rows: number): Promise<boolean> {
  const names = [`zhangfa_records_${process.pid}`, `zhangfa_records_${process.pid}_back`] as const;
  const [url, back] = names.map((name) => Object.assign(new URL(server), { pathname: `/${name}` }).href) as [
    string,
    string,
  ];
  const admin = connect(server, { max: 1 });
  for (const name of names) await admin`create database ${admin(name)}`;
  const sql = connect(url, { max: 3 });
  const missed: string[] = [];
  try {
    await migrate(sql, MIGRATIONS);
    console.log(`filling ${rows.toLocaleString('en')} records, ${(rows * 5).toLocaleString('en')} entries …`);
    await timed('filled', () => fill(sql, rows));
    const plans = await plansOf(url, PAGES);
    console.log(
      `Milliseconds in the database for a page of 50, or what the line says, asked ${TIMES} times; its goal; the indexes it read by. 20 ms are for one slot or a declared pair, 200 for other pairs, 50 for a search. The goals are those of a million records; small registers are read whole.`,
    );
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
        `${page.name.padEnd(34)} ${p50.toFixed(1).padStart(9)} ${p95.toFixed(1).padStart(8)}   ≤ ${page.goal}${p95 > page.goal ? ' MISSED' : ''}   ${plans[page.name]}`,
      );
    }
    await bring(sql);
    await roundTrip(sql, back);
    console.log(missed.length === 0 ? 'all met' : `${missed.length} missed: ${missed.join(', ')}`);
  } finally {
    await sql.end();
    for (const name of names) await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  }
  return missed.length === 0;
}
