// Processes as managers see them: a list with what runs, the draft they edit, the versions before.
import type { Model } from '../bpmn/definition.ts';
import type { Form } from '../forms/form.ts';
import { inOrder, type Sql, type Transaction } from './connect.ts';
import { countsCase, countsCaseOf, type Viewer } from './viewer.ts';

export type DraftContent = { model: Model; forms: Record<string, Form> };
export type ProcessRow = {
  key: string;
  name: string;
  texts: Record<string, { name?: string }>;
  owner: string | null;
  ownerName: string | null;
  latest: number | null;
  publishedAt: string | null;
  pack: { key: string; name: { zh: string; en?: string } } | null;
  isDraft: boolean;
  draftBy: string | null;
  draftAt: string | null;
  changedAt: string;
  archived: boolean;
  running: number;
  overdue: number;
  stuck: number;
};

/** Nobody reads further: a page that counts a million rows is a slow page. */
export const COUNTED = 10_000;
/** What a viewer sees of each is counted. */
export const listProcesses = (sql: Sql, viewer: Viewer, now: number, archived = false): Promise<ProcessRow[]> => sql<
  ProcessRow[]
>`
  select p.key, p.name, p.texts, p.owner, o.name as "ownerName", p.latest, d.published_at as "publishedAt", p.draft is not null as "isDraft",
    case when s.pack is not null then jsonb_build_object('key', s.pack, 'name', coalesce(k.name, jsonb_build_object('zh', s.pack))) end as pack, b.name as "draftBy", p.draft_at as "draftAt",
    greatest(p.created_at, p.draft_at, d.published_at) as "changedAt", p.archived,
    (select count(*)::int from (select 1 from cases c where c.key = p.key and c.status in ('running', 'suspended') and ${countsCase(sql, viewer)} limit ${COUNTED}) x) as running,
    (select count(*)::int from (select 1 from task t where t.key = p.key and t.state = 'open' and t.due < ${now} and ${countsCaseOf(sql, viewer, sql`t.case_id`)} limit ${COUNTED}) x) as overdue,
    (select count(*)::int from (select 1 from cases c where c.key = p.key and c.incidents > 0 and c.status <> 'ended' and ${countsCase(sql, viewer)} limit ${COUNTED}) x) as stuck
  from process p left join person o on o.id = p.owner left join person b on b.id = p.draft_by
    left join shipped s on s.kind = 'process' and s.key = p.key left join pack k on k.key = s.pack left join definition d on d.key = p.key and d.version = p.latest
  where p.archived = ${archived} order by p.name, p.key`;

/** false = the key is in use. */
export async function createProcess(
  sql: Sql | Transaction,
  process: { key: string; name: string; owner: string; content: DraftContent; by: string },
): Promise<boolean> {
  const made = await sql`
    insert into process (key, name, owner, draft, draft_revision, draft_by, draft_at)
    values (${process.key}, ${process.name}, ${process.owner}, ${inOrder(sql, process.content)}, 1, ${process.by}, now())
    on conflict (key) do nothing returning key`;
  return made.length > 0;
}

export type Draft = DraftContent & {
  revision: number;
  saved: { by: string | null; name: string | null; at: string | null };
  latest: number | null;
  isDraft: boolean;
};
/** The draft, or the newest version where nothing was changed since. */
export async function draftOf(sql: Sql, key: string): Promise<Draft | undefined> {
  const [row] = await sql<
    {
      draft: DraftContent | null;
      revision: number;
      by: string | null;
      name: string | null;
      at: string | null;
      latest: number | null;
      model: Model | null;
      forms: Record<string, Form> | null;
    }[]
  >`
    select p.draft, p.draft_revision as revision, p.draft_by as by, b.name, p.draft_at as at, p.latest,
      case when p.draft is null then d.model end as model, case when p.draft is null then d.forms end as forms
    from process p left join person b on b.id = p.draft_by left join definition d on d.key = p.key and d.version = p.latest where p.key = ${key}`;
  if (!row) return undefined;
  const content = row.draft ?? (row.model ? { model: row.model, forms: row.forms ?? {} } : undefined);
  if (!content) return undefined;
  return {
    ...content,
    revision: row.revision,
    saved: { by: row.by, name: row.name, at: row.at },
    latest: row.latest,
    isDraft: row.draft !== null,
  };
}

