// Bodies of the kinds in content/kinds.ts: drafts by revision, versions that never change.
import { createHash } from 'node:crypto';
import { type ContentKind, kindOf } from '../content/kinds.ts';
import type { Page } from '../pages/page.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { tellDrafter } from './notices.ts';
import { layPage, tiePictures, unaskToRead } from './pages.ts';
import { countRevision } from './settings.ts';

type Words = { zh: string; en?: string | undefined };
export type ContentRow = {
  key: string;
  name: Words;
  pack: { key: string; name: Words } | null;
  owner: string | null;
  latest: number | null;
  isDraft: boolean;
  draftBy: string | null;
  draftAt: string | null;
  publishedAt: string | null;
  archived: boolean;
};
export const listContent = (sql: Sql, kind: ContentKind, archived = false): Promise<ContentRow[]> => sql<ContentRow[]>`
  select c.key, c.name, case when c.pack is not null then jsonb_build_object('key', c.pack, 'name', coalesce(k.name, jsonb_build_object('zh', c.pack))) end as pack, c.owner, c.latest, c.draft is not null as "isDraft", p.name as "draftBy", c.draft_at as "draftAt", v.published_at as "publishedAt", c.archived
  from content c left join pack k on k.key = c.pack left join person p on p.id = c.draft_by left join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
  where c.kind = ${kind} and c.archived = ${archived} order by c.key`;

/** Where versions may begin later, the one that began last holds (`versionInForce`); else the newest. */
const newestFirst = (sql: Sql | Transaction, kind: ContentKind) =>
  kindOf(kind).future ? sql`v.from_at desc, v.version desc` : sql`v.version desc`;

/** Bodies that hold now, by shop time. */
export const publishedContent = <B>(
  sql: Sql | Transaction,
  kind: ContentKind,
  at: number,
): Promise<{ key: string; version: number; body: B; pack: string | null }[]> => sql<
  { key: string; version: number; body: B; pack: string | null }[]
>`
  select distinct on (v.key) v.key, v.version, v.body, c.pack from content_version v join content c on c.kind = v.kind and c.key = v.key
  where v.kind = ${kind} and v.from_at <= ${at} and not c.archived order by v.key, ${newestFirst(sql, kind)}`;

export async function publishedBody<B>(
  sql: Sql | Transaction,
  kind: ContentKind,
  key: string,
  at: number,
): Promise<{ version: number; body: B; pack: string | null } | undefined> {
  const [row] = await sql<{ version: number; body: B; pack: string | null }[]>`
    select v.version, v.body, c.pack from content_version v join content c on c.kind = v.kind and c.key = v.key
    where v.kind = ${kind} and v.key = ${key} and v.from_at <= ${at} and not c.archived order by ${newestFirst(sql, kind)} limit 1`;
  return row;
}

export type ContentDraft = {
  body: unknown;
  revision: number;
  by: string | null;
  at: string | null;
  latest: number | null;
  isDraft: boolean;
};
/** The draft, or the newest version where nothing was changed since. */
export async function contentDraft(
  sql: Sql | Transaction,
  kind: ContentKind,
  key: string,
): Promise<ContentDraft | undefined> {
  const [row] = await sql<ContentDraft[]>`
    select coalesce(c.draft, v.body) as body, c.draft_revision as revision, p.name as by, c.draft_at as at, c.latest, c.draft is not null as "isDraft"
    from content c left join person p on p.id = c.draft_by left join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
    where c.kind = ${kind} and c.key = ${key}`;
  return row;
}

/** Where nothing of this key stands yet, revision 0 makes it. undefined: somebody has saved since `revision`. */
export async function saveContentDraft(
  sql: Sql | Transaction,
  {
    kind,
    key,
    name,
    body,
    revision,
    by,
    pack,
  }: {
    kind: ContentKind;
    key: string;
    name: Words;
    body: unknown;
    revision: number;
    by: string | null;
    pack?: string | undefined;
  },
): Promise<number | undefined> {
  const [row] =
    revision === 0
      ? await sql<{ revision: number }[]>`
          insert into content (kind, key, name, pack, draft, draft_revision, draft_by, draft_at) values (${kind}, ${key}, ${sql.json(name as never)}, ${pack ?? null}, ${inOrder(sql, body)}, 1, ${by}, now())
          on conflict (kind, key) do update set draft = excluded.draft, name = excluded.name, draft_revision = 1, draft_by = excluded.draft_by, draft_at = now()
            where content.draft_revision = 0 returning draft_revision as revision`
      : await sql<{ revision: number }[]>`
          update content set draft = ${inOrder(sql, body)}, name = ${sql.json(name as never)}, draft_revision = draft_revision + 1, draft_by = ${by}, draft_at = now()
          where kind = ${kind} and key = ${key} and draft_revision = ${revision} returning draft_revision as revision`;
  if (row && kind === 'page') await tiePictures(sql, body as Page, by);
  return row?.revision;
}

