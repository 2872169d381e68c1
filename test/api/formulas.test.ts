// Formulas of a register that read the shop: a parameter that changes reaches every record, once, with its reason.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { layOutAnew } from '../../db/layout.ts';
import { sayParameter } from '../../db/parameters.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { writeSetting } from '../../db/settings.ts';
import { Register } from '../../records/register.ts';
import type { Writer } from '../../records/write.ts';
import { fresh, type Office, openOffice } from './office.ts';

const label = (zh: string) => ({ zh, en: zh });
const PIECE = Register.parse({
  key: 'piece',
  name: label('件'),
  keyField: 'code',
  fields: [
    { type: 'text', id: 'code', label: label('编号'), required: true },
    { type: 'integer', id: 'cost', label: label('成本') },
    { type: 'integer', id: 'floor', label: label('底价'), by: { who: 'formula', feel: '=cost * shop.pieces.factor' } },
  ],
});
/** More than one piece of a pass. */
const MANY = 205;
let office: Office;
beforeAll(async () => {
  office = await openOffice();
  const { sql } = office.shop;
  const at = Date.now();
  const body = PIECE;
  await publishContent(sql, { kind: 'register', key: 'piece', name: PIECE.name, body, by: null, from: 0 });
  await sayParameter(sql, { key: 'pieces.factor', value: 2, from: 0, by: null, reason: '起' });
  const writer: Writer = { is: 'import', actor: { refs: [], manager: true } };
  for (let n = 0; n < MANY; n++) {
    const values = { code: `P-${n}`, ...(n > 0 && { cost: n }) };
    await writeRecord(sql, writer, { by: null, at }, { register: PIECE, version: 1, values });
  }
}, 120_000);
afterAll(() => office?.close());

const floors = async () => {
  const { sql } = office.shop;
  const rows = await sql<{ cost: number | null; floor: number | null; rev: number }[]>`
    select (body->>'cost')::int as cost, (body->>'floor')::int as floor, rev from record where register = 'piece'`;
  return rows;
};
const allBy = (factor: number) =>
  office.shop.until(async () => {
    const rows = await floors();
    return rows.length === MANY && rows.every(({ cost, floor }) => floor === (cost === null ? null : cost * factor));
  }, `floors by ${factor}`);

it('a value that is said reaches all of them, and what does not change is not written', async () => {
  await allBy(2);
  await sayParameter(office.shop.sql, { key: 'pieces.factor', value: 3, from: Date.now(), by: null, reason: '涨' });
  await allBy(3);
  const rows = await floors();
  expect(rows.map(({ cost, rev }) => [cost === null, rev])).toEqual(
    rows.map(({ cost }) => [cost === null, cost === null ? 1 : 2]),
  );
  const [change] = await office.shop.sql<{ reason: string; after: object }[]>`
    select c.reason, c.after from record_change c join record r on r.id = c.id where r.register = 'piece' and r.key = 'P-7' and c.rev = 2`;
  expect([JSON.parse(change?.reason ?? '{}').code, change?.after]).toEqual(['why.parameters', { floor: 21 }]);
});

it('one of an instant to come reaches them when it has come', async () => {
  const { sql } = office.shop;
  const now = Date.now();
  await sayParameter(sql, { key: 'pieces.factor', value: 5, from: now + 3_600_000, by: null, reason: '明天' });
  await allBy(3);
  await writeSetting(sql, 'clock', { real: now, shop: now + 3_700_000, rate: 1 });
  await allBy(5);
});

it('records are held in the order of their ids by whoever lays them out anew: nobody waits in a circle', async () => {
  const { sql } = office.shop;
  const ids = (await sql<{ id: string }[]>`select id from record where register = 'piece' order by id`).map(
    ({ id }) => id,
  );
  // As they lie on disk, the last comes first.
  for (const id of ids.toReversed()) await sql`update record set words = words || ' ' where id = ${id}`;
  await sql`vacuum full analyze record`;
  const [first, last] = [ids.at(0) ?? '', ids.at(-1) ?? ''];
  let laid: Promise<unknown> = Promise.resolve();
  await sql.begin(async (tx) => {
    await tx`select 1 from record where id = ${first} for update`;
    await publishContent(sql, {
      ...{ kind: 'register', key: 'piece', name: PIECE.name, by: null, from: 0 },
      body: { ...PIECE, title: '="件 " + code' },
    });
    laid = layOutAnew(sql, Date.now());
    await office.shop.until(
      async () =>
        (await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%record%'`).length > 0,
      'it waits for the first',
    );
    await tx`select 1 from record where id = ${last} for update`;
  });
  await laid;
  expect(await sql`select 1 from record where register = 'piece' and title not like '件 %'`).toEqual([]);
});

it('today is the day of the shop, whoever writes: in formulas and titles', async () => {
  const { sql } = office.shop;
  const morning = Date.UTC(2026, 10, 30, 22);
  await writeSetting(sql, 'clock', { real: Date.now(), shop: morning, rate: 0 });
  const body = Register.parse({
    key: 'visit',
    name: label('来访'),
    keyField: 'code',
    title: '=code + " " + string(today())',
    titles: { en: '="on " + string(today())' },
    fields: [
      { type: 'text', id: 'code', label: label('编号'), required: true },
      { type: 'date', id: 'day', label: label('哪天'), by: { who: 'formula', feel: '=today()' } },
    ],
    add: ['all'],
  });
  await publishContent(sql, { kind: 'register', key: 'visit', name: body.name, body, by: null, from: 0 });
  const chen = await office.as('chenli');
  const made = await chen('POST', '/api/registers/visit/records', { values: { code: 'V-1' } }, fresh());
  expect([made.status, made.body.title, made.body.values.day]).toEqual([201, 'V-1 2026-12-01', '2026-12-01']);
  const brought = await chen('POST', '/api/registers/visit/import', 'code\nV-2', {
    ...fresh(),
    'content-type': 'text/csv',
  });
  expect(brought.body.counts).toMatchObject({ new: 1 });
  const rows =
    await sql`select title, titles->>'en' as en, body->>'day' as day from record where register = 'visit' order by key`;
  expect(rows.map(({ title, en, day }) => [title, en, day])).toEqual([
    ['V-1 2026-12-01', 'on 2026-12-01', '2026-12-01'],
    ['V-2 2026-12-01', 'on 2026-12-01', '2026-12-01'],
  ]);
});
