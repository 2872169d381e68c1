// Notices: one an event and person, once, to nobody who has left.
import type { ContentKind } from '../content/kinds.ts';
import type { What } from '../notices/kinds.ts';
import type { Sql, Transaction } from './connect.ts';
import { BETWEEN } from './places.ts';
import { type SeenRegisters, seesCase, seesRecord, type Viewer } from './viewer.ts';

export type NewNotice = {
  what: What;
  /** The same for every try of what it is about. */
  event: string;
  person: string;
  about: { kind: 'case' | 'task' | 'record' | 'process' | ContentKind; id: string };
  at: number;
  by: string | null;
  detail?: Record<string, string | number>;
  /** Further things of the same event are counted, not told anew. */
  counts?: boolean;
};

/**
 * In the transaction of its cause. Nobody is told what he has done himself. What else of it leaves the app, by mail or robot, follows by
 * itself (db/functions/tell-notice.sql).
 */
export async function notify(tx: Sql | Transaction, notices: NewNotice[]): Promise<void> {
  let told: string[] = [];
  for (const { what, event, person, about, at, by, detail, counts } of notices) {
    if (person === by) continue;
    const rows = await tx`
      insert into notice (id, person, what, about_kind, about_id, at, by, detail)
      select ${`${what}/${event}/${person}`}, p.id, ${what}, ${about.kind}, ${about.id}, ${at}, ${by}, ${detail ? tx.json(detail) : null}
      from person p where p.id = ${person} and p.active
      on conflict (id) do ${counts ? tx`update set count = notice.count + 1` : tx`nothing`} returning id`;
    if (rows.length > 0) told = [...told, `person:${person}`];
  }
  if (told.length === 0) return;
  await tx`insert into feed (refs) values (${[...new Set(told)]})`;
  await tx`select pg_notify('zhangfa_feed', '')`;
}

/** Whether anybody has been told this of a task. */
export async function toldOf(sql: Sql, what: What, task: string): Promise<boolean> {
  const [row] =
    await sql`select 1 from notice where about_kind = 'task' and about_id = ${task} and what = ${what} limit 1`;
  return Boolean(row);
}

/** Another has published what somebody was drafting. */
export async function tellDrafter(
  tx: Transaction,
  {
    kind,
    key,
    version,
    by,
    at,
  }: { kind: 'process' | ContentKind; key: string; version: number; by: string; at: number },
): Promise<void> {
  const [draft] =
    kind === 'process'
      ? await tx<{ by: string | null }[]>`select draft_by as by from process where key = ${key} and draft is not null`
      : await tx<
          { by: string | null }[]
        >`select draft_by as by from content where kind = ${kind} and key = ${key} and draft is not null`;
  if (draft?.by)
    await notify(tx, [
      {
        what: 'published',
        event: `${kind}/${key}@${version}`,
        person: draft.by,
        about: { kind, id: key },
        at,
        by,
        detail: { version },
      },
    ]);
}

export type Notice = {
  id: string;
  what: NewNotice['what'];
  aboutKind: NewNotice['about']['kind'];
  aboutId: string;
  case: string | null;
  at: number;
  by: string | null;
  byName: string | null;
  count: number;
  detail: Record<string, string | number> | null;
  read: boolean;
  /** What it is about, where the reader may see it. */
  title: string | null;
  titles?: Record<string, string> | null;
  outcome: string | null;
  /** A record, or of a private case: what it is called is not said before others. */
  forFew: boolean;
  /** Of a mention: what was said; of records without the new name: the first. */
  text: string | null;
};
/** Newest first. `ids`: of these; `but`: of which the reader does not want to hear here. */
export const noticesOf = (
  sql: Sql,
  viewer: Viewer,
  registers: SeenRegisters,
  person: string,
  {
    after,
    limit,
    ids,
    but = [],
  }: { after?: [number, string] | undefined; limit: number; ids?: string[]; but?: What[] },
): Promise<Notice[]> => sql<Notice[]>`
  select n.id, n.what, n.about_kind as "aboutKind", n.about_id as "aboutId", c.id as "case", n.at, n.by, b.name as "byName", n.count, n.detail, n.read_at is not null as read,
    case n.about_kind when 'task' then case when c.id is not null then t.name end
      when 'case' then coalesce(c.title, c.business_key, c.name) when 'record' then r.title when 'process' then q.name else coalesce(k.name->>'zh', n.about_id) end as title,
    case n.about_kind when 'case' then c.titles when 'record' then r.titles when 'task' then case when c.id is not null then (select jsonb_object_agg(key, value->>'name') from jsonb_each(t.texts)) end
      else k.name end as titles, c.outcome, (n.about_kind = 'record' or coalesce(c.private, false)) as "forFew", case when c.id is not null or r.id is not null then coalesce(m.text, n.detail->>'text') end as text
  from (select * from notice where person = ${person} ${ids ? sql`and id = any(${ids})` : sql``} ${but.length > 0 ? sql`and what <> all(${but})` : sql``} ${after ? sql`and (-at, id) > (${-after[0]}::bigint, ${after[1]})` : sql``} order by at desc, id limit ${limit}) n
  left join person b on b.id = n.by
  left join task t on n.about_kind = 'task' and t.id = n.about_id
  left join lateral (select c.id, c.title, c.titles, c.business_key, c.outcome, c.private, p.name from cases c join process p on p.key = c.key
    where c.id = case n.about_kind when 'case' then n.about_id else t.case_id end and ${seesCase(sql, viewer)}) c on true
  left join lateral (select r.id, r.title, r.titles from record r where n.about_kind = 'record'
    and r.place = split_part(n.about_id, '/', 1) || ${BETWEEN}::text || ${BETWEEN}::text || substr(n.about_id, strpos(n.about_id, '/') + 1) and ${seesRecord(sql, registers)}) r on true
  left join process q on n.about_kind = 'process' and q.key = n.about_id
  left join content k on k.kind = n.about_kind and k.key = n.about_id
  left join remark m on n.what = 'mention' and m.id = n.detail->>'remark' and m.deleted_at is null
  order by n.at desc, n.id`;

/** Nobody counts further. */
export const MOST_UNREAD = 100;
export async function unreadNotices(sql: Sql, person: string, but: What[] = []): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::int as n from (select 1 from notice where person = ${person} and read_at is null ${but.length > 0 ? sql`and what <> all(${but})` : sql``} limit ${MOST_UNREAD}) few`;
  return row?.n ?? 0;
}

/** These, or all there are. A mark stays as it was set first. */
export async function markRead(sql: Sql, person: string, ids: string[] | 'all'): Promise<void> {
  const marked = await sql`
    update notice set read_at = now() where person = ${person} and read_at is null and ${ids === 'all' ? sql`true` : sql`id = any(${ids})`} returning id`;
  if (marked.length === 0) return;
  // Other windows of the same person.
  await sql`insert into feed (refs) values (${[`person:${person}`]})`;
  await sql`select pg_notify('zhangfa_feed', '')`;
}
