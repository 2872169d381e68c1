// Fields that are computed: FEEL over what else is filled in, each after those that it reads. Never accepted from outside; what cannot be
// computed is empty.
import { type Clock, feel } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Field } from './form.ts';
import { kindOf } from './kinds.ts';

/** Where it is only to read, it stays what the case holds. */
export const formulaOf = (field: Field): string | undefined =>
  'formula' in field && field.formula && !field.readOnly ? field.formula : undefined;
/** Its FEEL, without the sign that says so. */
export const bare = (text: string): string => text.replace(/^\s*=/, '');

/** One value as its kind has it: an amount is whole cents, a whole number whole; what does not fit is no value. */
export function computed(field: Field, formula: string, lookup: (name: string) => Value, now: Clock): Value {
  const { value } = feel(bare(formula)).run(lookup, now);
  if (value === null || value === '') return null;
  const rounded =
    typeof value === 'number' && (field.type === 'money' || field.type === 'integer') ? Math.round(value) : value;
  let wrong = false;
  const clean = kindOf(field).check(
    field,
    rounded,
    () => {
      wrong = true;
      return null;
    },
    (_, row) => ({ values: row as Variables, errors: [] }),
  );
  return wrong ? null : clean;
}

/**
 * Of several that may read each other: `formula` says which are computed and how. @param given what is not
 * @returns values by id, of all that are computed
 */
export function computedAll<F extends { id: string }>(
  fields: F[],
  formula: (field: F) => ((lookup: (name: string) => Value) => Value) | undefined,
  given: (name: string) => Value,
): Map<string, Value> {
  const made = new Map(fields.flatMap((field): [string, ReturnType<typeof formula>][] => [[field.id, formula(field)]]));
  const found = new Map<string, Value>();
  const reading = new Set<string>();
  const read = (name: string): Value => {
    const compute = made.get(name);
    if (!compute) return given(name);
    if (!found.has(name) && !reading.has(name)) {
      reading.add(name);
      found.set(name, compute(read));
      reading.delete(name);
    }
    return found.get(name) ?? null;
  };
  for (const [id, compute] of made) if (compute) read(id);
  return found;
}

/** What is filled in, with what is computed of it, in the rows of tables too. @param known what the case holds beneath */
export function withFormulas(fields: Field[], values: Variables, now: Clock, known: Variables = {}): Variables {
  const given = (name: string): Value => (Object.hasOwn(values, name) ? values[name] : known[name]) ?? null;
  const made = computedAll(
    fields,
    (field) => {
      const formula = formulaOf(field);
      if (formula !== undefined) return (read) => computed(field, formula, read, now);
      if (field.type !== 'table' || !field.columns.some((column) => formulaOf(column) !== undefined)) return undefined;
      return (read) => {
        const rows = values[field.id];
        return Array.isArray(rows) ? rows.map((row) => rowOf(field.columns, row, read, now)) : given(field.id);
      };
    },
    given,
  );
  return made.size === 0 ? values : { ...values, ...Object.fromEntries(made) };
}

function rowOf(columns: Field[], row: Value, outside: (name: string) => Value, now: Clock): Value {
  if (row === null || typeof row !== 'object') return row;
  const cells = row as Variables;
  const made = computedAll(
    columns,
    (column) => {
      const formula = formulaOf(column);
      return formula === undefined ? undefined : (read) => computed(column, formula, read, now);
    },
    // A cell may be there whose column this reader is not shown.
    (name) =>
      Object.hasOwn(cells, name) || columns.some(({ id }) => id === name) ? (cells[name] ?? null) : outside(name),
  );
  return { ...cells, ...Object.fromEntries(made) };
}
