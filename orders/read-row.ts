// A line of an order file, its cells read as people write them; else the order it belongs to and why it cannot be read.

import { beginning, isWellFormed, wellFormed } from '../feel/well-formed.ts';
import { offsetOfLocal, parseZone } from '../feel/zone.ts';
import { type Read, type Reader, readDay, readMoment, readMoney, readNumber } from '../forms/written.ts';
import { readPhone } from '../forms/written-phone.ts';
import type { Message } from '../words/message.ts';
import { tellOrders } from '../words/orders.ts';
import type { Columns, Field } from './columns.ts';

export type OrderRow = Record<Exclude<Field, 'quantity' | 'price'>, string> & { quantity: number; price: number };
/** Times without an offset are the shop's. `zone` as in the settings: `+08:00`. */
export type ShopDay = { today: string; zone: string };
export type RowRead = { row: OrderRow } | { invoice: string; why: Message };

const NUMBER = /^[\p{L}\p{N}][\p{L}\p{N}\-_./#]{0,63}$/u;
/** What Excel makes of long numbers, and exports make to keep it from doing so: `="123"`, a tab or an apostrophe before. */
const SHORTENED = /^\d(\.\d+)?E\+\d+$/i;
const unwrapped = (cell: string) =>
  cell
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'/, '')
    .trim();
const TEXTS = ['name', 'customerId', 'country', 'buyer', 'phone', 'address', 'note'] as const;

export function readRow(cells: string[], { at, heads }: Columns, shop: ShopDay): RowRead {
  const text = (field: Field): string => unwrapped(cells[at[field] ?? -1] ?? '');
  const invoice = text('invoice').normalize('NFKC');
  const no = (field: Field, why: Message): RowRead => ({
    invoice,
    why: tellOrders('cell.of', { column: wellFormed(heads[at[field] ?? -1] ?? field), why }),
  });
  const extra = cells.slice(heads.length).some((cell) => cell !== '');
  if (extra || cells.length < heads.length)
    return { invoice, why: tellOrders('row.cells', { cells: cells.length, columns: heads.length }) };
  for (const field of Object.keys(at) as Field[]) {
    const cell = text(field);
    if (!isWellFormed(cell) || cell.includes('\uFFFD'))
      return no(field, tellOrders('cell.characters', { text: beginning(wellFormed(cell), 40) }));
    if (SHORTENED.test(cell) && field !== 'note') return no(field, tellOrders('cell.scientific', { text: cell }));
  }
  for (const field of ['invoice', 'sku', 'quantity', 'placedAt', 'price'] as const)
    if (text(field) === '') return no(field, tellOrders('cell.empty'));
  if (!NUMBER.test(invoice)) return no('invoice', tellOrders('cell.invoice', { text: beginning(invoice, 40) }));
  const quantity = readNumber(text('quantity'), 0);
  if ('problem' in quantity) return no('quantity', quantity.problem);
  const price = readMoney(text('price'));
  if ('problem' in price) return no('price', price.problem);
  if (!/\d{4}/.test(text('placedAt').normalize('NFKC')))
    return no('placedAt', tellOrders('cell.noYear', { text: text('placedAt') }));
  const placedAt = readTime(text('placedAt'), shop);
  if ('problem' in placedAt) return no('placedAt', placedAt.problem);
  const texts = Object.fromEntries(TEXTS.map((field) => [field, text(field)])) as Record<
    (typeof TEXTS)[number],
    string
  >;
  return {
    row: {
      ...texts,
      phone: asKept(texts.phone),
      invoice,
      sku: text('sku').normalize('NFKC'),
      quantity: Number(quantity.value),
      price: Number(price.value),
      placedAt: new Date(String(placedAt.value)).toISOString().replace('.000', ''),
    },
  };
}

/** One that cannot be read stays as it was written: whoever audits the order asks the buyer. */
function asKept(phone: string): string {
  const read = readPhone(phone);
  return 'value' in read ? String(read.value) : phone;
}

/** A day alone is its beginning. */
function readTime(text: string, { today, zone }: ShopDay): Read {
  const reader: Reader = { today, language: 'zh', toInstant: (wall) => instantOf(wall, zone) };
  const day = readDay(text, reader);
  return 'value' in day ? { value: instantOf(`${day.value}T00:00`, zone) } : readMoment(text, reader);
}

export function instantOf(wall: string, zone: string): string {
  const local = Date.parse(`${wall.padEnd(19, ':00')}Z`);
  const offset = offsetOfLocal(parseZone(zone) ?? { offset: 8 * 3600 }, local / 1000);
  return new Date(local - offset * 1000).toISOString();
}
