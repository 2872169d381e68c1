// Many records at once, from a file: read in parts, each part written by one statement. Every row has its outcome; the same file again
// changes nothing.
import type { Value, Variables } from '../feel/value.ts';
import type { FieldError } from '../forms/validate.ts';
import { checkRecord, titleOf, wordsOf } from '../records/check.ts';
import type { Register } from '../records/register.ts';
import type { Actor } from '../records/rights.ts';
import { type Barred, barredFrom, type Writer } from '../records/write.ts';
import type { Sql } from './connect.ts';
import { shopValues } from './parameters.ts';
import { type Hand, putRecords, type RecordRow, type RecordWrite, recordsByKeys } from './records.ts';

export type ImportRow = { n: number; values: Variables; errors: FieldError[] };
export type ImportOutcome = {
  n: number;
  key: string | null;
  what: 'new' | 'changed' | 'same' | 'refused';
  errors: FieldError[];
  barred?: Barred;
  /** The field whose value another record has; null: the key itself. */
  taken?: string | null;
};

const PART = 500;
/** @param dry look only @param version of the register */
export async function importRecords(
  sql: Sql,
  register: Register,
  version: number,
  actor: Actor,
  hand: Hand,
  rows: ImportRow[],
  { dry, store = '' }: { dry: boolean; store?: string },
): Promise<ImportOutcome[]> {
  const shop = (await shopValues(sql, hand.at)) as Value;
  const outcomes: ImportOutcome[] = [];
  const seen = new Set<string>();
  for (const part of partsOf(register, rows)) outcomes.push(...(await importPart(part)));
  return outcomes.sort((a, b) => a.n - b.n);

  async function importPart(part: ImportRow[]): Promise<ImportOutcome[]> {
    const keys = part.flatMap((row) => keyIn(register, row) ?? []);
    const known = new Map((await recordsByKeys(sql, register.key, keys, store)).map((record) => [record.key, record]));
    const judged = part.map((row) => judge(row, known));
    const writes = judged.flatMap(({ write }, index) => (write ? [{ index, write }] : []));
    if (dry || writes.length === 0) return judged.map(({ outcome }) => outcome);
    const puts = await putRecords(
      sql,
      register,
      version,
      store,
      hand,
      writes.map(({ write }) => write),
    );
    for (const { n, why, field } of puts) {
      const outcome = judged[writes[n]?.index ?? -1]?.outcome;
      if (!outcome || why === null) continue;
      outcome.what = 'refused';
      if (why === 'taken') outcome.taken = field;
    }
    return judged.map(({ outcome }) => outcome);
  }

  function judge(row: ImportRow, known: Map<string, RecordRow>): { outcome: ImportOutcome; write?: RecordWrite } {
    const key = keyIn(register, row);
    const refused = (more: Partial<ImportOutcome>) => ({
      outcome: { n: row.n, key: key ?? null, what: 'refused' as const, errors: [], ...more },
    });
    if (row.errors.length) return refused({ errors: row.errors });
    const before = key === undefined ? undefined : known.get(key);
    const writer: Writer = { is: 'import', actor };
    const barred = barredFrom(register, writer, before?.values, row.values);
    if (barred) return refused({ barred });
    const checked = checkRecord(register, before?.values, row.values, hand.at, shop);
    if (checked.errors.length || key === undefined) return refused({ errors: checked.errors });
    const what = !before && !seen.has(key) ? 'new' : checked.changed.length ? 'changed' : 'same';
    seen.add(key);
    const outcome: ImportOutcome = { n: row.n, key, what, errors: [] };
    if (what === 'same') return { outcome };
    const title = titleOf(register, checked.values, key, hand.at);
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
        owner: before?.owner ?? null,
        department: before?.department ?? null,
        archived: before?.archived ?? false,
      },
    };
  }
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
