// A record as a page shows it to somebody.
import { z } from '@hono/zod-openapi';
import type { Sql } from '../db/connect.ts';
import { balancesOf } from '../db/ledgers.ts';
import { placesInTree } from '../db/record-lists.ts';
import type { RecordRow } from '../db/records.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Register } from '../records/register.ts';
import { seenFields, seenValues } from '../records/rights.ts';
import type { Language } from '../words/message.ts';
import { actorOf } from './record-rights.ts';
import { Values } from './schemas.ts';
import { titleIn } from './title.ts';
import type { Person } from './who.ts';

export const RecordOut = z.object({
  key: z.string(),
  id: z.string(),
  title: z.string(),
  rev: z.number(),
  store: z.string(),
  values: Values,
  archived: z.boolean(),
  updatedAt: z.number(),
  way: z
    .array(z.object({ key: z.string(), title: z.string() }))
    .optional()
    .describe('of a tree: what it stands under, from the top'),
  below: z.number().optional().describe('of a tree: how many stand right under it'),
});

/** With the balances of its ledgers, without what I may not see. */
export async function recordsShown(
  sql: Sql,
  register: Register,
  rows: RecordRow[],
  me: Person,
  language: Language,
): Promise<z.infer<typeof RecordOut>[]> {
  const actor = actorOf(me);
  const fields = seenFields(register, actor);
  const places = await placesInTree(sql, register, rows, rows[0]?.archived);
  const placed = ({ id }: RecordRow) => {
    const place = places.get(id);
    return place && { ...place, way: place.way.map(({ key, ...one }) => ({ key, title: titleIn(one, language) })) };
  };
  const balances = new Map<string, Value>();
  const ledgers = new Set(fields.flatMap(({ by }) => (by.who === 'ledger' ? [by.ledger] : [])));
  for (const ledger of ledgers)
    for (const store of new Set(rows.map((row) => row.store)))
      for (const { account, measure, value } of await balancesOf(
        sql,
        ledger,
        rows.filter((row) => row.store === store).map(({ key }) => key),
        store,
      ))
        balances.set(JSON.stringify([store, account, ledger, measure]), value);
  const valueOfField = (row: RecordRow, seen: Variables, field: Register['fields'][number]): Value =>
    field.by.who === 'ledger'
      ? (balances.get(JSON.stringify([row.store, row.key, field.by.ledger, field.by.measure])) ?? 0)
      : (seen[field.id] ?? null);
  const valuesOf = (row: RecordRow): Variables => {
    const seen = seenValues(register, row.values, actor, true);
    return Object.fromEntries(
      fields.map((field) => [field.id, valueOfField(row, seen, field)] as const).filter(([, value]) => value !== null),
    );
  };
  return rows.map((row) => ({
    key: row.key,
    id: row.id,
    title: titleIn(row, language),
    rev: row.rev,
    store: row.store,
    archived: row.archived,
    updatedAt: row.updatedAt,
    ...placed(row),
    values: valuesOf(row),
  }));
}
