// Pages: laid out for lists as they are published, found by who may see them, read, and used.
import { namesOf } from '../pages/names.ts';
import { daysAfter, type Page } from '../pages/page.ts';
import { searchable } from '../pages/plain.ts';
import { readPage } from '../pages/read.ts';
import type { Sql, Transaction } from './connect.ts';
import { askedAndDone, hasDone, isCertified } from './courses.ts';
import { notify } from './notices.ts';
import { peopleWith } from './people.ts';
import { gramsIn, hasTerms, normal, piecesIn } from './search.ts';

/** Whose pages: managers see all; `refs` reach what is for them, and what they have to read. */
export type Reader = { person: string; refs: string[]; all: boolean };
const refsOf = ({ refs }: Reader): string[] => ['all', ...refs];

/** In the transaction that publishes it. */
export async function layPage(
  tx: Transaction,
  page: Page,
  { version, from, by }: { version: number; from: number; by: string | null },
): Promise<void> {
  const { key, kind, title, folder, text, see, read, reviewDays, scene } = page;
  const said = [title.zh, title.en ?? '', ...[text.zh, text.en ?? ''].map((one) => searchable(readPage(one).blocks))];
  const words = normal(said.join('\n'));
  await tx`
    insert into page_version (key, version, page_kind, folder, folder_en, title, title_en, words, grams, see, read_by, read_days, review_days, scene, files, has_quiz)
    values (${key}, ${version}, ${kind}, ${folder?.zh ?? ''}, ${folder?.en ?? null}, ${title.zh}, ${title.en ?? null}, ${words}, ${gramsIn(words, 'page')},
      ${see}, ${read?.who ?? null}, ${read?.days ?? null}, ${reviewDays ?? null}, ${scene}, ${namesOf(page).files}, ${page.quiz !== undefined})`;
  if (read) await askToRead(tx, page, { version, from, by });
}

/** Everybody whom it is for is asked once a version; who comes later finds it among what he has to read. */
async function askToRead(
  tx: Transaction,
  { key, read }: Page,
  { version, from, by }: { version: number; from: number; by: string | null },
): Promise<void> {
  if (!read) return;
  const due = daysAfter(from, read.days);
  const reached = (await peopleWith(tx, read.who)).map(({ id }) => id);
  // Who holds the certificate of a course has learnt it.
  const asked = await tx<{ id: string }[]>`
    select p as id from unnest(${reached}::text[]) p where not ${isCertified(tx, tx`p`, tx`${key}`, from)}`;
  await tx`
    insert into receipt (page, version, person, due) select ${key}, ${version}, p, ${due} from unnest(${asked.map(({ id }) => id)}::text[]) p`;
  // What comes with a pack waits in the handbook, and rings nobody.
  if (by === null) return;
  await notify(
    tx,
    asked.map(({ id }) => ({
      what: 'toRead' as const,
      event: `${key}@${version}`,
      person: id,
      about: { kind: 'page' as const, id: key },
      at: from,
      by,
      detail: { version },
    })),
  );
}

/** A version that was to hold later never will: nobody is asked for it. */
export const unaskToRead = async (tx: Transaction, key: string, version: number): Promise<void> => {
  await tx`delete from receipt where page = ${key} and version = ${version} and read_at is null`;
  await tx`delete from notice where what = 'toRead' and about_kind = 'page' and about_id = ${key} and (detail->>'version')::int = ${version}`;
};

/** Pictures that this person has uploaded stay for as long as the page. */
export async function tiePictures(tx: Sql | Transaction, page: Page, by: string | null): Promise<void> {
  const { files } = namesOf(page);
  if (files.length > 0)
    await tx`update file set page = ${page.key} where id = any(${files}) and by = ${by} and case_id is null and record is null`;
}

export type PageRow = {
  key: string;
  kind: Page['kind'];
  folder: string;
  folderEn: string | null;
  title: string;
  titleEn: string | null;
  version: number;
  /** Shop time since when this version holds. */
  from: number;
  reviewDays: number | null;
  /** The newest version that this reader has read. */
  readVersion: number | null;
  /** A course with a quiz: it is done by passing. */
  quiz: boolean;
  /** He has to, and has not. */
  toRead: boolean;
  due: number | null;
};

/** `v`: the version that holds at `at`, by what was published, of what is not put away; `pv`: its layout. */
const holding = (sql: Sql | Transaction, at: number) => sql`
  content c cross join lateral (
    select version, from_at, published_by, body from content_version v where v.kind = 'page' and v.key = c.key and v.from_at <= ${at}
    order by v.from_at desc, v.version desc limit 1) v
  join page_version pv on pv.key = c.key and pv.version = v.version`;
