// Orders that run or have run here, as the import needs them to place cancellations.
import { offsetAt, parseZone } from '../feel/zone.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql } from './connect.ts';
import { saidBy } from './messages.ts';
import { readShop } from './settings.ts';
import { messageStarts } from './start-subscriptions.ts';

type Known = { invoice: string; placedAt: string; customerId: string; lines: { sku: string; quantity: number }[] };

export async function knownOrders(sql: Sql, customers: string[]): Promise<Known[]> {
  if (customers.length === 0) return [];
  return sql<Known[]>`
    select business_key as invoice, v->>'placedAt' as "placedAt", v->>'customerId' as "customerId", v->'lines' as lines
    from (select business_key, state->'scopes'->'k0'->'variables' as v from cases where key = 'order-fulfilment' and parent is null and business_key is not null) orders
    where v->>'customerId' = any(${customers})`;
}

/** What an import asks the shop for. */
export async function importOf(sql: Sql) {
  const { clock, env } = await readShop(sql);
  const zone = env.zone;
  const offset = offsetAt(parseZone(zone) ?? { offset: 0 }, Date.now() / 1000) * 1000;
  return {
    shop: { zone, today: new Date(shopTime(clock, Date.now()) + offset).toISOString().slice(0, 10) },
    known: (customers: string[]) => knownOrders(sql, customers),
    before: (id: string) => saidBy(sql, id),
    listened: async () => (await messageStarts(sql, 'order.created')).length > 0,
  };
}
