// Records of a register as rows of a file, page by page in the order of the view: only what its reader sees, each value as an import reads
// it back. It is made as of one moment, then sent as fast as its reader takes it; where few may see it, a process makes it for one person
// (connectors/register-export.ts).
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { zoneOf } from '../bpmn/duration.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { balancesBeside } from '../db/ledgers.ts';
import { namesOf } from '../db/people.ts';
import type { Position } from '../db/record-filters.ts';
import { listRecords } from '../db/record-lists.ts';
import type { RecordRow } from '../db/records.ts';
import { offsetAt } from '../feel/zone.ts';
import type { Writer } from '../forms/kinds/kind.ts';
import { kindOf } from '../forms/kinds.ts';
import { Filter, fieldOf, fieldsIn, type Register, type RegisterField, Sort } from '../records/register.ts';
import { type Actor, rowsFor, seenValues, seesField } from '../records/rights.ts';
import type { Cell } from '../tables/cell.ts';
import { CSV_MARK, csvLine } from '../tables/write-csv.ts';
import { MOST_XLSX_ROWS, writeXlsx, XLSX_TYPE } from '../tables/write-xlsx.ts';
import type { Language, Texts } from '../words/message.ts';
import { sayOfRecord, tellRecord } from '../words/records.ts';

/** What of a register is asked for; kept in the case where one decides about it. */
export const ExportAsk = z.object({
  where: z.array(Filter).max(8).default([]),
  sort: Sort.optional(),
  q: z.string().max(100).optional(),
  store: z.string().max(60).optional(),
  archived: z.boolean().default(false),
  columns: z.array(z.string().max(60)).max(60).optional().describe('ids of fields; absent: all that are not secret'),
  format: z.enum(['csv', 'xlsx']).default('xlsx'),
});
export type ExportAsk = z.infer<typeof ExportAsk>;

/** The key comes first, so that an import knows the records again. `unknown`: asked for, and not there for this reader. */
export function exportColumns(
  register: Register,
  { columns, where, sort }: ExportAsk,
  actor: Actor,
): { fields: RegisterField[]; unknown: string[] } {
  const seen = register.fields.filter((field) => seesField(field, actor));
  // Pictures are no table.
  const all = seen.filter((field) => !field.secret && kindOf(field).stored !== 'files').map(({ id }) => id);
  const ids = [...new Set([register.keyField ?? [], columns ?? all].flat())];
  const fields = ids.flatMap((id) => seen.find((field) => field.id === id) ?? []);
  // Nobody learns by a filter what he may not read.
  const asked = [...ids, ...where.flatMap(fieldsIn), ...(sort ? [sort.field] : [])];
  const unknown = asked.filter(
    (id) => (columns?.includes(id) || fieldOf(register, id)) && !seen.some((one) => one.id === id),
  );
  return { fields, unknown: [...new Set(unknown)] };
}

export type Export = {
  register: Register;
  fields: RegisterField[];
  actor: Actor;
  person: string;
  ask: ExportAsk;
  language: Language;
  zone: string;
  /** The shop's day. */
  today: string;
};
const textIn = (field: Texts, language: Language): string => sayOfRecord(tellRecord('head.of', { field }), language);
const PAGE = 500;
const AT_A_TIME = 8_000;

async function* rowsOf(sql: Transaction, made: Export): AsyncGenerator<Cell[]> {
  const { register, fields, actor, ask, language } = made;
  const writer = writerFor(made);
  yield [
    ...(register.keyField === undefined ? [sayOfRecord(tellRecord('head.key'), language)] : []),
    ...fields.map(({ label }) => textIn(label, language)),
  ];
  const { format: _, columns: __, ...query } = ask;
  let after: Position | undefined;
  do {
    const { items, next } = await listRecords(sql, register, rowsFor(register, actor), {
      ...query,
      today: made.today,
      me: made.person,
      after,
      limit: PAGE,
    });
    const balances = new Map<string, Awaited<ReturnType<typeof balancesBeside>>>();
    for (const store of new Set(items.map((row) => row.store))) {
      const keys = items.filter((row) => row.store === store).map(({ key }) => key);
      balances.set(store, await balancesBeside(sql, { ...register, fields }, keys, store));
    }
    const names = await namesIn(sql, fields, items);
    for (const row of items) {
      const values = { ...seenValues(register, row.values, actor, true), ...balances.get(row.store)?.(row.key) };
      yield [
        ...(register.keyField === undefined ? [row.key] : []),
        ...fields.map((field) => cellOf(field, values[field.id], writer, names)),
      ];
    }
    after = next ?? undefined;
  } while (after);
}

