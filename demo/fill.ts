// What the demo shop shows: the days that lie behind it, today's packs, and the orders of this morning. The past is written in one
// transaction, so that a killed process leaves nothing half done.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FillDemo } from '../api/deps.ts';
import { placeOf, sha256Of, store } from '../api/file-store.ts';
import type { Sql } from '../db/connect.ts';
import { forgetNews, idOfUsername } from '../db/demo-shop.ts';
import { readOpening, tellOpening } from '../db/opening.ts';
import { type Shipment, takePack } from '../db/packs.ts';
import { sayParameter } from '../db/parameters.ts';
import { readPast } from '../db/past.ts';
import { openClockAt } from '../db/settings.ts';
import { SAID } from './begun.ts';
import { DAY, LOOKS_BACK, OPENS } from './calendar.ts';
import { writeGoods } from './goods.ts';
import { placeOrders } from './orders.ts';

const picturesIn = (folder: string): string => path.join(folder, 'pictures');
export const pastIn = (folder: string): string => path.join(folder, 'past.gz');

/** @param folder of pictures and past */
export const createFillDemo =
  (packs: () => Promise<Shipment[]>, folder: string): FillDemo =>
  async ({ sql, door, filesDir }, say) => {
    await say('goods');
    if (!(await readOpening(sql))?.filled) {
      for (const name of await readdir(picturesIn(folder))) {
        const bytes = await readFile(path.join(picturesIn(folder), name));
        await store(placeOf(filesDir, sha256Of(bytes)), bytes);
      }
      await openClockAt(sql, OPENS);
      await sql.begin(async (tx) => {
        await readPast(tx, pastIn(folder), { began: OPENS - (LOOKS_BACK + 1) * DAY, opens: OPENS });
        await tellOpening(tx, { filled: true });
      });
    }
    for (const pack of await packs()) await takePack(sql, pack, { at: OPENS, by: null });
    await say('orders');
    await placeOrders({ sql, door });
  };

/** The shop as its past begins. @param at since when it works by its packs */
export async function furnish(
  sql: Sql,
  packs: Shipment[],
  { filesDir, folder, at }: { filesDir: string; folder: string; at: number },
): Promise<void> {
  await openClockAt(sql, at);
  for (const pack of packs) await takePack(sql, pack, { at, by: null });
  const by = await idOfUsername(sql, 'shenyue');
  await sql.begin(async (tx) => {
    await writeGoods(tx, { filesDir, pictures: picturesIn(folder) }, by ?? '');
    for (const said of SAID) await sayParameter(tx, { ...said, by: (await idOfUsername(tx, said.by)) ?? null });
    await forgetNews(tx);
  });
}
