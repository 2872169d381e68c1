// Lists of registers stay on their indexes: at 100,000 records a page of a search, of a balance, of a branch reads few rows, whatever it finds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillRecords, SKU, STOCK } from '../../bench/record-rows.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { publishContent } from '../../db/content.ts';
import { layOutAnew } from '../../db/layout.ts';
import { book, openAccounts } from '../../db/ledgers.ts';
import type { RecordQuery } from '../../db/record-filters.ts';
import { countRecords, listRecords } from '../../db/record-lists.ts';
import { putRecords, recordsAfter } from '../../db/records.ts';
import { Register } from '../../records/register.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { CATEGORY } from '../goods.ts';
import { rowsRead } from '../rows-read.ts';

const MANY = 100_000;
let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 1 });
  await fillRecords(sql, MANY);
}, 120_000);
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const list = (more: Partial<RecordQuery>) =>
  listRecords(sql, SKU, { rows: 'all' }, { where: [], today: '2026-11-26', me: 'p', limit: 50, ...more });
/** Also once Postgres has made up its mind for any values: after five times. */
const often = async (page: () => Promise<unknown>): Promise<number> => {
  for (let n = 0; n < 6; n++) await page();
  return rowsRead(sql, page);
};
const STATE = { field: 'state', is: '=' as const, value: 's2' };

describe('a search', () => {
  it.each([
    ['夏季', 'late in every order'],
    ['绒', 'one letter'],
    ['qz', 'ten of all'],
    ['z', 'one Latin letter'],
    ['x', 'none at all'],
    ['q', 'all there are'],
    ['色号', 'all there are'],
    ['鹅绒夏季 7', 'two words'],
  ])('for %s (%s) reads little, in any order', async (q) => {
    const orders: Partial<RecordQuery>[] = [
      {},
      { sort: { field: 'price', down: true } },
      { where: [STATE], sort: { field: 'price', down: false } },
      { sort: { field: 'available', down: false } },
    ];
    for (const order of orders) {
      const rows = await often(() => list({ q, ...order }));
      expect(rows, JSON.stringify(order)).toBeGreaterThan(0);
      expect(rows, JSON.stringify(order)).toBeLessThan(15_000);
    }
  });

  it('finds all that there are, each once, in order, page by page', async () => {
    for (const sort of [
      { field: 'title', down: false },
      { field: 'price', down: true },
      { field: 'available', down: false },
    ]) {
      const found: string[] = [];
      for (let after: RecordQuery['after']; ; ) {
        const page = await list({ q: '夏季', sort, after, limit: 30 });
        found.push(...page.items.map(({ key }) => key));
        if (!page.next) break;
        after = page.next;
      }
      expect(new Set(found).size, sort.field).toBe(MANY / 1_000);
      expect(found).toHaveLength(MANY / 1_000);
    }
    expect(await countRecords(sql, SKU, { rows: 'all' }, { where: [], q: '夏季', today: '', me: '' })).toBe(100);
  });

  it('finds nothing of another register, and pays nothing for it', async () => {
    const other = { ...SKU, key: 'buyer' };
    const [put] = await putRecords(sql, other, 1, '', { by: null, at: 1 }, [
      { expect: 0, key: 'B1', title: '色号 买家', words: 'B1\n色号 买家', values: {}, changed: [] },
    ]);
    expect(put?.why).toBeNull();
    const search = () =>
      listRecords(sql, other, { rows: 'all' }, { where: [], q: '色号', today: '', me: '', limit: 50 });
    expect((await search()).items.map(({ key }) => key)).toEqual(['B1']);
    expect(await often(search)).toBeLessThan(20);
  });
});

describe('the order of a balance', () => {
  it('is read from its index, page by page', async () => {
    for (const down of [false, true]) {
      const first = await list({ sort: { field: 'available', down } });
      expect(
        await often(() => list({ sort: { field: 'available', down }, after: first.next ?? undefined })),
      ).toBeLessThan(500);
    }
  });

  it('is read with a filter by the first of it, or by what the filter leaves', async () => {
    const sort = { field: 'available', down: false };
    const supplier = { field: 'supplier', is: '=' as const, value: '供应商 7' };
    expect(await often(() => list({ sort, where: [STATE] }))).toBeLessThan(6_000);
    expect(await often(() => list({ sort, where: [supplier] }))).toBeLessThan(50_000);
    const some = { field: 'available', is: '>' as const, value: 0 };
    const page = await list({ sort, where: [some] });
    expect(page.items[0]?.key).toMatch(/1$/);
    expect(await often(() => list({ sort, where: [some] }))).toBeLessThan(500);
  });

  it('has what was never booked among the empty, from its beginning and after the ledger came later', async () => {
    const write = (key: string) =>
      putRecords(sql, SKU, 1, '', { by: null, at: 1 }, [
        {
          expect: 0,
          key,
          title: '新',
          words: `${key}\n新`,
          values: { code: key, state: 'new' },
          changed: ['code', 'state'],
        },
      ]);
    const order = async () =>
      (
        await list({
          where: [{ field: 'state', is: '=', value: 'new' }],
          sort: { field: 'available', down: false },
        })
      ).items.map(({ key }) => key);
    // Before anything was laid out.
    await sql`delete from ledger_account`;
    await write('N-1');
    await write('N-2');
    await book(
      sql,
      STOCK,
      { by: null, at: 1 },
      { effect: 'n', entries: [{ account: 'N-1', measure: 'available', delta: 3 }] },
    );
    expect(await order()).toEqual(['N-2', 'N-1']);
    await openAccounts(sql, STOCK);
    await write('N-3');
    expect(await order()).toEqual(['N-2', 'N-3', 'N-1']);
    const [row] = await sql`select count(*)::int as n from balance where account like 'N-%' and measure = 'available'`;
    expect(row?.n).toBe(3);
  });
});

