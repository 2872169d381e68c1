// A shop in which scenarios are played: emptied between them, and looked at as a whole.
import type { Instance } from '../bpmn/instance.ts';
import type { Sql } from './connect.ts';
import { placeOf } from './places.ts';

export async function clearShop(sql: Sql): Promise<void> {
  await sql`
    truncate process, definition, start_subscription, cases, token, history, task, task_offer, subscription, message, command, incident,
      outbox, feed, effect, quarantine, host_trouble, content, record, record_unique, record_change, record_layout, ledger_account, merge_naming, link, number_series, remark, notice, entry, balance, booked,
      parameter_value, formulas_computed, family_depth cascade`;
}

/** The next version to be published is the one behind `latest`. */
export async function insertProcess(sql: Sql, key: string, latest: number): Promise<void> {
  await sql`insert into process (key, name, latest) values (${key}, ${key}, ${latest})`;
}

export type CaseNow = { id: string; key: string; version: number; state: Instance };
export const casesNow = (sql: Sql): Promise<CaseNow[]> =>
  sql<CaseNow[]>`select id, key, version, state from cases order by started_at, length(id), id`;

export type RowNow = { seq: number; kind: string; element: string | null; data: unknown };
export const historyAfter = (sql: Sql, caseId: string, seq: number): Promise<RowNow[]> =>
  sql<RowNow[]>`select seq, kind, element, data from history where case_id = ${caseId} and seq > ${seq} order by seq`;

export async function stillWaits(sql: Sql, caseId: string, wait: string): Promise<boolean> {
  const [row] = await sql`select 1 from subscription where case_id = ${caseId} and wait = ${wait}`;
  return row !== undefined;
}

/** As it stands before the story begins: no entry has led to it. */
export async function seedBalance(
  sql: Sql,
  ledger: string,
  account: string,
  measure: string,
  value: number,
  floor: number | null,
): Promise<void> {
  await sql`insert into balance (place, ledger, account, measure, value, floor) values (${placeOf(ledger, '', account, measure)}, ${ledger}, ${account}, ${measure}, ${value}, ${floor})
    on conflict (place) do update set value = excluded.value, floor = excluded.floor`;
}
