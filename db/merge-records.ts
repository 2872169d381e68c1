// A record becomes part of another in one transaction: values, what was booked, and all that names it. It stays, put away, and whoever
// looks for it by its key finds the other.
import type { Variables } from '../feel/value.ts';
import type { FieldError } from '../forms/validate.ts';
import { checkRecord, same, titleOf, wordsOf } from '../records/check.ts';
import { type Choices, mergeInput, renamed } from '../records/merge.ts';
import { fieldOf, type Register } from '../records/register.ts';
import type { Actor } from '../records/rights.ts';
import type { Short } from '../records/service.ts';
import { faultInTree } from '../records/tree.ts';
import type { Barred } from '../records/write.ts';
import { toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import { eachInTurn } from './breather.ts';
import type { Sql, Transaction } from './connect.ts';
import { publishedContent } from './content.ts';
import { balancesOf, book } from './ledgers.ts';
import { shopValues } from './parameters.ts';
import { placeOf } from './places.ts';
import { type Hand, holdRegister, putRecords, type RecordRow, recordById, recordsByIds } from './records.ts';

type Side = { key: string; rev: number };
export type Merge = {
  register: Register;
  version: number;
  store: string;
  survivor: Side;
  other: Side;
  choices: Choices;
  actor: Actor;
  hand: Pick<Hand, 'by' | 'at'>;
};
export type Merged =
  | { ok: true; record: RecordRow }
  | ({ ok: false } & (
      | Barred
      | { why: 'noRecord'; key: string }
      | { why: 'changed'; key: string }
      | { why: 'invalid'; errors: FieldError[] }
      | { why: 'short'; ledger: Register; short: Short[] }
    ));
class Refused extends Error {
  readonly answer: Extract<Merged, { ok: false }>;
  constructor(answer: Extract<Merged, { ok: false }>) {
    super(answer.why);
    this.answer = answer;
  }
}

export async function mergeRecords(sql: Sql, merge: Merge): Promise<Merged> {
  try {
    const id = await sql.begin((tx) => inOne(tx, merge));
    const record = await recordById(sql, merge.register.key, id);
    return record ? { ok: true, record } : { ok: false, why: 'noRecord', key: merge.survivor.key };
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

async function inOne(tx: Transaction, merge: Merge): Promise<string> {
  const { register, version, store, actor } = merge;
  const named = await tx<{ id: string; key: string; mergedInto: string | null }[]>`
    select id, key, merged_into as "mergedInto" from record
    where place = any(${[merge.survivor, merge.other].map(({ key }) => placeOf(register.key, store, key))})`;
  const idOf = ({ key }: Side): { id: string; mergedInto: string | null } => {
    const found = named.find((one) => one.key === key);
    if (!found) throw new Refused({ ok: false, why: 'noRecord', key });
    return found;
  };
  const [mine, theirs] = [idOf(merge.survivor), idOf(merge.other)];
  // Twice is once.
  if (theirs.mergedInto === mine.id) return mine.id;
  for (const [{ mergedInto, id }, { key }] of [
    [mine, merge.survivor],
    [theirs, merge.other],
  ] as const)
    if (mergedInto !== null || mine.id === theirs.id || !id) throw new Refused({ ok: false, why: 'noRecord', key });
  await holdRegister(tx, register.key);
  const rows = await recordsByIds(tx, register.key, [mine.id, theirs.id]);
  const seen = (id: string, { key, rev }: Side): RecordRow => {
    const row = rows.find((one) => one.id === id);
    if (!row || row.rev !== rev) throw new Refused({ ok: false, why: 'changed', key });
    return row;
  };
  const survivor = seen(mine.id, merge.survivor);
  const other = seen(theirs.id, merge.other);

  const chosen = mergeInput(register, survivor.values, other.values, merge.choices, actor);
  if ('why' in chosen) throw new Refused({ ok: false, ...chosen });
  const shop = (await shopValues(tx, merge.hand.at)) as never;
  const checked = checkRecord(register, survivor.values, chosen.input, merge.hand.at, shop);
  if (checked.errors.length > 0) throw new Refused({ ok: false, why: 'invalid', errors: checked.errors });

  // What only one may have goes over first.
  const given = register.fields.filter(
    ({ id, unique }) =>
      unique && id !== register.keyField && !same(other.values[id], null) && same(other.values[id], checked.values[id]),
  );
  const left = Object.fromEntries(
    Object.entries(other.values).filter(([id]) => !given.some((field) => field.id === id)),
  );
  const put = async (row: RecordRow, values: Variables, changed: string[], hand: Hand, archived: boolean) => {
    const title = titleOf(register, values, row.key, merge.hand.at);
    const words = wordsOf(register, values, row.key, title);
    const write = { ...row, expect: row.rev, title, words, before: row.values, values, changed, archived };
    const [told] = await putRecords(tx, register, version, store, hand, [write]);
    if (told?.why !== null) throw new Refused({ ok: false, why: 'changed', key: row.key });
  };
  const into = toText(tellRecord('why.mergedInto', { key: survivor.key }));
  const withIt = toText(tellRecord('why.merged', { key: other.key }));
  await put(
    other,
    left,
    given.map(({ id }) => id),
    { ...merge.hand, reason: into, quiet: true, merging: true },
    true,
  );
  await put(survivor, checked.values, checked.changed, { ...merge.hand, reason: withIt }, survivor.archived);
  await tx`update record set merged_into = ${survivor.id} where id = ${other.id} or merged_into = ${other.id}`;

  await bookOver(tx, merge, survivor, other, withIt);
  await nameAnew(tx, merge, { ...survivor, rev: survivor.rev + 1 }, other, withIt);
  return survivor.id;
}

/** What stands on the other's accounts is booked over to the survivor's. */
async function bookOver(tx: Transaction, merge: Merge, survivor: RecordRow, other: RecordRow, reason: string) {
  const ledgers = (await publishedContent<Register>(tx, 'register', merge.hand.at))
    .map(({ body }) => body)
    .filter(({ ledger }) => ledger?.account === merge.register.key);
  for (const ledger of ledgers) {
    // Held, so that nothing is booked on it between reading and booking.
    await tx`select 1 from balance where ledger = ${ledger.key} and account = any(${[survivor.key, other.key]}) order by place for update`;
    const entries = (await balancesOf(tx, ledger.key, [other.key], merge.store))
      .filter(({ value }) => value !== 0)
      .flatMap(({ measure, value }) => [
        { account: other.key, measure, delta: -value },
        { account: survivor.key, measure, delta: value },
      ]);
    if (entries.length === 0) continue;
    const booking = { store: merge.store, effect: `merge:${other.id}:${ledger.key}`, entries, doc: { note: reason } };
    const { ok, short } = await book(tx, ledger, { ...merge.hand, reason }, booking);
    if (!ok) throw new Refused({ ok: false, why: 'short', ledger, short });
  }
}

const PART = 500;
/** All that names the other names the survivor. */
async function nameAnew(tx: Transaction, merge: Merge, survivor: RecordRow, other: RecordRow, reason: string) {
  const { key } = merge.register;
  const [from, to] = [`${key}/${other.key}`, `${key}/${survivor.key}`];
  await tx`
    insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
    select from_kind, from_id, role, to_kind, ${to}, case_id, at from link where to_kind = 'record' and to_id = ${from} on conflict do nothing`;
  await tx`delete from link where to_kind = 'record' and to_id = ${from}`;
  await tx`
    insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
    select from_kind, ${to}, role, to_kind, to_id, case_id, at from link where from_kind = 'record' and from_id = ${from} on conflict do nothing`;
  await tx`delete from link where from_kind = 'record' and from_id = ${from}`;
  await tx`update cases set subject = ${to} where subject = ${from}`;
  await tx`update remark set about_id = ${to} where about_kind = 'record' and about_id = ${from}`;
  await tx`update notice set about_id = ${to} where about_kind = 'record' and about_id = ${from}`;
  await tx`
    update file f set record = ${`${key}/${survivor.id}`} from record r
    where f.record = ${`${key}/${other.id}`} and r.id = ${survivor.id} and strpos(r.body::text, f.id) > 0`;

  const registers = await publishedContent<Register>(tx, 'register', merge.hand.at);
  const value = { ref: to, key: survivor.key, rev: survivor.rev, title: survivor.title };
  for (const { body: register, version } of registers) {
    if (!JSON.stringify(register.fields).includes('"type":"record"')) continue;
    const found = await tx<{ id: string; store: string }[]>`
      select id, store from record where register = ${register.key} and id <> ${other.id} and strpos(body::text, ${`"ref":${JSON.stringify(from)}`}) > 0`;
    for (const store of new Set(found.map((row) => row.store))) {
      const ids = found.filter((row) => row.store === store).map(({ id }) => id);
      for (let at = 0; at < ids.length; at += PART) {
        const rows = await recordsByIds(tx, register.key, ids.slice(at, at + PART));
        const renaming = await eachInTurn(rows, (row) => {
          const values = renamed(row.values, from, value);
          if (!values) return [];
          const title = titleOf(register, values, row.key, merge.hand.at);
          const changed = Object.keys(values).filter(
            (id) => fieldOf(register, id) && !same(values[id], row.values[id]),
          );
          const words = wordsOf(register, values, row.key, title);
          return [{ ...row, expect: row.rev, title, words, before: row.values, values, changed }];
        });
        const writes = renaming.flat();
        // Whoever only names it has no news.
        const hand = { ...merge.hand, reason, quiet: true };
        for (const { why, n } of await putRecords(tx, register, version, store, hand, writes)) {
          // What is below the other would stand under itself.
          if (why === 'circle' || why === 'tooDeep' || why === 'noParent')
            throw new Refused({
              ok: false,
              why: 'invalid',
              errors: [faultInTree(register, writes[n]?.values ?? {}, why)],
            });
          if (why !== null) throw new Refused({ ok: false, why: 'changed', key: other.key });
        }
      }
    }
  }
}
