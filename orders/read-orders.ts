// Order lines of a web shop → orders, cancellations, and what became of every row. Pure. Rules: docs/decisions/0007, 0040.
// An order is whole or not at all: one line that cannot be read holds it back.
import { beginning, wellFormed } from '../feel/well-formed.ts';
import { readCsv } from '../tables/read-csv.ts';
import { type Row, UnreadableTable } from '../tables/table.ts';
import type { Message } from '../words/message.ts';
import { tellOrders } from '../words/orders.ts';
import { columnsOf, type Field } from './columns.ts';
import { type OrderRow, readRow, type ShopDay } from './read-row.ts';

export type Line = { sku: string; name: string; quantity: number; price: number };
export type Order = {
  invoice: string;
  placedAt: string;
  customerId: string | null;
  country: string;
  /** Goods to ship; price in cents. Lines of price 0 are gifts. */
  lines: Line[];
  /** Postage, fees, discounts and corrections, in cents: part of what is paid, nothing to pick. */
  charges: { code: string; name: string; amount: number }[];
  /** Cents. */
  amount: number;
  /** As the file says it; empty where it does not. */
  buyer: string;
  phone: string;
  address: string;
  note: string;
};
export type Cancellation = {
  invoice: string;
  at: string;
  customerId: string | null;
  lines: { sku: string; quantity: number }[];
  charges: number;
};
export type RowFate = 'goods' | 'gift' | 'charge' | 'returned' | 'stock correction' | 'held back' | 'not readable';
export type RowReport = { row: number; invoice: string; fate: RowFate; why?: Message };
export type Reading = {
  orders: Order[];
  cancellations: Cancellation[];
  corrections: string[];
  chargesOnly: string[];
  /** Orders and cancellations that a line holds back. */
  held: { invoice: string; why: Message }[];
  rows: RowReport[];
  /** Heads by what was made of them, and those of which nothing was. */
  columns: { read: { head: string; field: Field }[]; left: string[] };
};

/** Codes that are no goods: postage, carriage, manual, discount, samples, fees, donations. The short ones are UCI's own. */
const UCI_CHARGES = /^(POST|DOT|C2|M|D|S|B|PADS|CRUK|BANK CHARGES|AMAZONFEE|ADJUST\d*|GIFT.*)$/i;
const CHARGES = /^(运费|邮费|快递费|服务费|手续费|优惠|优惠券|折扣|满减|POSTAGE|SHIPPING|DISCOUNT|FEE)$/i;

type Entry = { number: number; row: OrderRow };
type Invoice = { entries: Entry[]; bad: number[] };

const BOUNDS = { rows: 1_000_000, columns: 200, cell: 32_767 };
/** More is no order: the case that it becomes is read whole by whoever looks at it. */
const MOST_LINES = 2_000;

/**
 * A piece a turn of the event loop: who else is served meanwhile need not wait for a large file.
 * @throws UnreadableTable where the file is no table of orders; orders that cannot be read are reported instead.
 */
