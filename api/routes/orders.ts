// A file of order lines brought in: one order case an invoice, cancellations as refund requests. Rules: docs/decisions/0007.
import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { knownOrders } from '../../db/orders.ts';
import { receiveMessage } from '../../dispatch/messages.ts';
import { importOrders } from '../../orders/import-orders.ts';
import { MissingColumns } from '../../orders/read-orders.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey } from '../once.ts';
import { problem } from '../problem.ts';
import { allow, whoOf } from '../who.ts';

export const CSV_BYTES = 16 * 1024 * 1024;

const Report = z.object({
  orders: z.number(),
  cancellations: z.number(),
  changed: z.number().describe('orders started and refunds requested by this run'),
  invoices: z.array(
    z.object({
      invoice: z.string(),
      kind: z.enum(['order', 'cancellation']),
      fate: z.enum([
        'started',
        'already here',
        'refund requested',
        'refund already requested',
        'unmatched',
        'stock correction',
        'charges only',
        'refused',
      ]),
      case: z.string().optional(),
      order: z.string().optional().describe('of a cancellation: the invoice it belongs to'),
      why: z.string().optional(),
    }),
  ),
  rows: z.array(
    z.object({
      row: z.number().describe('line of the file; the first one names the columns'),
      invoice: z.string(),
      fate: z.enum(['goods', 'gift', 'charge', 'returned', 'stock correction', 'not readable']),
      why: z.string().optional(),
    }),
  ),
});
const post = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/orders/import',
    tags: ['orders'],
    summary:
      'Bring in order lines (the body, CSV in UTF-8, at most 16 MB): InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country. The same file again changes nothing',
    middleware: [
      allow('manager'),
      bodyLimit({
        maxSize: CSV_BYTES,
        onError: () => {
          throw problem('tooLarge');
        },
      }),
      once(deps),
    ] as const,
    request: { headers: RequestKey, body: { required: true, content: { 'text/csv': { schema: z.string() } } } },
    responses: ok(Report, 'What became of every invoice and every row'),
  });

export const orderRoutes = (deps: Deps) =>
  router().openapi(post(deps), async (c) => {
    const by = whoOf(c).id;
    try {
      const report = await importOrders(await c.req.text(), {
        receive: (message) => receiveMessage(deps.sql, deps.door, { ...message, by }),
        known: (customers) => knownOrders(deps.sql, customers),
      });
      const { orders, cancellations, changed } = report;
      c.set('auditDetail', { orders, cancellations, changed });
      return c.json(report, 200);
    } catch (error) {
      if (error instanceof MissingColumns) throw problem('ordersRefused', { columns: error.columns });
      throw error;
    }
  });
