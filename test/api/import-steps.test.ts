// A file step by step: read, columns chosen and remembered, looked at in words, written or only recorded, told row by row, taken back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeImports, workImport } from '../../api/import-work.ts';
import { publishContent } from '../../db/content.ts';
import { book } from '../../db/ledgers.ts';
import { changesOf, recordByKey } from '../../db/records.ts';
import { Register } from '../../records/register.ts';
import type { Cell } from '../../tables/cell.ts';
import { writeXlsx } from '../../tables/write-xlsx.ts';
import { fromText } from '../../words/message.ts';
import { sayOfRecord } from '../../words/records.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string, en: string) => ({ zh, en });
const text = (id: string, zh: string, more: object = {}) => ({ type: 'text', id, label: label(zh, id), ...more });
const SKU = Register.parse({
  key: 'sku',
  name: label('商品', 'Goods'),
  keyField: 'code',
  fields: [
    text('code', '款号', { required: true }),
    text('name', '品名', { required: true }),
    text('barcode', '条码', { unique: true }),
    { type: 'integer', id: 'safety', label: label('安全库存', 'Safety stock') },
    { type: 'date', id: 'launched', label: label('上架日', 'Listed on') },
    text('cost', '成本', { secret: true, see: ['role:finance'] }),
  ],
});
const STOCK = Register.parse({
  key: 'stock',
  name: label('库存', 'Stock'),
  kind: 'ledger',
  fields: [text('slip', '单据')],
  ledger: { account: 'sku', measures: [{ key: 'available', name: label('可售', 'Available'), floor: 0 }] },
});
let office: Office;
let chen: Caller;
let meng: Caller;
beforeAll(async () => {
  office = await openOffice();
  [chen, meng] = [await office.as('chenli'), await office.as('mengjie')];
  for (const body of [SKU, STOCK])
    await publishContent(office.shop.sql, {
      kind: 'register',
      key: body.key,
      name: body.name,
      body,
      by: null,
      from: 0,
    });
  await office.shop.deploy(
    draw(
      'restock',
      {
        start: {
          type: 'startEvent',
          eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'sku' }],
          zf: { when: '=new.safety > 100' },
        },
        look: { type: 'userTask', name: '补货', zf: { participants: [{ rule: 'role', value: 'finance' }] } },
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->look', 'look->end'],
      { messages: { sku: { id: 'sku', name: 'record.sku' } } },
    ),
  );
});
afterAll(() => office?.close());

const find = (key: string) => recordByKey(office.shop.sql, 'sku', key);
const cases = async (): Promise<number> =>
  (await office.shop.sql<{ n: number }[]>`select count(*)::int as n from cases where key = 'restock'`)[0]?.n ?? 0;
const read = (file: string, content: string | Uint8Array, who = chen) =>
  who('POST', `/api/registers/sku/imports?file=${encodeURIComponent(file)}`, new Blob([content as never]), fresh());
const of = async (id: string, who = chen) => (await who('GET', `/api/imports/${id}`)).body;
const settled = async (id: string) => {
  await workImport(office.deps, id);
  return of(id);
};
const check = async (id: string, columns: (string | null)[], who = chen) => {
  expect((await who('POST', `/api/imports/${id}/check`, { columns })).status).toBe(200);
  return settled(id);
};
const run = async (id: string, quiet = false) => {
  expect((await chen('POST', `/api/imports/${id}/run`, { quiet })).status).toBe(200);
  return settled(id);
};
const bring = async (content: string, quiet = false) => {
  const { body } = await read('goods.csv', content);
  await check(body.id, body.columns);
  return run(body.id, quiet);
};
const workbook = async (rows: Cell[][]): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeXlsx('货', rows)) pieces.push(piece);
  return Buffer.concat(pieces);
};
const undo = async (id: string, who = chen) => {
  const { status, body } = await who('POST', `/api/imports/${id}/undo`);
  return status === 200 ? settled(id) : body;
};

