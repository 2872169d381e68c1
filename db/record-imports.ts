// Many records at once, from a file: read in parts, each part written by one statement. Every row has its outcome; the same file again
// changes nothing.
import type { Clock } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Find, Target } from '../forms/kinds/kind.ts';
import { targetsIn } from '../forms/lookups.ts';
import type { FieldError } from '../forms/validate.ts';
import { checkRecord, titleOf, wordsOf } from '../records/check.ts';
import type { Register } from '../records/register.ts';
import { type Actor, rowsFor, seesRow, withCoveredColumns } from '../records/rights.ts';
import { faultInTree, isTree, parentIn, parentsFirst, treeFault } from '../records/tree.ts';
import { uniqueFields } from '../records/unique.ts';
import { type Barred, barredFrom, type Writer } from '../records/write.ts';
import { eachInTurn } from './breather.ts';
import type { Sql, Transaction } from './connect.ts';
import { finderFor } from './lookups.ts';
import { shopValues } from './parameters.ts';
import {
  type Hand,
  putRecords,
  type RecordRow,
  type RecordWrite,
  recordsByKeys,
  takenPlaces,
  uniquePlaces,
} from './records.ts';
import { clockAt } from './settings.ts';

export type ImportRow = { n: number; values: Variables; errors: FieldError[]; unread?: Record<string, string> };
export type ImportOutcome = {
  n: number;
  key: string | null;
  what: 'new' | 'changed' | 'same' | 'refused';
  why?: Barred['why'] | 'invalid' | 'noKey' | 'taken' | 'changed' | 'merged';
  field?: string | null;
  message?: FieldError['message'];
  /** Of what is taken: whose it is. */
  other?: string;
  /** The record as it was written, and as which revision. */
  id?: string;
  rev?: number;
};
/** What a row would change, or has changed. */
export type ImportWrite = {
  n: number;
  key: string;
  rev: number;
  before: Variables | undefined;
  after: Variables;
  changed: string[];
};

/** What the rows before have taken, as far as nothing is written: keys with titles, unique values, of a tree what stands under what. */
export type Seen = { keys: Map<string, string>; places: Map<string, string>; parents?: Map<string, string> };
export const nothingSeen = (): Seen => ({ keys: new Map(), places: new Map() });
/** Of a tree: each row after the one that it stands under, wherever in the file that is. */
export const inTreeOrder = (register: Register, rows: ImportRow[]): ImportRow[] =>
  parentsFirst(rows, (row) => ({ key: keyIn(register, row), parent: parentIn(register, row.values) }));

type Given = {
  register: Register;
  /** Of the register. */
  version: number;
  store?: string;
  actor: Actor;
  /** Of whoever brings it in; new records are of it. */
  department?: string | null;
  hand: Hand;
  /** Look only; `seen` goes from part to part. */
  dry?: Seen | undefined;
  /** No more rows after so long, but at least one. */
  withinMs?: number;
};
const PART = 500;
/** Outcomes in the order of the rows, `done` of them from the first; writes of those that were written, or would be. */
export async function importRecords(
  sql: Sql | Transaction,
  given: Given,
  rows: ImportRow[],
): Promise<{ outcomes: ImportOutcome[]; writes: ImportWrite[]; done: number }> {
  const until = performance.now() + (given.withinMs ?? Number.POSITIVE_INFINITY);
  const now = await clockAt(sql, given.hand.at);
  const shop = (await shopValues(sql, now.at)) as Value;
  const outcomes: ImportOutcome[] = [];
  const writes: ImportWrite[] = [];
  for (const part of partsOf(given.register, rows)) {
    if (outcomes.length > 0 && performance.now() >= until) break;
    const done = await importPart(sql, { ...given, shop, now }, part, until);
    outcomes.push(...done.outcomes);
    writes.push(...done.writes);
    if (done.outcomes.length < part.length) break;
  }
  return { outcomes: outcomes.sort((a, b) => a.n - b.n), writes, done: outcomes.length };
}

