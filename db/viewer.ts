// Who may see a case or a record, as a predicate: lists filter in the database, never after it.
import type { Sql } from './connect.ts';
import type { Person } from './people.ts';
import { reachOf } from './ways.ts';

export type Viewer = { all: true } | { all: false; person: string; refs: string[] };

/** Managers see all. */
export const viewerFor = (me: Person): Viewer =>
  me.level === 'staff' ? { all: false, person: me.id, refs: reachOf(me) } : { all: true };

/** Staff see the cases that they take part in: started, did or hold a task of, or may claim one of; have a copy of, or were asked about. `c` is the row of cases. */
export const seesCase = (sql: Sql, viewer: Viewer) =>
  viewer.all
    ? sql`true`
    : sql`(c.starter = ${viewer.person} or exists (select 1 from case_copy k where k.person = ${viewer.person} and k.case_id = c.id)
        or exists (select 1 from question q where q.case_id = c.id and q.asked_to = ${viewer.person}) or exists (
        select 1 from task v where v.case_id = c.id and (v.assignee = ${viewer.person} or v.closed_by = ${viewer.person}
          or (v.state = 'open' and v.assignee is null and exists (select 1 from task_offer o where o.task_id = v.id and o.ref = any(${viewer.refs}))))))`;

/** The same from the other side: which staff see it, by their ids and by what their work is offered to. */
export async function staffSeeing(sql: Sql, id: string): Promise<{ people: Set<string>; refs: Set<string> }> {
  const rows = await sql<{ person: string | null; ref: string | null }[]>`
    select starter as person, null as ref from cases where id = ${id}
    union select assignee, null from task where case_id = ${id} union select closed_by, null from task where case_id = ${id}
    union select person, null from case_copy where case_id = ${id} union select asked_to, null from question where case_id = ${id}
    union select null, o.ref from task v join task_offer o on o.task_id = v.id where v.case_id = ${id} and v.state = 'open' and v.assignee is null`;
  return {
    people: new Set(rows.flatMap(({ person }) => person ?? [])),
    refs: new Set(rows.flatMap(({ ref }) => ref ?? [])),
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
