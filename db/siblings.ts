// Runs of one step that stand beside each other in a case: those that one person holds.
import type { Sql } from './connect.ts';
import type { FormDraft } from './form-drafts.ts';

export type Sibling = {
  id: string;
  wait: string;
  locals: Record<string, unknown> | null;
  due: number;
  timeLeft: number | null;
  draft: FormDraft | null;
};
type Of = { case: string; element: string; person: string };

const held = (sql: Sql, { case: id, element, person }: Of) =>
  sql`t.case_id = ${id} and t.element = ${element} and t.assignee = ${person} and t.state = 'open' and t.asked_by is null`;

/** In the order in which they began, with what their holder has typed. */
export const siblingsOf = (sql: Sql, of: Of, limit: number): Promise<Sibling[]> => sql<Sibling[]>`
  select t.id, t.wait, t.locals, t.due, t.time_left as "timeLeft",
    case when d.about is not null then json_build_object('revision', d.revision, 'values', d.values) end as draft
  from task t left join form_draft d on d.person = ${of.person} and d.about = 'task:' || t.id and d.submitted is null
  where ${held(sql, of)} order by length(t.id), t.id limit ${limit}`;

export async function countSiblings(sql: Sql, of: Of, limit: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select 1 from task t where ${held(sql, of)} limit ${limit}) x`;
  return row?.count ?? 0;
}
