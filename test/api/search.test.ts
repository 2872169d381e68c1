// Search finds any part of number, title, buyer and SKU, two Chinese letters too; at 100,000 cases it reads no table from end to end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillInbox, fillSearch } from '../../bench/inbox-rows.ts';
import type { Instance } from '../../bpmn/instance.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { gramsOf, indexChanged, searchCases, wordsOf } from '../../db/search.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { rowsRead } from '../rows-read.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

describe('over HTTP', () => {
  let office: Office;
  let lin: Caller;
  let manager: Caller;
  beforeAll(async () => {
    office = await openOffice();
    [lin, manager] = await Promise.all([office.as('linxiaowen'), office.as('chenli')]);
    for (const [businessKey, buyer, phone] of [
      ['SO-2026-104881', '欧阳小兰', '13812345678'],
      ['SO-2026-104882', 'Müller ＡＢＣ', '13900001111'],
    ])
      await manager(
        'POST',
        '/api/cases',
        { process: 'refund', businessKey, variables: { buyer, phone, amount: 5 } },
        fresh(),
      );
  });
  afterAll(() => office?.close());
  const found = async (who: Caller, view: string, q: string) =>
    (await who('GET', `/api/tasks?view=${view}&q=${encodeURIComponent(q)}`)).body.items.map(
      ({ businessKey }: { businessKey: string }) => businessKey,
    );

  it.each(['104881', '881', '小兰', '欧阳', 'so-2026 小兰', '２０２６-104881', '兰'])('finds %s', async (q) => {
    expect(await found(lin, 'claimable', q)).toContain('SO-2026-104881');
    const cases = (await manager('GET', `/api/cases?q=${encodeURIComponent(q)}`)).body.items;
    expect(cases.map(({ businessKey }: { businessKey: string }) => businessKey)).toContain('SO-2026-104881');
  });

  it('finds in what is mine and what I have done, and nothing where there is nothing', async () => {
    const task = (await lin('GET', '/api/tasks?view=claimable&q=104882')).body.items[0].id;
    await lin('POST', `/api/tasks/${task}/claim`);
    expect(await found(lin, 'todo', 'üll')).toEqual(['SO-2026-104882']);
    expect(await found(lin, 'todo', 'abc')).toEqual(['SO-2026-104882']);
    expect(await found(lin, 'claimable', '104882')).toEqual([]);
    await lin('POST', `/api/tasks/${task}/complete`, { values: { result: 'yes' } }, fresh());
    expect(await found(lin, 'done', 'MÜLLER')).toEqual(['SO-2026-104882']);
    expect(await found(lin, 'done', '欧阳')).toEqual([]);
  });

  it('finds nobody by what is secret, nor what one may not see', async () => {
    expect((await manager('GET', '/api/cases?q=13812345678')).body.items).toEqual([]);
    const elsewhere = await office.as('machao');
    expect((await elsewhere('GET', '/api/cases?q=104881')).body.items).toEqual([]);
  });
});

describe('at 100,000 cases', () => {
  let database: FreshDatabase;
  let sql: Sql;
  beforeAll(async () => {
    database = await freshDatabase();
    sql = connect(database.url, { max: 1 });
    await fillInbox(sql, 100_000);
    await fillSearch(sql);
  }, 240_000);
  afterAll(async () => {
    await sql?.end();
    await database?.drop();
  });

  it.each(['b77123', '7712', '买家42号', '单 9', '订单', '01', 'b1', 'zzz', '4', 'q'])(
    '%s is found without reading all there is',
    async (q) => {
      await searchCases(sql, q);
      expect(await rowsRead(sql, () => searchCases(sql, q))).toBeLessThan(15_000);
    },
  );

  // Those with b1 are old, those with 01 are everywhere.
  it.each(['b1', '01', '家9', '订单', 'b9 01', '单 b', '7'])(
    '%s finds the newest, and all that there are',
    async (q) => {
      const words = q.split(' ').map((term) => `%${term}%`);
      const all = await sql<{ id: string }[]>`
      select case_id as id from case_search where words like all (${words}) order by at desc, case_id limit 1000`;
      expect(await searchCases(sql, q)).toEqual(all.map(({ id }) => id));
    },
  );
});

it('the words of a case are its number, title and short texts, never secrets, files or times', () => {
  const state = {
    scopes: {
      root: {
        kind: 'process',
        variables: {
          buyer: '苏女士',
          phone: '1380000',
          placedAt: '2026-11-23T08:00:00Z',
          lines: [{ sku: 'QH-26W', quantity: 2 }],
          photo: [{ file: 'abc', name: '图.png' }],
          note: '长'.repeat(200),
        },
      },
    },
  } as never as Instance;
  expect(wordsOf({ businessKey: 'A1', title: '退款　苏女士', state }, new Set(['phone'])).split('\n')).toEqual([
    'a1',
    '退款 苏女士',
    '苏女士',
    'qh-26w',
  ]);
  expect(gramsOf('小兰a1').sort()).toEqual(['1', 'a', 'a1', '兰', '兰a', '兰a1', '小', '小兰', '小兰a'].sort());
});

it('fills itself from the feed, older cases included, in rounds', async () => {
  const database = await freshDatabase();
  const sql = connect(database.url, { max: 1 });
  try {
    await fillInbox(sql, 450);
    const rounds: boolean[] = [];
    do rounds.push(await indexChanged(sql));
    while (rounds.at(-1) && rounds.length < 10);
    expect(rounds).toEqual([true, true, true, false]);
    expect((await sql`select count(*)::int as n from case_search`)[0]?.n).toBe(450);
    expect(await searchCases(sql, '订单 449')).toEqual(['c449']);
  } finally {
    await sql.end();
    await database.drop();
  }
});
