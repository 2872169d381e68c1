// Views of registers as people save them: their own, and those shared with all.
import type { View } from '../records/register.ts';
import type { Sql } from './connect.ts';

export type SavedView = { id: string; view: View; shared: boolean; mine: boolean };

export const savedViews = (sql: Sql, register: string, me: string): Promise<SavedView[]> => sql<SavedView[]>`
  select id, view, shared, owner = ${me} as mine from saved_view where register = ${register} and (owner = ${me} or shared) order by at, id`;

/** At most so many a person and register. */
export const MOST_VIEWS = 30;
/** False: it is another's, or there are too many. */
export async function saveView(
  sql: Sql,
  { id, register, owner, shared, view }: { id: string; register: string; owner: string; shared: boolean; view: View },
): Promise<boolean> {
  const rows = await sql`
    insert into saved_view (id, register, owner, shared, view)
    select ${id}, ${register}, ${owner}, ${shared}, ${sql.json(view as never)}
    where (select count(*) from saved_view where register = ${register} and owner = ${owner} and id <> ${id}) < ${MOST_VIEWS}
    on conflict (id) do update set view = excluded.view, shared = excluded.shared
      where saved_view.owner = ${owner} and saved_view.register = ${register} returning id`;
  return rows.length > 0;
}

/** Managers take back what is shared, too. */
export async function dropView(
  sql: Sql,
  { id, register, owner, shared }: { id: string; register: string; owner: string; shared: boolean },
): Promise<boolean> {
  const rows = await sql`
    delete from saved_view where id = ${id} and register = ${register} and (owner = ${owner} or (${shared} and shared)) returning id`;
  return rows.length > 0;
}
