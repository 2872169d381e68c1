// What is written into a record, held against its register: the same for people, imports, the API and processes.
import { feel } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Field } from '../forms/form.ts';
import { computed, computedAll } from '../forms/formula.ts';
import type { Find } from '../forms/kinds/kind.ts';
import { kindOf } from '../forms/kinds.ts';
import { resolved } from '../forms/lookups.ts';
import { type FieldError, isEmpty, validate } from '../forms/validate.ts';
import { fieldOf, isGuarded, isWritten, type Register } from './register.ts';

export type Checked = { values: Variables; changed: string[]; errors: FieldError[] };

/**
 * The whole record as it would be. @param before as it stands; undefined of a new one @param input what is written; null empties a
 * field @param at shop time @param shop what formulas read as `shop` @param find whom and what it names; absent: not looked for
 */
export function checkRecord(
  register: Register,
  before: Variables | undefined,
  input: Variables,
  at: number,
  shop: Value,
  find?: Find,
): Checked {
  const asked = { ...before, ...input };
  // What stands and is not written is not judged anew: a rule made later holds for what is written later.
  const judged = register.fields.filter((field) => isWritten(field) && (!before || Object.hasOwn(input, field.id)));
  const { values, errors } = validate(
    { key: register.key, title: register.name, fields: judged.map((field): Field => ({ ...field, readOnly: false })) },
    asked,
    at,
    asked,
  );
  const named = find && resolved(judged, values, before ?? {}, find);
  const after: Variables = { ...before };
  const put = (id: string, value: Value | undefined): void => {
    if (value === undefined || value === null) delete after[id];
    else after[id] = value;
  };
  for (const { id } of judged) put(id, (named?.values ?? values)[id]);
  for (const [id, value] of formulas(register, after, at, shop)) put(id, value);
  const names = register.fields.filter(({ by }) => by.who !== 'ledger').map(({ id }) => id);
  return {
    values: after,
    errors: [...errors, ...(named?.errors ?? [])],
    changed: names.filter((id) => !same(before?.[id], after[id])),
  };
}

/** As it is stored; fields that are tables or lists included. */
export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const formulas = (register: Register, values: Variables, at: number, shop: Value): Map<string, Value> =>
  computedAll(
    register.fields,
    (field) => {
      const { by } = field;
      return by.who === 'formula' ? (read) => computed(field as Field, by.feel, read, at) : undefined;
    },
    (name) => (name === 'shop' ? shop : (values[name] ?? null)),
  );

/** What lists call it: the formula of the register, else its first text, else its key. */
export function titleOf(register: Register, values: Variables, key: string, at: number): string {
  // A title is shown to all who see the record.
  const open = (name: string): Value => {
    const field = fieldOf(register, name);
    return field && isGuarded(field) ? null : (values[name] ?? null);
  };
  const text = register.title && feel(register.title.replace(/^=/, '')).run(open, { at }).value;
  const first = register.fields.find(
    (field) => kindOf(field).names && !isGuarded(field) && field.by.who !== 'ledger' && field.id !== register.keyField,
  );
  const title = typeof text === 'string' && text.trim() ? text : first && values[first.id];
  return [...(typeof title === 'string' && title.trim() ? title : key)].slice(0, 200).join('');
}

/** What a search finds it by: key, title and short texts, nothing that is for some only. */
export function wordsOf(register: Register, values: Variables, key: string, title: string): string {
  const texts = register.fields
    .filter((field) => !isGuarded(field) && !isEmpty(values[field.id]))
    .flatMap((field) => kindOf(field).searched?.(values[field.id]) ?? [])
    .filter((one) => one.length <= 60);
  return [...new Set([key, title, ...texts])].join('\n');
}
