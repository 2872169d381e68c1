// Orders that run or have run here, as the import needs them to place cancellations.
import type { Sql } from './connect.ts';

type Known = { invoice: string; placedAt: string; customerId: string; lines: { sku: string; quantity: number }[] };

export async function knownOrders(sql: Sql, customers: string[]): Promise<Known[]> {
  if (customers.length === 0) return [];
  return sql<Known[]>`
    select business_key as invoice, v->>'placedAt' as "placedAt", v->>'customerId' as "customerId", v->'lines' as lines
    from (select business_key, state->'scopes'->'k0'->'variables' as v from cases where key = 'order-fulfilment' and parent is null and business_key is not null) orders
    where v->>'customerId' = any(${customers})`;
}
