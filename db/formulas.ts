// Formulas of registers that read the shop: computed anew when a parameter of theirs holds otherwise than when they were, whether somebody
// has said a value or an instant has come. A pass goes through the register in pieces and may be begun anew at any time.
import { keysRead } from '../bpmn/parameters.ts';
import type { Value, Variables } from '../feel/value.ts';
import { checkRecord, titleOf, wordsOf } from '../records/check.ts';
import { type Register, readsShop } from '../records/register.ts';
import { toText } from '../words/message.ts';
import { eachInTurn } from './breather.ts';
import type { Sql, Transaction } from './connect.ts';
import { publishedContent } from './content.ts';
import { shopValues } from './parameters.ts';
import { holdRegister, putRecords, type RecordRow, recordsAfter } from './records.ts';
import { clockAt } from './settings.ts';

const AT_ONCE = 200;

/** @param at shop time @returns how many records were looked at; 0: all are computed by what holds */
export async function recomputeFormulas(sql: Sql, at: number): Promise<number> {
  const registers = (await publishedContent<Register>(sql, 'register', at)).filter(({ body }) => readsShop(body));
  if (registers.length === 0) return 0;
  const shop = await shopValues(sql, at);
  let looked = 0;
  for (const { body: register, version } of registers)
    looked += await sql.begin((tx) => piece(tx, register, version, shop, at));
  return looked;
}

async function piece(
  tx: Transaction,
  register: Register,
  version: number,
  shop: Variables,
  at: number,
): Promise<number> {
  const wanted = valuesRead(register, shop);
  await tx`insert into formulas_computed (register) values (${register.key}) on conflict do nothing`;
  const [mark] = await tx<{ by: string | null; toward: string | null; after: string }[]>`
    select by_values as by, toward, after from formulas_computed where register = ${register.key} for update skip locked`;
  if (!mark || (mark.by === wanted && mark.toward === null)) return 0;
  const after = mark.toward === wanted ? mark.after : '';
  await holdRegister(tx, register.key);
  const records = await recordsAfter(tx, register.key, after, AT_ONCE);
  await write(tx, register, version, records, shop, at);
  const last = records.at(-1);
  if (records.length === AT_ONCE && last)
    await tx`update formulas_computed set toward = ${wanted}, after = ${last.id} where register = ${register.key}`;
  else
    await tx`update formulas_computed set by_values = ${wanted}, toward = null, after = '' where register = ${register.key}`;
  return records.length;
}

async function write(
  tx: Transaction,
  register: Register,
  version: number,
  records: RecordRow[],
  shop: Variables,
  at: number,
): Promise<void> {
  const now = await clockAt(tx, at);
  const reason = toText({ code: 'why.parameters', args: {} });
  for (const store of new Set(records.map((record) => record.store))) {
    const judged = await eachInTurn(records, (record) => {
      const { id, key, rev, owner, department, archived } = record;
      if (record.store !== store) return [];
      const { values, changed } = checkRecord(register, record.values, {}, now, shop);
      if (changed.length === 0) return [];
      const title = titleOf(register, values, key, now);
      const words = wordsOf(register, values, key, title);
      return [
        { id, expect: rev, key, title, words, before: record.values, values, changed, owner, department, archived },
      ];
    });
    const writes = judged.flat();
    if (writes.length > 0) await putRecords(tx, register, version, store, { by: null, at, reason }, writes);
  }
}

/** What its formulas read of the shop, and the formulas themselves: another version may compute otherwise. */
function valuesRead({ fields }: Register, shop: Variables): string {
  const texts = fields.flatMap(({ by }) => (by.who === 'formula' ? [by.feel] : []));
  const keys = keysRead(texts.join(' '));
  const read = keys === null ? shop : [...keys].sort().map((key) => [key, at(shop, key)]);
  return JSON.stringify([texts, read]);
}
const at = (shop: Variables, key: string): Value =>
  key
    .split('.')
    .reduce<Value>(
      (value, name) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) ? (value[name] ?? null) : null,
      shop,
    );
