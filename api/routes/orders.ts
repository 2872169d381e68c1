// A file of order lines brought in: one order case an invoice, cancellations as refund requests. Rules: docs/decisions/0007.
import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { importOf } from '../../db/orders.ts';
import { receiveMessage } from '../../dispatch/messages.ts';
import { FATES, importOrders } from '../../orders/import-orders.ts';
import { UnreadableTable } from '../../tables/table.ts';
import type { Message } from '../../words/message.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey } from '../once.ts';
import { problem } from '../problem.ts';
import { allow, whoOf } from '../who.ts';

export const CSV_BYTES = 16 * 1024 * 1024;

const Why = z.custom<Message>().optional().openapi({ type: 'object', description: 'code and arguments' });
const Report = z.object({
  orders: z.number(),
  cancellations: z.number(),
  changed: z.number().describe('orders started and refunds requested by this run'),
  invoices: z.array(
    z.object({
      invoice: z.string(),
      kind: z.enum(['order', 'cancellation']),
      fate: z.enum(FATES),
      case: z.string().optional(),
      order: z.string().optional().describe('of a cancellation: the invoice it belongs to'),
      why: Why,
    }),
  ),
  rows: z.array(
    z.object({
      row: z.number().describe('line of the file; the first one names the columns'),
      invoice: z.string(),
      fate: z.enum(['goods', 'gift', 'charge', 'returned', 'stock correction', 'held back', 'not readable']),
      why: Why,
    }),
  ),
  encoding: z.enum(['UTF-8', 'UTF-16', 'GB18030']).describe('as which the file was read'),
  columns: z.object({
    read: z.array(z.object({ head: z.string(), field: z.string() })),
    left: z.array(z.string()).describe('columns of which nothing was made'),
  }),
  standIns: z.boolean().describe('a demo shop has made up buyers, phones and addresses that the file lacks'),
});
const post = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/orders/import',
    tags: ['orders'],
    summary:
      'Bring in order lines (the body, CSV in UTF-8, UTF-16 or GB18030, at most 16 MB), columns named in Chinese or English. An order with a line that cannot be read is held back whole; the same file again changes nothing',
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
      const report = await importOrders(new Uint8Array(await c.req.arrayBuffer()), {
        ...(await importOf(deps.sql)),
        isDemo: deps.demo,
        receive: (message) => receiveMessage(deps.sql, deps.door, { ...message, by }),
      });
      const { orders, cancellations, changed } = report;
      c.set('auditDetail', { orders, cancellations, changed });
      return c.json(report, 200);
    } catch (error) {
      if (error instanceof UnreadableTable) throw problem('ordersRefused', { why: error.text });
      throw error;
    }
  });
