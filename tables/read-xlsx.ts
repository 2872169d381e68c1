// The first sheet of a workbook (ECMA-376) that has rows, as text: a number as it stands, a day as 2026-11-05, text untouched, so that
// 00123 stays 00123. Formulas are read by what they last came to. Read in pieces and up to a bound.
import { SaxesParser } from 'saxes';
import { tellOrders } from '../words/orders.ts';
import { givingWay } from './pieces.ts';
import { type Bounds, type Row, UnreadableTable } from './table.ts';
import { openZip, type Parts, TooLarge } from './zip.ts';

/** Unpacked, of one part. */
const MOST_BYTES = 300 * 1024 * 1024;
const SMALL = 4 * 1024 * 1024;
/** Of all cells together, however often they point to one text; each counts as some more, for what it takes to be kept. */
const MOST_SIGNS = 128 * 1024 * 1024;
const OF_A_CELL = 16;
/** A text or a tag: no part of a workbook has longer ones. */
const LONGEST = 1024 * 1024;

export async function readXlsx(bytes: Uint8Array, bounds: Bounds): Promise<{ rows: Row[]; sheet: string }> {
  const parts = openZip(bytes);
  if (!parts) throw new UnreadableTable(tellOrders('file.broken'));
  try {
    const book = await bookOf(parts);
    const shared = await sharedStrings(parts, bounds);
    const isDay = await dayStyles(parts);
    for (const { name, place } of book.sheets) {
      const rows = await sheetRows(parts, place, { shared, isDay, from1904: book.from1904 }, bounds);
      if (rows.length > 0) return { rows, sheet: name };
    }
  } catch (error) {
    if (error instanceof UnreadableTable) throw error;
    if (error instanceof TooLarge) throw new UnreadableTable(tellOrders('file.unpacks'));
    throw new UnreadableTable(tellOrders('file.broken'));
  }
  throw new UnreadableTable(tellOrders('file.empty'));
}

/** @throws TooLarge once more was put into it than is kept of one workbook */
function purse(): (text: string) => string {
  let left = MOST_SIGNS;
  return (text) => {
    left -= text.length + OF_A_CELL;
    if (left < 0) throw new TooLarge();
    return text;
  };
}

type On = {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
};
/** XML in pieces; names without their prefix. A part that is missing has nothing in it. */
async function walk(parts: Parts, place: string, most: number, on: On): Promise<void> {
  const bytes = await parts.read(place, most);
  if (!bytes) return;
  const parser = new SaxesParser();
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw error;
  });
  // Entities of a document's own are how a small file becomes a large one.
  parser.on('doctype', () => {
    throw new UnreadableTable(tellOrders('file.broken'));
  });
  parser.on('opentag', ({ name, attributes }) => on.open?.(bare(name), attributes as Record<string, string>));
  parser.on('text', (text) => on.text?.(text));
  parser.on('closetag', ({ name }) => on.close?.(bare(name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pause = givingWay();
  let tag = 0;
  for (let at = 0; at < bytes.length; at += 65_536) {
    const piece = bytes.subarray(at, at + 65_536);
    // The parser keeps a text until its end.
    if (piece.includes('<')) tag = at;
    else if (at - tag > LONGEST) throw new TooLarge();
    parser.write(decoder.decode(piece, { stream: true }));
    await pause();
  }
  parser.write(decoder.decode()).close();
}

async function bookOf(parts: Parts): Promise<{ sheets: { name: string; place: string }[]; from1904: boolean }> {
  const places = new Map<string, string>();
  await walk(parts, 'xl/_rels/workbook.xml.rels', SMALL, {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') places.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: { name: string; place: string }[] = [];
  let from1904 = false;
  await walk(parts, 'xl/workbook.xml', SMALL, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      const place = places.get(attributes['r:id'] ?? '');
      if (name === 'sheet' && place && (attributes.state ?? 'visible') === 'visible')
        sheets.push({ name: attributes.name ?? '', place });
    },
  });
  if (sheets.length === 0) throw new UnreadableTable(tellOrders('file.broken'));
  return { sheets, from1904 };
}

async function sharedStrings(parts: Parts, { cell }: Bounds): Promise<string[]> {
  const found: string[] = [];
  const kept = purse();
  let [text, inText, phonetic] = ['', false, false];
  await walk(parts, 'xl/sharedStrings.xml', MOST_BYTES, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text(piece) {
      if (inText) text += piece.slice(0, cell - text.length);
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') found.push(kept(plain(text)));
    },
  });
  return found;
}

/** Built-in formats of days and times (ECMA-376 18.8.30); of a shop's own, those with letters of a day. */
const BUILT_IN = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);
const hasDay = (code: string): boolean => /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
async function dayStyles(parts: Parts): Promise<(style: string | undefined) => boolean> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await walk(parts, 'xl/styles.xml', SMALL, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') own.set(Number(numFmtId), hasDay(formatCode));
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(own.get(Number(numFmtId)) ?? BUILT_IN(Number(numFmtId)));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return (style) => styles[Number(style ?? 0)] ?? false;
}

