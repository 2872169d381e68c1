// What a person filled in, held against the form: the same answer in the browser and on the server. Only declared fields pass.
import { EVALUATION, withinBudget } from '../feel/budget.ts';
import { feel } from '../feel/expression.ts';
import { fieldPattern } from '../feel/linear-pattern.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Message } from '../words/message.ts';
import { type Field, type FlatField, type Form, tell } from './form.ts';
import { moneyOf } from './money.ts';
import { readWritten } from './written.ts';

/** `path` is a field, or `field.2.column` in a table. */
export type FieldError = { path: string; message: Message };
export type Checked = { values: Variables; errors: FieldError[] };

/** `known`: what the case holds already; conditions read it beneath the input. */
export function validate(
  form: Form,
  input: Record<string, unknown>,
  at: number,
  known: Record<string, unknown> = {},
): Checked {
  let place = '';
  return withinBudget(
    () => check(form, input, at, known, (field) => (place = field)),
    () => ({ values: {}, errors: [{ path: place, message: TOO_MUCH }] }),
    CHECKING,
  );
}

/** For a whole form with all its rows: each pattern and condition by itself is soon done, but a table has many of them. */
const CHECKING = 3 * EVALUATION;
const TOO_MUCH = tell('tooMuch');

function check(
  form: Form,
  input: Record<string, unknown>,
  at: number,
  known: Record<string, unknown>,
  reached: (field: string) => void,
): Checked {
  const values: Variables = {};
  const errors: FieldError[] = [];
  for (const field of form.fields) {
    reached(field.id);
    if (field.readOnly || !isAsked(field, { ...known, ...input }, at)) continue;
    const value = input[field.id];
    if (isEmpty(value)) {
      if (field.required) errors.push({ path: field.id, message: MISSING });
      else if (value !== undefined) values[field.id] = field.type === 'table' || isList(field) ? [] : null;
      continue;
    }
    const before = errors.length;
    const clean =
      field.type === 'table' ? checkTable(field, value, at, errors) : checkFlat(field, value, field.id, errors);
    if (errors.length === before) values[field.id] = clean as Value;
  }
  return { values, errors };
}

/** Shown and asked only where its condition is true; one that cannot be read asks. */
export function isAsked(field: Field, values: Record<string, unknown>, at: number): boolean {
  if (!field.visibleWhen) return true;
  const condition = feel(field.visibleWhen.replace(/^=/, ''));
  if (condition.error) return true;
  return condition.run((name) => values[name] ?? null, { at }).value === true;
}

const isList = (field: Field) => field.type === 'choices' || field.type === 'checklist' || field.type === 'file';
const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const MISSING = tell('missing');

function checkTable(field: Extract<Field, { type: 'table' }>, value: unknown, at: number, errors: FieldError[]): Value {
  if (!Array.isArray(value)) return fail(errors, field.id, tell('table'));
  if (field.min !== undefined && value.length < field.min)
    fail(errors, field.id, tell('rows.least', { least: field.min }));
  if (value.length > (field.max ?? 500)) return fail(errors, field.id, tell('rows.most', { most: field.max ?? 500 }));
  return value.map((row, index) => {
    const inner = validate(
      { key: '', title: { zh: '' }, fields: field.columns },
      typeof row === 'object' && row ? (row as Record<string, unknown>) : {},
      at,
    );
    errors.push(...inner.errors.map(({ path, message }) => ({ path: `${field.id}.${index}.${path}`, message })));
    return inner.values;
  });
}

