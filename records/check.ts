// What is written into a record, held against its register: the same for people, imports, the API and processes.
import { EVALUATION, withinBudget } from '../feel/budget.ts';
import { type Clock, feel } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Field } from '../forms/form.ts';
import { computed, computedAll } from '../forms/formula.ts';
import type { Find } from '../forms/kinds/kind.ts';
import { kindOf } from '../forms/kinds.ts';
import { resolved } from '../forms/lookups.ts';
import { tell } from '../forms/tell.ts';
import { type FieldError, isEmpty, validate } from '../forms/validate.ts';
import { fieldOf, isGuarded, isWritten, type Register } from './register.ts';

export type Checked = { values: Variables; changed: string[]; errors: FieldError[] };

/**
 * The whole record as it would be. @param before as it stands; undefined of a new one @param input what is written; null empties a
 * field @param now shop time, with the zone whose day is today @param shop what formulas read as `shop` @param find whom and what it names; absent: not looked for
 */
export function checkRecord(
  register: Register,
  before: Variables | undefined,
  input: Variables,
  now: Clock,
  shop: Value,
  find?: Find,
): Checked {
  const asked = { ...before, ...input };
  // What stands and is not written is not judged anew: a rule made later holds for what is written later.
  const judged = register.fields.filter((field) => isWritten(field) && (!before || Object.hasOwn(input, field.id)));
  const { values, errors } = validate(
    { key: register.key, title: register.name, fields: judged.map((field): Field => ({ ...field, readOnly: false })) },
    asked,
    now,
    asked,
  );
  const key = register.keyField === undefined ? undefined : values[register.keyField];
  if (typeof key === 'string' && !isKey(key.trim()))
    errors.push({ path: register.keyField ?? '', message: tell('keySigns') });
  const named = find && resolved(judged, values, before ?? {}, find);
  // What stands and comes again as it is may have been taken once, when its field was another: it is no change.
  const stands = (path: string): boolean => {
    const [id = ''] = path.split('.');
    return before !== undefined && !isEmpty(before[id]) && same(before[id], input[id]);
  };
  const found = [...errors, ...(named?.errors ?? [])];
  const standing = new Set(found.flatMap(({ path }) => (stands(path) ? [path.split('.')[0]] : [])));
  const after: Variables = { ...before };
  const put = (id: string, value: Value | undefined): void => {
    if (value === undefined || value === null) delete after[id];
    else after[id] = value;
  };
  for (const { id } of judged) if (!standing.has(id)) put(id, (named?.values ?? values)[id]);
  const made = formulas(register, after, now, shop);
  const faults: FieldError[] = [];
  if (typeof made === 'string') faults.push({ path: made, message: tell('tooMuch') });
  else for (const [id, value] of made) put(id, value);
  const names = register.fields.filter(({ by }) => by.who !== 'ledger').map(({ id }) => id);
  return {
    values: after,
    errors: [...found.filter(({ path }) => !stands(path)), ...faults],
    changed: names.filter((id) => !same(before?.[id], after[id])),
  };
}

const LONGEST_KEY = 200;
/** A name stands in addresses and between separators (db/places.ts), and is told from others by eye: no sign in it that nobody sees. */
const isKey = (key: string): boolean => key.length <= LONGEST_KEY && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\.{1,2}$/u.test(key);

/** As it is stored; fields that are tables or lists included. */
export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** For all formulas of a record: each by itself is soon done, but a register may have sixty. The field at which it was over. */
const COMPUTING = 2 * EVALUATION;
function formulas(register: Register, values: Variables, now: Clock, shop: Value): Map<string, Value> | string {
  let place = '';
  return withinBudget<Map<string, Value> | string>(
    () =>
      computedAll(
        register.fields,
        (field) => {
          const { by, id } = field;
          if (by.who !== 'formula') return undefined;
          return (read) => {
            place = id;
            return computed(field as Field, by.feel, read, now);
          };
        },
        (name) => (name === 'shop' ? shop : (values[name] ?? null)),
      ),
    () => place,
    COMPUTING,
  );
}

/** What lists call it: the formula of the register, else its first text, else its key. */
export function titleOf(register: Register, values: Variables, key: string, now: Clock): string {
  const said = titleBy(register.title, register, values, now);
  const first = register.fields.find(
    (field) => kindOf(field).names && !isGuarded(field) && field.by.who !== 'ledger' && field.id !== register.keyField,
  );
  const title = said ?? (first && values[first.id]);
  return short(typeof title === 'string' && title.trim() ? title : key);
}

/** What lists call it in other languages; null: the same. */
export function titlesOf(register: Register, values: Variables, now: Clock): Record<string, string> | null {
  const titles = Object.entries(register.titles ?? {}).flatMap(([language, formula]): [string, string][] => {
    const said = titleBy(formula, register, values, now);
    return said === undefined ? [] : [[language, short(said)]];
  });
  return titles.length > 0 ? Object.fromEntries(titles) : null;
}

function titleBy(formula: string | undefined, register: Register, values: Variables, now: Clock): string | undefined {
  // A title is shown to all who see the record.
  const open = (name: string): Value => {
    const field = fieldOf(register, name);
    return field && isGuarded(field) ? null : (values[name] ?? null);
  };
  const text = formula && feel(formula.replace(/^=/, '')).run(open, now).value;
  return typeof text === 'string' && text.trim() ? text : undefined;
}

const short = (title: string): string => [...title].slice(0, 200).join('');

/** What a search finds it by: key, title and short texts, nothing that is for some only. */
export function wordsOf(register: Register, values: Variables, key: string, title: string): string {
  const texts = register.fields
    .filter((field) => !isGuarded(field) && !isEmpty(values[field.id]))
    .flatMap((field) => kindOf(field).searched?.(values[field.id]) ?? [])
    .filter((one) => one.length <= 60);
  return [...new Set([key, title, ...texts])].join('\n');
}
