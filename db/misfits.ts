// Records that do not fit their register any more, in the order of their ids.
import { misfits } from '../records/misfits.ts';
import type { Register } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import { breather } from './breather.ts';
import type { Sql } from './connect.ts';
import { seesRow } from './record-filters.ts';
import { columns, type RecordRow } from './records.ts';
import { clockAt } from './settings.ts';

export type Misfit = RecordRow & { fields: string[] };
const PART = 500;

/** @param fields what the reader sees @param after the last one that was told */
export async function misfitsOf(
  sql: Sql,
  register: Register,
  seen: Rows,
  { fields, after = '', limit, at }: { fields: string[]; after?: string | undefined; limit: number; at: number },
): Promise<Misfit[]> {
  const found: Misfit[] = [];
  const breathe = breather();
  const now = await clockAt(sql, at);
  for (let from = after; ; ) {
    const rows = await sql<RecordRow[]>`
      select ${columns(sql)} from record r
      where r.register = ${register.key} and r.id > ${from} and not r.archived and r.merged_into is null and ${seesRow(sql, seen)}
      order by r.id limit ${PART}`;
    for (const row of rows) {
      const wrong = misfits(register, row.values, now).filter((id) => fields.includes(id));
      if (wrong.length > 0) found.push({ ...row, fields: wrong });
      if (found.length === limit) return found;
      await breathe();
    }
    if (rows.length < PART) return found;
    from = rows.at(-1)?.id ?? '';
  }
}
