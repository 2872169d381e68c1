// Stock of the demo's warehouse: what is there, what is reserved for whom.
import type { Transaction } from './connect.ts';

/** A SKU seen for the first time comes with this much. */
const UNKNOWN_STOCK = 100_000;

export type StockLine = { sku: string; quantity: number };

/** @returns what could not be reserved in full, and how much is missing. @param lines one a SKU, sorted */
export async function reserveFor(
  tx: Transaction,
  caseId: string,
  lines: StockLine[],
): Promise<{ sku: string; missing: number }[]> {
  await tx`insert into stock ${tx(lines.map(({ sku }) => ({ sku, available: UNKNOWN_STOCK })))} on conflict do nothing`;
  const rows = await tx<
    { sku: string; available: number }[]
  >`select sku, available from stock where sku = any(${lines.map(({ sku }) => sku)}) order by sku for update`;
  const available = new Map(rows.map((row) => [row.sku, row.available]));
  const taken = lines.map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, available.get(sku) ?? 0) }));
  await tx`
    update stock set available = stock.available - t.quantity, reserved = stock.reserved + t.quantity
    from jsonb_to_recordset(${tx.json(taken as never)}) t(sku text, quantity int) where stock.sku = t.sku`;
  await tx`insert into reservation ${tx(taken.map((line) => ({ case_id: caseId, ...line })))} on conflict (case_id, sku) do update set quantity = excluded.quantity, released = false`;
  return lines.flatMap(({ sku, quantity }, index) => {
    const missing = quantity - (taken[index]?.quantity ?? 0);
    return missing > 0 ? [{ sku, missing }] : [];
  });
}

/** Gives back what the case has reserved. @returns whether there was anything */
export async function releaseFor(tx: Transaction, caseId: string): Promise<boolean> {
  const rows = await tx`
    with freed as (update reservation set released = true where case_id = ${caseId} and not released returning sku, quantity)
    update stock set available = available + freed.quantity, reserved = reserved - freed.quantity from freed where stock.sku = freed.sku returning stock.sku`;
  return rows.length > 0;
}
