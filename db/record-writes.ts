// One way in for whoever writes a record: people, files, processes. The register says who may write which field; what does not fit is
// told in whole, and nothing of it is written.
import type { Definition } from '../bpmn/definition.ts';
import { zoneOf } from '../bpmn/duration.ts';
import { numberSeries } from '../feel/number-series.ts';
import type { Variables } from '../feel/value.ts';
import { targetsIn } from '../forms/lookups.ts';
import { type FieldError, MISSING } from '../forms/validate.ts';
import { checkRecord, titleOf, wordsOf } from '../records/check.ts';
import { type Register, readsShop } from '../records/register.ts';
import { withCoveredColumns } from '../records/rights.ts';
import { faultInTree } from '../records/tree.ts';
import { type Barred, barredFrom, type Writer, withKey } from '../records/write.ts';
import type { Texts } from '../words/message.ts';
import type { Sql, Transaction } from './connect.ts';
import { finderFor } from './lookups.ts';
import { shopValues } from './parameters.ts';
import { type Hand, nextNumber, type Put, putRecords, type RecordRow, recordById, recordByKey } from './records.ts';
import { readShop } from './settings.ts';

export type Refusal =
  | Exclude<Barred, { why: 'ofProcess' }>
  /** Belongs to processes: their keys and names. */
  | { why: 'ofProcess'; field: string; processes: WritingProcess[] }
  | { why: 'invalid'; errors: FieldError[] }
  | { why: 'changed'; record: RecordRow }
  | { why: 'taken'; field: string | null; other: string | null }
  /** Of a tree: what stands under it would be lost. */
  | { why: 'hasBelow'; title: string }
  | { why: 'noRecord' };
export type Written = { ok: true; record: RecordRow; changed: string[]; created: boolean } | ({ ok: false } & Refusal);

export type RecordInput = {
  register: Register;
  version: number;
  store?: string | undefined;
  /** Absent: a new record; its key comes from its key field, or from the register's series. */
  key?: string | undefined;
  /** The revision that the writer has seen; absent: whatever stands. */
  rev?: number | undefined;
  values: Variables;
  /** `key` names a record that may not stand yet. */
  upsert?: boolean | undefined;
  archived?: boolean | undefined;
  /** Of a new record; absent: none. */
  department?: string | undefined;
  /** Id of a new record; one that has it already was made by this very request before. */
  fresh?: string | undefined;
};

/** Tries again where another was faster and the writer has said nothing of what it saw. */
export async function writeRecord(
  sql: Sql | Transaction,
  writer: Writer,
  hand: Hand,
  input: RecordInput,
): Promise<Written> {
  for (let attempt = 0; ; attempt++) {
    const written = await tryWrite(sql, writer, hand, input);
    if (written.ok || written.why !== 'changed' || input.rev !== undefined || attempt >= 8) return written;
  }
}

async function tryWrite(sql: Sql | Transaction, writer: Writer, hand: Hand, input: RecordInput): Promise<Written> {
  const { register, version, store = '', fresh } = input;
  const madeBefore = fresh === undefined ? undefined : await recordById(sql, register.key, fresh);
  if (madeBefore) return { ok: true, record: madeBefore, changed: [], created: true };
  const before = input.key === undefined ? undefined : await recordByKey(sql, register.key, input.key, store);
  if (input.key !== undefined && !before && !input.upsert) return { ok: false, why: 'noRecord' };
  if (before && input.rev !== undefined && before.rev !== input.rev)
    return { ok: false, why: 'changed', record: before };
  const reader = writer.is === 'process' ? undefined : writer.actor;
  const whole = withCoveredColumns(register, before?.values, input.values, reader);
  const values = withKey(register, input.key, !before, whole.values);
  const barred = barredFrom(register, writer, before?.values, values, input.archived);
  if (barred) return { ok: false, ...(await withProcesses(sql, register, barred)) };
  if (whole.errors.length) return { ok: false, why: 'invalid', errors: whole.errors };

  const { env } = await readShop(sql);
  const now = { at: hand.at, offset: env.zone };
  const shop = readsShop(register) ? await shopValues(sql, hand.at) : null;
  const targets = targetsIn(register.fields, values, before?.values ?? {});
  const find = await finderFor(sql, targets, reader, hand.at);
  const checked = checkRecord(register, before?.values, values, now, shop, find);
  if (checked.errors.length) return { ok: false, why: 'invalid', errors: checked.errors };
  if (before && checked.changed.length === 0 && (input.archived ?? before.archived) === before.archived)
    return { ok: true, record: before, changed: [], created: false };
  const key = await keyOf(sql, register, checked.values, before, hand.at, env.zone);
  if (key === undefined)
    return {
      ok: false,
      why: 'invalid',
      errors: [{ path: register.keyField ?? 'key', message: MISSING }],
    };
  const title = titleOf(register, checked.values, key, now);
  const [put] = await putRecords(sql, register, version, store, hand, [
    {
      id: before?.id ?? fresh,
      expect: before?.rev ?? 0,
      key,
      title,
      words: wordsOf(register, checked.values, key, title),
      before: before?.values,
      values: checked.values,
      changed: checked.changed,
      owner: before?.owner ?? (writer.is === 'person' ? hand.by : null),
      department: before?.department ?? input.department ?? null,
      archived: input.archived ?? before?.archived ?? false,
    },
  ]);
  if (put?.why === null) {
    const record = await recordByKey(sql, register.key, key, store);
    if (record) return { ok: true, record, changed: checked.changed, created: !before };
  }
  // The same request, twice at once.
  const twin = fresh === undefined || put?.why !== 'changed' ? undefined : await recordById(sql, register.key, fresh);
  if (twin) return { ok: true, record: twin, changed: [], created: true };
  if (put?.why === 'hasBelow') return { ok: false, why: 'hasBelow', title };
  if (put?.why === 'noParent' || put?.why === 'circle' || put?.why === 'tooDeep')
    return { ok: false, why: 'invalid', errors: [faultInTree(register, checked.values, put.why)] };
  return fallen(sql, register, store, key, put);
}