const seesPage = (sql: Sql | Transaction, reader: Reader) =>
  reader.all
    ? sql`true`
    : sql`(pv.see && ${refsOf(reader)} or pv.read_by && ${refsOf(reader)} or exists (
        select 1 from page_ask a where a.page = pv.key and a.person = ${reader.person}))`;
/** By his roles, or because a case has asked him. */
const hasToRead = (sql: Sql | Transaction, reader: Reader, at: number) => sql`
  ((coalesce(pv.read_by && ${refsOf(reader)}, false) or exists (
      select 1 from page_ask a where a.page = pv.key and a.person = ${reader.person} and a.done_at is null))
    and not ${hasDone(sql, sql`${reader.person}`, at)})`;
const columns = (sql: Sql | Transaction, reader: Reader, at: number) => sql`
  c.key, pv.page_kind as kind, pv.folder, pv.folder_en as "folderEn", pv.title, pv.title_en as "titleEn", pv.version, pv.has_quiz as quiz, v.from_at as "from",
  pv.review_days as "reviewDays", ${hasToRead(sql, reader, at)} as "toRead",
  (select max(r.version) from receipt r where r.page = c.key and r.person = ${reader.person} and r.read_at is not null) as "readVersion",
  least((select r.due from receipt r where r.page = c.key and r.version = pv.version and r.person = ${reader.person}),
    (select min(a.due) from page_ask a where a.page = c.key and a.person = ${reader.person} and a.done_at is null)) as due`;

type Asked = {
  q?: string | undefined;
  kind?: Page['kind'] | undefined;
  toRead?: boolean;
  after?: [string, string, string] | undefined;
  limit: number;
};
/** By folder, then by title. */
export function listPages(
  sql: Sql,
  reader: Reader,
  at: number,
  { q = '', kind, toRead, after, limit }: Asked,
): Promise<PageRow[]> {
  const wanted = normal(q);
  return sql<PageRow[]>`
    select ${columns(sql, reader, at)} from ${holding(sql, at)}
    where c.kind = 'page' and not c.archived and ${seesPage(sql, reader)}
      and ${wanted ? sql`pv.grams @> ${piecesIn(q, 'page')} and ${hasTerms(sql, q, sql`pv.words`)}` : sql`true`}
      and ${kind ? sql`pv.page_kind = ${kind}` : sql`true`} and ${toRead ? hasToRead(sql, reader, at) : sql`true`}
      and ${after ? sql`(pv.folder, pv.title, c.key) > (${after[0]}, ${after[1]}, ${after[2]})` : sql`true`}
    order by pv.folder, pv.title, c.key limit ${limit}`;
}

export async function countToRead(sql: Sql, reader: Reader, at: number): Promise<{ pages: boolean; toRead: number }> {
  const [row] = await sql<{ pages: boolean; toRead: number }[]>`
    select count(*) > 0 as pages, count(*) filter (where ${hasToRead(sql, reader, at)})::int as "toRead" from ${holding(sql, at)}
    where c.kind = 'page' and not c.archived and ${seesPage(sql, reader)}`;
  return row ?? { pages: false, toRead: 0 };
}

export type PageFound = PageRow & { body: Page; by: string | null; byName: string | null };
/** undefined: there is none, or not for this reader. */
export async function pageFor(sql: Sql, reader: Reader, key: string, at: number): Promise<PageFound | undefined> {
  const [row] = await sql<PageFound[]>`
    select ${columns(sql, reader, at)}, v.body, v.published_by as by, p.name as "byName" from ${holding(sql, at)} left join person p on p.id = v.published_by
    where c.kind = 'page' and c.key = ${key} and not c.archived and ${seesPage(sql, reader)}`;
  return row;
}

export type Chapter = { key: string; title: { zh: string; en?: string }; read: boolean };
/** Of a course, in its order, and whether this person has read each as it holds. */
export async function chaptersOf(sql: Sql, person: string, keys: string[], at: number): Promise<Chapter[]> {
  if (keys.length === 0) return [];
  const rows = await sql<{ key: string; title: string; titleEn: string | null; read: boolean }[]>`
    select c.key, pv.title, pv.title_en as "titleEn", ${hasDone(sql, sql`${person}`, at)} as read from ${holding(sql, at)}
    where c.kind = 'page' and c.key = any(${keys}) and not c.archived order by array_position(${keys}, c.key)`;
  return rows.map(({ key, title, titleEn, read }) => ({
    key,
    title: { zh: title, ...(titleEn && { en: titleEn }) },
    read,
  }));
}

