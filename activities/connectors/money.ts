// Refunds and the order's settlement, in whole cents. The stand-ins of a demo make up their numbers.
import { z } from 'zod';
import { Amount, type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const paid = { orderNo: Text('订单号', 'Order no.'), amount: Amount('金额', 'Amount') };

export const MONEY: Capability[] = [
  {
    id: 'payment.refund',
    kind: 'capability',
    words: { zh: '退款', en: 'Refund' },
    role: 'finance',
    instruction: {
      zh: '在收款平台把下面的金额退给买家，把退款单号填在这里，截图作凭证。',
      en: 'Refund this amount to the buyer on the payment platform; enter the refund number here, with a picture as proof.',
    },
    inputs: z.object(paid),
    settings: [],
    outputs: [
      { name: 'refundNo', label: { zh: '退款单号', en: 'Refund no.' }, field: { type: 'text', required: true } },
    ],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ refundNo: `RF-${call.key.replace(/[^A-Za-z0-9]/g, '').slice(-16)}` })),
  },
  {
    id: 'finance.settle',
    kind: 'capability',
    words: { zh: '结算', en: 'Settle' },
    role: 'finance',
    instruction: {
      zh: '核对这个订单的收款、成本和运费，填毛利。',
      en: 'Check what came in for this order against goods and freight, and enter the margin.',
    },
    inputs: z.object({ ...paid, lines: Lines.optional() }),
    settings: [],
    outputs: [{ name: 'margin', label: { zh: '毛利', en: 'Margin' }, field: { type: 'money', required: true } }],
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
