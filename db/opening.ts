// How the shop began: which of the three doors its owner took, how far that has come, and what the first day still asks for.
import type { Sql, Transaction } from './connect.ts';
import { readSetting, writeSetting } from './settings.ts';

/** `step`: what is being done, told while it lasts; `failed`: why it stopped before its end. */
export type Opening<A = unknown> = {
  answers: A;
  by: string | null;
  done: boolean;
  step?: string | undefined;
  failed?: string | undefined;
  /** The demo has what it shows. */
  filled?: boolean | undefined;
  /** Nobody wants to see the list of the first day any more. */
  hidden?: boolean | undefined;
};
export const readOpening = <A>(sql: Sql | Transaction): Promise<Opening<A> | undefined> =>
  readSetting<Opening<A>>(sql, 'opening');

/** Nothing of a shop's own is there: no process, no register, no pack, no case. */
export async function isFresh(sql: Sql | Transaction): Promise<boolean> {
  const [any] = await sql`
    select 1 from setting where name = 'opening' union all select 1 from process union all select 1 from content
    union all select 1 from pack union all select 1 from cases limit 1`;
  return !any;
}

/** It is still to be chosen how the shop begins, or that is being carried out. */
export async function isOpening(sql: Sql): Promise<boolean> {
  const opening = await readOpening(sql);
  return opening ? !opening.done : isFresh(sql);
}

/** false: the shop is not fresh any more; who was first has decided. */
export async function beginOpening(tx: Transaction, opening: Opening): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtextextended('opening', 0))`;
  if (!(await isFresh(tx))) return false;
  await writeSetting(tx, 'opening', opening);
  return true;
}

export async function tellOpening(sql: Sql | Transaction, change: Partial<Opening>): Promise<void> {
  await sql`update setting set value = value || ${sql.json(change as never)}::jsonb, changed_at = now() where name = 'opening'`;
}

/** It has stopped before its end; that is over now. */
export async function beginAgain(sql: Sql): Promise<void> {
  await sql`update setting set value = value - 'failed' where name = 'opening'`;
}

/** Of each pool, the last who asked to be alone. */
const waiting = new WeakMap<Sql, Promise<void>>();
/**
 * One after the other: who comes second finds what the first has done. The lock goes with the connection, so a killed process leaves none;
 * within this process they wait without one, or many at once would have them all, and the first none to work with.
 */
export function aloneAtOpening(sql: Sql, work: () => Promise<void>): Promise<void> {
  const mine = (waiting.get(sql) ?? Promise.resolve()).then(() => alone(sql, work));
  waiting.set(
    sql,
    mine.catch(() => undefined),
  );
  return mine;
}

async function alone(sql: Sql, work: () => Promise<void>): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(hashtextextended('opening.run', 0))`;
    try {
      await work();
    } finally {
      await connection`select pg_advisory_unlock(hashtextextended('opening.run', 0))`;
    }
  } finally {
    connection.release();
  }
}

/** Everybody who is named by a published process as a role. */
export async function rolesOfProcesses(sql: Sql): Promise<string[]> {
  const rows = await sql<{ role: string }[]>`
    select distinct r.id as role from process p join definition d on d.key = p.key and d.version = p.latest,
      jsonb_path_query(d.definition::jsonb, '$.**.participants[*] ? (@.rule == "role").value') named(value)
      join role r on named.value #>> '{}' in (r.id, r.name)
    where not p.archived order by 1`;
  return rows.map(({ role }) => role);
}

export type FirstDay = Record<
  'people' | 'roles' | 'parameters' | 'suppliers' | 'goods' | 'stock' | 'outside' | 'orders',
  boolean
>;
/** What is done of it, by the facts. */
export async function firstDayOf(sql: Sql): Promise<FirstDay> {
  const needed = await rolesOfProcesses(sql);
  const [row] = await sql<FirstDay[]>`
    select (select count(*) > 1 from person where active) as people,
      not exists (select 1 from unnest(${needed}::text[]) n(role) where not exists (
        select 1 from person_role m join person p on p.id = m.person and p.active where m.role = n.role)) as roles,
      not exists (select 1 from content c where c.kind = 'parameter' and c.latest is not null and not c.archived
        and not exists (select 1 from parameter_value v where v.key = c.key)) as parameters,
      exists (select 1 from record where register = 'supplier' and not archived) as suppliers,
      exists (select 1 from record where register = 'sku' and not archived) as goods,
      exists (select 1 from balance where ledger = 'stock' and value > 0) as stock,
      exists (select 1 from setting where name = 'bindings' and value <> '{}') as outside,
      exists (select 1 from cases where key = 'order-fulfilment') as orders`;
  if (!row) throw new Error('no row');
  return row;
}