/** Of an undoing, in the history: `undo:` and the import. */
export const UNDO = 'undo:';
async function putAwayByUndo(sql: Sql | Transaction, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select r.id from record r join record_change c on c.id = r.id and c.rev = r.rev where r.id = any(${ids}) and c.element like ${`${UNDO}%`}`;
  return new Set(rows.map(({ id }) => id));
}

/** With what formulas read of the shop. */
type InShop = Given & { shop: Value; now: Clock };
type Judged = { outcome: ImportOutcome; write?: RecordWrite };
async function importPart(sql: Sql | Transaction, given: InShop, part: ImportRow[], until: number) {
  const { register, version, store = '', hand, dry } = given;
  const keys = part.flatMap((row) => keyIn(register, row) ?? []);
  const records = await recordsByKeys(sql, register.key, keys, store);
  const undone = await putAwayByUndo(
    sql,
    records.filter(({ archived }) => archived).map(({ id }) => id),
  );
  const known = new Map(records.map((record) => [record.asked, { ...record, undone: undone.has(record.id) }]));
  const targets = part.flatMap((row) =>
    targetsIn(register.fields, row.values, known.get(keyIn(register, row) ?? '')?.values ?? {}),
  );
  const stands = await finderFor(sql, targets, given.actor, hand.at);
  const before = dry ?? nothingSeen();
  if (dry && isTree(register)) dry.parents ??= await parentsOf(sql, register, store);
  // Rows of this very file, too, as soon as they are taken.
  const find: Find = Object.assign(
    (target: Target) => {
      const title = target.to === 'record' && target.register === register.key ? before.keys.get(target.id) : undefined;
      return stands(target) ?? (title === undefined ? undefined : { key: target.id, title, rev: 1 });
    },
    { called: stands.called },
  );
  const judged = await eachInTurn(part, (row) => judge(given, row, known, find, before), until);
  const wanted = judged.filter((one): one is Required<Judged> => one.write !== undefined);
  if (dry) await lookAtTaken(sql, register, store, wanted, dry);
  else if (wanted.length > 0) {
    const told = await putRecords(
      sql,
      register,
      version,
      store,
      hand,
      wanted.map(({ write }) => write),
    );
    for (const { n, id, rev, why, field, other } of told) {
      const outcome = wanted[n]?.outcome;
      if (!outcome) continue;
      if (why === null) Object.assign(outcome, { id, rev });
      else if (why === 'noParent' || why === 'circle' || why === 'tooDeep')
        Object.assign(outcome, {
          what: 'refused',
          ...asInvalid(faultInTree(register, wanted[n]?.write.values ?? {}, why)),
        });
      else Object.assign(outcome, { what: 'refused', why, field, ...(other && { other }) });
    }
  }
  return {
    outcomes: judged.map(({ outcome }) => outcome),
    writes: wanted.flatMap(({ outcome, write }) =>
      outcome.what === 'refused'
        ? []
        : [
            {
              n: outcome.n,
              key: write.key,
              rev: write.expect + 1,
              before: write.before,
              after: write.values,
              changed: write.changed,
            },
          ],
    ),
  };
}

/** A unique value that another record has, or another row of the same file. */
async function lookAtTaken(
  sql: Sql | Transaction,
  register: Register,
  store: string,
  wanted: Required<Judged>[],
  seen: Seen,
) {
  if (uniqueFields(register).length === 0) return;
  const placesOf = ({ values }: RecordWrite) => uniquePlaces(register, store, values);
  const taken = await takenPlaces(
    sql,
    wanted.flatMap(({ write }) => placesOf(write).map(({ place }) => place)),
  );
  for (const { outcome, write } of wanted)
    for (const { field, place } of placesOf(write)) {
      const other = taken.get(place);
      const row = seen.places.get(place);
      if (other && other.id !== write.id && other.key !== write.key)
        Object.assign(outcome, { what: 'refused', why: 'taken', field, other: other.key });
      else if (row !== undefined && row !== write.key)
        Object.assign(outcome, { what: 'refused', why: 'taken', field, other: row });
      else seen.places.set(place, write.key);
    }
}

function judge(
  { register, actor, hand, department, shop, now }: InShop,
  row: ImportRow,
  known: Map<string, RecordRow & { undone: boolean }>,
  find: Find,
  seen: Seen,
): Judged {
  const key = keyIn(register, row);
  const refused = (more: Partial<ImportOutcome>): Judged => ({
    outcome: { n: row.n, key: key ?? null, what: 'refused', ...more },
  });
  const faulty = ([first]: FieldError[]): Judged | undefined => first && refused(asInvalid(first));
  const before = key === undefined ? undefined : known.get(key);
  const hidden = before !== undefined && !seesRow(rowsFor(register, actor), before);
  // What stands so, though today it would not be read, is no change.
  const stands = (field: string): boolean => !hidden && before?.values[field] === (row.unread?.[field] ?? null);
  const unread = faulty(row.errors.filter(({ path }) => !stands(path)));
  if (unread) return unread;
  // A row that one may not see is not there for him, but its key is taken.
  if (hidden) return refused({ why: 'taken', field: null });
  if (before && before.key !== key) return refused({ why: 'merged', other: before.key });
  const writer: Writer = { is: 'import', actor };
  const whole = withCoveredColumns(register, before?.values, row.values, actor);
  const barred = barredFrom(register, writer, before?.values, whole.values);
  if (barred) return refused({ why: barred.why, field: 'field' in barred ? barred.field : null });
  const strange = faulty(whole.errors);
  if (strange) return strange;
  const checked = checkRecord(register, before?.values, whole.values, now, shop, find);
  const wrong = faulty(checked.errors);
  if (wrong) return wrong;
  if (key === undefined) return refused({ why: 'noKey', field: register.keyField ?? null });
  // What the undoing of an import has put away comes back with it.
  const back = before?.archived === true && before.undone;
  const parent = isTree(register) ? parentIn(register, checked.values) : undefined;
  const { parents } = seen;
  const fault = parents && treeFault(key, parent, (one) => parents.get(one));
  if (fault) return refused(asInvalid(faultInTree(register, checked.values, fault)));
  parents?.set(key, parent ?? '');
  const isNew = !before && !seen.keys.has(key);
  const what = isNew ? 'new' : checked.changed.length || back ? 'changed' : 'same';
  const title = titleOf(register, checked.values, key, now);
  seen.keys.set(key, title);
  const outcome: ImportOutcome = { n: row.n, key, what };
  if (what === 'same') return { outcome };
  return {
    outcome,
    write: {
      id: before?.id,
      expect: before?.rev ?? 0,
      key,
      title,
      words: wordsOf(register, checked.values, key, title),
      before: before?.values,
      values: checked.values,
      changed: checked.changed,
      owner: before ? before.owner : hand.by,
      department: before ? before.department : (department ?? null),
      archived: back ? false : (before?.archived ?? false),
    },
  };
}

const asInvalid = ({ path, message }: FieldError) => ({ why: 'invalid' as const, field: path, message });

async function parentsOf(sql: Sql | Transaction, register: Register, store: string): Promise<Map<string, string>> {
  const rows = await sql<{ key: string; parent: string }[]>`
    select key, parent from record where register = ${register.key} and store = ${store} and parent is not null and not archived`;
  return new Map(rows.map(({ key, parent }) => [key, parent]));
}

const keyIn = ({ keyField }: Register, { values }: ImportRow): string | undefined => {
  const key = keyField === undefined ? undefined : values[keyField];
  return typeof key === 'string' && key.trim() ? key.trim() : undefined;
};

/** What only one record may have. */
const ownIn = (register: Register, row: ImportRow): string[] =>
  register.fields.flatMap(({ id, unique }) => {
    const value = unique || id === register.keyField ? row.values[id] : undefined;
    return value === undefined || value === null ? [] : [`${id}=${String(value).trim()}`];
  });

/** In order; a key and a unique value come once in a part, so that a later row sees what an earlier one has written. */
function partsOf(register: Register, rows: ImportRow[]): ImportRow[][] {
  const parts: ImportRow[][] = [];
  let part: ImportRow[] = [];
  let keys = new Set<string>();
  for (const row of rows) {
    const own = ownIn(register, row);
    if (part.length >= PART || own.some((one) => keys.has(one))) {
      parts.push(part);
      part = [];
      keys = new Set();
    }
    part.push(row);
    for (const one of own) keys.add(one);
  }
  if (part.length) parts.push(part);
  return parts;
}
