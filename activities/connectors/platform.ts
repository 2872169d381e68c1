// What is done on the platforms where the shop sells, and with its suppliers. In a demo nothing of it leaves the house.
import { z } from 'zod';
import { Amount, type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const done = (name: string, zh: string, en: string) => [{ name, label: { zh, en }, done: true }];
const played =
  (name: string): Capability['sandbox'] =>
  ({ sql }) =>
  (call) =>
    once(sql, call, async () => ({ [name]: true }));

export const PLATFORM: Capability[] = [
  {
    id: 'platform.setPrice',
    kind: 'capability',
    words: { zh: '平台改价', en: 'Change a price on the platforms' },
    role: 'product-operations',
    instruction: {
      zh: '在各平台后台把这一款改成下面的售价，改完截图。',
      en: 'Set this price for the goods on every platform, and keep a screenshot.',
    },
    inputs: z.object({ sku: Text('款号', 'Code'), price: Amount('售价', 'Price') }),
    settings: [],
    outputs: done('priceSet', '平台已改价', 'Price set'),
    sandbox: played('priceSet'),
  },
  {
    id: 'listing.takeDown',
    kind: 'capability',
    words: { zh: '平台下架', en: 'Take down a listing' },
    role: 'product-operations',
    instruction: { zh: '在各平台后台下架这一款。', en: 'Take the goods off every platform.' },
    inputs: z.object({ sku: Text('款号', 'Code') }),
    settings: [],
    outputs: done('takenDown', '平台已下架', 'Taken down'),
    sandbox: played('takenDown'),
  },
  {
    id: 'supplier.order',
    kind: 'capability',
    words: { zh: '给供应商下单', en: 'Order from a supplier' },
    role: 'product-operations',
    instruction: {
      zh: '把采购单发给供应商，写下对方确认的到货日。',
      en: 'Send the purchase order to the supplier, and note the day on which they say it will arrive.',
    },
    inputs: z.object({ supplier: Text('供应商', 'Supplier'), number: Text('采购单号', 'Order no.'), lines: Lines }),
    settings: [],
    outputs: [
      { name: 'expectedOn', label: { zh: '预计到货', en: 'Expected on' }, field: { type: 'date', required: true } },
    ],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ expectedOn: null })),
  },
];
