// An import taken back: what it made is put away, what it changed is as it was before, as long as nobody has touched it since. What was
// touched stays and is told.
import type { Clock } from '../feel/expression.ts';
import type { Variables } from '../feel/value.ts';
import { titleOf, wordsOf } from '../records/check.ts';
import { fieldOf, type Register } from '../records/register.ts';
import { type Actor, reaches, seesField } from '../records/rights.ts';
import { type Message, toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import { eachInTurn } from './breather.ts';
import type { Transaction } from './connect.ts';
import type { UndoOutcome } from './import-jobs.ts';
import { UNDO } from './record-imports.ts';
import { type Hand, holdRegister, putRecords, type RecordRow, type RecordWrite, recordsByIds } from './records.ts';
import { clockAt } from './settings.ts';

/** What an import has written of one record: the rows of the file, and the revisions. */
export type Brought = { id: string; key: string; n: number; revs: number[] };
type Change = { id: string; rev: number; who: string | null; element: string | null; before: Variables | null };

type Given = {
  register: Register;
  version: number;
  store: string;
  import: string;
  file: string;
  actor: Actor;
  hand: Pick<Hand, 'by' | 'at' | 'quiet'>;
};
export async function takeBack(tx: Transaction, given: Given, brought: Brought[]): Promise<UndoOutcome[]> {
  const { register, version, store, hand } = given;
  const ids = brought.map(({ id }) => id);
  await holdRegister(tx, register.key);
  const records = new Map((await recordsByIds(tx, register.key, ids)).map((record) => [record.id, record]));
  const changes = await changesSince(tx, brought);
  const used = await usedSince(tx, register, [...records.values()]);
  const now = await clockAt(tx, hand.at);
  const writes: RecordWrite[] = [];
  const meant: UndoOutcome[] = [];
  const outcomes = await eachInTurn(brought, (one): UndoOutcome => {
    const record = records.get(one.id);
    const verdict = record
      ? backTo({ ...given, now }, one, record, changes.get(one.id) ?? [], used.get(record.key))
      : { kept: tellRecord('kept.gone') };
    const outcome: UndoOutcome = { n: one.n, key: one.key, what: 'kept' in verdict ? 'kept' : 'back' };
    if ('kept' in verdict) outcome.why = verdict.kept;
    else if (verdict.write) {
      writes.push(verdict.write);
      meant.push(outcome);
    }
    return outcome;
  });
  if (writes.length > 0) {
    const whole = {
      ...hand,
      element: `${UNDO}${given.import}`,
      reason: toText(tellRecord('why.importUndone', { file: given.file })),
    };
    for (const { n, why } of await putRecords(tx, register, version, store, whole, writes)) {
      const outcome = meant[n];
      if (why !== null && outcome)
        Object.assign(outcome, {
          what: 'kept',
          why: why === 'taken' ? tellRecord('kept.taken') : tellRecord('kept.gone'),
        });
    }
  }
  return outcomes;
}

type Verdict = { kept: Message } | { write?: RecordWrite };
function backTo(
  { register, actor, now, import: id }: Given & { now: Clock },
  { revs }: Brought,
  record: RecordRow,
  changes: Change[],
  used: 'booked' | 'linked' | undefined,
): Verdict {
  const [first, last] = [Math.min(...revs), Math.max(...revs)];
  const strange = changes.find(({ rev }) => rev > first && !revs.includes(rev));
  if (strange?.element === `${UNDO}${id}` && strange.rev === last + 1) return {};
  if (strange) return { kept: tellRecord('kept.changedSince', { who: strange.who ?? '' }) };
  const own = changes.filter(({ rev }) => revs.includes(rev)).sort((a, b) => b.rev - a.rev);
  const made = own.some(({ before }) => before === null);
  if (made && used) return { kept: used === 'booked' ? tellRecord('kept.booked') : tellRecord('kept.linked') };
  const touched = [...new Set(own.flatMap(({ before }) => Object.keys(before ?? {})))];
  const barred = touched.some((name) => {
    const field = fieldOf(register, name);
    return (
      field &&
      (!seesField(field, actor) || (field.by.who === 'people' && !reaches(field.change ?? register.change, actor)))
    );
  });
  if (barred) return { kept: tellRecord('kept.noRight') };
  // The newest first, so that what stood before the first of them is what remains.
  const former: Variables = Object.assign({}, record.values, ...own.map(({ before }) => before ?? {}));
  const values = made
    ? record.values
    : Object.fromEntries(Object.entries(former).filter(([, value]) => value !== null));
  const title = titleOf(register, values, record.key, now);
  return {
    write: {
      id: record.id,
      expect: record.rev,
      key: record.key,
      title,
      words: wordsOf(register, values, record.key, title),
      before: record.values,
      values,
      changed: made ? [] : touched,
      owner: record.owner,
      department: record.department,
      archived: made ? true : record.archived,
    },
  };
}

async function changesSince(tx: Transaction, brought: Brought[]): Promise<Map<string, Change[]>> {
  const rows = await tx<Change[]>`
    select c.id, c.rev, coalesce(p.name, t.title, c.by) as who, c.element, c.before
    from jsonb_to_recordset(${tx.json(brought.map(({ id, revs }) => ({ id, first: Math.min(...revs) })))}::jsonb) x(id text, first int)
    join record_change c on c.id = x.id and c.rev >= x.first left join person p on p.id = c.by left join cases t on t.id = c.case_id
    order by c.id, c.rev`;
  const found = new Map<string, Change[]>();
  for (const row of rows) found.set(row.id, [...(found.get(row.id) ?? []), row]);
  return found;
}

/** Records on which something was booked, or to which cases refer. */
async function usedSince(
  tx: Transaction,
  register: Register,
  records: RecordRow[],
): Promise<Map<string, 'booked' | 'linked'>> {
  const keys = records.map(({ key }) => key);
  const linked = await tx<{ id: string }[]>`
    select distinct to_id as id from link where to_kind = 'record' and to_id = any(${keys.map((key) => `${register.key}/${key}`)}) and from_kind = 'case'`;
  const booked = await tx<{ account: string }[]>`
    select distinct e.account from content c join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
      join entry e on e.ledger = c.key and e.account = any(${keys})
    where c.kind = 'register' and v.body->'ledger'->>'account' = ${register.key}`;
  return new Map([
    ...linked.map(({ id }) => [id.slice(register.key.length + 1), 'linked'] as const),
    ...booked.map(({ account }) => [account, 'booked'] as const),
  ]);
}