describe('a file is brought in', () => {
  it('from a workbook: columns guessed, looked at in words, written, told by row; again it changes nothing', async () => {
    const file = await workbook([
      ['款号', '品名', '安全库存', '上架日', '说明'],
      ['00123', '围巾', 120, { day: '2026-11-05' }, 'x'],
      ['00124', '披肩', 80, null, 'x'],
      ['00125', null, 1, null, 'x'],
      ['00124', '披肩 二', 80, null, 'x'],
    ]);
    const { status, body } = await read('货.xlsx', file);
    expect([status, body.status, body.encoding, body.total]).toEqual([201, 'read', 'XLSX', 4]);
    expect(body.columns).toEqual(['code', 'name', 'safety', 'launched', null]);
    const looked = await check(body.id, body.columns);
    expect(looked.counts).toMatchObject({ new: 2, changed: 1, same: 0, refused: 1 });
    expect(looked.found.starts).toEqual([{ process: 'restock', name: 'restock', count: 1 }]);
    expect(looked.refused.map(({ row, why }: never) => [row, sayOfRecord(why, 'zh')])).toEqual([
      [4, '「品名」：请填写'],
    ]);
    expect(await find('00123')).toBeUndefined();
    const done = await run(body.id);
    expect([done.status, done.counts]).toEqual(['done', looked.counts]);
    expect((await find('00123'))?.values).toEqual({ code: '00123', name: '围巾', safety: 120, launched: '2026-11-05' });
    await office.shop.until(async () => (await cases()) === 1, 'the process that hears it');
    const [change] = await changesOf(office.shop.sql, (await find('00123'))?.id ?? '');
    expect(sayOfRecord(fromText(change?.reason ?? '') as never, 'zh')).toBe('导入「货.xlsx」');
    const report = (await chen('GET', `/api/imports/${body.id}/report`)).body as string;
    expect(report.replaceAll('\ufeff', '').split('\r\n').slice(0, 5)).toEqual([
      '行,编号,结果,哪一列,为什么，怎么办,款号,品名,安全库存,上架日,说明',
      '2,00123,新增,,,00123,围巾,120,2026-11-05,x',
      '3,00124,新增,,,00124,披肩,80,,x',
      '4,00125,没收,品名,「品名」：请填写,00125,,1,,x',
      '5,00124,改动,,,00124,披肩 二,80,,x',
    ]);
    const again = (await read('货.xlsx', file)).body;
    const same = await check(again.id, again.columns);
    expect(same.counts).toMatchObject({ new: 0, changed: 1, same: 2, refused: 1 });
  });

  it('with columns of my own, which the next file remembers; what changes is shown before and after', async () => {
    const { body } = await read('a.csv', '货号,叫什么\n00123,新围巾');
    expect(body.columns).toEqual([null, null]);
    const looked = await check(body.id, ['code', 'name']);
    expect(looked.found.changes).toEqual([
      { row: 2, key: '00123', fields: [{ field: 'name', before: '围巾', after: '新围巾' }] },
    ]);
    await run(body.id);
    expect((await read('b.csv', '叫什么,货号,品名\nx,y,z')).body.columns).toEqual(['name', 'code', null]);
    expect((await chen('POST', `/api/imports/${body.id}/check`, { columns: ['code', 'name'] })).body.status).toBe(
      'done',
    );
    const twice = (await read('c.csv', 'a,b\n1,2')).body;
    const check2 = (columns: unknown) => chen('POST', `/api/imports/${twice.id}/check`, { columns });
    for (const wrong of [['code', 'code'], ['code'], ['nothing', null], ['cost', null]])
      expect((await check2(wrong)).body.code).toBe('invalid');
  });

  it('only recorded, nobody hears of it', async () => {
    // What earlier files have said has been heard.
    await office.shop.until(
      async () =>
        (await office.shop.sql`select 1 from outbox union all select 1 from command where not confirmed limit 1`)
          .length === 0,
      'quiet',
    );
    const before = await cases();
    const done = await bring('款号,品名,安全库存\nQ-1,安静,500', true);
    expect([done.status, done.counts.new, done.found.starts[0].count]).toEqual(['done', 1, 1]);
    await bring('款号,品名,安全库存\nQ-2,说了,500');
    await office.shop.until(async () => (await cases()) === before + 1, 'the loud one alone');
  });

  it('looks at what is taken, in the shop and within the file', async () => {
    await bring('款号,品名,条码\nT-1,a,690');
    const { body } = await read('t.csv', '款号,品名,条码\nT-2,b,690\nT-3,c,691\nT-4,d,691\nT-1,aa,690');
    const looked = await check(body.id, body.columns);
    expect(looked.refused.map(({ row, why }: never) => [row, sayOfRecord(why, 'zh')])).toEqual([
      [2, '「条码」已是「T-1」的；换一个，或去改那一条'],
      [4, '「条码」已是「T-3」的；换一个，或去改那一条'],
    ]);
    const done = await run(body.id);
    expect(done.counts, 'as it was looked at').toEqual(looked.counts);
  });

  it('whose worker has died goes on where it was', async () => {
    const rows = Array.from({ length: 1_200 }, (_, n) => `D-${n},n`);
    const { body } = await read('d.csv', ['款号,品名', ...rows].join('\n'));
    await check(body.id, body.columns);
    await office.shop
      .sql`update record_import set status = 'running', next = 0, counts = '{}', at = 1, beat = now() - interval '1 minute' where id = ${body.id}`;
    await resumeImports(office.deps);
    const done = await settled(body.id);
    expect([done.status, done.done, done.counts.new]).toEqual(['done', 1_200, 1_200]);
  });

  it('that ends whoever reads it again and again is over after some tries, and may begin anew', async () => {
    const { sql } = office.shop;
    const { body } = await read('end.csv', '款号,品名\nE-1,n');
    await check(body.id, body.columns);
    const die = (more: string) =>
      sql`update record_import set status = 'checking', next = 0, tries = ${more}, beat = now() - interval '1 minute' where id = ${body.id}`;
    await die('4');
    await resumeImports(office.deps);
    expect((await settled(body.id)).status, 'one that gets on is tried from the beginning').toBe('checked');
    expect(await sql`select tries from record_import where id = ${body.id}`).toEqual([{ tries: 0 }]);
    await die('5');
    await resumeImports(office.deps);
    expect((await of(body.id)).status).toBe('failed');
  });

  it('whose look was broken off says so at once, and looks anew by itself to the same end', async () => {
    const { sql } = office.shop;
    const rows = Array.from({ length: 1_200 }, (_, n) => `A-${n},n,${n % 600}`);
    const { body } = await read('a.csv', ['款号,品名,条码', ...rows].join('\n'));
    const looked = await check(body.id, body.columns);
    expect([looked.counts.new, looked.counts.refused, looked.found.anew]).toEqual([600, 600, undefined]);
    await sql`
      update record_import set status = 'checking', next = 2, counts = '{"new": 600}', beat = now() - interval '1 minute' where id = ${body.id}`;
    await resumeImports(office.deps);
    let going = true;
    const looking = settled(body.id).finally(() => {
      going = false;
    });
    const told: [number, boolean][] = [];
    while (going) {
      const { done, found } = await of(body.id);
      told.push([done, found.anew === true]);
    }
    const again = await looking;
    expect(
      told.filter(([done, anew]) => done < 1_000 && !anew),
      'no count falls back without a word',
    ).toEqual([]);
    expect([again.status, again.counts, again.found.anew]).toEqual(['checked', looked.counts, true]);
  });

  it('of slow rows is written in turns of a second, and goes on near where it stopped', async () => {
    const { sql } = office.shop;
    const slow = Register.parse({
      ...SKU,
      fields: [
        ...SKU.fields,
        // Some tenths of a second each.
        {
          type: 'integer',
          id: 'long',
          label: label('慢', 'Slow'),
          by: { who: 'formula', feel: '=count(for i in 1..400 return count(for j in 1..400 return j * i))' },
        },
      ],
    });
    const body = { kind: 'register', key: 'sku', name: slow.name, by: null, from: 0 } as const;
    await publishContent(sql, { ...body, body: slow });
    const lines = Array.from({ length: 100 }, (_, n) => `SLOW-${n},x${n}`);
    const { id, columns } = (await read('slow.csv', ['款号,品名', ...lines].join('\n'))).body;
    await check(id, columns);
    expect((await chen('POST', `/api/imports/${id}/run`, { quiet: false })).status).toBe(200);
    const turns: number[] = [];
    const written = async () =>
      (await sql<{ n: number }[]>`select count(*)::int as n from record where key like 'SLOW-%'`)[0]?.n ?? 0;
    const going = settled(id);
    let isDone = false;
    void going.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const n = await written();
      if (n !== turns.at(-1)) turns.push(n);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await going;
    expect(turns.filter((n) => n > 0 && n < 100).length, 'seen on its way').toBeGreaterThan(0);
    expect((await of(id)).counts.new).toBe(100);
    const [{ n, rows }] = (await sql`
      select count(distinct o.one->>'id')::int as n, max(json_array_length(p.outcomes)) as rows
      from record_import_part p cross join lateral json_array_elements(p.outcomes) o(one) where p.import = ${id}`) as never as [
      { n: number; rows: number },
    ];
    expect([n, rows], 'each row has one outcome').toEqual([100, 100]);
    expect(
      (await sql`select 1 from record_change c join record r on r.id = c.id where r.key like 'SLOW-%'`).length,
      'and was written once',
    ).toBe(100);
    await publishContent(sql, { ...body, body: SKU });
  }, 120_000);

  it('is nobody else’s, and refuses what is no table in words', async () => {
    const { body } = await read('a.csv', '款号,品名\n1,2', meng);
    expect((await (await office.as('linxiaowen'))('GET', `/api/imports/${body.id}`)).status).toBe(404);
    expect((await of(body.id)).id).toBe(body.id);
    for (const wrong of ['', '款号,品名', 'PK\u0003\u0004', '款号,"品名'])
      expect((await read('w.csv', wrong)).body.code).toBe('ordersRefused');
    expect((await chen('POST', `/api/imports/${body.id}/run`, { quiet: false })).body.code).toBe('importNotSo');
    expect((await chen('POST', `/api/imports/${body.id}/undo`)).body.code).toBe('importNotSo');
    expect((await chen('POST', '/api/registers/stock/imports?file=x', 'a\n1', fresh())).status).toBe(404);
  });
});