describe('a tree of 100,000', () => {
  const TREE = Register.parse(CATEGORY);
  // 100 at the top, 99 below each, 10 below each of these.
  beforeAll(async () => {
    await sql`
      insert into record (id, place, register, key, title, rev, body, by_version, parent, path, words, created_at, updated_at)
      select 't' || k, concat_ws(chr(31), 'category', '', k), 'category', k, k, 1, json_build_object('code', k), 1, up, chr(31) || path, k, 1, 1 from (
        select 'a' || a as k, '' as up, 'a' || a as path from generate_series(1, 100) a
        union all select 'b' || a || '-' || b, 'a' || a, concat_ws(chr(31), 'a' || a, 'b' || a || '-' || b) from generate_series(1, 100) a, generate_series(1, 99) b
        union all select concat_ws('-', 'c' || a, b, c), 'b' || a || '-' || b, concat_ws(chr(31), 'a' || a, 'b' || a || '-' || b, concat_ws('-', 'c' || a, b, c))
          from generate_series(1, 100) a, generate_series(1, 99) b, generate_series(1, 10) c) x(k, up, path)`;
    await sql`vacuum analyze record`;
  }, 60_000);
  const tree = (more: Partial<RecordQuery>) =>
    listRecords(
      sql,
      TREE,
      { rows: 'all' },
      { where: [], sort: { field: 'tree', down: false }, today: '', me: '', limit: 50, ...more },
    );

  it('opens and moves a branch by what stands there, not by all', async () => {
    expect((await tree({ open: ['a7', 'b7-3'], limit: 200 })).items).toHaveLength(200);
    expect(await often(() => tree({ open: ['a7', 'b7-3'] }))).toBeLessThan(3_000);
    const under = (value: string) => tree({ where: [{ field: 'parent', is: 'under', value }] });
    expect((await under('b7-3')).items).toHaveLength(11);
    expect(await often(() => under('b7-3'))).toBeLessThan(500);
    expect((await under('a7')).items).toHaveLength(50);
    expect(await often(() => under('a7'))).toBeLessThan(10_000);
    let [up, rev] = ['b8-1', 1];
    const move = async () => {
      const [put] = await putRecords(sql, TREE, 1, '', { by: null, at: 1 }, [
        {
          id: 'tb7-3',
          expect: rev,
          key: 'b7-3',
          title: 'b7-3',
          words: 'b7-3',
          values: { code: 'b7-3', parent: { ref: `category/${up}`, key: up, rev: 1, title: up } },
          before: {},
          changed: ['parent'],
        },
      ]);
      expect(put?.why).toBeNull();
      [up, rev] = [up === 'b8-1' ? 'a9' : 'b8-1', rev + 1];
    };
    expect(await often(move)).toBeLessThan(2_000);
    const [row] = await sql`select path from record where id = 'tc7-3-1'`;
    expect(row?.path.split('\u001f').at(-2)).toBe('b7-3');
  });
});

describe('a register of 5,000 among 200,000', () => {
  const SHELF = Register.parse({
    key: 'shelf',
    name: { zh: '货架' },
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: { zh: '号' }, required: true },
      { type: 'text', id: 'place', label: { zh: '位置' }, find: 'text' },
    ],
  });
  beforeAll(async () => {
    await sql`
      insert into record (id, place, register, key, title, rev, body, by_version, created_at, updated_at)
      select 'r' || n * 20 || 'shelf', concat_ws(chr(31), 'shelf', '', 'S' || n), 'shelf', 'S' || n, 'S' || n, 1, json_build_object('code', 'S' || n, 'place', 'p' || n % 7), 1, 1, 1
      from generate_series(1, 5000) n`;
    await sql`vacuum analyze record`;
    await publishContent(sql, { kind: 'register', key: 'shelf', name: SHELF.name, body: SHELF, by: null, from: 0 });
  });

  it('is laid out anew, and gone through, by what it has', async () => {
    let laid = 0;
    const rows = await rowsRead(sql, async () => {
      laid = await layOutAnew(sql, 1);
    });
    expect(laid).toBe(5_000);
    expect(rows / laid).toBeLessThan(20);
    const page = () => sql.begin((tx) => recordsAfter(tx, 'shelf', 'r5', 200));
    expect(await page()).toHaveLength(200);
    expect(await often(page)).toBeLessThan(1_000);
  });
});
