// Who sees and changes what of a register: the same answer for lists, pages, filters, imports and exports.
import type { Value, Variables } from '../feel/value.ts';
import { type Covered, coveredRows, laidBack } from '../forms/rows.ts';
import { tell } from '../forms/tell.ts';
import type { FieldError } from '../forms/validate.ts';
import { fieldsIn, guardedColumns, type Register, type RegisterField, type View } from './register.ts';

/** A person, or whatever acts for the shop: a process, an import by a manager. */
export type Actor = { refs: string[]; manager: boolean };

const named = (refs: string[], actor: Actor): boolean =>
  refs.includes('all') || refs.some((ref) => actor.refs.includes(ref));
export const reaches = (refs: string[], actor: Actor): boolean => actor.manager || named(refs, actor);

export function seesField(field: RegisterField, actor: Actor): boolean {
  if (field.secret) return field.see !== undefined && named(field.see, actor);
  return field.see === undefined || reaches(field.see, actor);
}
export const seenFields = (register: Register, actor: Actor): RegisterField[] =>
  register.fields.filter((field) => seesField(field, actor));

/** Measures of a ledger that fields of what it counts show, and none that he sees. @param accounts the register that it counts */
export function hiddenMeasures(accounts: Register, ledger: string, actor: Actor): string[] {
  const shown = accounts.fields.flatMap((field) =>
    field.by.who === 'ledger' && field.by.ledger === ledger
      ? [{ measure: field.by.measure, seen: seesField(field, actor) }]
      : [],
  );
  const seen = new Set(shown.flatMap((one) => (one.seen ? [one.measure] : [])));
  return [...new Set(shown.map(({ measure }) => measure))].filter((measure) => !seen.has(measure));
}

/** Whether a person may type into it, of a new record into what whoever adds may; what belongs to a process has its verb instead. */
export const mayType = (register: Register, field: RegisterField, actor: Actor, isNew = false): boolean =>
  field.by.who === 'people' &&
  seesField(field, actor) &&
  reaches(field.change ?? (isNew ? register.add : register.change), actor);

/** Of a table in a register: columns that are not for this reader's eyes, or hand. */
export function coveredColumns(field: RegisterField, actor: Actor): Covered {
  if (field.type !== 'table') return { hidden: new Set(), locked: new Set() };
  const { columns } = field;
  const barred = (right: 'see' | 'change') =>
    new Set(columns.flatMap((column) => (reaches(column[right] ?? ['all'], actor) ? [] : column.id)));
  return { hidden: barred('see'), locked: barred('change') };
}

/** Values as this reader has them; rows by name, where he is to write them. */
export function seenValues(register: Register, values: Variables, actor: Actor, named = false): Variables {
  const entries = Object.entries(values).flatMap(([id, value]): [string, Value][] => {
    const field = register.fields.find((one) => one.id === id);
    if (!field || !seesField(field, actor)) return [];
    return [
      [id, field.type === 'table' ? coveredRows(value ?? null, coveredColumns(field, actor), named) : (value ?? null)],
    ];
  });
  return Object.fromEntries(entries);
}

/** A register as this reader has it: what he does not see of it is not there, columns he may not write are to read. */
export const seenRegister = <R extends Register>(register: R, actor: Actor): R => ({
  ...register,
  fields: seenFields(register, actor).map((field): RegisterField => {
    if (field.type !== 'table') return field;
    const { hidden, locked } = coveredColumns(field, actor);
    const columns = field.columns.flatMap((column) =>
      hidden.has(column.id) ? [] : [locked.has(column.id) ? { ...column, readOnly: true } : column],
    );
    return { ...field, columns };
  }),
});

/** What a person writes of tables, with what of their rows he does not see or may not write as it stands. */
export function withCoveredColumns(
  register: Register,
  before: Variables | undefined,
  input: Variables,
  actor: Actor | undefined,
): { values: Variables; errors: FieldError[] } {
  const values = { ...input };
  const errors: FieldError[] = [];
  for (const field of register.fields) {
    const given = input[field.id];
    if (field.type !== 'table' || given === undefined || given === null) continue;
    const stands = before?.[field.id] ?? null;
    const back = laidBack(field, stands, given, actor ? coveredColumns(field, actor) : nobodys);
    values[field.id] = back.rows;
    errors.push(...back.errors, ...(actor ? [] : wouldBeLost(field, stands, back.rows)));
  }
  return { values, errors };
}

const nobodys: Covered = { hidden: new Set(), locked: new Set() };
/** A process has rows without the columns that are for some only, unless its step names the table: written like that they would be gone. */
function wouldBeLost(field: Extract<RegisterField, { type: 'table' }>, stands: Value, given: Value): FieldError[] {
  const has = (rows: Value, id: string) =>
    Array.isArray(rows) && rows.some((row) => ((row ?? {}) as Variables)[id] != null);
  if (!Array.isArray(given) || given.length === 0) return [];
  return [...guardedColumns(field).hidden]
    .filter((id) => has(stands, id) && !given.some((row) => Object.hasOwn((row ?? {}) as Variables, id)))
    .map((id) => ({ path: `${field.id}.0.${id}`, message: tell('column.notYours') }));
}

/** Rows that somebody may see. */
export type Rows =
  | { rows: 'all' }
  | { rows: 'department'; departments: string[]; person: string }
  | { rows: 'own'; person: string };
const namesOf = (kind: 'person' | 'department', { refs }: Actor): string[] =>
  refs.flatMap((ref) => (ref.startsWith(`${kind}:`) ? [ref.slice(kind.length + 1)] : []));
export function rowsFor({ rows }: Register, actor: Actor): Rows {
  if (rows === 'all' || actor.manager) return { rows: 'all' };
  const [person = ''] = namesOf('person', actor);
  return rows === 'own' ? { rows, person } : { rows, person, departments: namesOf('department', actor) };
}
export const seesRow = (
  rows: Rows,
  { owner, department }: { owner: string | null; department: string | null },
): boolean =>
  rows.rows === 'all' ||
  owner === rows.person ||
  (rows.rows === 'department' && department !== null && rows.departments.includes(department));

const OWN = ['title', 'key', 'updated', 'owner', 'department'];
/** A view as this reader may have it; undefined where it filters by what he may not see. */
export function fittingView(register: Register, view: View, actor: Actor): View | undefined {
  const sees = (id: string): boolean => {
    const field = register.fields.find((one) => one.id === id);
    return field ? seesField(field, actor) : OWN.includes(id);
  };
  if (!view.where.flatMap(fieldsIn).every(sees)) return undefined;
  return {
    ...view,
    columns: view.columns.filter(sees),
    sort: view.sort && sees(view.sort.field) ? view.sort : undefined,
    group: view.group !== undefined && sees(view.group) ? view.group : undefined,
  };
}
