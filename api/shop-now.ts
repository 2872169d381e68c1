// The shop's present instant: real time in a real shop, faster in a demo.
import type { Sql } from '../db/connect.ts';
import { readShop } from '../db/settings.ts';
import type { Clock } from '../feel/expression.ts';
import { shopTime } from '../workflows/clock.ts';

export async function shopNow(sql: Sql): Promise<number> {
  return shopTime((await readShop(sql)).clock, Date.now());
}

/** The same as expressions read it: today is the day of the shop. */
export async function clockNow(sql: Sql): Promise<Clock & { offset: string }> {
  const { clock, env } = await readShop(sql);
  return { at: shopTime(clock, Date.now()), offset: env.zone };
}
