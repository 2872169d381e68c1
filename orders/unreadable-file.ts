// A file that is no table of orders, with the reason and the cure.
import type { Message, Texts } from '../words/message.ts';
import { sayOfOrders } from '../words/orders.ts';

export class UnreadableFile extends Error {
  readonly why: Message;
  /** In every language. */
  readonly text: Texts;
  constructor(why: Message) {
    super(sayOfOrders(why, 'en'));
    this.why = why;
    this.text = { zh: sayOfOrders(why, 'zh'), en: sayOfOrders(why, 'en') };
  }
}
