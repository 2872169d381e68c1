// Messages as operators see them: what came in and what became of it.
import type { Sql } from './connect.ts';

export type MessageRow = {
  id: string;
  name: string;
  key: string | null;
  state: string;
  case: string | null;
  detail: string | null;
  sentBy: string | null;
  receivedAt: string;
  expiresAt: string;
  position: string;
};
export type MessageFilter = {
  state?: string | undefined;
  name?: string | undefined;
  after?: [string, string] | undefined;
  limit: number;
};
export const listMessages = (sql: Sql, { state, name, after, limit }: MessageFilter): Promise<MessageRow[]> => sql<
  MessageRow[]
>`
  select id, name, key, state, case_id as "case", detail, sent_by as "sentBy", received_at as "receivedAt", expires_at as "expiresAt", received_at::text as position from message
  where ${state ? sql`state = ${state}` : sql`state <> 'delivered'`} and ${name ? sql`name = ${name}` : sql`true`}
    and ${after ? sql`(received_at, id) < (${after[0]}::timestamptz, ${after[1]})` : sql`true`}
  order by received_at desc, id desc limit ${limit}`;