type Told = { shared: string[]; isDay: (style: string | undefined) => boolean; from1904: boolean };
async function sheetRows(parts: Parts, place: string, told: Told, bounds: Bounds): Promise<Row[]> {
  const rows: Row[] = [];
  const kept = purse();
  let cells: string[] = [];
  let [n, column, type, style, value, inValue, phonetic] = [
    0,
    0,
    '',
    undefined as string | undefined,
    '',
    false,
    false,
  ];
  await walk(parts, place, MOST_BYTES, {
    open(name, attributes) {
      if (name === 'row') {
        n = lineOf(attributes.r) ?? n + 1;
        [cells, column] = [[], 0];
      } else if (name === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        [type, style, value] = [attributes.t ?? 'n', attributes.s, ''];
      } else if (name === 'rPh') phonetic = true;
      inValue = name === 'v' || (name === 't' && !phonetic);
    },
    text(piece) {
      if (inValue) value += piece.slice(0, bounds.cell - value.length);
    },
    close(name) {
      inValue = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'c' && value !== '') {
        if (column > bounds.columns) throw new UnreadableTable(tellOrders('file.wide', { most: bounds.columns }));
        while (cells.length < column - 1) cells.push('');
        cells[column - 1] = kept(wordsOf(type, value, told.isDay(style), told));
      }
      if (name !== 'row' || cells.every((cell) => cell.trim() === '')) return;
      if (rows.length > bounds.rows) throw new UnreadableTable(tellOrders('file.long', { most: bounds.rows }));
      rows.push({ n, cells });
    },
  });
  return rows;
}

/** undefined: not where a sheet has one; it stands below the one before. */
const lineOf = (given: string | undefined): number | undefined =>
  given !== undefined && /^[1-9]\d{0,6}$/.test(given) ? Number(given) : undefined;

const columnOf = (place: string): number =>
  [...(/^[A-Z]{1,3}/.exec(place)?.[0] ?? 'A')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

function wordsOf(type: string, value: string, isDay: boolean, { shared, from1904 }: Told): string {
  switch (type) {
    case 's':
      return shared[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'n': {
      const number = Number(value);
      if (Number.isNaN(number)) return value;
      return isDay ? dayOf(number + (from1904 ? 1_462 : 0)) : digitsOf(number);
    }
    default:
      return plain(value);
  }
}

/** As many digits as a spreadsheet holds: 0.1 + 0.2 is 0.3, and a long code is written out. */
function digitsOf(number: number): string {
  const rounded = Number(number.toPrecision(15));
  const text = String(rounded);
  return text.includes('e+') ? BigInt(rounded).toString() : text;
}

/** Days since the last of 1899; the 29 February 1900 that spreadsheets count did not exist. */
function dayOf(serial: number): string {
  const days = serial < 60 ? serial + 1 : serial;
  const at = new Date(Math.round((days - 25_569) * 86_400) * 1_000);
  if (Number.isNaN(at.getTime())) return String(serial);
  const [day = '', time = ''] = at.toISOString().split('T');
  if (serial >= 0 && serial < 1) return time.slice(0, 8);
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8).replace(/:00$/, '')}`;
}

/** `_x000D_` is how a workbook writes a character that XML cannot. */
const plain = (text: string): string =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\0|\p{Cs}/gu, '\ufffd');
