// Cells copied from a spreadsheet into a table: read by the columns they fall on, as if each had been typed.
import type { FlatField } from '../../forms/flat-field.ts';
import { formulaOf } from '../../forms/formula.ts';
import { kindOf } from '../../forms/kinds.ts';
import type { Reader } from '../../forms/written.ts';

type Row = Record<string, unknown>;

/** Rows of cells; undefined where the text is one cell, which is pasted as text. Quoted cells may hold tabs and line ends. */
export function cellsOf(text: string): string[][] | undefined {
  if (!/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return undefined;
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|$)/g;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [whole, cell = '', end] = found;
    rows
      .at(-1)
      ?.push(
        cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      );
    if (end === '' || whole === '') break;
    if (end !== '\t') {
      if (pattern.lastIndex >= text.length) break;
      rows.push([]);
    }
  }
  return rows;
}

type Given = {
  rows: Row[];
  cells: string[][];
  columns: FlatField[];
  at: number;
  column: string;
  most: number;
  reader: Reader;
};
/** The table with the cells laid over it from one place on; `left` rows had no room. */
export function paste({ rows, cells, columns, at, column, most, reader }: Given): { rows: Row[]; left: number } {
  const first = columns.findIndex(({ id }) => id === column);
  const made = [...rows];
  const fitting = cells.slice(0, Math.max(0, most - at));
  fitting.forEach((line, index) => {
    const row: Row = { ...made[at + index] };
    line.forEach((cell, place) => {
      const field = columns[first + place];
      if (field && !field.readOnly && formulaOf(field) === undefined) row[field.id] = meant(field, cell.trim(), reader);
    });
    made[at + index] = row;
  });
  return { rows: made, left: cells.length - fitting.length };
}

/** What cannot be read stays as it is written: the field says why. */
function meant(field: FlatField, cell: string, reader: Reader): unknown {
  if (cell === '') return null;
  const read = kindOf(field).read(field, cell, reader);
  return 'value' in read ? read.value : cell;
}
