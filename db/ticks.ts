// What has been ticked off the checklist of a task, whoever has it now.
import type { Sql, Transaction } from './connect.ts';
import type { FileRef } from './files.ts';

/** `item`: its place in the checklist; `at`: shop time, milliseconds. */
export type Tick = { item: number; by: string; at: number; files: FileRef[] };

export const ticksOf = async (sql: Sql | Transaction, task: string): Promise<Tick[]> => [
  ...(await sql<Tick[]>`select item, by, at, files from tick where task_id = ${task} order by item`),
];

/** Whoever gives it other photos is the one who has ticked it; said again as it is, it stays as it was. */
export async function putTick(tx: Transaction, task: string, tick: Tick): Promise<void> {
  await tx`
    insert into tick (task_id, item, case_id, by, at, files)
    select ${task}, ${tick.item}, t.case_id, ${tick.by}, ${tick.at}, ${tx.json(tick.files)} from task t where t.id = ${task}
    on conflict (task_id, item) do update set files = excluded.files, by = excluded.by, at = excluded.at
    where tick.files is distinct from excluded.files`;
}

export async function dropTick(tx: Transaction, task: string, item: number): Promise<void> {
  await tx`delete from tick where task_id = ${task} and item = ${item}`;
}
