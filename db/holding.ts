// Who held which task from when, oldest first.
import type { Sql, Transaction } from './connect.ts';

/** `away`: to the proxy of `before`, who is away; `back`: to whose it was. */
export const HOLDINGS = ['claimed', 'released', 'assigned', 'away', 'back'] as const;
export type Holding = {
  task: string;
  element: string;
  at: number;
  kind: (typeof HOLDINGS)[number];
  person: string | null;
  before: string | null;
  by: string;
  comment: string | null;
};

export const holdingOfCase = (sql: Sql, id: string): Promise<Holding[]> => sql<Holding[]>`
  select task_id as task, element, at, kind, person, before, by, comment from holding where case_id = ${id} order by holding.id`;

/** Whose it was at any time. */
export async function hasHeld(sql: Sql, task: string, person: string): Promise<boolean> {
  const [row] = await sql`select 1 from holding where task_id = ${task} and ${person} in (person, before) limit 1`;
  return Boolean(row);
}

/** How its present holder, or nobody, came to it. */
export async function latestHolding(sql: Sql | Transaction, task: string): Promise<Holding | undefined> {
  const [row] = await sql<Holding[]>`
    select task_id as task, element, at, kind, person, before, by, comment from holding where task_id = ${task} order by holding.id desc limit 1`;
  return row;
}
