// What a person filled in, held against the form: the same answer in the browser and on the server. Only declared fields pass.
import { EVALUATION, withinBudget } from '../feel/budget.ts';
import { type Clock, feel } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Message } from '../words/message.ts';
import { askedNow } from './asked.ts';
import type { Field, Form } from './form.ts';
import { bare, formulaOf } from './formula.ts';
import type { Fail, Stored } from './kinds/kind.ts';
import { asks, kindOf } from './kinds.ts';
import { tell } from './tell.ts';

/** `path` is a field, or `field.2.column` in a table; empty: the form as a whole. */
export type FieldError = { path: string; message: Message };
export type Checked = { values: Variables; errors: FieldError[] };

/** `known`: what the case holds already; conditions read it beneath the input. @param now with the zone of the shop, whose day is today */
export function validate(
  form: Form,
  input: Record<string, unknown>,
  now: Clock,
  known: Record<string, unknown> = {},
): Checked {
  let place = '';
  return withinBudget(
    () => check(form, input, now, known, (field) => (place = field)),
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
  now: Clock,
  known: Record<string, unknown>,
  reached: (field: string) => void,
): Checked {
  const values: Variables = {};
  const errors: FieldError[] = [];
  const { asked: shown, filled, seen } = askedNow(form.fields, input, now, known);
  const asked = shown.filter((field) => asks(field) && !field.readOnly);
  for (const field of asked) {
    reached(field.id);
    const value = filled[field.id];
    const isComputed = formulaOf(field) !== undefined;
    const { stored } = kindOf(field);
    if (isEmpty(value)) {
      if (field.required && !isComputed) errors.push({ path: field.id, message: MISSING });
      else if (value !== undefined) values[field.id] = LISTS.has(stored) || ('many' in field && field.many) ? [] : null;
      continue;
    }
    const before = errors.length;
    const clean = kindOf(field).check(field, value, fail(field, errors), (columns, row) => {
      const empty = Object.fromEntries(columns.map(({ id }) => [id, null]));
      return validate({ key: '', title: { zh: '' }, fields: columns as Field[] }, row, now, { ...seen, ...empty });
    });
    if (errors.length === before) values[field.id] = clean;
  }
  for (const rule of form.rules ?? []) {
    const expression = feel(bare(rule.when));
    // One that cannot be read holds nobody up; lint does not let it be published.
    if (expression.error || expression.run((name) => (seen[name] ?? null) as Value, now).value !== true) continue;
    // It stands beneath the last of what it is about that can be filled in here.
    const about = asked.findLast((field) => formulaOf(field) === undefined && expression.names.includes(field.id));
    errors.push({ path: about?.id ?? '', message: tell('rule', { say: rule.say }) });
  }
  return { values, errors };
}

const LISTS = new Set<Stored>(['list', 'files', 'rows']);
const fail =
  ({ id }: Field, errors: FieldError[]): Fail =>
  (message, within) => {
    errors.push({ path: within === undefined ? id : `${id}.${within}`, message });
    return null;
  };
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const MISSING = tell('missing');
