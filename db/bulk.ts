// Jobs over many cases: what is meant, stored whole with its commands; how far it is, read off their answers.
import type { HostAnswer } from '../workflows/messages.ts';
import type { Stored } from './commands.ts';
import { inOrder, type Sql } from './connect.ts';

/** False where this job was stored before. */
export async function storeBulk(
  sql: Sql,
  { id, action, by, commands }: { id: string; action: object; by: string; commands: Stored[] },
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [fresh] = await tx`
      insert into bulk (id, action, by, total) values (${id}, ${tx.json(action as never)}, ${by}, ${commands.length}) on conflict do nothing returning id`;
    if (!fresh) return false;
    let n = 0;
    for (const command of commands) {
      await tx`
        insert into command (id, host, family, case_id, body, by)
        values (${command.id}, ${command.host}, ${command.family}, ${command.case}, ${inOrder(tx, command.body)}, ${by}) on conflict (id) do nothing`;
      await tx`insert into bulk_item (bulk, n, case_id, command) values (${id}, ${++n}, ${command.case}, ${command.id})`;
    }
    return true;
  });
}

export type Bulk = { id: string; action: Record<string, unknown>; by: string; total: number; createdAt: string };
export type BulkItem = {
  n: number;
  case: string;
  title: string | null;
  businessKey: string | null;
  answer: HostAnswer | null;
};
export async function bulkById(sql: Sql, id: string): Promise<Bulk | undefined> {
  const [row] = await sql<Bulk[]>`select id, action, by, total, created_at as "createdAt" from bulk where id = ${id}`;
  return row;
}
export const bulkItems = (sql: Sql, id: string): Promise<BulkItem[]> => sql<BulkItem[]>`
  select i.n, i.case_id as "case", c.title, c.business_key as "businessKey", m.answer
  from bulk_item i join command m on m.id = i.command left join cases c on c.id = i.case_id where i.bulk = ${id} order by i.n`;

export type Target = {
  case: string;
  family: string;
  host: string;
  process: string;
  title: string | null;
  businessKey: string | null;
  incident: string | null;
};
type Chosen = {
  cases?: string[] | undefined;
  cause?: { process: string; element: string; kind: string } | undefined;
  limit: number;
};
/** What a selection comes to: cases, or open incidents where it is about what is stuck. */
export const targetsOf = (sql: Sql, { cases, cause, limit }: Chosen, stuck: boolean): Promise<Target[]> => sql<
  Target[]
>`
  select c.id as "case", c.family, c.host, c.key as process, c.title, c.business_key as "businessKey", ${stuck || cause ? sql`i.id` : sql`null`} as incident
  from cases c ${stuck || cause ? sql`join incident i on i.case_id = c.id and i.closed_at is null` : sql``}
  where c.status <> 'ended' and ${cases ? sql`c.id = any(${cases})` : sql`true`}
    and ${cause ? sql`i.key = ${cause.process} and i.element = ${cause.element} and i.kind = ${cause.kind}` : sql`true`}
  order by c.started_at, c.id limit ${limit}`;
