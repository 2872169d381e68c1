// Stock: reserving for a case, and giving back what it had reserved. The stand-in keeps counts of its own.

import { z } from 'zod';
import { releaseFor, reserveFor } from '../../db/stock.ts';
import { words } from '../../words/connectors.ts';
import { type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const inputs = z.object({ orderNo: Text('orderNo'), lines: Lines });
type Line = z.infer<typeof inputs>['lines'][number];

/** One line a SKU, in one order for all, so that two orders never wait for each other. */
function bySku(lines: Line[]): Line[] {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return [...sums].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

export const STOCK: Capability[] = [
  {
    id: 'stock.reserve',
    kind: 'capability',
    words: words('reserveStock'),
    role: 'warehouse',
    instruction: words('reserveStock.how'),
    inputs,
    settings: [],
    outputs: [
      {
        name: 'shortage',
        label: words('shortage'),
        field: {
          type: 'table',
          columns: [
            { type: 'text', id: 'sku', label: words('sku'), required: true },
            { type: 'integer', id: 'missing', label: words('missing'), required: true, min: 1 },
          ],
        },
      },
    ],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async (tx) => ({
          shortage: await reserveFor(tx, call.case, bySku(inputs.parse(call.input).lines)),
        })),
  },
  {
    id: 'stock.release',
    kind: 'capability',
    words: words('releaseStock'),
    role: 'warehouse',
    instruction: words('releaseStock.how'),
    inputs: z.object({ orderNo: Text('orderNo').optional() }),
    settings: [],
    outputs: [{ name: 'released', label: words('released'), done: true }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async (tx) => ({ released: await releaseFor(tx, call.case) })),
  },
];
