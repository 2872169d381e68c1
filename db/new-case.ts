// What a case that is about to begin is called: its id, the same for the same request, and its number, where its process keeps a series. A
// formula is computed by the core, which has the data.
import { createHash } from 'node:crypto';
import { zoneOf } from '../bpmn/duration.ts';
import { numberSeries } from '../feel/number-series.ts';
import { beginning } from '../feel/well-formed.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql, Transaction } from './connect.ts';
import { nextNumber } from './records.ts';
import { readShop } from './settings.ts';

/** Id of a new case: readable, and the same for the same request. */
export function familyOf(process: string, businessKey: string, request: string): string {
  const readable = beginning(businessKey.replace(/[^\p{L}\p{N}._-]/gu, ''), 40);
  return `${process}-${readable}-${createHash('sha256').update(request).digest('hex').slice(0, 10)}`;
}

/** @param number `zf:businessKey` of the process. A number that comes to nothing is not given again. */
export async function nextCaseNumber(
  sql: Sql | Transaction,
  process: string,
  number: string | null | undefined,
): Promise<string | undefined> {
  return (await nextCaseNumbers(sql, process, number, 1))?.[0];
}

/** So many at once, in order; undefined: the process keeps no series. */
export async function nextCaseNumbers(
  sql: Sql | Transaction,
  process: string,
  number: string | null | undefined,
  many: number,
): Promise<string[] | undefined> {
  if (!number || number.startsWith('=')) return undefined;
  const { clock, env } = await readShop(sql);
  const { period, numberOf } = numberSeries(number, shopTime(clock, Date.now()), zoneOf(env.zone));
  const first = await nextNumber(sql, `case.${process}`, period, many);
  return Array.from({ length: many }, (_, n) => numberOf(first + n));
}
