// Stuck work, as one row an incident or grouped by cause.
import type { Sql } from './connect.ts';
import { seesCaseOf, type Viewer } from './viewer.ts';

export type IncidentGroup = {
  process: string;
  processName: string;
  processTexts: Record<string, { name?: string }> | null;
  /** The newest that is stuck there. */
  version: number;
  element: string;
  kind: string;
  /** One of them; the others differ in no more than their values. */
  message: string;
  seenDigest: string;
  count: number;
  oldest: number;
  newest: number;
};
export const groupIncidents = (sql: Sql, viewer: Viewer, process?: string): Promise<IncidentGroup[]> => sql<
  IncidentGroup[]
>`
  select i.key as process, p.name as "processName", p.texts as "processTexts", max(c.version) as version, i.element, i.kind, min(i.message) as message, seen_digest(i.message) as "seenDigest", count(*)::int as count, min(i.opened_at) as oldest, max(i.opened_at) as newest
  from incident i join process p on p.key = i.key join cases c on c.id = i.case_id where i.closed_at is null and ${seesCaseOf(sql, viewer, sql`i.case_id`)} and ${process ? sql`i.key = ${process}` : sql`true`}
  group by i.key, p.name, p.texts, i.element, i.kind, seen_digest(i.message) order by count(*) desc, i.key, i.element, 8 limit 200`;

export type IncidentRow = {
  case: string;
  id: string;
  process: string;
  element: string;
  kind: string;
  message: string;
  detail: unknown;
  openedAt: number;
  title: string | null;
  titles?: Record<string, string> | null;
  businessKey: string | null;
};
export type IncidentFilter = {
  process?: string | undefined;
  element?: string | undefined;
  kind?: string | undefined;
  after?: [number, string, string] | undefined;
  limit: number;
};
export const listIncidents = (
  sql: Sql,
  viewer: Viewer,
  { process, element, kind, after, limit }: IncidentFilter,
): Promise<IncidentRow[]> => sql<IncidentRow[]>`
  select i.case_id as "case", i.id, i.key as process, i.element, i.kind, i.message, i.detail, i.opened_at as "openedAt", c.title, c.titles, c.business_key as "businessKey"
  from incident i join cases c on c.id = i.case_id
  where i.closed_at is null and ${seesCaseOf(sql, viewer, sql`i.case_id`)} and ${process ? sql`i.key = ${process}` : sql`true`} and ${element ? sql`i.element = ${element}` : sql`true`} and ${kind ? sql`i.kind = ${kind}` : sql`true`}
    and ${after ? sql`(i.opened_at < ${after[0]} or (i.opened_at = ${after[0]} and (i.case_id, i.id) > (${after[1]}, ${after[2]})))` : sql`true`}
  order by i.opened_at desc, i.case_id, i.id limit ${limit}`;
