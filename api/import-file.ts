// The bytes of a file as a table: CSV in whatever encoding, or a workbook. Read in pieces; what cannot be read is said with its cure.
import { decodeTable } from '../orders/decode-table.ts';
import { readCsv } from '../tables/read-csv.ts';
import { readXlsx } from '../tables/read-xlsx.ts';
import { type Row, UnreadableTable } from '../tables/table.ts';
import { unguarded } from '../tables/write-csv.ts';
import { tellOrders } from '../words/orders.ts';
import { problem } from './problem.ts';

export const MOST_ROWS = 200_000;
const BOUNDS = { rows: MOST_ROWS, columns: 200, cell: 32_767 };
export type Encoding = 'UTF-8' | 'UTF-16' | 'GB18030' | 'XLSX';

/** @throws ProblemError `ordersRefused` */
export async function readFileTable(
  bytes: Uint8Array,
): Promise<{ heads: string[]; rows: Row[]; encoding: Encoding; sheet?: string }> {
  try {
    const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const read = zip ? await alone(() => bookOf(bytes)) : await csvOf(bytes);
    const [head, ...rows] = read.rows;
    if (!head) throw new UnreadableTable(tellOrders('file.empty'));
    if (rows.length === 0) throw new UnreadableTable(tellOrders('file.noRows'));
    return { ...read, heads: head.cells, rows };
  } catch (error) {
    if (error instanceof UnreadableTable) throw problem('ordersRefused', { why: error.text });
    throw error;
  }
}

/** A workbook is as large as its parts unpacked: those of a process are read one after the other. */
let last: Promise<unknown> = Promise.resolve();
function alone<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

const bookOf = async (bytes: Uint8Array) => ({ ...(await readXlsx(bytes, BOUNDS)), encoding: 'XLSX' as const });
async function csvOf(bytes: Uint8Array): Promise<{ rows: Row[]; encoding: Encoding }> {
  const { text, encoding } = decodeTable(bytes);
  const rows = await readCsv(text, BOUNDS);
  return { rows: rows.map(({ n, cells }) => ({ n, cells: cells.map(unguarded) })), encoding };
}
