// What a register's structure says of where its records are found: slots, names, words, the way down a tree. After a publication that
// changes it, the records that stand are laid out anew, in parts, beside all work; no revision, no news.

import { titleOf, titlesOf, wordsOf } from '../records/check.ts';
import { isGuarded, type Register } from '../records/register.ts';
import { slotsOf, slotted } from '../records/slots.ts';
import { isTree, parentIn } from '../records/tree.ts';
import { eachInTurn } from './breather.ts';
import type { Sql } from './connect.ts';
import { openAccounts } from './ledgers.ts';
import { holdRegister, type RecordRow } from './records.ts';
import { gramsIn, normal } from './search.ts';
import { clockAt } from './settings.ts';

const layoutOf = (register: Register): string =>
  JSON.stringify([
    [...slotsOf(register)],
    isTree(register) ? register.parentField : null,
    register.title ?? null,
    ...(register.titles ? [register.titles] : []),
    register.fields.map((field) => [field.id, field.type, isGuarded(field)]),
    ...(register.ledger ? [register.ledger.account, register.ledger.measures.map(({ key }) => key)] : []),
  ]);

const PART = 500;
/** Of all registers that were published since. Gives how many records stand elsewhere now. */
export async function layOutAnew(sql: Sql, at: number): Promise<number> {
  const due = await sql<{ key: string; version: number; body: Register; layout: string | null }[]>`
    select v.key, v.version, v.body, l.layout from content c join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
    left join record_layout l on l.register = c.key where c.kind = 'register' and l.version is distinct from c.latest`;
  let moved = 0;
  for (const { key, version, body, layout } of due) {
    const wanted = layoutOf(body);
    if (body.kind === 'ledger') {
      if (wanted !== layout) await openAccounts(sql, body);
    } else if (wanted !== layout) moved += await layOut(sql, body, at);
    await sql`
      insert into record_layout (register, version, layout) values (${key}, ${version}, ${wanted})
      on conflict (register) do update set version = excluded.version, layout = excluded.layout`;
  }
  return moved;
}

async function layOut(sql: Sql, register: Register, at: number): Promise<number> {
  const now = await clockAt(sql, at);
  let moved = 0;
  let after = '';
  for (;;) {
    const rows = await sql<Pick<RecordRow, 'id' | 'key' | 'rev' | 'values'>[]>`
      select id, key, rev, body as values from record where register = ${register.key} and id > ${after} order by id limit ${PART}`;
    const laid = await eachInTurn(rows, ({ id, key, rev, values }) => {
      const title = titleOf(register, values, key, now);
      const words = wordsOf(register, values, key, title).split('\n').map(normal).join('\n');
      const none = { t1: null, t2: null, t3: null, t4: null, n1: null, n2: null, d1: null, d2: null };
      const parent = isTree(register) ? (parentIn(register, values) ?? '') : null;
      return {
        id,
        rev,
        title,
        titles: titlesOf(register, values, now),
        words,
        grams: gramsIn(words, register.key),
        parent,
        ...none,
        ...slotted(register, values),
      };
    });
    moved += await sql.begin(async (tx) => {
      // In the order in which all hold them.
      await tx`select 1 from record where id = any(${laid.map(({ id }) => id)}) order by id for update`;
      // Whoever has written one meanwhile has laid it out himself.
      const { count } = await tx`
        update record r set title = x.title, titles = nullif(x.titles, 'null'), words = x.words, grams = x.grams, parent = x.parent, path = case when x.parent is not null then r.path end,
          t1 = x.t1, t2 = x.t2, t3 = x.t3, t4 = x.t4, n1 = x.n1, n2 = x.n2, d1 = x.d1, d2 = x.d2
        from jsonb_to_recordset(${tx.json(laid as never)}::jsonb) x(id text, rev int, title text, titles jsonb, words text, grams text[], parent text collate "C",
          t1 text, t2 text, t3 text, t4 text, n1 numeric, n2 numeric, d1 bigint, d2 bigint)
        where r.id = x.id and r.rev = x.rev
          and (r.title, r.titles, r.words, r.grams, r.parent, r.t1, r.t2, r.t3, r.t4, r.n1, r.n2, r.d1, r.d2) is distinct from (x.title, nullif(x.titles, 'null'), x.words, x.grams, x.parent, x.t1, x.t2, x.t3, x.t4, x.n1, x.n2, x.d1, x.d2)`;
      return count;
    });
    if (rows.length < PART) break;
    after = rows.at(-1)?.id ?? '';
  }
  // A branch that is moved beside it would be given the way that it had.
  if (isTree(register))
    await sql.begin(async (tx) => {
      await holdRegister(tx, register.key);
      await tx`
        update record set path = record_path(register, store, key)
        where register = ${register.key} and path is distinct from record_path(register, store, key)`;
    });
  return moved;
}
