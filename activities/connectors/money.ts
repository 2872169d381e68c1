// Refunds, in whole cents. The stand-in of a demo makes up its number.

import { z } from 'zod';
import { words } from '../../words/connectors.ts';
import { Amount, type Capability, Text } from './descriptor.ts';
import { once } from './once.ts';

export const MONEY: Capability[] = [
  {
    id: 'payment.refund',
    kind: 'capability',
    words: words('refund'),
    role: 'finance',
    instruction: words('refund.how'),
    inputs: z.object({ orderNo: Text('orderNo'), amount: Amount('amount') }),
    settings: [],
    outputs: [{ name: 'refundNo', label: words('refundNo'), field: { type: 'text', required: true } }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ refundNo: `RF-${call.key.replace(/[^A-Za-z0-9]/g, '').slice(-16)}` })),
  },
];