describe('an import is taken back', () => {
  it('as far as nobody has touched what it wrote; the others are told; twice is once; and it can come again', async () => {
    await bring('款号,品名,安全库存\nU-1,旧,5\nU-2,旧,5');
    const done = await bring('款号,品名,安全库存\nU-1,新,6\nU-2,新,6\nU-3,新,1\nU-4,新,1\nU-5,新,1\nU-3,更新,2', true);
    const { rev } = (await find('U-2')) as { rev: number };
    await meng('PATCH', '/api/registers/sku/records/U-2', { rev, values: { safety: 7 } });
    await book(
      office.shop.sql,
      STOCK,
      { by: null, at: 1 },
      {
        effect: 'u4',
        entries: [{ account: 'U-4', measure: 'available', delta: 3 }],
      },
    );
    const back = await undo(done.id);
    expect([back.status, back.counts.back, back.counts.kept]).toEqual(['undone', 3, 2]);
    expect(back.kept.map(({ row, key, why }: never) => [row, key, sayOfRecord(why, 'zh')])).toEqual([
      [3, 'U-2', '孟洁在这之后改过，没有动'],
      [5, 'U-4', '已经记了流水，没有动'],
    ]);
    expect((await find('U-1'))?.values).toEqual({ code: 'U-1', name: '旧', safety: 5 });
    expect((await find('U-2'))?.values.safety).toBe(7);
    expect([(await find('U-3'))?.archived, (await find('U-4'))?.archived]).toEqual([true, false]);
    const history = await changesOf(office.shop.sql, (await find('U-1'))?.id ?? '');
    expect(sayOfRecord(fromText(history[0]?.reason ?? '') as never, 'zh')).toBe('撤回导入「goods.csv」');
    const revs = (await find('U-1'))?.rev;
    expect((await undo(done.id)).status, 'once').toBe('undone');
    expect((await find('U-1'))?.rev).toBe(revs);
    await office.shop.sql`update record_import set status = 'undoing', next = 0, counts = '{}' where id = ${done.id}`;
    expect((await settled(done.id)).counts.back, 'a part that was done before is as it was').toBe(3);
    expect((await find('U-1'))?.rev).toBe(revs);
    const again = await bring('款号,品名,安全库存\nU-3,又来,2');
    expect([again.counts.changed, (await find('U-3'))?.archived]).toEqual([1, false]);
    const list = (await chen('GET', '/api/registers/sku/imports')).body.items;
    expect(list.find(({ id }: { id: string }) => id === done.id)).toMatchObject({
      status: 'undone',
      by: { name: '陈立' },
      file: 'goods.csv',
      undoneBy: { name: '陈立' },
    });
    expect((await meng('GET', '/api/registers/sku/imports')).body.items, 'staff see their own').toEqual([]);
    const audit = (await (await office.as('gaoyuan'))('GET', `/api/audit?object=${done.id}`)).body.items;
    expect(audit.map(({ action }: { action: string }) => action)).toContain('POST /api/imports/:id/undo');
  });
});
