// A record becomes part of another in one transaction: values and what was booked. It stays, put away, and whoever looks for it by its key
// finds the other; all that names it is told in parts, afterwards (db/name-merged.ts).
import type { Variables } from '../feel/value.ts';
import type { FieldError } from '../forms/validate.ts';
import { checkRecord, same, titleOf, wordsOf } from '../records/check.ts';
import { type Choices, mergeInput } from '../records/merge.ts';
import type { Register } from '../records/register.ts';
import type { Actor } from '../records/rights.ts';
import type { Short } from '../records/service.ts';
import { faultInTree, isTree } from '../records/tree.ts';
import { uniqueFields } from '../records/unique.ts';
import type { Barred } from '../records/write.ts';
import { toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import type { Sql, Transaction } from './connect.ts';
import { publishedContent } from './content.ts';
import { balancesOf, book } from './ledgers.ts';
import { nameAnew, nameMerged, whoNames } from './name-merged.ts';
import { shopValues } from './parameters.ts';
import { placeOf } from './places.ts';
import { type Hand, holdRegister, putRecords, type RecordRow, recordById, recordsByIds } from './records.ts';
import { clockAt } from './settings.ts';

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
/** Parts of the naming that a merge waits for. */
const NAMED_AT_ONCE = 10;
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
    // Few are named at once, many by the dispatcher.
    await nameMerged(sql, merge.hand.at, NAMED_AT_ONCE);
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
  const now = await clockAt(tx, merge.hand.at);
  const shop = (await shopValues(tx, merge.hand.at)) as never;
  const checked = checkRecord(register, survivor.values, chosen.input, now, shop);
  if (checked.errors.length > 0) throw new Refused({ ok: false, why: 'invalid', errors: checked.errors });

  // What only one may have goes over first.
  const given = uniqueFields(register).filter(
    ({ id }) => !same(other.values[id], null) && same(other.values[id], checked.values[id]),
  );
  const left = Object.fromEntries(
    Object.entries(other.values).filter(([id]) => !given.some((field) => field.id === id)),
  );
  const put = async (row: RecordRow, values: Variables, changed: string[], hand: Hand, archived: boolean) => {
    const title = titleOf(register, values, row.key, now);
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
  // What stands below it in a tree may not come to stand under itself.
  if (isTree(register)) {
    const to = { ...survivor, rev: survivor.rev + 1 };
    const renaming = { register: register.key, from: other, to, hand: { ...merge.hand, reason: withIt } };
    for (const part of await whoNames(tx, register, renaming, store))
      for (const { why, values } of await nameAnew(tx, { body: register, version }, part, renaming)) {
        if (why === 'circle' || why === 'tooDeep' || why === 'noParent')
          throw new Refused({ ok: false, why: 'invalid', errors: [faultInTree(register, values, why)] });
        if (why !== null) throw new Refused({ ok: false, why: 'changed', key: other.key });
      }
  }
  await tx`insert into merge_naming (other, at, by) values (${other.id}, ${merge.hand.at}, ${merge.hand.by})`;
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
