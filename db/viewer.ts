// Who may see a case or a record, as a predicate: lists filter in the database, never after it.
import type { Sql, Transaction } from './connect.ts';
import type { Person } from './people.ts';
import { reachOf } from './ways.ts';

/** `all`: whatever is not private; the system itself (`person` null) sees that, too. */
export type Viewer = { all: boolean; person: string | null; refs: string[] };
/** What is looked up to be carried out, not to be shown. */
export const SYSTEM: Viewer = { all: true, person: null, refs: [] };

/** Managers see all that is not private. */
export const viewerFor = (me: Person): Viewer & { person: string } => ({
  all: me.level !== 'staff',
  person: me.id,
  refs: reachOf(me),
});

/** People see the cases that they take part in: started, did or hold a task of, or may claim one of; have a copy of, or were asked about. `c` is the row of cases. */
const takesPart = (sql: Sql | Transaction, { person, refs }: Viewer) => sql`
  (c.starter = ${person} or exists (select 1 from case_copy k where k.person = ${person} and k.case_id = c.id)
    or exists (select 1 from question q where q.case_id = c.id and q.asked_to = ${person}) or exists (
    select 1 from task v where v.case_id = c.id and (v.assignee = ${person} or v.closed_by = ${person} or v.held_for = ${person}
      or (v.state = 'open' and v.assignee is null and exists (select 1 from task_offer o where o.task_id = v.id and o.ref = any(${refs})))))
    or (c.private and (c.watchers && ${refs}::text[] or exists (select 1 from holding h where h.case_id = c.id and ${person} in (h.person, h.before)))))`;

export const seesCase = (sql: Sql | Transaction, viewer: Viewer) => {
  if (!viewer.all) return takesPart(sql, viewer);
  return viewer.person === null ? sql`true` : sql`(not c.private or ${takesPart(sql, viewer)})`;
};

/** Private cases that are not this viewer's: few, and read once a list. */
export const hiddenFrom = (sql: Sql | Transaction, viewer: Viewer) =>
  viewer.person === null
    ? sql`select null::text where false`
    : sql`select c.id from cases c where c.private and ${takesPart(sql, viewer)} is not true`;

/** The same from the other side: which staff see it, by their ids and by what their work is offered to. */
export async function staffSeeing(
  sql: Sql,
  id: string,
): Promise<{ people: Set<string>; refs: Set<string>; private: boolean }> {
  const rows = await sql<{ person: string | null; ref: string | null }[]>`
    select starter as person, null as ref from cases where id = ${id}
    union select assignee, null from task where case_id = ${id} union select closed_by, null from task where case_id = ${id}
    union select person, null from case_copy where case_id = ${id} union select asked_to, null from question where case_id = ${id}
    union select person, null from holding where case_id = ${id} and exists (select 1 from cases where id = ${id} and private)
    union select held_for, null from task where case_id = ${id} and held_for is not null
    union select null, unnest(watchers) from cases where id = ${id} and private
    union select null, o.ref from task v join task_offer o on o.task_id = v.id where v.case_id = ${id} and v.state = 'open' and v.assignee is null`;
  const [found] = await sql<{ private: boolean }[]>`select private from cases where id = ${id}`;
  return {
    people: new Set(rows.flatMap(({ person }) => person ?? [])),
    refs: new Set(rows.flatMap(({ ref }) => ref ?? [])),
    private: found?.private === true,
  };
}

/** Registers whose records somebody sees: all of them, those of his own, those of his departments. */
export type SeenRegisters = {
  all: string[];
  own: string[];
  department: string[];
  person: string;
  departments: string[];
};
/** `r` is the row of record. */
export const seesRecord = (sql: Sql, { all, own, department, person, departments }: SeenRegisters) =>
  sql`(r.register = any(${all}) or (r.register = any(${[...own, ...department]}) and r.owner = ${person})
    or (r.register = any(${department}) and r.department = any(${departments})))`;