/** The next version, from shop time `from`; the draft is gone with it. What equals the newest is not published again. */
export async function publishContent(
  sql: Sql | Transaction,
  {
    kind,
    key,
    name,
    body,
    note,
    by,
    from,
    pack,
    revision,
  }: {
    kind: ContentKind;
    key: string;
    name: Words;
    body: unknown;
    note?: string | undefined;
    by: string | null;
    from: number;
    pack?: string | undefined;
    /** Of the draft that it was; absent: whatever stands. */
    revision?: number;
  },
): Promise<{ version: number; unchanged: boolean } | undefined> {
  const sha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const work = async (tx: Transaction) => {
    await tx`insert into content (kind, key, name, pack) values (${kind}, ${key}, ${tx.json(name as never)}, ${pack ?? null}) on conflict (kind, key) do nothing`;
    // Held first and read then: what is read with the lock is as it was before the wait for it.
    const [held] = await tx<{ revision: number }[]>`
      select draft_revision as revision from content where kind = ${kind} and key = ${key} for update`;
    if (revision !== undefined && held?.revision !== revision) return undefined;
    const [newest] = await tx<{ latest: number | null; sha256: string | null; from: number | null }[]>`
      select c.latest, v.sha256, v.from_at as "from" from content c left join content_version v on v.kind = c.kind and v.key = c.key and v.version = c.latest
      where c.kind = ${kind} and c.key = ${key}`;
    const unchanged = newest?.sha256 === sha256 && (!kindOf(kind).future || (newest.from ?? 0) <= from);
    const [last] = await tx<{ version: number }[]>`
      select coalesce(max(version), 0)::int as version from content_version where kind = ${kind} and key = ${key}`;
    const version = unchanged ? (newest?.latest ?? 1) : (last?.version ?? 0) + 1;
    if (!unchanged)
      await tx`insert into content_version (kind, key, version, sha256, body, note, published_by, from_at) values (${kind}, ${key}, ${version}, ${sha256}, ${inOrder(tx, body)}, ${note ?? null}, ${by}, ${from})`;
    if (!unchanged && by !== null) await tellDrafter(tx, { kind, key, version, by, at: from });
    await tx`
      update content set latest = ${version}, name = ${tx.json(name as never)}, draft = null,
        draft_revision = draft_revision + 1, archived = false
      where kind = ${kind} and key = ${key}`;
    // Running cases decide by it from their next evaluation on.
    if (kind === 'decision' && !unchanged) await countRevision(tx);
    if (kind === 'page' && !unchanged) await layPage(tx, body as Page, { version, from, by });
    return { version, unchanged };
  };
  return 'begin' in sql ? (sql.begin(work) as ReturnType<typeof work>) : work(sql);
}

/** Later than any instant of a shop. */
const NEVER = 8_640_000_000_000_000;
/**
 * A version that does not hold yet never will; its body is the draft again, unless somebody has begun another one.
 * @param at shop time @returns false: it holds, or has held
 */
export const takeBack = (sql: Sql, kind: ContentKind, key: string, version: number, at: number): Promise<boolean> =>
  sql.begin(async (tx) => {
    await tx`select 1 from content where kind = ${kind} and key = ${key} for update`;
    const [planned] = await tx<{ body: unknown; isTaken: boolean }[]>`
      select body, taken_back_at is not null as "isTaken" from content_version
      where kind = ${kind} and key = ${key} and version = ${version} and from_at > ${at}`;
    if (!planned || planned.isTaken) return planned !== undefined;
    await tx`
      update content_version set from_at = ${NEVER}, taken_back_at = now()
      where kind = ${kind} and key = ${key} and version = ${version}`;
    await tx`
      update content set draft = coalesce(draft, ${inOrder(tx, planned.body)}), draft_revision = draft_revision + 1,
        latest = (select max(version) from content_version where kind = ${kind} and key = ${key} and taken_back_at is null)
      where kind = ${kind} and key = ${key}`;
    if (kind === 'decision') await countRevision(tx);
    if (kind === 'page') await unaskToRead(tx, key, version);
    return true;
  });

export type ContentVersion = {
  version: number;
  note: string | null;
  by: string | null;
  at: string;
  from: number;
  takenBack: boolean;
};
export const contentVersions = (sql: Sql, kind: ContentKind, key: string): Promise<ContentVersion[]> => sql<
  ContentVersion[]
>`
  select v.version, v.note, p.name as by, v.published_at as at, v.from_at as "from", v.taken_back_at is not null as "takenBack" from content_version v left join person p on p.id = v.published_by
  where v.kind = ${kind} and v.key = ${key} order by v.version desc`;

export async function contentVersion(sql: Sql, kind: ContentKind, key: string, version: number): Promise<unknown> {
  const [row] = await sql<
    { body: unknown }[]
  >`select body from content_version where kind = ${kind} and key = ${key} and version = ${version}`;
  return row?.body;
}

export async function archiveContent(sql: Sql, kind: ContentKind, key: string, archived: boolean): Promise<boolean> {
  const rows = await sql`update content set archived = ${archived} where kind = ${kind} and key = ${key} returning key`;
  return rows.length > 0;
}
