// The demo door, taken by who starts a shop with --demo: nobody has to sign in first.
import path from 'node:path';
import { pino } from 'pino';
import { goOnOpening } from '../api/opening.ts';
import { beginOpening } from '../db/opening.ts';
import { hasPeople } from '../db/people.ts';
import { createFillDemo } from '../demo/fill.ts';
import { readablePacks, shipmentOf } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { withShop } from './with-shop.ts';

const SOPS = path.join(packageRoot, 'sops');
/** A release does not change while it runs; reading it takes a second of the one thread that answers everybody. */
const release = once(async () => {
  const { packs, newer } = await readablePacks(SOPS);
  return { packs: packs.map(shipmentOf), newer };
});
export const shippedPacks = async () => (await release()).packs;
export const newerPacks = async () => (await release()).newer;
export const fillDemo = createFillDemo(shippedPacks, path.join(packageRoot, 'demo'));

/** What failed is asked again. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().catch((error) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}

const DEMO = { answers: { door: 'demo' }, by: null, done: false };
/** Nothing happens in a shop that has begun in another way; one that was stopped on its way to a demo goes on. */
export function openDemoShop(data: string, say: (line: string) => void): Promise<void> {
  return withShop(data, async ({ sql, door }) => {
    // Where somebody has founded the shop, its owner chooses the door.
    if (!(await hasPeople(sql)) && (await sql.begin((tx) => beginOpening(tx, DEMO)))) say('Filling the demo shop …');
    await goOnOpening({
      sql,
      door,
      filesDir: path.join(data, 'files'),
      packs: shippedPacks,
      fillDemo,
      log: pino({ level: 'warn' }),
    });
  });
}
