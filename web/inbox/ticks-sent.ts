// Ticks on their way to the server, by task: what is submitted waits for them.
import type { FileRef } from '../forms/file-way.ts';
import { ask, asRefusal, taskWorkApi } from '../reach/client.ts';
import { keptKey, readKept, writeKept } from '../typed/kept.ts';

export type Said = { done: boolean; files: FileRef[] };
export const ticksOf = (task: string): string => `ticks:${task}`;
const sending = new Map<string, Promise<unknown>>();

export function sendTick(task: string, item: number, json: Said): Promise<unknown> {
  const next = (sending.get(task) ?? Promise.resolve())
    .catch(() => {})
    .then(() => ask(taskWorkApi.tasks[':id'].ticks[':item'].$put({ param: { id: task, item: String(item) }, json })));
  sending.set(task, next);
  return next;
}

/**
 * What this machine has kept of them goes, too, whether their page is open or not. What the server does not take, it says of the submission.
 * @throws Refusal `offline`
 */
export async function ticksSent(person: string, task: string): Promise<void> {
  await sending.get(task)?.catch(() => {});
  const key = keptKey(person, ticksOf(task));
  for (const [item, said] of Object.entries(readKept(key)))
    await sendTick(task, Number(item), said as Said).catch((error) => {
      if (asRefusal(error).code === 'offline') throw error;
    });
  writeKept(key, {});
}
