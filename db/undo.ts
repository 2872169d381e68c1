// Submissions that may be undone: the task is its holder's no more, what was typed is kept, and the command waits for its time.
import { takeBack } from './commands.ts';
import type { Sql, Transaction } from './connect.ts';

/** @param at shop time */
export async function markSubmitted(tx: Transaction, id: string, person: string, at: number): Promise<void> {
  await tx`
    with done as (update task set state = 'submitted', closed_by = ${person}, closed_at = ${at} where id = ${id} returning case_id)
    insert into feed (case_id, refs) select case_id, ${[`person:${person}`]} from done`;
  await tx`select pg_notify('zhangfa_feed', '')`;
}

/** `late`: it is on its way to its case, or has arrived. A repeat finds the task open again, and that is `undone`. */
export async function undoSubmission(tx: Transaction, id: string, person: string): Promise<'undone' | 'late'> {
  const [task] = await tx<{ state: string; mine: boolean; request: string | null }[]>`
    select state, coalesce(closed_by, assignee) = ${person} as mine, submitted->>'request' as request from task where id = ${id} for update`;
  if (!task?.mine) return 'late';
  if (task.state === 'open' && task.request === null) return 'undone';
  if (task.state !== 'submitted' || task.request === null || !(await takeBack(tx, task.request))) return 'late';
  await tx`update task set submitted = null, undone = array_append(undone, ${task.request}) where id = ${id}`;
  await reopen(tx, [id]);
  return 'undone';
}

/**
 * What its case has refused is its holder's again, as it was typed; and what goes on with him, as when others are asked beside him.
 * What asked for it was answered long ago.
 */
export async function reopenAnswered(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    const answered = await tx<{ id: string }[]>`
      select t.id from task t join command c on c.id = t.submitted->>'request'
      where t.state = 'submitted' and c.answer is not null order by t.id limit 100 for update of t skip locked`;
    await reopen(
      tx,
      answered.map(({ id }) => id),
    );
  });
}

async function reopen(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`update form_draft set submitted = null where submitted is not null and about in (select 'task:' || id from unnest(${ids}::text[]) id)`;
  await tx`
    with back as (
      update task set state = 'open', closed_by = null, closed_at = null where id = any(${ids}) and state = 'submitted' returning case_id, assignee)
    insert into feed (case_id, refs) select case_id, array['person:' || assignee] from back`;
  await tx`select pg_notify('zhangfa_feed', '')`;
}
