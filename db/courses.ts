// Courses: attempts, one at a time, judged once; certificates, with their days; whom cases have asked to read or to learn.
import type { AskedQuestion, Given } from '../pages/course.ts';
import { daysAfter } from '../pages/page.ts';
import { type Fragment, inOrder, type Sql, type Transaction } from './connect.ts';
import { storeMessageWithin } from './messages.ts';
import { notify } from './notices.ts';

export type Attempt = {
  id: string;
  page: string;
  version: number;
  person: string;
  asked: AskedQuestion[];
  given: Given;
  begunAt: number;
  judgedAt: number | null;
  score: number | null;
  passed: boolean | null;
};
const columns = (sql: Sql | Transaction) => sql`
  id, page, version, person, asked, given, begun_at as "begunAt", judged_at as "judgedAt", score, passed`;

export async function attemptById(sql: Sql | Transaction, id: string): Promise<Attempt | undefined> {
  const [row] = await sql<Attempt[]>`select ${columns(sql)} from course_attempt where id = ${id}`;
  return row;
}

export type Certificate = { page: string; version: number; at: number; until: number | null; score: number };
export type CourseStanding = {
  /** Of this version. */
  tries: number;
  open: Attempt | null;
  /** The one that holds longest, over or not. */
  certificate: Certificate | null;
  /** Judged ones of any version, the newest first. */
  past: Pick<Attempt, 'id' | 'version' | 'judgedAt' | 'score' | 'passed'>[];
};
export async function courseStanding(
  sql: Sql | Transaction,
  person: string,
  page: string,
  version: number,
): Promise<CourseStanding> {
  const attempts = await sql<Attempt[]>`
    select ${columns(sql)} from course_attempt where page = ${page} and person = ${person} order by begun_at desc, id limit 50`;
  const [certificate = null] = await sql<Certificate[]>`
    select page, version, at, until, score from certificate where page = ${page} and person = ${person}
    order by until desc nulls first, at desc limit 1`;
  const past = attempts.filter(({ judgedAt }) => judgedAt !== null);
  return {
    tries: past.filter((one) => one.version === version).length,
    open: attempts.find((one) => one.judgedAt === null && one.version === version) ?? null,
    certificate,
    past,
  };
}

