// 退还: a task goes back to those to whom it was offered.
import { handOver, type TaskDetail } from '../db/tasks.ts';
import type { Deps } from './deps.ts';
import { problem, tell } from './problem.ts';
import { shopNow } from './shop-now.ts';
import { hasOthers, whyNot } from './submit-task.ts';

/** @throws ProblemError where nobody else could take it, or it is not his any more */
export async function releaseTask(
  { sql }: Pick<Deps, 'sql'>,
  me: string,
  task: TaskDetail,
  comment: string | undefined,
): Promise<void> {
  const { offers } = task;
  if (!hasOthers(task, me)) throw problem('refused', { why: tell('reason.nobodyElse') });
  const given = { by: me, at: await shopNow(sql), offers, holder: me, comment };
  if (!(await sql.begin((tx) => handOver(tx, task.id, given)))) throw await whyNot(sql, task, me);
}