function checkFlat(field: FlatField, value: unknown, path: string, errors: FieldError[]): Value {
  switch (field.type) {
    case 'text':
    case 'longText':
      return checkText(field, value, path, errors);
    case 'integer':
    case 'money':
      if (!Number.isSafeInteger(value))
        return fail(errors, path, unread(field, value) ?? (field.type === 'money' ? tell('cents') : tell('whole')));
      return inRange(field, value as number, path, errors);
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return fail(errors, path, unread(field, value) ?? tell('number'));
      if (
        field.decimals !== undefined &&
        Math.abs(value * 10 ** field.decimals - Math.round(value * 10 ** field.decimals)) > 1e-6
      )
        return fail(errors, path, tell('decimals', { decimals: field.decimals }));
      return inRange(field, value, path, errors);
    case 'date':
      return isDate(value) ? (value as string) : fail(errors, path, unread(field, value) ?? tell('date'));
    case 'dateTime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
        ? value
        : fail(errors, path, unread(field, value) ?? tell('dateTime'));
    case 'choice':
      return field.options.some((option) => option.value === value)
        ? (value as string)
        : fail(errors, path, tell('option'));
    case 'choices':
    case 'checklist':
      return checkSeveral(field, value, path, errors);
    case 'yesNo':
      return typeof value === 'boolean' ? value : fail(errors, path, tell('yesNo'));
    case 'file':
      return checkFiles(field, value, path, errors);
    default:
      return field satisfies never;
  }
}

function checkText(
  field: Extract<FlatField, { type: 'text' | 'longText' }>,
  value: unknown,
  path: string,
  errors: FieldError[],
): Value {
  if (typeof value !== 'string') return fail(errors, path, tell('text'));
  const most = field.maxLength ?? (field.type === 'text' ? 500 : 20_000);
  if ([...value].length > most) return fail(errors, path, tell('letters', { most }));
  if (field.type === 'text' && field.pattern && !matches(field.pattern, value))
    return fail(errors, path, tell('pattern'));
  return value;
}

/** A pattern that cannot be read holds nobody up; lint does not let it be published. */
const matches = (pattern: string, value: string): boolean => fieldPattern(pattern)?.test(value) ?? true;

/** What stands there was written by a person and could not be read: why. */
function unread(field: FlatField, value: unknown): Message | undefined {
  if (typeof value !== 'string') return undefined;
  const read = readWritten(field, value, { today: '2026-11-23', language: 'zh', toInstant: (wall) => wall });
  return read && 'problem' in read ? read.problem : undefined;
}

function inRange(
  field: Extract<FlatField, { type: 'integer' | 'number' | 'money' }>,
  value: number,
  path: string,
  errors: FieldError[],
): Value {
  const words = (bound: number) => (field.type === 'money' ? moneyOf(bound, field.currency) : String(bound));
  if (field.min !== undefined && value < field.min)
    return fail(errors, path, tell('least', { least: words(field.min) }));
  if (field.max !== undefined && value > field.max) return fail(errors, path, tell('most', { most: words(field.max) }));
  return value;
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

function checkSeveral(
  field: Extract<FlatField, { type: 'choices' | 'checklist' }>,
  value: unknown,
  path: string,
  errors: FieldError[],
): Value {
  const known = new Set(field.options.map((option) => option.value));
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string' && known.has(each)))
    return fail(errors, path, tell('options'));
  const chosen = [...new Set(value as string[])];
  if (field.type === 'checklist' && field.required && chosen.length < known.size)
    return fail(errors, path, tell('tickAll'));
  if (field.type === 'choices' && field.min !== undefined && chosen.length < field.min)
    return fail(errors, path, tell('choose', { least: field.min }));
  return chosen;
}

function checkFiles(
  field: Extract<FlatField, { type: 'file' }>,
  value: unknown,
  path: string,
  errors: FieldError[],
): Value {
  const good = (each: unknown): each is { file: string; name: string; size: number; type: string } => {
    const it = each as Record<string, unknown> | null;
    return (
      typeof it?.file === 'string' &&
      typeof it.name === 'string' &&
      typeof it.size === 'number' &&
      typeof it.type === 'string'
    );
  };
  if (!Array.isArray(value) || !value.every(good)) return fail(errors, path, tell('file'));
  if (value.length > (field.max ?? 20)) return fail(errors, path, tell('files', { most: field.max ?? 20 }));
  if (field.images && !value.every(({ type }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)))
    return fail(errors, path, tell('pictures'));
  return value.map(({ file, name, size, type }) => ({ file, name, size, type }));
}

function fail(errors: FieldError[], path: string, message: Message): null {
  errors.push({ path, message });
  return null;
}
