// A CSV file as rows: whatever separates its cells, in pieces. What a spreadsheet would take for a formula was written with a quote
// before it (write-csv.ts), which is taken off again.
import Papa from 'papaparse';
import { tellOrders } from '../words/orders.ts';
import { type Bounds, type Row, UnreadableTable } from './table.ts';

const PIECE = 256 * 1024;
/** Of one row; the parser begins it anew with each piece. */
const LONGEST = 2 * 1024 * 1024;
const GUARDED = /^'[=+\-@\t\r]/;
/** `="00123"`: how an export tells a spreadsheet that a code is text. */
const AS_TEXT = /^="((?:[^"]|"")*)"$/;
const textOf = (cell: string): string => {
  const said = AS_TEXT.exec(cell)?.[1];
  if (said !== undefined) return said.replaceAll('""', '"');
  return GUARDED.test(cell) ? cell.slice(1) : cell;
};

/** @throws UnreadableTable */
export function readCsv(text: string, bounds: Bounds): Promise<Row[]> {
  const rows: Row[] = [];
  let [n, given] = [0, 0];
  return new Promise((resolve, reject) => {
    // A character that no database holds is no letter of a name.
    // Its types know pieces of files only.
    const whole = text.replace(/^\ufeff/, '').replaceAll('\0', '\ufffd') as unknown as File;
    Papa.parse<string[]>(whole, {
      chunkSize: PIECE,
      chunk({ data, errors, meta }, parser) {
        given += PIECE;
        try {
          if (given - meta.cursor > LONGEST)
            throw new UnreadableTable(tellOrders('file.line', { row: n + data.length + 1 }));
          const quote = errors.find(({ type }) => type === 'Quotes');
          if (quote) throw new UnreadableTable(tellOrders('file.quote', { row: n + (quote.row ?? 0) + 1 }));
          for (const cells of data) {
            n += 1;
            if (cells.every((cell) => cell.trim() === '')) continue;
            if (cells.length > bounds.columns)
              throw new UnreadableTable(tellOrders('file.wide', { most: bounds.columns }));
            if (rows.length > bounds.rows) throw new UnreadableTable(tellOrders('file.long', { most: bounds.rows }));
            rows.push({
              n,
              cells: cells.map((cell) => textOf(cell).slice(0, bounds.cell)),
            });
          }
        } catch (error) {
          reject(error);
          parser.abort();
          return;
        }
        parser.pause();
        setImmediate(() => parser.resume());
      },
      complete: () => resolve(rows),
      error: reject,
    });
  });
}
