// Which order a cancellation speaks of: the latest earlier invoice of the same customer that holds all its goods in at least that quantity.
import type { Message } from '../words/message.ts';
import { tellOrders } from '../words/orders.ts';
import type { Cancellation, Order } from './read-orders.ts';

export type Candidate = Pick<Order, 'invoice' | 'placedAt' | 'customerId'> & {
  lines: { sku: string; quantity: number }[];
};
export type Match = { cancellation: Cancellation; order?: string; why?: Message };

export function matchCancellations(cancellations: Cancellation[], candidates: Candidate[]): Match[] {
  const byCustomer = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (!candidate.customerId) continue;
    const list = byCustomer.get(candidate.customerId);
    if (list) list.push(candidate);
    else byCustomer.set(candidate.customerId, [candidate]);
  }
  return cancellations.map((cancellation) => {
    if (!cancellation.customerId) return { cancellation, why: tellOrders('cancellation.noCustomer') };
    if (cancellation.lines.length === 0) return { cancellation, why: tellOrders('cancellation.charges') };
    const own = byCustomer.get(cancellation.customerId) ?? [];
    const fitting = own
      .filter((order) => order.placedAt <= cancellation.at && holds(order, cancellation))
      .sort((a, b) => (a.placedAt < b.placedAt || (a.placedAt === b.placedAt && a.invoice < b.invoice) ? 1 : -1));
    const [latest] = fitting;
    return latest
      ? { cancellation, order: latest.invoice }
      : {
          cancellation,
          why: tellOrders(own.length ? 'cancellation.goods' : 'cancellation.unknown'),
        };
  });
}

const sums = (lines: { sku: string; quantity: number }[]) => {
  const total = new Map<string, number>();
  for (const { sku, quantity } of lines) total.set(sku, (total.get(sku) ?? 0) + quantity);
  return total;
};

function holds(order: Candidate, cancellation: Cancellation): boolean {
  const has = sums(order.lines);
  return [...sums(cancellation.lines)].every(([sku, quantity]) => (has.get(sku) ?? 0) >= quantity);
}
