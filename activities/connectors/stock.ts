// Stock: reserving for a case, and giving back what it had reserved. The stand-in keeps counts of its own.
import { z } from 'zod';
import { releaseFor, reserveFor } from '../../db/stock.ts';
import { type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const inputs = z.object({ orderNo: Text('订单号', 'Order no.'), lines: Lines });
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
    words: { zh: '预占库存', en: 'Reserve stock' },
    role: 'warehouse',
    instruction: {
      zh: '在库存系统里为这个订单占住下面的商品。不够的，把缺的 SKU 和件数写进表里；够了，表空着。',
      en: 'Reserve these goods for the order in the stock system. Where there is too little, list SKU and number missing; otherwise leave the table empty.',
    },
    inputs,
    settings: [],
    outputs: [
      {
        name: 'shortage',
        label: { zh: '缺货', en: 'Shortage' },
        field: {
          type: 'table',
          columns: [
            { type: 'text', id: 'sku', label: { zh: 'SKU', en: 'SKU' }, required: true },
            { type: 'integer', id: 'missing', label: { zh: '缺几件', en: 'Missing' }, required: true, min: 1 },
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
    words: { zh: '释放库存', en: 'Release stock' },
    role: 'warehouse',
    instruction: {
      zh: '在库存系统里放开为这个订单占住的商品。',
      en: 'Release in the stock system what was reserved for this order.',
    },
    inputs: z.object({ orderNo: Text('订单号', 'Order no.').optional() }),
    settings: [],
    outputs: [{ name: 'released', label: { zh: '已释放', en: 'Released' }, done: true }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async (tx) => ({ released: await releaseFor(tx, call.case) })),
  },
];