async function fallen(
  sql: Sql | Transaction,
  register: Register,
  store: string,
  key: string,
  put: Put | undefined,
): Promise<Written> {
  if (put?.why === 'taken') return { ok: false, why: 'taken', field: put.field, other: put.other };
  const record = await recordByKey(sql, register.key, key, store);
  return record ? { ok: false, why: 'changed', record } : { ok: false, why: 'noRecord' };
}

async function keyOf(
  sql: Sql | Transaction,
  register: Register,
  values: Variables,
  before: RecordRow | undefined,
  at: number,
  zone: string,
): Promise<string | undefined> {
  if (register.keyField !== undefined) {
    const key = values[register.keyField];
    return typeof key === 'string' && key.trim() ? key.trim() : undefined;
  }
  if (before) return before.key;
  const { period, numberOf } = numberSeries(register.number ?? '{000000}', at, zoneOf(zone));
  return numberOf(await nextNumber(sql, `record.${register.key}`, period));
}

async function withProcesses(sql: Sql | Transaction, register: Register, barred: Barred): Promise<Refusal> {
  if (barred.why !== 'ofProcess') return barred;
  const keys = barred.processes.length ? barred.processes : await writersOf(sql, register.key, barred.field);
  return { ...barred, processes: await named(sql, keys) };
}

/** A process that writes a field, by its name in every language. */
export type WritingProcess = { key: string; name: string; texts: Record<string, { name?: string }> };
export const textsOf = ({ name, texts }: WritingProcess): Texts => ({ zh: name, en: texts.en?.name });

const named = (sql: Sql | Transaction, keys: string[]): Promise<WritingProcess[]> =>
  sql<
    WritingProcess[]
  >`select key, name, texts from process where key = any(${keys}) order by array_position(${keys}, key)`;

/** Published processes with a step that puts this field of the register. */
export async function writersOf(sql: Sql | Transaction, register: string, field: string): Promise<string[]> {
  const rows = await sql<{ key: string; definition: Definition }[]>`
    select p.key, d.definition from process p join definition d on d.key = p.key and d.version = p.latest
    where not p.archived and d.definition::text like '%"record.put"%' order by p.key`;
  return rows
    .filter(({ definition }) =>
      Object.values(definition.elements).some((element) => {
        const { topic, connector, header = [], input = [] } = element.zf ?? {};
        return (
          (topic ?? connector) === 'record.put' &&
          header.some(({ name, value }) => name === 'register' && value === register) &&
          input.some(({ target }) => target === field)
        );
      }),
    )
    .map(({ key }) => key);
}

/** Of each field that belongs to processes: which write it. */
export async function writersByField(
  sql: Sql | Transaction,
  register: Register,
): Promise<Record<string, WritingProcess[]>> {
  const found: Record<string, WritingProcess[]> = {};
  for (const { id, by } of register.fields)
    if (by.who === 'process')
      found[id] = await named(sql, by.processes.length ? by.processes : await writersOf(sql, register.key, id));
  return found;
}
