// What the demo shop shows: packs, articles, stock, and what has happened in it. Written in one transaction, so that a killed process
// leaves nothing half done.

import type { FillDemo } from '../api/deps.ts';
import { forgetNews, idOfUsername } from '../db/demo-shop.ts';
import { readOpening, tellOpening } from '../db/opening.ts';
import { type Shipment, takePack } from '../db/packs.ts';
import { openClockAt } from '../db/settings.ts';
import { OPENS } from './calendar.ts';
import { writeGoods } from './goods.ts';

export const createFillDemo =
  (packs: () => Promise<Shipment[]>, pictures: string): FillDemo =>
  async ({ sql, filesDir }, say) => {
    if ((await readOpening(sql))?.filled) return;
    await say('goods');
    await openClockAt(sql, OPENS);
    for (const pack of await packs()) await takePack(sql, pack, { at: OPENS, by: null });
    const by = await idOfUsername(sql, 'shenyue');
    await sql.begin(async (tx) => {
      await writeGoods(tx, { filesDir, pictures }, by ?? '');
      await forgetNews(tx);
      await tellOpening(tx, { filled: true });
    });
  };
