// Stock: reserving for a case, and giving back what it had reserved.
import type { Variables } from '../../bpmn/instance.ts';
import type { Sql } from '../../db/connect.ts';
import type { Connector } from '../call-service.ts';
import { Hopeless } from '../call-service.ts';
import { once } from './once.ts';

/** A SKU seen for the first time comes with this much, until someone enters the real count. */
const UNKNOWN_STOCK = 100_000;

type Line = { sku: string; quantity: number };

function linesOf(input: Variables): Line[] {
  const sums = new Map<string, number>();
  if (!Array.isArray(input.lines)) throw new Hopeless('the order has no lines to reserve');
  for (const line of input.lines) {
    const { sku, quantity } = (line ?? {}) as { sku?: unknown; quantity?: unknown };
    if (typeof sku !== 'string' || typeof quantity !== 'number')
      throw new Hopeless('a line of the order lacks its SKU or quantity');
    sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  // One order for all, so that two orders never wait for each other.
  return [...sums].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

/** Gives `shortage`: the lines that could not be reserved in full, with how much is missing. */
export const reserveStock =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async (tx) => {
      const lines = linesOf(call.input);
      await tx`insert into stock ${tx(lines.map(({ sku }) => ({ sku, available: UNKNOWN_STOCK })))} on conflict do nothing`;
      const rows = await tx<
        { sku: string; available: number }[]
      >`select sku, available from stock where sku = any(${lines.map(({ sku }) => sku)}) order by sku for update`;
      const available = new Map(rows.map((row) => [row.sku, row.available]));
      const taken = lines.map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, available.get(sku) ?? 0) }));
      await tx`
      update stock set available = stock.available - t.quantity, reserved = stock.reserved + t.quantity
      from jsonb_to_recordset(${tx.json(taken as never)}) t(sku text, quantity int) where stock.sku = t.sku`;
      await tx`insert into reservation ${tx(taken.map((line) => ({ case_id: call.case, ...line })))} on conflict (case_id, sku) do update set quantity = excluded.quantity, released = false`;
      const shortage = lines.flatMap(({ sku, quantity }, index) => {
        const missing = quantity - (taken[index]?.quantity ?? 0);
        return missing > 0 ? [{ sku, missing }] : [];
      });
      return { shortage };
    });

export const releaseStock =
  (sql: Sql): Connector =>
  (call) =>
    once(sql, call, async (tx) => {
      const rows = await tx`
      with freed as (update reservation set released = true where case_id = ${call.case} and not released returning sku, quantity)
      update stock set available = available + freed.quantity, reserved = reserved - freed.quantity from freed where stock.sku = freed.sku returning stock.sku`;
      return { released: rows.length > 0 };
    });
