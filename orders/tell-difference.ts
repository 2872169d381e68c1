// In which fields an order differs from what was brought in under its number before, in words.
import type { Variables } from '../bpmn/instance.ts';
import { amountOf } from '../forms/money.ts';
import type { Message } from '../words/message.ts';
import { tellOrders } from '../words/orders.ts';
import type { Line } from './read-orders.ts';

const FIELDS = {
  buyer: 'buyer',
  phone: 'phone',
  address: 'address',
  country: 'country',
  lines: 'lines',
  amount: 'amount',
  note: 'note',
  customerId: 'customerId',
  placedAt: 'placedAt',
} as const;

export function tellDifference(before: Variables | undefined, now: Variables, waits: boolean): Message {
  const changes = Object.entries(FIELDS).flatMap(([name, field]) => {
    const [was, is] = [wordsOf(name, before?.[name]), wordsOf(name, now[name])];
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : tellOrders('order.change', { column: tellOrders(`field.${field}`), was, is });
  });
  if (!before?.orderNo || changes.length === 0) return tellOrders('order.differsUnknown');
  return tellOrders(waits ? 'order.differsWaiting' : 'order.differs', { changes });
}

function wordsOf(name: string, value: unknown): string | Message {
  if (value === null || value === undefined || value === '') return tellOrders('order.nothing');
  if (name === 'amount') return amountOf(Number(value));
  if (name !== 'lines' || !Array.isArray(value)) return String(value);
  return (value as Line[]).map(({ sku, quantity, price }) => `${sku} × ${quantity} (${amountOf(price)})`).join(' + ');
}
