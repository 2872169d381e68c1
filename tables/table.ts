// A table as a file brings it: rows of text, each with its number as a spreadsheet shows it.
import type { Message, Texts } from '../words/message.ts';
import { sayOfOrders } from '../words/orders.ts';

export type Row = { n: number; cells: string[] };
/** Rows, columns and characters of a cell, at most. */
export type Bounds = { rows: number; columns: number; cell: number };

/** A file that is no table, or none of what is asked for, with the reason and the cure. */
export class UnreadableTable extends Error {
  readonly why: Message;
  /** In every language. */
  readonly text: Texts;
  constructor(why: Message) {
    super(sayOfOrders(why, 'en'));
    this.why = why;
    this.text = { zh: sayOfOrders(why, 'zh'), en: sayOfOrders(why, 'en') };
  }
}
