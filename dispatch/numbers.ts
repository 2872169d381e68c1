// The number of a case that is about to begin, where its process keeps a series. A formula is computed by the core, which has the data.
import { zoneOf } from '../bpmn/duration.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { nextNumber } from '../db/records.ts';
import { readShop } from '../db/settings.ts';
import { numberSeries } from '../feel/number-series.ts';
import { shopTime } from '../workflows/clock.ts';

/** @param number `zf:businessKey` of the process. A number that comes to nothing is not given again. */
export async function nextCaseNumber(
  sql: Sql | Transaction,
  process: string,
  number: string | null | undefined,
): Promise<string | undefined> {
  if (!number || number.startsWith('=')) return undefined;
  const { clock, env } = await readShop(sql);
  const { period, numberOf } = numberSeries(number, shopTime(clock, Date.now()), zoneOf(env.zone));
  return numberOf(await nextNumber(sql, `case.${process}`, period));
}
