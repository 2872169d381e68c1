// What a person filled in, held against the form: the same answer in the browser and on the server. Only declared fields pass.
import { EVALUATION, withinBudget } from '../feel/budget.ts';
import { feel } from '../feel/expression.ts';
import { fieldPattern } from '../feel/linear-pattern.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Field, FlatField, Form } from './form.ts';
import { moneyOf } from './money.ts';
import { readWritten } from './written.ts';

export type Words = { zh: string; en: string };
/** `path` is a field, or `field.2.column` in a table. */
export type FieldError = { path: string; message: Words };
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
const TOO_MUCH = {
  zh: '内容太多，检查不过来，请分成几次填',
  en: 'There is too much here to check at once; fill it in in several parts',
};

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

const MISSING = { zh: '请填写', en: 'Please fill this in' };
const say = (zh: string, en: string): Words => ({ zh, en });

function checkTable(field: Extract<Field, { type: 'table' }>, value: unknown, at: number, errors: FieldError[]): Value {
  if (!Array.isArray(value)) return fail(errors, field.id, say('要是一张表', 'Must be a table'));
  if (field.min !== undefined && value.length < field.min)
    fail(errors, field.id, say(`至少 ${field.min} 行`, `At least ${field.min} rows`));
  if (value.length > (field.max ?? 500))
    return fail(errors, field.id, say(`最多 ${field.max ?? 500} 行`, `At most ${field.max ?? 500} rows`));
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
        return fail(
          errors,
          path,
          unread(field, value) ??
            (field.type === 'money'
              ? say('金额以分为单位，要是整数', 'Money is whole cents')
              : say('要是整数', 'Must be a whole number')),
        );
      return inRange(field, value as number, path, errors);
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return fail(errors, path, unread(field, value) ?? say('要是数字', 'Must be a number'));
      if (
        field.decimals !== undefined &&
        Math.abs(value * 10 ** field.decimals - Math.round(value * 10 ** field.decimals)) > 1e-6
      )
        return fail(errors, path, say(`最多 ${field.decimals} 位小数`, `At most ${field.decimals} decimals`));
      return inRange(field, value, path, errors);
    case 'date':
      return isDate(value)
        ? (value as string)
        : fail(errors, path, unread(field, value) ?? say('日期写成 2026-11-23', 'Write a date as 2026-11-23'));
    case 'dateTime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
        ? value
        : fail(errors, path, unread(field, value) ?? say('要是日期和时间', 'Must be date and time'));
    case 'choice':
      return field.options.some((option) => option.value === value)
        ? (value as string)
        : fail(errors, path, say('选一个给出的选项', 'Choose one of the options'));
    case 'choices':
    case 'checklist':
      return checkSeveral(field, value, path, errors);
    case 'yesNo':
      return typeof value === 'boolean' ? value : fail(errors, path, say('选是或否', 'Choose yes or no'));
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
  if (typeof value !== 'string') return fail(errors, path, say('要是文字', 'Must be text'));
  const most = field.maxLength ?? (field.type === 'text' ? 500 : 20_000);
  if ([...value].length > most) return fail(errors, path, say(`最多 ${most} 个字`, `At most ${most} characters`));
  if (field.type === 'text' && field.pattern && !matches(field.pattern, value))
    return fail(errors, path, say('格式不对', 'Not in the expected form'));
  return value;
}

/** A pattern that cannot be read holds nobody up; lint does not let it be published. */
const matches = (pattern: string, value: string): boolean => fieldPattern(pattern)?.test(value) ?? true;

/** What stands there was written by a person and could not be read: why. */
function unread(field: FlatField, value: unknown): Words | undefined {
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
    return fail(errors, path, say(`不能小于 ${words(field.min)}`, `Not below ${words(field.min)}`));
  if (field.max !== undefined && value > field.max)
    return fail(errors, path, say(`不能大于 ${words(field.max)}`, `Not above ${words(field.max)}`));
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
    return fail(errors, path, say('选给出的选项', 'Choose from the options'));
  const chosen = [...new Set(value as string[])];
  if (field.type === 'checklist' && field.required && chosen.length < known.size)
    return fail(errors, path, say('每一项都要勾上', 'Tick every item'));
  if (field.type === 'choices' && field.min !== undefined && chosen.length < field.min)
    return fail(errors, path, say(`至少选 ${field.min} 个`, `Choose at least ${field.min}`));
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
  if (!Array.isArray(value) || !value.every(good))
    return fail(errors, path, say('文件没有传好，请重新上传', 'Upload the file again'));
  if (value.length > (field.max ?? 20))
    return fail(errors, path, say(`最多 ${field.max ?? 20} 个文件`, `At most ${field.max ?? 20} files`));
  if (field.images && !value.every(({ type }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)))
    return fail(errors, path, say('只收图片：JPG、PNG、GIF、WebP、AVIF', 'Pictures only: JPG, PNG, GIF, WebP, AVIF'));
  return value.map(({ file, name, size, type }) => ({ file, name, size, type }));
}

function fail(errors: FieldError[], path: string, message: Words): null {
  errors.push({ path, message });
  return null;
}