/** Of one person and page one after the other. */
const lock = (tx: Transaction, person: string, page: string) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`attempt/${person}/${page}`}, 0))`;

type Beginning = Pick<Attempt, 'id' | 'page' | 'version' | 'person' | 'asked'> & {
  at: number;
  tries: number | undefined;
};
/** The one that is open already, or a new one; undefined: all tries are used up. What was open of an older version counts for nothing. */
export const beginAttempt = (sql: Sql, { at, tries, ...one }: Beginning): Promise<Attempt | undefined> =>
  sql.begin(async (tx) => {
    await lock(tx, one.person, one.page);
    const standing = await courseStanding(tx, one.person, one.page, one.version);
    if (standing.open) return standing.open;
    if (tries !== undefined && standing.tries >= tries) return undefined;
    await tx`delete from course_attempt where page = ${one.page} and person = ${one.person} and judged_at is null`;
    const [row] = await tx<Attempt[]>`
      insert into course_attempt (id, page, version, person, begun_at, asked)
      values (${one.id}, ${one.page}, ${one.version}, ${one.person}, ${at}, ${inOrder(tx, one.asked)}) returning ${columns(tx)}`;
    return row;
  });

/** What has been chosen so far. False: it has been judged. */
export async function keepGiven(sql: Sql, id: string, given: Given): Promise<boolean> {
  const rows =
    await sql`update course_attempt set given = ${inOrder(sql, given)} where id = ${id} and judged_at is null returning id`;
  return rows.length > 0;
}

/**
 * Once, whoever asks again. Who passes has the certificate, and has read the course; cases that wait for it hear of it.
 * @returns it as it stands now, and ids of messages to be delivered
 */
export const settleAttempt = (
  sql: Sql,
  { id, given, score, passed, validDays, at }: Settling,
): Promise<{ attempt: Attempt; messages: string[] } | undefined> =>
  sql.begin(async (tx) => {
    const [row] = await tx<Attempt[]>`
      update course_attempt set given = ${inOrder(tx, given)}, judged_at = ${at}, score = ${score}, passed = ${passed}
      where id = ${id} and judged_at is null returning ${columns(tx)}`;
    if (!row) {
      const before = await attemptById(tx, id);
      return before && { attempt: before, messages: [] };
    }
    const { page, version, person } = row;
    if (!passed) return { attempt: row, messages: [] };
    const until = validDays === undefined ? null : daysAfter(at, validDays);
    await tx`
      insert into certificate (person, page, version, at, until, score) values (${person}, ${page}, ${version}, ${at}, ${until}, ${score})`;
    await tx`
      insert into receipt (page, version, person, read_at) values (${page}, ${version}, ${person}, ${at})
      on conflict (page, version, person) do update set read_at = coalesce(receipt.read_at, excluded.read_at)`;
    return { attempt: row, messages: await askedAndDone(tx, { page, person, at, score }) };
  });
type Settling = {
  id: string;
  given: Given;
  score: number;
  passed: boolean;
  validDays: number | undefined;
  at: number;
};

/** `page.read`, heard under `page/person` by the case that has asked. */
export const PAGE_READ = 'page.read';
const YEAR = 366 * 86_400_000;
type DoneWith = { page: string; person: string; at: number; score?: number };
/** What cases have asked of this person is done: a message to each. @returns their ids */
export async function askedAndDone(
  tx: Transaction,
  { page, person, at, score }: DoneWith,
  of?: string,
): Promise<string[]> {
  const rows = await tx<{ case: string }[]>`
    update page_ask set done_at = ${at} where page = ${page} and person = ${person} and done_at is null
      and ${of === undefined ? tx`true` : tx`case_id = ${of}`} returning case_id as "case"`;
  const ids: string[] = [];
  for (const { case: id } of rows) {
    const message = `read:${page}:${person}:${id}`;
    const variables = { page, person, ...(score !== undefined && { score }) };
    await storeMessageWithin(tx, {
      id: message,
      name: PAGE_READ,
      key: `${page}/${person}`,
      variables,
      ttlMs: YEAR,
      by: person,
    });
    ids.push(message);
  }
  return ids;
}

/** He has the certificate of this course, and it is not over. */
export const isCertified = (sql: Sql | Transaction, person: Fragment, page: Fragment, at: number) => sql`
  exists (select 1 from certificate x where x.page = ${page} and x.person = ${person} and (x.until is null or x.until > ${at}))`;

/** `c`, `pv`: as in db/pages.ts. He has read it as it holds, or of a course has its certificate. */
export const hasDone = (sql: Sql | Transaction, person: Fragment, at: number) => sql`
  case when pv.has_quiz then ${isCertified(sql, person, sql`pv.key`, at)}
    else exists (select 1 from receipt r where r.page = pv.key and r.version = pv.version and r.person = ${person} and r.read_at is not null) end`;

/**
 * A case asks these people; twice is once. Who has done it already is not told, and the case hears so.
 * @returns how many were asked, and ids of messages to be delivered
 */
export async function askToDo(
  tx: Transaction,
  { page, people, case: id, due, at }: { page: string; people: string[]; case: string; due: number | null; at: number },
): Promise<{ asked: number; messages: string[] }> {
  const rows = await tx<{ person: string }[]>`
    insert into page_ask (page, person, case_id, due, at) select ${page}, p, ${id}, ${due}, ${at} from unnest(${people}::text[]) p
    on conflict do nothing returning person`;
  const done = await tx<{ person: string; score: number | null }[]>`
    select p as person, (select max(score) from certificate x where x.page = ${page} and x.person = p and (x.until is null or x.until > ${at})) as score
    from unnest(${rows.map(({ person }) => person)}::text[]) p where ${holdsDone(tx, page, at)}`;
  const messages: string[] = [];
  for (const { person, score } of done)
    messages.push(...(await askedAndDone(tx, { page, person, at, ...(score !== null && { score }) }, id)));
  const open = rows.filter(({ person }) => !done.some((one) => one.person === person));
  await notify(
    tx,
    open.map(({ person }) => ({
      what: 'toRead' as const,
      event: `${page}@${id}`,
      person,
      about: { kind: 'page' as const, id: page },
      at,
      by: null,
      detail: {},
    })),
  );
  return { asked: people.length, messages };
}
const holdsDone = (tx: Transaction, page: string, at: number) => tx`
  exists (select 1 from content_version v join page_version pv on pv.key = v.key and pv.version = v.version
    where v.kind = 'page' and v.key = ${page} and v.version = (
      select h.version from content_version h where h.kind = 'page' and h.key = ${page} and h.from_at <= ${at} order by h.from_at desc, h.version desc limit 1)
    and ${hasDone(tx, tx`p`, at)})`;

export type Ask = { page: string; person: string; due: number | null; doneAt: number | null };
/** What cases have asked of these people, what is open first. */
export const asksOf = (sql: Sql, pages: string[], people: string[]): Promise<Ask[]> => sql<Ask[]>`
  select page, person, due, done_at as "doneAt" from page_ask where page = any(${pages}) and person = any(${people})
  order by done_at desc nulls first, due`;

/** Of one person, the newest first, with the titles of their pages. */
export type CertificateRow = Certificate & { title: { zh: string; en?: string } };
export const certificatesOf = (sql: Sql, person: string): Promise<CertificateRow[]> => sql<CertificateRow[]>`
  select x.page, x.version, x.at, x.until, x.score, c.name as title from certificate x join content c on c.kind = 'page' and c.key = x.page
  where x.person = ${person} order by x.at desc, x.page limit 100`;

/** The first of these courses whose certificate one of these people does not hold. */
export async function certificateLacking(
  sql: Sql | Transaction,
  people: string[],
  courses: string[],
  at: number,
): Promise<{ person: string; course: string } | undefined> {
  if (people.length === 0 || courses.length === 0) return undefined;
  const [row] = await sql<{ person: string; course: string }[]>`
    select p as person, k as course from unnest(${people}::text[]) with ordinality a(p, n) cross join unnest(${courses}::text[]) with ordinality b(k, m)
    where not ${isCertified(sql, sql`p`, sql`k`, at)} order by n, m limit 1`;
  return row;
}

export type CourseCell = { page: string; person: string; tries: number; score: number | null; until: number | null };
/** Of these courses and people: how often each has tried the version that holds, and the certificate that holds longest. */
export const courseCells = (
  sql: Sql,
  pages: { key: string; version: number }[],
  people: string[],
): Promise<CourseCell[]> => sql<CourseCell[]>`
  select k.page, p.person, (select count(*)::int from course_attempt a where a.page = k.page and a.person = p.person and a.version = k.version and a.judged_at is not null) as tries,
    x.score, x.until
  from unnest(${pages.map(({ key }) => key)}::text[], ${pages.map(({ version }) => version)}::int[]) k(page, version)
  cross join unnest(${people}::text[]) p(person)
  left join lateral (select score, until from certificate x where x.page = k.page and x.person = p.person order by until desc nulls first, at desc limit 1) x on true`;

export async function courseTitle(sql: Sql, key: string): Promise<{ zh: string; en?: string } | undefined> {
  const [row] = await sql<
    { name: { zh: string; en?: string } }[]
  >`select name from content where kind = 'page' and key = ${key}`;
  return row?.name;
}
