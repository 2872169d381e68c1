// A task with a limit for looking at it: its case hears that somebody has.
import { randomUUID } from 'node:crypto';
import type { TaskDetail } from '../db/tasks.ts';
import { storeAndSend } from '../dispatch/send.ts';
import type { Deps } from './deps.ts';

/** Asked while the limit runs; the case hears of the first only. Each has an id of its own: one refused while the case stood still is over. */
export async function tellTouched({ sql, door, answerMs }: Deps, task: TaskDetail, by: string): Promise<void> {
  const { host, family, wait } = task;
  const occurrence = { type: 'taskTouched' as const, task: wait };
  const id = `touched:${task.id}:${randomUUID()}`;
  await storeAndSend(sql, door, { id, host, family, case: task.case, by, body: { do: 'occur', occurrence } }, answerMs);
}
