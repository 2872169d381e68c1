// The demo door, taken by who starts a shop with --demo: nobody has to sign in first.
import path from 'node:path';
import { pino } from 'pino';
import { createAuth } from '../api/auth.ts';
import { goOnOpening } from '../api/opening.ts';
import { beginOpening } from '../db/opening.ts';
import { hasPeople } from '../db/people.ts';
import { createFillDemo } from '../demo/fill.ts';
import { readablePacks, shipmentOf } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { withShop } from './with-shop.ts';

const SOPS = path.join(packageRoot, 'sops');
export const shippedPacks = async () => (await readablePacks(SOPS)).packs.map(shipmentOf);
export const newerPacks = async () => (await readablePacks(SOPS)).newer;
export const fillDemo = createFillDemo(shippedPacks, path.join(packageRoot, 'demo'));

/** Nothing happens in a shop that has begun in another way; one that was stopped on its way to a demo goes on. */
export function openDemoShop(data: string, secret: string, say: (line: string) => void): Promise<void> {
  return withShop(data, async ({ sql, door }) => {
    // Where somebody has founded the shop, its owner chooses the door.
    if (!(await hasPeople(sql)) && (await beginOpening(sql, { answers: { door: 'demo' }, by: null, done: false })))
      say('Filling the demo shop …');
    await goOnOpening({
      sql,
      door,
      auth: createAuth(sql, secret),
      filesDir: path.join(data, 'files'),
      packs: shippedPacks,
      fillDemo,
      log: pino({ level: 'warn' }),
    });
  });
}
