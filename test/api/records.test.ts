// Records and ledgers in the database: revisions, history, unique values; entries that sum up under many hands.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { balancesOf, book, bookBack, entriesOf, openAccounts } from '../../db/ledgers.ts';
import { listRecords } from '../../db/record-lists.ts';
import { changesOf, nextNumber, putRecords, type RecordWrite, recordByKey } from '../../db/records.ts';
import { Register } from '../../records/register.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

const label = (zh: string) => ({ zh, en: zh });
const SKU = Register.parse({
  key: 'sku',
  name: label('商品'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('款号'), required: true },
    { type: 'text', id: 'barcode', label: label('条码'), unique: true },
    { type: 'text', id: 'supplier', label: label('供应商'), find: 'text' },
    { type: 'money', id: 'price', label: label('售价'), find: 'number' },
    { type: 'date', id: 'launched', label: label('上架日'), find: 'date' },
    {
      type: 'integer',
      id: 'available',
      label: label('可售'),
      by: { who: 'ledger', ledger: 'stock', measure: 'available' },
    },
  ],
});
const STOCK = Register.parse({
  key: 'stock',
  name: label('库存'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'slip', label: label('单据') }],
  ledger: {
    account: 'sku',
    measures: [
      { key: 'available', name: label('可售'), floor: 0 },
      { key: 'reserved', name: label('预占'), floor: 0 },
    ],
  },
});

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 34 });
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const hand = { by: 'person:p1', at: 1_790_000_000_000 };
const write = (code: string, values: object = {}, more: Partial<RecordWrite> = {}): RecordWrite => {
  const whole = { code, ...values } as RecordWrite['values'];
  return {
    expect: 0,
    key: code,
    title: `商品 ${code}`,
    words: `${code}\n商品 ${code}`,
    values: whole,
    changed: Object.keys(whole),
    ...more,
  };
};
const put = (...writes: RecordWrite[]) => putRecords(sql, SKU, 1, '', hand, writes);

describe('records', () => {
  it('are new once: a key that stands is told, with whose it is', async () => {
    const [first] = await put(write('A1', { price: 100 }));
    expect(first).toMatchObject({ rev: 1, why: null });
    const again = await put(write('A1'), write('A2'));
    expect(again.map(({ why, other }) => [why, other])).toEqual([
      ['taken', first?.id],
      [null, null],
    ]);
    expect((await recordByKey(sql, 'sku', 'A1'))?.values).toEqual({ code: 'A1', price: 100 });
  });

  it('keep their history, and nobody overwrites what he has not seen', async () => {
    const [made] = await put(write('B1', { price: 100 }));
    const change = (expectRev: number, price: number) =>
      put({
        ...write('B1', { price }),
        id: made?.id,
        expect: expectRev,
        before: { code: 'B1', price: 100 },
        changed: ['price'],
      });
    expect((await change(1, 200))[0]).toMatchObject({ rev: 2, why: null });
    expect((await change(1, 300))[0]).toMatchObject({ why: 'changed' });
    const changes = await changesOf(sql, made?.id ?? '');
    expect(changes.map(({ rev, before, after, by }) => [rev, before, after, by])).toEqual([
      [2, { price: 100 }, { price: 200 }, 'person:p1'],
      [1, null, { code: 'B1', price: 100 }, 'person:p1'],
    ]);
  });

  it('hold a unique value once, and free it when it goes', async () => {
    const [first] = await put(write('C1', { barcode: '690' }));
    expect((await put(write('C2', { barcode: '690' })))[0]).toMatchObject({
      why: 'taken',
      field: 'barcode',
      other: first?.id,
    });
    await put({ ...write('C1'), id: first?.id, expect: 1, before: { barcode: '690' }, changed: ['barcode'] });
    expect((await put(write('C2', { barcode: '690' })))[0]).toMatchObject({ why: null });
  });

  it('two at once with one key: one is written', async () => {
    const told = (await Promise.all(Array.from({ length: 16 }, () => put(write('D1', { barcode: 'd' }))))).flat();
    expect(told.filter(({ why }) => why === null)).toHaveLength(1);
    expect(told.filter(({ why }) => why === 'taken')).toHaveLength(15);
  });

  it('are listed by slot, sorted with the empty ones last, page by page, each once', async () => {
    await put(
      ...Array.from({ length: 30 }, (_, n) =>
        write(`L${String(n).padStart(2, '0')}`, {
          supplier: n % 2 ? '锦禾' : '恒源',
          ...(n % 3 && { price: 1_000 - (n % 7) }),
        }),
      ),
    );
    const query = {
      where: [{ field: 'supplier', is: '=' as const, value: '锦禾' }],
      sort: { field: 'price', down: true },
      today: '2026-11-26',
      me: 'p1',
    };
    const found: string[] = [];
    const prices: unknown[] = [];
    for (let after: Parameters<typeof listRecords>[3]['after']; ; ) {
      const page = await listRecords(sql, SKU, { rows: 'all' }, { ...query, after, limit: 4 });
      found.push(...page.items.map(({ key }) => key));
      prices.push(...page.items.map(({ values }) => values.price ?? null));
      if (!page.next) break;
      after = page.next;
    }
    expect(found).toHaveLength(15);
    expect(new Set(found).size).toBe(15);
    expect(prices.slice(0, 10)).toEqual([...prices.slice(0, 10)].sort((a, b) => Number(b) - Number(a)));
    expect(prices.slice(10)).toEqual([null, null, null, null, null]);
  });

  it('are found by two letters of a word, among all that the filter says', async () => {
    await put(write('S1', {}, { title: '羊毛披肩 酒红', words: 'S1\n羊毛披肩 酒红' }));
    const page = await listRecords(
      sql,
      SKU,
      { rows: 'all' },
      { where: [], q: '披肩', today: '2026-11-26', me: 'p1', limit: 10 },
    );
    expect(page.items.map(({ key }) => key)).toEqual(['S1']);
  });

  it('are filtered and sorted by what their ledger holds', async () => {
    await put(write('V1'), write('V2'), write('V3'));
    await book(sql, STOCK, hand, {
      effect: 'v',
      entries: [
        { account: 'V1', measure: 'available', delta: 5 },
        { account: 'V2', measure: 'available', delta: 50 },
      ],
    });
    const found = async (is: '>' | '<=') => {
      const { items } = await listRecords(
        sql,
        SKU,
        { rows: 'all' },
        {
          where: [{ field: 'available', is, value: 0 }],
          sort: { field: 'available', down: false },
          today: '2026-11-26',
          me: 'p1',
          limit: 100,
        },
      );
      return items.map(({ key }) => key);
    };
    expect(await found('>')).toEqual(['V1', 'V2']);
    // Of what was never booked there is nothing: it is low, too.
    expect((await found('<=')).filter((key) => key.startsWith('V'))).toEqual(['V3']);
  });

  it('get numbers of a series, each once', async () => {
    const given = await Promise.all(Array.from({ length: 20 }, () => nextNumber(sql, 'GYS-{0000}', '2026')));
    expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });
});