/** Whether a page of this key holds now. */
export async function pageExists(sql: Sql | Transaction, key: string, at: number): Promise<boolean> {
  const [row] =
    await sql`select 1 from ${holding(sql, at)} where c.kind = 'page' and c.key = ${key} and not c.archived`;
  return row !== undefined;
}

export type PageAt = { key: string; version: number; body: Page; uses: number; toRead: boolean };
/** What a step names, in its order, and what offers itself there, with how often each was used. */
export const pagesAt = (
  sql: Sql,
  reader: Reader,
  named: string[],
  scenes: string[],
  at: number,
): Promise<PageAt[]> => sql<PageAt[]>`
  select c.key, pv.version, v.body, ${hasToRead(sql, reader, at)} as "toRead", (select count(*)::int from page_use u where u.page = c.key) as uses from ${holding(sql, at)}
  where c.kind = 'page' and not c.archived and (c.key = any(${named}) or pv.scene && ${scenes}) and ${seesPage(sql, reader)}
  order by coalesce(array_position(${named}, c.key), 1000), uses desc, pv.title, c.key limit 40`;

/** What a version said; for who has read it, and for managers. */
export async function pageText(
  sql: Sql,
  reader: Reader,
  key: string,
  version: number,
): Promise<Page['text'] | undefined> {
  const [row] = await sql<{ text: Page['text'] }[]>`
    select v.body->'text' as text from content_version v where v.kind = 'page' and v.key = ${key} and v.version = ${version}
      and (${reader.all} or exists (select 1 from receipt r where r.page = v.key and r.version = v.version and r.person = ${reader.person} and r.read_at is not null))`;
  return row?.text;
}

/** Again: as it was the first time. @returns ids of messages to be delivered */
export const markPageRead = (sql: Sql, key: string, version: number, person: string, at: number): Promise<string[]> =>
  sql.begin(async (tx) => {
    await tx`
      insert into receipt (page, version, person, read_at) values (${key}, ${version}, ${person}, ${at})
      on conflict (page, version, person) do update set read_at = coalesce(receipt.read_at, excluded.read_at)`;
    return askedAndDone(tx, { page: key, person, at });
  });

/** Once a person and task. @returns how often in all */
export async function usePage(
  sql: Sql,
  use: { page: string; version: number; task: string; person: string; at: number },
): Promise<number> {
  await sql`
    insert into page_use (page, task, person, version, at) values (${use.page}, ${use.task}, ${use.person}, ${use.version}, ${use.at})
    on conflict do nothing`;
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from page_use where page = ${use.page}`;
  return row?.n ?? 0;
}

export type Receipt = { page: string; person: string; version: number; due: number | null; readAt: number | null };
/** Pages with something to read, or to learn, as they hold. */
export const pagesToRead = (
  sql: Sql,
  at: number,
  key?: string,
): Promise<
  { key: string; version: number; title: string; titleEn: string | null; by: string[]; quiz: boolean; from: number }[]
> => sql`
  select c.key, pv.version, pv.title, pv.title_en as "titleEn", coalesce(pv.read_by, '{}') as by, pv.has_quiz as quiz, v.from_at as "from" from ${holding(sql, at)}
  where c.kind = 'page' and not c.archived and (pv.read_by is not null or pv.has_quiz or exists (select 1 from page_ask a where a.page = c.key)) and ${key === undefined ? sql`true` : sql`c.key = ${key}`}
  order by v.from_at desc, c.key limit 60`;
/** Of these versions of pages and these people. */
export const receiptsOf = (sql: Sql, pages: string[], people: string[]): Promise<Receipt[]> => sql<Receipt[]>`
  select page, person, version, due, read_at as "readAt" from receipt where page = any(${pages}) and person = any(${people})`;

export const usesOfPage = (sql: Sql, key: string): Promise<{ person: string; uses: number }[]> =>
  sql`select person, count(*)::int as uses from page_use where page = ${key} group by person order by uses desc limit 20`;

/** A picture is seen by who sees a page that shows it. */
export async function showsPicture(sql: Sql, reader: Reader, file: string, at: number): Promise<boolean> {
  const [row] = await sql`
    select 1 from ${holding(sql, at)} where c.kind = 'page' and not c.archived and pv.files @> ${[file]} and ${seesPage(sql, reader)} limit 1`;
  return row !== undefined;
}