const namesIn = (sql: Transaction, fields: RegisterField[], rows: RecordRow[]): Promise<Record<string, string>> => {
  const people = fields.filter(({ type }) => type === 'person');
  return namesOf(
    sql,
    people.flatMap(({ id }) => rows.map(({ values }) => values[id] as string | undefined)),
  );
};

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
function cellOf(field: RegisterField, value: unknown, writer: Writer, names: Record<string, string>): Cell {
  if (value === undefined || value === null || value === '') return null;
  const kind = kindOf(field);
  const text = kind.write(field, value, writer);
  if (field.type === 'person') return names[text] ?? text;
  if (kind.stored === 'number' && PLAIN_NUMBER.test(text)) return Number(text);
  return field.type === 'date' || field.type === 'dateTime' ? { day: text } : text;
}

const writerFor = ({ zone, language }: Export): Writer => ({
  language,
  toWall(instant) {
    const at = Date.parse(instant);
    const local = new Date(at + offsetAt(zoneOf(zone), at / 1_000) * 1_000).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, local.slice(17, 19) === '00' ? 16 : 19)}`;
  },
});

export const tooLong = (format: ExportAsk['format'], rows: number): boolean =>
  format === 'xlsx' && rows + 1 > MOST_XLSX_ROWS;

/** Its pieces as they come, with what it is called. */
export function exportFile(
  sql: Sql,
  made: Export,
): { name: string; type: string; pieces: AsyncIterable<string | Uint8Array>; rows: () => number } {
  const name = textIn(made.register.name, made.language);
  let rows = -1;
  const counted = async function* (tx: Transaction) {
    for await (const row of rowsOf(tx, made)) {
      rows += 1;
      yield row;
    }
  };
  const { format } = made.ask;
  const piecesIn = (tx: Transaction) => (format === 'csv' ? csvOf(counted(tx)) : writeXlsx(name, counted(tx)));
  return {
    name: `${name} ${made.today}.${format}`,
    type: format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE,
    pieces: asOfOneMoment(sql, piecesIn),
    rows: () => rows,
  };
}

/** So many are made at once; others wait, so that pages keep their connections. */
const AT_ONCE = 2;
let making = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(make: () => Promise<T>): Promise<T> {
  if (making >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else making += 1;
  try {
    return await make();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else making -= 1;
  }
}

/** Read in one snapshot into a file on the way, so that a slow reader holds no transaction open. */
async function* asOfOneMoment(
  sql: Sql,
  piecesIn: (tx: Transaction) => AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const name = path.join(os.tmpdir(), `zhangfa-file-${randomBytes(8).toString('hex')}`);
  const file = await open(name, 'wx+', 0o600);
  const through = { fd: file.fd, autoClose: false };
  try {
    // It has no name from here on: whoever is killed leaves nothing behind.
    await rm(name);
    await inTurn(() =>
      sql.begin('isolation level repeatable read read only', (tx) =>
        pipeline(Readable.from(piecesIn(tx), { objectMode: false }), createWriteStream(name, through)),
      ),
    );
    for await (const piece of createReadStream(name, { ...through, start: 0 })) yield piece as Uint8Array;
  } finally {
    await file.close();
  }
}

async function* csvOf(rows: AsyncIterable<Cell[]>): AsyncGenerator<string> {
  let text = CSV_MARK;
  for await (const row of rows) {
    text += csvLine(row);
    if (text.length < AT_A_TIME) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}
