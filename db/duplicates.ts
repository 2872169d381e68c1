// Records that are likely one thing: the same text in a field, without regard to case, width, blanks and signs.
import type { Rows } from '../records/rights.ts';
import type { Sql } from './connect.ts';
import { seesRow } from './record-filters.ts';

export type Twins = {
  field: string;
  value: string;
  records: { key: string; title: string; titles: Record<string, string> | null; store: string }[];
  count: number;
};
const SHOWN = 10;

/** @param fields of text; `title` is what lists call a record. The largest groups first. */
export const likelyTwins = async (
  sql: Sql,
  register: string,
  seen: Rows,
  field: string,
  limit: number,
): Promise<Twins[]> => {
  const said = field === 'title' ? sql`r.title` : sql`r.body->>${field}`;
  return sql<Twins[]>`
    with said as (
      select r.key, r.title, r.titles, r.store, ${said} as value,
        lower(regexp_replace(normalize(${said}, NFKC), '[\\s[:punct:]]', '', 'g')) as bare
      from record r where r.register = ${register} and not r.archived and ${seesRow(sql, seen)} and ${said} <> '')
    select ${field}::text as field, min(value) as value, count(*)::int as count,
      to_jsonb((array_agg(jsonb_build_object('key', key, 'title', title, 'titles', titles, 'store', store) order by key))[1:${SHOWN}]) as records
    from said where bare <> '' group by store, bare having count(*) > 1 order by count(*) desc, min(value) limit ${limit}`;
};
