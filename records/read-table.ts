// A table of a file as values of a register: columns by their heads, cells as people write them. What cannot be read is said, never dropped.
import type { Value, Variables } from '../feel/value.ts';
import { type FlatField, tell } from '../forms/form.ts';
import type { FieldError } from '../forms/validate.ts';
import { type Reader, readWritten } from '../forms/written.ts';
import { isWritten, type Register, type RegisterField } from './register.ts';

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

/** Empty cells leave a field as it is. */
export function readCells(
  register: Register,
  columns: Columns,
  cells: string[],
  reader: Reader,
): { values: Variables; errors: FieldError[] } {
  const values: Variables = {};
  const errors: FieldError[] = [];
  for (const [at, id] of columns.entries()) {
    const field = id === null ? undefined : register.fields.find((one) => one.id === id);
    const text = (cells[at] ?? '').trim();
    if (!field || text === '') continue;
    const read = readCell(field, text, reader);
    if ('value' in read) values[field.id] = read.value;
    else errors.push({ path: field.id, message: read.problem });
  }
  return { values, errors };
}

type Cell = { value: Value } | { problem: FieldError['message'] };
function readCell(field: RegisterField, text: string, reader: Reader): Cell {
  switch (field.type) {
    case 'choice': {
      const option = optionOf(field.options, text);
      return option === undefined ? { problem: tell('option') } : { value: option };
    }
    case 'choices':
    case 'checklist': {
      const chosen = text.split(/[,，、;；]/).map((one) => optionOf(field.options, one));
      return chosen.some((one) => one === undefined) ? { problem: tell('options') } : { value: chosen as string[] };
    }
    case 'yesNo': {
      const yes = /^(是|有|对|y|yes|true|1|√)$/i.test(text);
      return yes || /^(否|无|没有|不|n|no|false|0|×)$/i.test(text) ? { value: yes } : { problem: tell('yesNo') };
    }
    case 'file':
      return { problem: tell('file') };
    case 'table':
      return { problem: tell('table') };
    default:
      return readWritten(field as FlatField, text, reader) ?? { value: text };
  }
}

const optionOf = (
  options: { value: string; label: { zh: string; en?: string | undefined } }[],
  text: string,
): string | undefined =>
  options.find(({ value, label }) => [value, label.zh, label.en ?? ''].map(normal).includes(normal(text)))?.value;
