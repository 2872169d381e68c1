// A task with a limit for looking at it: its case hears that somebody has.
import type { TaskDetail } from '../db/tasks.ts';
import { storeAndSend } from '../dispatch/send.ts';
import type { Deps } from './deps.ts';

/** Once a person and task, however often it is opened. */
export async function tellTouched({ sql, door, answerMs }: Deps, task: TaskDetail, by: string): Promise<void> {
  const { host, family, wait } = task;
  const occurrence = { type: 'taskTouched' as const, task: wait };
  const id = `touched:${task.id}:${by}`;
  await storeAndSend(sql, door, { id, host, family, case: task.case, by, body: { do: 'occur', occurrence } }, answerMs);
}
