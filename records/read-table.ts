// A table of a file as values of a register: columns by their heads, cells as people write them. What cannot be read is said, never dropped.
import type { Variables } from '../feel/value.ts';
import { kindOf } from '../forms/kinds.ts';
import type { FieldError } from '../forms/validate.ts';
import type { Reader } from '../forms/written.ts';
import { isWritten, type Register } from './register.ts';

/** For each column of the file the field that it fills; null: none. */
export type Columns = (string | null)[];

const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_：:（）()]/g, '');
/** By id, or by what the field is called in either language. Each field is filled by one column, the first that fits. */
export function columnsOf(register: Register, heads: string[]): Columns {
  const free = new Map(
    register.fields
      .filter(isWritten)
      .map((field) => [field.id, new Set([field.id, field.label.zh, field.label.en ?? ''].map(normal))]),
  );
  return heads.map((head) => {
    const found = head.trim() && [...free].find(([, names]) => names.has(normal(head)));
    if (!found) return null;
    free.delete(found[0]);
    return found[0];
  });
}

/** Empty cells leave a field as it is. `unread`: what stands in cells that cannot be read, by field. */
export function readCells(
  register: Register,
  columns: Columns,
  cells: string[],
  reader: Reader,
): { values: Variables; errors: FieldError[]; unread: Record<string, string> } {
  const values: Variables = {};
  const errors: FieldError[] = [];
  const unread: Record<string, string> = {};
  for (const [at, id] of columns.entries()) {
    const field = id === null ? undefined : register.fields.find((one) => one.id === id);
    const text = (cells[at] ?? '').trim();
    if (!field || text === '') continue;
    const read = kindOf(field).read(field, text, reader);
    if ('value' in read) values[field.id] = read.value;
    else {
      errors.push({ path: field.id, message: read.problem });
      unread[field.id] = text;
    }
  }
  return { values, errors, unread };
}
