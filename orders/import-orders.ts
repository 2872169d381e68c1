// Brings a file of order lines into the shop: every order a case by message, every matched cancellation a refund request.
// Message ids come from invoice numbers, so that a second run changes nothing.
import type { Variables } from '../bpmn/instance.ts';
import type { Message } from '../words/message.ts';
import { tellOrders } from '../words/orders.ts';
import { decodeTable, type Encoding } from './decode-table.ts';
import { type Candidate, matchCancellations } from './match-cancellations.ts';
import { type Order, type Reading, type RowReport, readOrders } from './read-orders.ts';
import type { ShopDay } from './read-row.ts';
import { buyerOf } from './stand-in-buyer.ts';
import { tellDifference } from './tell-difference.ts';

export type Incoming = { id: string; name: string; key: string; variables: Variables; ttlMs: number };
export type Delivered = { state: string; case?: string; detail?: string; repeated: boolean; other?: boolean };
export type ImportDeps = {
  receive(message: Incoming): Promise<Delivered>;
  /** What a message of this id said; undefined where that is no longer kept. */
  before(id: string): Promise<Variables | undefined>;
  /** Orders of these customers that the shop knows already. */
  known(customers: string[]): Promise<Candidate[]>;
  /** Is there a process that orders start? */
  listened(): Promise<boolean>;
  shop: ShopDay;
  /** In a demo shop, buyers are made up for files that have none. */
  isDemo: boolean;
  progress?(done: number, total: number): void;
};
export const FATES = [
  'started',
  'waiting',
  'already here',
  'refund requested',
  'refund already requested',
  'held back',
  'unmatched',
  'stock correction',
  'charges only',
  'refused',
] as const;
export type InvoiceFate = (typeof FATES)[number];
export type InvoiceReport = {
  invoice: string;
  kind: 'order' | 'cancellation';
  fate: InvoiceFate;
  case?: string;
  order?: string;
  why?: Message;
};
export type ImportReport = {
  orders: number;
  cancellations: number;
  invoices: InvoiceReport[];
  rows: RowReport[];
  changed: number;
  encoding: Encoding;
  columns: Reading['columns'];
  /** Buyers are made up (demo data). */
  standIns: boolean;
};

const AT_ONCE = 16;
const KEEP_MS = 365 * 86_400_000;

/** @throws UnreadableTable */
export async function importOrders(bytes: Uint8Array, deps: ImportDeps): Promise<ImportReport> {
  const { text, encoding } = decodeTable(bytes);
  const reading = await readOrders(text, deps.shop);
  const standIns = deps.isDemo && !reading.columns.read.some(({ field }) => BUYER.has(field));
  if (standIns) for (const order of reading.orders) Object.assign(order, standInOf(order));
  const invoices: InvoiceReport[] = [
    ...reading.held.map(
      ({ invoice, why }): InvoiceReport => ({ invoice, kind: kindOf(invoice), fate: 'held back', why }),
    ),
    ...reading.corrections.map(
      (invoice): InvoiceReport => ({
        invoice,
        kind: 'order',
        fate: 'stock correction',
        why: tellOrders('order.correction'),
      }),
    ),
    ...reading.chargesOnly.map(
      (invoice): InvoiceReport => ({ invoice, kind: 'order', fate: 'charges only', why: tellOrders('order.charges') }),
    ),
  ];
  const total = reading.orders.length + reading.cancellations.length;
  const listened = await deps.listened();
  let done = 0;
  await inParallel(reading.orders, async (order) => {
    const message = { id: `order:${order.invoice}`, name: 'order.created', key: order.invoice };
    const variables = variablesOf(order);
    const delivered = await deps.receive({ ...message, variables, ttlMs: KEEP_MS });
    const why = delivered.other
      ? tellDifference(await deps.before(message.id), variables, delivered.state === 'pending')
      : whyOf(delivered, listened);
    invoices.push({
      invoice: order.invoice,
      kind: 'order',
      fate: fateOf(delivered),
      ...(delivered.case && { case: delivered.case }),
      ...(why && { why }),
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
          name: 'order.stop',
          key: order,
          variables,
          ttlMs: KEEP_MS,
        });
        invoices.push({
          ...base,
          fate: requestFateOf(delivered),
          order,
          ...(delivered.case && { case: delivered.case }),
          ...(delivered.state === 'pending' && { why: tellOrders('cancellation.waiting') }),
          ...(delivered.state === 'ambiguous' && {
            why: tellOrders('order.refused', { detail: delivered.detail ?? '—' }),
          }),
        });
      }
      deps.progress?.(++done, total);
    },
  );
  invoices.sort((a, b) => (a.invoice < b.invoice ? -1 : 1));
  const cancellations = invoices.filter(({ kind }) => kind === 'cancellation').length;
  const changed = invoices.filter(({ fate }) => fate === 'started' || fate === 'refund requested').length;
  return {
    orders: invoices.length - cancellations,
    cancellations,
    invoices,
    rows: reading.rows,
    changed,
    encoding,
    columns: reading.columns,
    standIns,
  };
}

const BUYER: ReadonlySet<string> = new Set(['buyer', 'phone', 'address']);
const standInOf = (order: Order) => ({
  ...buyerOf(order.customerId ?? order.invoice),
  note: [order.note, '演示数据：买家、电话、地址是编的'].filter(Boolean).join('；'),
});
const kindOf = (invoice: string) => (/^C\d+$/.test(invoice) ? 'cancellation' : 'order');

function fateOf({ state, repeated, detail }: Delivered): InvoiceFate {
  if (state === 'ambiguous' || state === 'expired') return 'refused';
  if (state === 'pending') return 'waiting';
  return repeated || detail ? 'already here' : 'started';
}
const requestFateOf = ({ state, repeated }: Delivered): InvoiceFate =>
  state === 'ambiguous' || state === 'expired'
    ? 'refused'
    : state === 'pending'
      ? 'waiting'
      : repeated
        ? 'refund already requested'
        : 'refund requested';

function whyOf({ state, detail }: Delivered, listened: boolean): Message | undefined {
  if (state === 'pending') return tellOrders(listened ? 'order.slow' : 'order.waiting');
  if (state === 'expired') return tellOrders('order.expired');
  if (state === 'ambiguous') return tellOrders('order.refused', { detail: detail ?? '—' });
  return detail ? tellOrders('order.runs') : undefined;
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
    note: [order.note, charges && `含 ${charges}`].filter(Boolean).join('；'),
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
