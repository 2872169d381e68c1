// The shop's present instant: real time in a real shop, faster in a demo.
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';

export async function shopNow(sql: Sql): Promise<number> {
  return shopTime((await readShop(sql)).clock, Date.now());
}