export async function readOrders(csv: string, shop: ShopDay): Promise<Reading> {
  const pieces = inPieces(await readCsv(csv, BOUNDS), shop);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const ROWS_AT_ONCE = 2_000;

function* inPieces([heads, ...lines]: Row[], shop: ShopDay): Generator<undefined, Reading> {
  const columns = columnsOf(named(heads?.cells ?? []));
  if (columns.missing.length) throw new UnreadableTable(missing(columns.missing));
  const isCharge = (columns.heads[columns.at.sku ?? 0] ?? '').toLowerCase() === 'stockcode' ? UCI_CHARGES : CHARGES;

  const rows: RowReport[] = [];
  const invoices = new Map<string, Invoice>();
  const invoiceOf = (invoice: string): Invoice => {
    const known = invoices.get(invoice) ?? { entries: [], bad: [] };
    invoices.set(invoice, known);
    return known;
  };
  let above: string | undefined;
  for (const [index, { n: number, cells }] of lines.entries()) {
    if (index % ROWS_AT_ONCE === 0) yield;
    const read = readRow(cells, columns, shop);
    if ('row' in read) invoiceOf(read.row.invoice).entries.push({ number, row: read.row });
    else {
      const { invoice, why } = read;
      const belongs = invoice === '' && above !== undefined;
      rows.push({
        row: number,
        invoice: shown(invoice),
        fate: 'not readable',
        why: belongs ? tellOrders('row.belongs') : why,
      });
      const holds = belongs ? above : invoice;
      if (holds) invoiceOf(holds).bad.push(number);
    }
    above = ('row' in read ? read.row.invoice : read.invoice) || above;
  }
  if (rows.length + invoices.size === 0) throw new UnreadableTable(tellOrders('file.noLines'));
  const reading: Reading = {
    orders: [],
    cancellations: [],
    corrections: [],
    chargesOnly: [],
    held: [],
    rows,
    columns: {
      read: Object.entries(columns.at).map(([field, at]) => ({ head: columns.heads[at] ?? '', field: field as Field })),
      left: columns.left,
    },
  };
  let read = 0;
  for (const [invoice, { entries, bad }] of invoices) {
    if (++read % ROWS_AT_ONCE === 0) yield;
    if (bad.length) hold(reading, invoice, entries, bad);
    else if (entries.length > MOST_LINES)
      hold(reading, invoice, entries, [], tellOrders('order.lines', { lines: entries.length, most: MOST_LINES }));
    else if (/^C\d+$/.test(invoice)) readCancellation(reading, invoice, entries, isCharge);
    else readOrder(reading, invoice, entries, isCharge);
  }
  rows.sort((a, b) => a.row - b.row);
  return reading;
}

/** A comma at the end of the first line names nothing. */
const named = (heads: string[]): string[] => {
  const all = heads.map((head) => wellFormed(head).trim());
  return all.slice(0, all.findLastIndex((head) => head !== '') + 1);
};
const shown = (text: string) => beginning(wellFormed(text), 64);
const missing = (columns: ReturnType<typeof columnsOf>['missing']): Message =>
  tellOrders('file.columns', {
    columns: columns.map(({ name, others }) => tellOrders('file.column', { name, others: others.slice(0, 8) })),
  });

/** Lines that are told with each of an order; they are many where a whole file is one. */
const MOST_TOLD = 20;
function hold(reading: Reading, invoice: string, entries: Entry[], bad: number[], why?: Message) {
  const rows = bad.length > MOST_TOLD ? [...bad.slice(0, MOST_TOLD), '…'] : bad;
  reading.held.push({ invoice: shown(invoice), why: why ?? tellOrders('order.held', { rows }) });
  for (const { number } of entries)
    reading.rows.push({
      row: number,
      invoice,
      fate: 'held back',
      ...(bad.length > 0 && { why: tellOrders('row.held', { rows }) }),
    });
}

const customerOf = (entries: Entry[]) => first(entries, 'customerId').replace(/\.0$/, '') || null;
const first = (entries: Entry[], field: 'customerId' | 'country' | 'buyer' | 'phone' | 'address') =>
  entries.find(({ row }) => row[field] !== '')?.row[field] ?? '';

function readOrder(reading: Reading, invoice: string, entries: Entry[], isCharge: RegExp) {
  const report = (number: number, fate: RowFate, why?: Message) =>
    reading.rows.push({ row: number, invoice, fate, ...(why && { why }) });
  const [head] = entries;
  if (!head) return;
  const goods = entries.filter(({ row }) => !isCharge.test(row.sku));
  // Nobody buys for nothing without a name: these are the warehouse's own corrections.
  const nameless = customerOf(entries) === null && first(entries, 'buyer') === '';
  if (goods.length && goods.every(({ row }) => row.price === 0) && nameless) {
    reading.corrections.push(invoice);
    for (const { number } of entries) report(number, 'stock correction', tellOrders('row.correction'));
    return;
  }
  const short = goods.filter(({ row }) => row.quantity < 1);
  if (short.length) {
    for (const { number, row } of short)
      report(number, 'not readable', tellOrders('row.notOne', { quantity: row.quantity }));
    const others = entries.filter((entry) => !short.includes(entry));
    return hold(
      reading,
      invoice,
      others,
      short.map(({ number }) => number),
    );
  }
  for (const field of ['buyer', 'phone', 'address'] as const) {
    const values = [...new Set(entries.map(({ row }) => row[field]).filter(Boolean))];
    const column = tellOrders(`field.${field}`);
    if (values.length > 1) return hold(reading, invoice, entries, [], tellOrders('order.two', { column, values }));
  }
  const order: Order = {
    invoice,
    placedAt: head.row.placedAt,
    customerId: customerOf(entries),
    country: first(entries, 'country'),
    lines: [],
    charges: [],
    amount: 0,
    buyer: first(entries, 'buyer'),
    phone: first(entries, 'phone'),
    address: first(entries, 'address'),
    note: [...new Set(entries.map(({ row }) => row.note).filter(Boolean))].join('；'),
  };
  for (const { number, row } of entries) {
    const amount = row.price * row.quantity;
    order.amount += amount;
    if (isCharge.test(row.sku)) {
      order.charges.push({ code: row.sku, name: row.name, amount });
      report(number, 'charge');
    } else {
      order.lines.push({ sku: row.sku, name: row.name || row.sku, quantity: row.quantity, price: row.price });
      report(number, row.price === 0 ? 'gift' : 'goods');
    }
  }
  if (order.lines.length) reading.orders.push(order);
  else reading.chargesOnly.push(invoice);
}

function readCancellation(reading: Reading, invoice: string, entries: Entry[], isCharge: RegExp) {
  const [head] = entries;
  if (!head) return;
  const cancellation: Cancellation = {
    invoice,
    at: head.row.placedAt,
    customerId: customerOf(entries),
    lines: [],
    charges: 0,
  };
  for (const { number, row } of entries) {
    const charge = isCharge.test(row.sku);
    if (charge) cancellation.charges += row.price * row.quantity;
    else cancellation.lines.push({ sku: row.sku, quantity: -row.quantity });
    reading.rows.push({ row: number, invoice, fate: charge ? 'charge' : 'returned' });
  }
  reading.cancellations.push(cancellation);
}
