// What an import answers, as the page reads it.
import type { Message } from '../../words/message.ts';

export const FATES = [
  'started',
  'waiting',
  'held back',
  'refused',
  'already here',
  'refund requested',
  'refund already requested',
  'unmatched',
  'stock correction',
  'charges only',
] as const;
export type Fate = (typeof FATES)[number];
type Invoice = { invoice: string; fate: Fate; why?: Message };
export type Report = {
  orders: number;
  cancellations: number;
  changed: number;
  invoices: Invoice[];
  rows: { row: number; invoice: string; fate: string; why?: Message }[];
  encoding: string;
  columns: { read: { head: string; field: string }[]; left: string[] };
  standIns: boolean;
};

/** Orders that the same words are said of, together. */
export function byReason(
  invoices: Invoice[],
  words: (why: Message) => string,
): { words: string; invoices: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { invoice, why } of invoices) {
    if (!why) continue;
    const group = groups.get(words(why));
    if (group) group.push(invoice);
    else groups.set(words(why), [invoice]);
  }
  return [...groups].map(([text, list]) => ({ words: text, invoices: list }));
}
