// A message to the buyer, over whatever channel the shop has.
import { z } from 'zod';
import { type Capability, Text } from './descriptor.ts';
import { once } from './once.ts';

export const NOTIFY_BUYER: Capability = {
  id: 'notify.buyer',
  kind: 'capability',
  words: { zh: '通知买家', en: 'Tell the buyer' },
  role: 'customer-service',
  instruction: {
    zh: '按下面的内容联系买家，写下怎么联系的。',
    en: 'Tell the buyer what stands below, and note how you reached them.',
  },
  inputs: z.object({
    orderNo: Text('订单号', 'Order no.').optional(),
    phone: Text('电话', 'Phone').optional(),
    text: Text('内容', 'Message').optional(),
  }),
  settings: [{ name: 'template', label: { zh: '模板', en: 'Template' }, kind: 'text' }],
  outputs: [{ name: 'notified', label: { zh: '已通知', en: 'Told' }, done: true }],
  sandbox:
    ({ sql }) =>
    (call) =>
      once(sql, call, async () => ({ notified: true })),
};
