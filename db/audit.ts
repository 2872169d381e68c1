// Who changed what, from where: one row a change. What a case went through is in its history.
import type { Sql, Transaction } from './connect.ts';

export type AuditRow = {
  by: string | null;
  action: string;
  object?: string | undefined;
  detail?: object | undefined;
  address?: string | undefined;
};

export async function writeAudit(
  sql: Sql | Transaction,
  { by, action, object, detail, address }: AuditRow,
): Promise<void> {
  await sql`insert into audit (by, action, object, detail, address) values (${by}, ${action}, ${object ?? null}, ${detail ? sql.json(detail as never) : null}, ${address ?? null})`;
}

export type AuditEntry = {
  id: number;
  at: string;
  by: string | null;
  name: string | null;
  action: string;
  object: string | null;
  detail: unknown;
  address: string | null;
};
export async function listAudit(
  sql: Sql,
  {
    by,
    object,
    before,
    limit,
  }: { by?: string | undefined; object?: string | undefined; before?: number | undefined; limit: number },
): Promise<AuditEntry[]> {
  return sql<AuditEntry[]>`
    select a.id, a.at, a.by, p.name, a.action, a.object, a.detail, a.address from audit a left join person p on p.id = a.by
    where ${by ? sql`a.by = ${by}` : sql`true`} and ${object ? sql`a.object = ${object}` : sql`true`} and ${before ? sql`a.id < ${before}` : sql`true`}
    order by a.id desc limit ${limit}`;
}