describe('ledgers', () => {
  const move = (account: string, delta: number) => [
    { account, measure: 'available', delta: -delta },
    { account, measure: 'reserved', delta },
  ];
  const fill = (account: string, delta: number) =>
    book(sql, STOCK, hand, { effect: `fill/${account}`, entries: [{ account, measure: 'available', delta }] });

  it('book all or nothing, never below a floor, and say what is there', async () => {
    await fill('K1', 3);
    const short = await book(sql, STOCK, hand, {
      effect: 'k1',
      entries: [...move('K1', 5), { account: 'K9', measure: 'available', delta: 1 }],
    });
    expect(short).toEqual({
      ok: false,
      entries: [],
      short: [{ account: 'K1', measure: 'available', there: 3, missing: 2 }],
    });
    expect((await balancesOf(sql, 'stock', ['K1', 'K9'])).filter(({ value }) => value !== 0)).toEqual([
      { account: 'K1', measure: 'available', value: 3 },
    ]);
    const part = await book(sql, STOCK, hand, {
      effect: 'k1',
      entries: move('K1', 5),
      partial: true,
      doc: { slip: 'O-1' },
    });
    expect(part.entries).toEqual([
      { account: 'K1', measure: 'available', delta: -3, after: 0 },
      { account: 'K1', measure: 'reserved', delta: 3, after: 3 },
    ]);
    expect(part.short).toEqual([{ account: 'K1', measure: 'available', there: 3, missing: 2 }]);
    // Short of two measures: as much as both have.
    const both = await book(sql, STOCK, hand, {
      effect: 'k2',
      entries: [
        { account: 'K1', measure: 'reserved', delta: -9 },
        { account: 'K1', measure: 'available', delta: -9 },
        { account: 'K2', measure: 'available', delta: 18 },
      ],
      partial: true,
    });
    expect(both.entries).toEqual([{ account: 'K2', measure: 'available', delta: 18, after: 18 }]);
    expect((await entriesOf(sql, 'stock', 'K1'))[0]).toMatchObject({
      measure: 'reserved',
      after: 3,
      doc: { slip: 'O-1' },
    });
  });

  it('answer a repeat as the first time, also many at once', async () => {
    await fill('R1', 100);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => book(sql, STOCK, hand, { effect: 'r1', entries: move('R1', 7) })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await balancesOf(sql, 'stock', ['R1'])).toContainEqual({ account: 'R1', measure: 'reserved', value: 7 });
  });

  it('book back once, and what was undone before it came never comes', async () => {
    await fill('U1', 10);
    await book(sql, STOCK, hand, { effect: 'u1', entries: move('U1', 4) });
    for (const effect of ['undo', 'undo', 'undo-again']) await bookBack(sql, STOCK, hand, { effect, undoes: 'u1' });
    await bookBack(sql, STOCK, hand, { effect: 'undo-late', undoes: 'late' });
    expect((await book(sql, STOCK, hand, { effect: 'late', entries: move('U1', 2) })).entries).toEqual([]);
    expect(await balancesOf(sql, 'stock', ['U1'])).toEqual(
      expect.arrayContaining([
        { account: 'U1', measure: 'available', value: 10 },
        { account: 'U1', measure: 'reserved', value: 0 },
      ]),
    );
    expect(await entriesOf(sql, 'stock', 'U1')).toHaveLength(5);
  });

  it('a floor that is made later holds as soon as the balance is above it', async () => {
    const free = Register.parse({
      ...STOCK,
      ledger: { ...STOCK.ledger, measures: [{ key: 'debt', name: label('欠') }] },
    });
    const bounded = Register.parse({
      ...STOCK,
      ledger: { ...STOCK.ledger, measures: [{ key: 'debt', name: label('欠'), floor: 0 }] },
    });
    const by = (ledger: Register, effect: string, delta: number) =>
      book(sql, ledger, hand, { effect: `f/${effect}`, entries: [{ account: 'F1', measure: 'debt', delta }] });
    expect((await by(free, 'a', -4)).ok).toBe(true);
    // It gets better, though it is not good yet.
    expect((await by(bounded, 'b', 1)).entries).toMatchObject([{ after: -3 }]);
    expect((await by(bounded, 'c', 5)).entries).toMatchObject([{ after: 2 }]);
    expect((await by(bounded, 'd', -3)).short).toEqual([{ account: 'F1', measure: 'debt', there: 2, missing: 1 }]);
  });

  it('and changes are told on where one case waits for them, and nowhere where nobody listens', async () => {
    const told = async (kind: string) => (await sql`delete from outbox where kind = ${kind} returning 1`).length;
    await told('booked');
    await told('recordChanged');
    const both = async (name: string) => {
      await fill(name, 1);
      await putRecords(sql, SKU, 1, '', hand, [write(name)]);
      return [await told('booked'), await told('recordChanged')];
    };
    expect(await both('L1')).toEqual([0, 0]);
    await sql`
      with made as (insert into cases (id, family, host, key, version, status, seq, started_at, updated_at, state) values ('hears', 'hears', 'h', 'p', 1, 'running', 1, 1, 1, '{}'))
      insert into subscription (case_id, wait, kind, name, element) values ('hears', 'w1', 'message', 'ledger.stock', 'e'), ('hears', 'w2', 'message', 'record.sku', 'e')`;
    expect(await both('L2')).toEqual([1, 1]);
    await sql`delete from subscription where case_id = 'hears'`;
    await sql`delete from cases where id = 'hears'`;
  });

  it('there are of a record from its beginning, and by its key also where that is given later', async () => {
    await openAccounts(sql, STOCK);
    const accounts = async () =>
      (
        await sql<
          { account: string }[]
        >`select account from balance where account like 'Z-%' and measure = 'reserved' order by 1`
      ).map(({ account }) => account);
    const [made] = await putRecords(sql, SKU, 1, '', hand, [write('Z-1')]);
    expect(await accounts()).toEqual(['Z-1']);
    await putRecords(sql, SKU, 1, '', hand, [write('Z-2', {}, { id: made?.id, expect: 1, changed: ['code'] })]);
    expect(await accounts()).toEqual(['Z-1', 'Z-2']);
  });

  it('32 hands on few accounts: nothing oversold, the entries sum up to the balance', async () => {
    const accounts = ['M1', 'M2', 'M3'];
    for (const account of accounts) await fill(account, 100);
    let taken = 0;
    await Promise.all(
      Array.from({ length: 32 }, async (_, worker) => {
        for (let turn = 0; turn < 12; turn++) {
          const two = [...accounts].sort(() => ((worker * 7 + turn) % 3) - 1).slice(0, 2);
          const { ok } = await book(sql, STOCK, hand, {
            effect: `m/${worker}/${turn}`,
            entries: two.flatMap((account) => move(account, 1)),
          });
          if (ok) taken += 2;
        }
      }),
    );
    const sums = await sql<{ bad: number }[]>`
      select count(*)::int as bad from balance b where b.value < 0 or b.value <> (select sum(delta) from entry e where e.ledger = b.ledger and e.account = b.account and e.measure = b.measure)`;
    expect(sums[0]?.bad).toBe(0);
    const left = (await balancesOf(sql, 'stock', accounts))
      .filter(({ measure }) => measure === 'available')
      .reduce((sum, { value }) => sum + value, 0);
    expect(left).toBe(300 - taken);
  });
});