/** The new revision; a conflict tells who saved. Two editors never overwrite each other. */
export async function saveProcessDraft(
  sql: Sql,
  key: string,
  content: DraftContent,
  revision: number,
  by: string,
): Promise<{ revision: number } | { conflict: DraftRevision } | undefined> {
  const [saved] = await sql<{ revision: number }[]>`
    update process set draft = ${inOrder(sql, content)}, draft_revision = draft_revision + 1, draft_by = ${by}, draft_at = now(),
      name = coalesce(${content.model.processes.find((each) => each.key === key)?.name ?? null}, name)
    where key = ${key} and draft_revision = ${revision} returning draft_revision as revision`;
  if (saved) return saved;
  const standing = await draftRevision(sql, key);
  return standing && { conflict: standing };
}

export type DraftRevision = { revision: number; by: string | null; name: string | null; at: string | null };
export async function draftRevision(sql: Sql | Transaction, key: string): Promise<DraftRevision | undefined> {
  const [row] = await sql<DraftRevision[]>`
    select p.draft_revision as revision, p.draft_by as by, b.name, p.draft_at as at from process p left join person b on b.id = p.draft_by where p.key = ${key}`;
  return row;
}

/** After publishing: the draft is what was published, so there is none. Nothing happens where somebody saved meanwhile. Gives the revision that stands. */
/** undefined: it is another one by now. */
export async function clearDraft(sql: Sql | Transaction, key: string, revision: number): Promise<number | undefined> {
  const [now] = await sql<{ revision: number }[]>`
    update process set draft = null, draft_revision = draft_revision + 1 where key = ${key} and draft_revision = ${revision} returning draft_revision as revision`;
  return now?.revision;
}

export async function updateProcess(
  sql: Sql,
  key: string,
  { owner, archived }: { owner?: string | undefined; archived?: boolean | undefined },
): Promise<boolean> {
  const rows =
    await sql`update process set owner = coalesce(${owner ?? null}, owner), archived = coalesce(${archived ?? null}, archived) where key = ${key} returning key`;
  return rows.length > 0;
}

export type VersionRow = {
  version: number;
  name: string;
  note: string | null;
  publishedBy: string | null;
  publishedByName: string | null;
  publishedAt: string;
  running: number;
};
export const listVersions = (sql: Sql, key: string): Promise<VersionRow[]> => sql<VersionRow[]>`
  select d.version, d.name, d.note, d.published_by as "publishedBy", p.name as "publishedByName", d.published_at as "publishedAt",
    (select count(*)::int from cases c where c.key = d.key and c.version = d.version and c.status in ('running', 'suspended')) as running
  from definition d left join person p on p.id = d.published_by where d.key = ${key} order by d.version desc`;

export async function versionOf(
  sql: Sql,
  key: string,
  version: number,
): Promise<(DraftContent & { version: number; note: string | null; publishedAt: string }) | undefined> {
  const [row] = await sql<(DraftContent & { version: number; note: string | null; publishedAt: string })[]>`
    select version, model, forms, note, published_at as "publishedAt" from definition where key = ${key} and version = ${version}`;
  return row;
}

export type StartRow = {
  key: string;
  name: string;
  texts: Record<string, { name?: string }>;
  version: number;
  element: string;
};
/** As files may write those who have these ids: roles by name, people by name or sign-in name. */
const namesOf = (sql: Sql, ids: string[]) => sql`
  select unnest(array[r.name, 'role:' || r.name]) from role r where r.id = any(${ids}) union
  select 'person:' || unnest(array[p.name, p.username]) from person p where 'person:' || p.id = any(${ids})`;

/** Newest versions with a start by hand that these roles may use; no list of starters = everyone. */
export const listStartable = (
  sql: Sql,
  may: { all: true } | { all: false; names: string[] },
  key?: string,
): Promise<StartRow[]> => sql<StartRow[]>`
  select p.key, p.name, p.texts, d.version, s.element
  from start_subscription s join process p on p.key = s.key join definition d on d.key = p.key and d.version = p.latest
  where s.kind = 'none' and not p.archived and ${key ? sql`p.key = ${key}` : sql`true`}
    and ${may.all ? sql`true` : sql`(d.starters = '[]' or d.starters ?| ${may.names} or d.starters ?| array(${namesOf(sql, may.names)}))`}
  order by p.name, p.key, s.element`;
