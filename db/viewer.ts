// Who may see a case, as a predicate: lists filter in the database, never after it.
import type { Sql } from './connect.ts';

export type Viewer = { all: true } | { all: false; person: string; refs: string[] };

/** Staff see the cases that they take part in: started, did or hold a task of, or may claim one of. `c` is the row of cases. */
export const seesCase = (sql: Sql, viewer: Viewer) =>
  viewer.all
    ? sql`true`
    : sql`(c.starter = ${viewer.person} or exists (
        select 1 from task v where v.case_id = c.id and (v.assignee = ${viewer.person} or v.closed_by = ${viewer.person}
          or (v.state = 'open' and v.assignee is null and exists (select 1 from task_offer o where o.task_id = v.id and o.ref = any(${viewer.refs}))))))`;
