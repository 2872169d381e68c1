// Rows as a CSV file that spreadsheets open as what it is: UTF-8 said by its mark, and no text that they would carry out as a formula.
import type { Cell } from './cell.ts';

export const CSV_MARK = '\ufeff';
const FORMULA = /^[=+\-@\t\r]/;

/** What was put before a text so that it is not carried out. */
export const unguarded = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

export function csvLine(cells: Cell[]): string {
  const fields = cells.map((cell) => {
    if (cell === null) return '';
    if (typeof cell === 'number') return String(cell);
    const text = typeof cell === 'string' ? (FORMULA.test(cell) ? `'${cell}` : cell) : cell.day;
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\r\n`;
}
