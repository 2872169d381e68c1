// Order lines of a web shop (UCI Online Retail columns) → orders, cancellations, and what became of every row. Pure.
// Rules: docs/decisions/0007-order-import.md.
import Papa from 'papaparse';
import { z } from 'zod';
import { isWellFormed, wellFormed } from '../feel/well-formed.ts';
import { buyerOf } from './stand-in-buyer.ts';

const READABLE = 'holds a zero character or half a character, which cannot be kept';
const Text = z.string().trim().refine(isWellFormed, READABLE);
const Row = z.object({
  InvoiceNo: z
    .string()
    .trim()
    .regex(/^[A-Z]?\d+$/, 'an invoice number, digits with an optional letter before them'),
  StockCode: Text.min(1, 'a stock code'),
  Description: Text,
  Quantity: z.coerce.number().int('a whole number'),
  InvoiceDate: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'a date like 2011-11-14 08:10:00'),
  UnitPrice: z.coerce.number(),
  CustomerID: Text,
  Country: Text,
});
type Row = z.infer<typeof Row>;

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
  buyer: string;
  phone: string;
  address: string;
};
export type Cancellation = {
  invoice: string;
  at: string;
  customerId: string | null;
  lines: { sku: string; quantity: number }[];
  charges: number;
};
export type RowFate = 'goods' | 'gift' | 'charge' | 'returned' | 'stock correction' | 'not readable';
export type RowReport = { row: number; invoice: string; fate: RowFate; why?: string };
export type Reading = {
  orders: Order[];
  cancellations: Cancellation[];
  corrections: string[];
  chargesOnly: string[];
  rows: RowReport[];
};

/** Codes that are no goods: postage, carriage, manual, discount, samples, fees, donations. */
const CHARGES = /^(POST|DOT|C2|M|D|S|B|PADS|CRUK|BANK CHARGES|AMAZONFEE|ADJUST\d*|GIFT.*)$/i;
const cents = (price: number) => Math.round(price * 100);

export class MissingColumns extends Error {
  readonly columns: string[];
  constructor(columns: string[]) {
    super(
      `The file lacks the column${columns.length > 1 ? 's' : ''} ${columns.join(', ')}; the first line must name the columns.`,
    );
    this.columns = columns;
  }
}

/** @throws MissingColumns where the file is no such table; single bad rows are reported instead. */
export function readOrders(csv: string): Reading {
  const parsed = Papa.parse<Record<string, string>>(csv.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: true });
  const missing = Object.keys(Row.shape).filter((column) => !parsed.meta.fields?.includes(column));
  if (missing.length) throw new MissingColumns(missing);
  const rows: RowReport[] = [];
  const invoices = new Map<string, { number: number; row: Row }[]>();
  for (const [index, raw] of parsed.data.entries()) {
    const number = index + 2;
    const checked = Row.safeParse(raw);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      rows.push({
        row: number,
        invoice: wellFormed(raw.InvoiceNo ?? ''),
        fate: 'not readable',
        why: `${String(issue?.path[0])}: ${issue?.message}`,
      });
      continue;
    }
    const list = invoices.get(checked.data.InvoiceNo);
    const entry = { number, row: checked.data };
    if (list) list.push(entry);
    else invoices.set(checked.data.InvoiceNo, [entry]);
  }
  const reading: Reading = { orders: [], cancellations: [], corrections: [], chargesOnly: [], rows };
  for (const [invoice, entries] of invoices) {
    if (invoice.startsWith('C')) readCancellation(reading, invoice, entries);
    else readOrder(reading, invoice, entries);
  }
  rows.sort((a, b) => a.row - b.row);
  return reading;
}

type Entries = { number: number; row: Row }[];
const instant = (date: string) => `${date.replace(' ', 'T')}Z`;

function readOrder(reading: Reading, invoice: string, entries: Entries) {
  const report = (number: number, fate: RowFate, why?: string) =>
    reading.rows.push({ row: number, invoice, fate, ...(why && { why }) });
  const [first] = entries;
  if (!first) return;
  const goods = entries.filter(({ row }) => !CHARGES.test(row.StockCode));
  // Nobody buys for nothing without a name: these are the warehouse's own corrections.
  if (goods.length && goods.every(({ row }) => row.UnitPrice === 0) && first.row.CustomerID === '') {
    reading.corrections.push(invoice);
    for (const { number } of entries) report(number, 'stock correction', 'price 0 and no customer');
    return;
  }
  const order: Order = {
    invoice,
    placedAt: instant(first.row.InvoiceDate),
    customerId: first.row.CustomerID.replace(/\.0$/, '') || null,
    country: first.row.Country,
    lines: [],
    charges: [],
    amount: 0,
    ...buyerOf(first.row.CustomerID || invoice),
  };
  for (const { number, row } of entries) {
    if (CHARGES.test(row.StockCode)) {
      const amount = cents(row.UnitPrice) * row.Quantity;
      order.charges.push({ code: row.StockCode, name: row.Description, amount });
      order.amount += amount;
      report(number, 'charge', row.StockCode);
    } else if (row.Quantity <= 0) report(number, 'stock correction', `quantity ${row.Quantity}`);
    else {
      order.lines.push({
        sku: row.StockCode,
        name: row.Description || row.StockCode,
        quantity: row.Quantity,
        price: cents(row.UnitPrice),
      });
      order.amount += cents(row.UnitPrice) * row.Quantity;
      report(number, row.UnitPrice === 0 ? 'gift' : 'goods');
    }
  }
  if (order.lines.length) reading.orders.push(order);
  else reading.chargesOnly.push(invoice);
}

function readCancellation(reading: Reading, invoice: string, entries: Entries) {
  const [first] = entries;
  if (!first) return;
  const cancellation: Cancellation = {
    invoice,
    at: instant(first.row.InvoiceDate),
    customerId: first.row.CustomerID.replace(/\.0$/, '') || null,
    lines: [],
    charges: 0,
  };
  for (const { number, row } of entries) {
    const isCharge = CHARGES.test(row.StockCode);
    if (isCharge) cancellation.charges += cents(row.UnitPrice) * row.Quantity;
    else cancellation.lines.push({ sku: row.StockCode, quantity: -row.Quantity });
    reading.rows.push({ row: number, invoice, fate: isCharge ? 'charge' : 'returned' });
  }
  reading.cancellations.push(cancellation);
}
