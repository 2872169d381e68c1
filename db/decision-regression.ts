// The decisions of cases of late, asked of a draft.
import { tryAnew } from '../content/decision-regression.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import type { Value, Variables } from '../feel/value.ts';
import { eachInTurn } from './breather.ts';
import type { Sql } from './connect.ts';
import { shopValues } from './parameters.ts';

type Changed = { case: string; businessKey: string | null; at: number; before: Value; after: Value };
export type Regression = { tried: number; count: number; changed: Changed[] };
const TRIED = 200;
const SHOWN = 20;

export async function regressionOf(sql: Sql, draft: DecisionTable, at: number): Promise<Regression> {
  const rows = await sql<
    { case: string; businessKey: string | null; at: number; inputs: Variables; table: DecisionTable }[]
  >`
    select h.case_id as case, c.business_key as "businessKey", h.at, h.why->'inputs' as inputs, v.body as table
    from (select case_id, at, why from history where kind = 'decided' and why ? 'shared' and why->>'decision' = ${draft.id}
      order by at desc limit ${TRIED}) h
    join cases c on c.id = h.case_id
    join content_version v on v.kind = 'decision' and v.key = ${draft.id} and v.version = (h.why->'shared'->>'version')::int
    order by h.at desc`;
  const shop = await shopValues(sql, at);
  const tried = await eachInTurn(rows, ({ inputs, table, ...of }) => {
    const outcome = tryAnew(table, draft, { at: of.at, inputs }, shop);
    return outcome ? [{ ...of, ...outcome }] : [];
  });
  const found = tried.flat();
  const changed = found.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  return { tried: found.length, count: changed.length, changed: changed.slice(0, SHOWN) };
}
