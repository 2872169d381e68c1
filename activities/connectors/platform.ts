// What is done on the platforms where the shop sells, and with its suppliers. In a demo nothing of it leaves the house.

import { z } from 'zod';
import { type Word, words } from '../../words/connectors.ts';
import { Amount, type Capability, Lines, Text } from './descriptor.ts';
import { once } from './once.ts';

const done = (name: string, word: Word) => [{ name, label: words(word), done: true }];
const played =
  (name: string): Capability['sandbox'] =>
  ({ sql }) =>
  (call) =>
    once(sql, call, async () => ({ [name]: true }));

export const PLATFORM: Capability[] = [
  {
    id: 'platform.setPrice',
    kind: 'capability',
    words: words('changeAPriceOnThePlatforms'),
    role: 'product-operations',
    instruction: words('changeAPriceOnThePlatforms.how'),
    inputs: z.object({ sku: Text('code'), price: Amount('price') }),
    settings: [],
    outputs: done('priceSet', 'priceSet'),
    sandbox: played('priceSet'),
  },
  {
    id: 'listing.putUp',
    kind: 'capability',
    words: words('putAListingUp'),
    role: 'product-operations',
    instruction: words('putAListingUp.how'),
    inputs: z.object({ sku: Text('code'), price: Amount('price').optional() }),
    settings: [],
    outputs: [
      { name: 'itemId', label: words('listingNo'), field: { type: 'text', required: true } },
      { name: 'link', label: words('listingLink'), field: { type: 'url', required: true } },
    ],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => {
          const itemId = call.key.replace(/[^0-9a-f]/gi, '').slice(-12);
          return { itemId, link: `https://item.example.com/${itemId}` };
        }),
  },
  {
    id: 'listing.takeDown',
    kind: 'capability',
    words: words('takeDownAListing'),
    role: 'product-operations',
    instruction: words('takeDownAListing.how'),
    inputs: z.object({ sku: Text('code') }),
    settings: [],
    outputs: done('takenDown', 'takenDown'),
    sandbox: played('takenDown'),
  },
  {
    id: 'supplier.order',
    kind: 'capability',
    words: words('orderFromASupplier'),
    role: 'product-operations',
    instruction: words('orderFromASupplier.how'),
    inputs: z.object({ supplier: Text('supplier'), number: Text('purchaseOrderNo'), lines: Lines }),
    settings: [],
    outputs: [{ name: 'expectedOn', label: words('expectedOn'), field: { type: 'date', required: true } }],
    sandbox:
      ({ sql }) =>
      (call) =>
        once(sql, call, async () => ({ expectedOn: null })),
  },
];
