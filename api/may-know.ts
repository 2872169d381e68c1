// Who may learn of a task.
import type { Context } from 'hono';
import { seesTask, type TaskDetail } from '../db/tasks.ts';
import type { Deps, Env } from './deps.ts';
import { personOf, viewerOf } from './who.ts';

/** Whom it was offered to may still learn what became of it. */
export async function mayKnow(deps: Deps, c: Context<Env>, task: TaskDetail): Promise<boolean> {
  if (await seesTask(deps.sql, viewerOf(c), task)) return true;
  return task.offers.some((ref) => personOf(c).refs.includes(ref));
}
