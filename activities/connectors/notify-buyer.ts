// A message to the buyer, over whatever channel the shop has.

import { z } from 'zod';
import { words } from '../../words/connectors.ts';
import { type Capability, Text } from './descriptor.ts';
import { once } from './once.ts';

export const NOTIFY_BUYER: Capability = {
  id: 'notify.buyer',
  kind: 'capability',
  words: words('tellTheBuyer'),
  role: 'customer-service',
  instruction: words('tellTheBuyer.how'),
  inputs: z.object({
    orderNo: Text('orderNo').optional(),
    phone: Text('phone').optional(),
    text: Text('message').optional(),
  }),
  settings: [{ name: 'template', label: words('template'), kind: 'text' }],
  outputs: [{ name: 'notified', label: words('told'), done: true }],
  sandbox:
    ({ sql }) =>
    (call) =>
      once(sql, call, async () => ({ notified: true })),
};
