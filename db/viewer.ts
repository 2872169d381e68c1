// Who may see a case or a record, as a predicate: lists filter in the database, never after it.
import type { Fragment, Sql, Transaction } from './connect.ts';
import type { Person } from './people.ts';
import { reachOf } from './ways.ts';

/** `all`: whatever is not private; the system itself (`person` null) sees that, too. `within`: departments whose work he sees. */
export type Viewer = { all: boolean; person: string | null; refs: string[]; within: string[] };
/** What is looked up to be carried out, not to be shown. */
export const SYSTEM: Viewer = { all: true, person: null, refs: [], within: [] };

export const viewerFor = (me: Person): Viewer & { person: string } => ({
  all: me.sees === 'all',
  person: me.id,
  refs: reachOf(me),
  within: me.within,
});

/** People see the cases that they take part in: started, did or hold a task of, or may claim one of; have a copy of, or were asked about. `c` is the row of cases. */
const takesPart = (sql: Sql | Transaction, { person, refs }: Viewer) => sql`
  (c.starter = ${person} or exists (select 1 from case_copy k where k.person = ${person} and k.case_id = c.id)
    or exists (select 1 from question q where q.case_id = c.id and q.asked_to = ${person}) or exists (
    select 1 from task v where v.case_id = c.id and (v.assignee = ${person} or v.closed_by = ${person} or v.held_for = ${person}
      or (v.state = 'open' and v.assignee is null and exists (select 1 from task_offer o where o.task_id = v.id and o.ref = any(${refs})))))
    or (c.private and (c.watchers && ${refs}::text[] or exists (select 1 from holding h where h.case_id = c.id and ${person} in (h.person, h.before)))))`;

/** Processes that are the work of these departments. */
export const processesWithin = (sql: Sql | Transaction, { within }: Viewer) =>
  sql`(select p.key from process p join department d on d.id = any(${within}) and p.department in (d.id, d.name))`;
/** Who works in these departments. */
export const peopleWithin = (sql: Sql | Transaction, { within }: Viewer) =>
  sql`(select p.id from person p where p.department = any(${within}))`;
/** What reaches them: work that waits in their pools is theirs, too. */
export const refsWithin = (sql: Sql | Transaction, { within }: Viewer) => sql`(
  select 'role:' || r.role as ref from person_role r join person p on p.id = r.person and p.active where p.department = any(${within})
  union select 'person:' || p.id from person p where p.department = any(${within})
  union select 'department:' || d from unnest(${within}::text[]) d)`;
/** The work of his departments: cases of their processes with what those call, and what their people began, hold or may take. */
const worksWithin = (sql: Sql | Transaction, viewer: Viewer) => sql`
  (c.key in ${processesWithin(sql, viewer)} or c.starter in ${peopleWithin(sql, viewer)}
    or (c.parent is not null and exists (select 1 from cases r where r.id = c.family and r.key in ${processesWithin(sql, viewer)}))
    or exists (select 1 from task v where v.case_id = c.id and v.state in ('open', 'submitted', 'parked') and (v.assignee in ${peopleWithin(sql, viewer)}
      or (v.assignee is null and exists (select 1 from task_offer o where o.task_id = v.id and o.ref in ${refsWithin(sql, viewer)})))))`;

export const seesCase = (sql: Sql | Transaction, viewer: Viewer) => {
  if (viewer.person === null) return sql`true`;
  if (viewer.all) return sql`(not c.private or ${takesPart(sql, viewer)})`;
  if (viewer.within.length === 0) return takesPart(sql, viewer);
  return sql`((not c.private and ${worksWithin(sql, viewer)}) or ${takesPart(sql, viewer)})`;
};
/** The same for a row that names its case by another name than `c`. Private cases are few, and read once a list. */
export const seesCaseOf = (sql: Sql | Transaction, viewer: Viewer, id: Fragment) => {
  if (viewer.person === null) return sql`true`;
  if (viewer.all)
    return sql`${id} not in (select c.id from cases c where c.private and ${takesPart(sql, viewer)} is not true)`;
  return sql`exists (select 1 from cases c where c.id = ${id} and ${seesCase(sql, viewer)})`;
};
/** What counts count: of those who see all, what is private too, for a count tells nothing of it. */
export const countsCase = (sql: Sql | Transaction, viewer: Viewer) => (viewer.all ? sql`true` : seesCase(sql, viewer));
export const countsCaseOf = (sql: Sql | Transaction, viewer: Viewer, id: Fragment) =>
  viewer.all ? sql`true` : seesCaseOf(sql, viewer, id);

/** The same from the other side: who takes part, by their ids and by what their work is offered to, and the departments whose work it is. */
export async function staffSeeing(
  sql: Sql,
  id: string,
): Promise<{ people: Set<string>; refs: Set<string>; departments: Set<string>; private: boolean }> {
  const rows = await sql<{ person: string | null; ref: string | null; department: string | null }[]>`
    with part as (
      select starter as person from cases where id = ${id}
      union select assignee from task where case_id = ${id} and state in ('open', 'submitted', 'parked'))
    select person, null as ref, null as department from part
    union select assignee, null, null from task where case_id = ${id} union select closed_by, null, null from task where case_id = ${id}
    union select person, null, null from case_copy where case_id = ${id} union select asked_to, null, null from question where case_id = ${id}
    union select person, null, null from holding where case_id = ${id} and exists (select 1 from cases where id = ${id} and private)
    union select held_for, null, null from task where case_id = ${id} and held_for is not null
    union select null, unnest(watchers), null from cases where id = ${id} and private
    union select null, o.ref, null from task v join task_offer o on o.task_id = v.id where v.case_id = ${id} and v.state = 'open' and v.assignee is null
    union select null, null, p.department from part join person p on p.id = part.person
    union select null, null, p.department from task v join task_offer o on o.task_id = v.id and v.case_id = ${id} and v.state = 'open' and v.assignee is null
      join person_role r on o.ref = 'role:' || r.role join person p on p.id = r.person and p.active
    union select null, null, coalesce(p.department, substr(o.ref, 12)) from task v join task_offer o on o.task_id = v.id and v.case_id = ${id} and v.state = 'open' and v.assignee is null
      left join person p on o.ref = 'person:' || p.id where o.ref like 'person:%' or o.ref like 'department:%'
    union select null, null, d.id from cases c join cases r on r.id in (c.id, c.family) join process p on p.key = r.key join department d on p.department in (d.id, d.name) where c.id = ${id}`;
  const [found] = await sql<{ private: boolean }[]>`select private from cases where id = ${id}`;
  return {
    people: new Set(rows.flatMap(({ person }) => person ?? [])),
    refs: new Set(rows.flatMap(({ ref }) => ref ?? [])),
    departments: new Set(rows.flatMap(({ department }) => department ?? [])),
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
