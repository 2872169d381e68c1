// Brings a file of order lines into the shop: every order a case by message, every matched cancellation a refund request.
// Message ids come from invoice numbers, so that a second run changes nothing.
import type { Variables } from '../bpmn/instance.ts';
import { type Candidate, matchCancellations } from './match-cancellations.ts';
import { type Order, type RowReport, readOrders } from './read-orders.ts';

export type Incoming = { id: string; name: string; key: string; variables: Variables; ttlMs: number };
export type Delivered = { state: string; case?: string; detail?: string; repeated: boolean; other?: boolean };
export type ImportDeps = {
  receive(message: Incoming): Promise<Delivered>;
  /** Orders of these customers that the shop knows already. */
  known(customers: string[]): Promise<Candidate[]>;
  progress?(done: number, total: number): void;
};
export type InvoiceFate =
  | 'started'
  | 'already here'
  | 'refund requested'
  | 'refund already requested'
  | 'unmatched'
  | 'stock correction'
  | 'charges only'
  | 'refused';
export type InvoiceReport = {
  invoice: string;
  kind: 'order' | 'cancellation';
  fate: InvoiceFate;
  case?: string;
  order?: string;
  why?: string;
};
export type ImportReport = {
  orders: number;
  cancellations: number;
  invoices: InvoiceReport[];
  rows: RowReport[];
  changed: number;
};

const AT_ONCE = 16;
const KEEP_MS = 365 * 86_400_000;

export async function importOrders(csv: string, deps: ImportDeps): Promise<ImportReport> {
  const reading = readOrders(csv);
  const invoices: InvoiceReport[] = [
    ...reading.corrections.map(
      (invoice): InvoiceReport => ({
        invoice,
        kind: 'order',
        fate: 'stock correction',
        why: 'price 0 and no customer',
      }),
    ),
    ...reading.chargesOnly.map(
      (invoice): InvoiceReport => ({ invoice, kind: 'order', fate: 'charges only', why: 'nothing to ship' }),
    ),
  ];
  const total = reading.orders.length + reading.cancellations.length;
  let done = 0;
  await inParallel(reading.orders, async (order) => {
    const delivered = await deps.receive({
      id: `order:${order.invoice}`,
      name: 'order.created',
      key: order.invoice,
      variables: variablesOf(order),
      ttlMs: KEEP_MS,
    });
    const fate: InvoiceFate =
      delivered.state === 'ambiguous' ? 'refused' : delivered.repeated ? 'already here' : 'started';
    invoices.push({
      invoice: order.invoice,
      kind: 'order',
      fate,
      ...(delivered.case && { case: delivered.case }),
      ...(delivered.other
        ? { why: 'the file says something else than what was brought in before; the case stays as it is' }
        : delivered.detail && { why: delivered.detail }),
    });
    deps.progress?.(++done, total);
  });
  const customers = [...new Set(reading.cancellations.flatMap(({ customerId }) => customerId ?? []))];
  const candidates = new Map((await deps.known(customers)).map((candidate) => [candidate.invoice, candidate]));
  for (const order of reading.orders) candidates.set(order.invoice, order);
  await inParallel(
    matchCancellations(reading.cancellations, [...candidates.values()]),
    async ({ cancellation, order, why }) => {
      const base = { invoice: cancellation.invoice, kind: 'cancellation' as const };
      if (!order) invoices.push({ ...base, fate: 'unmatched', ...(why && { why }) });
      else {
        const variables: Variables = { refundReason: `取消单 ${cancellation.invoice}` };
        const delivered = await deps.receive({
          id: `cancellation:${cancellation.invoice}`,
          name: 'refund.requested',
          key: order,
          variables,
          ttlMs: KEEP_MS,
        });
        invoices.push({
          ...base,
          fate: delivered.repeated ? 'refund already requested' : 'refund requested',
          order,
          ...(delivered.case && { case: delivered.case }),
        });
      }
      deps.progress?.(++done, total);
    },
  );
  invoices.sort((a, b) => (a.invoice < b.invoice ? -1 : 1));
  const cancellations = invoices.filter(({ kind }) => kind === 'cancellation').length;
  const changed = invoices.filter(({ fate }) => fate === 'started' || fate === 'refund requested').length;
  return { orders: invoices.length - cancellations, cancellations, invoices, rows: reading.rows, changed };
}

/** What the order process declares; guests have no customer number. */
function variablesOf(order: Order): Variables {
  const charges = order.charges.length
    ? order.charges.map(({ code, name, amount }) => `${code} ${name} ${(amount / 100).toFixed(2)}`).join('; ')
    : '';
  return {
    orderNo: order.invoice,
    buyer: order.buyer,
    phone: order.phone,
    address: order.address,
    country: order.country,
    amount: order.amount,
    note: charges ? `含 ${charges}` : '',
    lines: order.lines,
    customerId: order.customerId,
    placedAt: order.placedAt,
  };
}

async function inParallel<T>(list: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = list.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
