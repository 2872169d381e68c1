// What was filled in, with the people and records that it names as they stand: the reader's rights hold, whatever a browser has sent.
import type { Sql } from '../db/connect.ts';
import { finderFor } from '../db/lookups.ts';
import type { Variables } from '../feel/value.ts';
import type { Form } from '../forms/form.ts';
import { resolved, targetsIn } from '../forms/lookups.ts';
import type { Checked } from '../forms/validate.ts';
import type { Actor } from '../records/rights.ts';

/** @param before what the case holds: who is still named there is not asked for again @param reader absent: a program */
export async function resolvedFor(
  sql: Sql,
  { fields }: Form,
  checked: Checked,
  { before, reader, at }: { before: Variables; reader: Actor | undefined; at: number },
): Promise<Checked> {
  const targets = targetsIn(fields, checked.values, before);
  if (targets.length === 0) return checked;
  const { values, errors } = resolved(fields, checked.values, before, await finderFor(sql, targets, reader, at));
  return { values, errors: [...checked.errors, ...errors] };
}
