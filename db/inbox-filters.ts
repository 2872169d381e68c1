// Filters of the inbox that people save: their own.
import type { Sql } from './connect.ts';

export type InboxFilter = { view?: string; process?: string; q?: string; sort?: string };
export type SavedFilter = { id: string; name: string; filter: InboxFilter };

export const inboxFilters = (sql: Sql, person: string): Promise<SavedFilter[]> => sql<SavedFilter[]>`
  select id, name, filter from inbox_filter where person = ${person} order by at, id`;

/** At most so many a person. */
export const MOST_FILTERS = 20;
/** False: it is another's, or there are too many. */
export async function saveInboxFilter(sql: Sql, person: string, { id, name, filter }: SavedFilter): Promise<boolean> {
  const rows = await sql`
    insert into inbox_filter (id, person, name, filter) select ${id}, ${person}, ${name}, ${sql.json(filter)}
    where (select count(*) from inbox_filter where person = ${person} and id <> ${id}) < ${MOST_FILTERS}
    on conflict (id) do update set name = excluded.name, filter = excluded.filter where inbox_filter.person = ${person} returning id`;
  return rows.length > 0;
}

export async function dropInboxFilter(sql: Sql, person: string, id: string): Promise<boolean> {
  return (await sql`delete from inbox_filter where id = ${id} and person = ${person} returning id`).length > 0;
}
