// Refunds and the order's settlement, in whole cents. The stand-ins of a demo make up their numbers.

import { z } from 'zod';
import { words } from '../../words/connectors.ts';
import { Amount, type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const paid = { orderNo: Text('orderNo'), amount: Amount('amount') };

export const MONEY: Capability[] = [
  {
    id: 'payment.refund',
    kind: 'capability',
    words: words('refund'),
    role: 'finance',
    instruction: words('refund.how'),
    inputs: z.object(paid),
    settings: [],
    outputs: [{ name: 'refundNo', label: words('refundNo'), field: { type: 'text', required: true } }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ refundNo: `RF-${call.key.replace(/[^A-Za-z0-9]/g, '').slice(-16)}` })),
  },
  {
    id: 'finance.settle',
    kind: 'capability',
    words: words('settle'),
    role: 'finance',
    instruction: words('settle.how'),
    inputs: z.object({ ...paid, lines: Lines.optional() }),
    settings: [],
    outputs: [{ name: 'margin', label: words('margin'), field: { type: 'money', required: true } }],
    /** 30 % of what was paid, less a flat freight of 3.00. */
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => {
          const amount = typeof call.input.amount === 'number' ? call.input.amount : 0;
          return { margin: Math.round(amount * 0.3) - 300 };
        }),
  },
];
