// Rows of a table of which whoever has them before his eyes does not see, or may not write, every column. He is given each row by a name,
// and what he does not see is laid back under it; the name says where the row stood and what was seen of it, never what was not.
import type { Value, Variables } from '../feel/value.ts';
import type { Field } from './form.ts';
import { ROW } from './kinds/table.ts';
import { tell } from './tell.ts';
import type { FieldError } from './validate.ts';

/** Ids of columns. */
export type Covered = { hidden: Set<string>; locked: Set<string> };
export const nothingCovered = ({ hidden, locked }: Covered): boolean => hidden.size === 0 && locked.size === 0;

const without = (row: Value, hidden: Set<string>): Variables =>
  Object.fromEntries(Object.entries((row ?? {}) as Variables).filter(([id]) => id !== ROW && !hidden.has(id)));

/** FNV-1a: two rows of a table are told apart, nothing is kept secret by it. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(36);
}
const nameOf = (row: Value, at: number, hidden: Set<string>): string =>
  `${at}:${digest(JSON.stringify(Object.entries(without(row, hidden)).sort(([a], [b]) => (a < b ? -1 : 1))))}`;

/** Rows as a check has cleaned them, by the names that they came with. */
export const namedAgain = (clean: unknown, given: unknown): unknown =>
  Array.isArray(clean) && Array.isArray(given)
    ? clean.map((row, at) => {
        const name = (given[at] as Record<string, unknown> | null | undefined)?.[ROW];
        return typeof name === 'string' ? { [ROW]: name, ...row } : row;
      })
    : clean;

/** Cleaned rows, with what of each the check was not told of. */
export const keptBeside = (
  { columns }: Extract<Field, { type: 'table' }>,
  clean: Value,
  whole: Value,
  { hidden, locked }: Covered,
): Value =>
  Array.isArray(clean) && Array.isArray(whole)
    ? clean.map((row, at) => {
        const [checked, kept] = [row as Variables, (whole[at] ?? {}) as Variables];
        return Object.fromEntries(
          columns.flatMap(({ id }) => {
            const from = hidden.has(id) || locked.has(id) ? kept : checked;
            return Object.hasOwn(from, id) ? [[id, from[id] as Value]] : [];
          }),
        );
      })
    : clean;

/** For somebody's eyes; `named`, to be written by him. */
export function coveredRows(rows: Value, covered: Covered, named: boolean): Value {
  if (!Array.isArray(rows) || nothingCovered(covered)) return rows;
  return rows.map((row, at) => ({
    ...(named && { [ROW]: nameOf(row, at, covered.hidden) }),
    ...without(row, covered.hidden),
  }));
}

/** What he sends, with the rest of each row as it stands. */
export function laidBack(
  field: Extract<Field, { type: 'table' }>,
  stands: Value,
  given: Value,
  covered: Covered,
): { rows: Value; errors: FieldError[] } {
  if (!Array.isArray(given)) return { rows: given, errors: [] };
  const errors: FieldError[] = [];
  const fault = (at: number, column: string | undefined, message: FieldError['message']): void => {
    errors.push({ path: [field.id, at, ...(column === undefined ? [] : [column])].join('.'), message });
  };
  const standing = new Map(
    (Array.isArray(stands) ? stands : []).map((row, at) => [nameOf(row, at, covered.hidden), row as Variables]),
  );
  const rows = given.map((row, at): Value => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return row;
    const { [ROW]: name, ...cells } = row as Variables;
    if (nothingCovered(covered)) return cells;
    const before = typeof name === 'string' ? standing.get(name) : undefined;
    if (before === undefined && name !== undefined) {
      fault(at, undefined, tell('row.moved', { row: at + 1 }));
      return cells;
    }
    if (typeof name === 'string') standing.delete(name);
    for (const id of Object.keys(cells)) {
      const isEmpty = (cells[id] ?? '') === '';
      const isSame = JSON.stringify(cells[id] ?? null) === JSON.stringify(before?.[id] ?? null);
      if (covered.hidden.has(id) ? !isEmpty : covered.locked.has(id) && !isSame && !isEmpty)
        fault(at, id, tell('column.notYours'));
    }
    const kept = field.columns.flatMap(({ id }) =>
      covered.hidden.has(id) || covered.locked.has(id) ? [[id, before?.[id] ?? null] as const] : [],
    );
    return { ...cells, ...Object.fromEntries(before ? kept : kept.filter(([id]) => id in cells)) };
  });
  return { rows, errors };
}
