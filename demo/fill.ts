// What the demo shop shows: packs, articles, stock, and what has happened in it. What lies in its past is written in one transaction, so
// that a killed process leaves nothing half done.
import type { FillDemo } from '../api/deps.ts';
import type { Sql } from '../db/connect.ts';
import { forgetNews, idOfUsername } from '../db/demo-shop.ts';
import { readOpening, tellOpening } from '../db/opening.ts';
import { type Shipment, takePack } from '../db/packs.ts';
import { openClockAt } from '../db/settings.ts';
import { OPENS } from './calendar.ts';
import { writeGoods } from './goods.ts';
import { placeOrders } from './orders.ts';

export const createFillDemo = (packs: () => Promise<Shipment[]>, pictures: string): FillDemo => {
  const furnish = async (sql: Sql, filesDir: string) => {
    await openClockAt(sql, OPENS);
    for (const pack of await packs()) await takePack(sql, pack, { at: OPENS, by: null });
    const by = await idOfUsername(sql, 'shenyue');
    await sql.begin(async (tx) => {
      await writeGoods(tx, { filesDir, pictures }, by ?? '');
      await forgetNews(tx);
      await tellOpening(tx, { filled: true });
    });
  };
  return async ({ sql, door, filesDir }, say) => {
    await say('goods');
    if (!(await readOpening(sql))?.filled) await furnish(sql, filesDir);
    await say('orders');
    await placeOrders({ sql, door });
  };
};
