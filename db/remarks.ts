// Remarks: what people say of a case, a task or a record. What is deleted stays, struck through.
import type { Sql, Transaction } from './connect.ts';
import { type FileRef, tieFiles } from './files.ts';
import { type NewNotice, notify } from './notices.ts';
import { escapeLike } from './people.ts';
import { BETWEEN } from './places.ts';
import { type SeenRegisters, seesCase, seesRecord, type Viewer } from './viewer.ts';

export type About = { kind: 'case' | 'task' | 'record'; id: string };
/** A fact that stood on the screen, with what it takes to show it again. */
export type Fact = {
  name: string;
  label: string | null;
  texts: Record<string, { name?: string | undefined }> | null;
  type: string;
  field: unknown;
  secret: boolean;
  value: unknown;
};
export type RemarkRow = {
  id: string;
  aboutKind: About['kind'];
  aboutId: string;
  case: string | null;
  /** Of a task: the name of the step. */
  step: string | null;
  title: string | null;
  titles?: Record<string, string> | null;
  at: number;
  by: string;
  byName: string | null;
  kind: 'remark' | 'decision';
  text: string;
  mentions: { id: string; name: string }[];
  files: FileRef[];
  saw: Fact[] | null;
  /** Milliseconds since it was said, by the real clock. */
  age: number;
  editedAt: number | null;
  deletedAt: number | null;
  deletedByName: string | null;
};

export type NewRemark = {
  id: string;
  about: About;
  case: string | null;
  at: number;
  by: string;
  kind: RemarkRow['kind'];
  text: string;
  mentions: string[];
  files: string[];
  saw: Fact[] | null;
  /** Of a record: where its files are kept, `sku/<id of the record>`. */
  keeps?: string;
};
export class ForeignFile extends Error {}

/** With its files and notices; a repeat of the same id changes nothing. @throws ForeignFile */
export const insertRemark = (sql: Sql, remark: NewRemark): Promise<void> =>
  sql.begin(async (tx) => {
    const { id, about, at, by, mentions, files } = remark;
    const [made] = await tx`
      insert into remark (id, about_kind, about_id, case_id, at, by, kind, text, mentions, files, saw)
      select ${id}, ${about.kind}, ${about.id}, ${remark.case}, ${at}, ${by}, ${remark.kind}, ${remark.text}, ${mentions},
        (select coalesce(jsonb_agg(jsonb_build_object('file', f.id, 'name', f.name, 'size', f.size, 'type', f.type) order by array_position(${files}::text[], f.id)), '[]') from file f where f.id = any(${files})),
        ${remark.saw ? tx.json(remark.saw as never) : null}
      on conflict (id) do nothing returning id`;
    if (!made) return;
    if (!(await tieTo(tx, remark))) throw new ForeignFile();
    await tellMentioned(tx, remark, mentions);
    await tx`insert into feed (case_id, refs) values (${remark.case}, '{}')`;
    await tx`select pg_notify('zhangfa_feed', '')`;
  }) as Promise<void>;

async function tieTo(tx: Transaction, { files, case: caseId, keeps, by }: NewRemark): Promise<boolean> {
  if (caseId !== null || files.length === 0) return tieFiles(tx, files, caseId ?? '', by);
  const rows = await tx`
    update file set record = ${keeps ?? ''} where id = any(${files}) and by = ${by} and case_id is null and (record is null or record = ${keeps ?? ''}) returning id`;
  return rows.length === new Set(files).size;
}

/** Told once a remark, also if it is edited. */
const tellMentioned = (
  tx: Transaction,
  { id, about, at, by }: Pick<NewRemark, 'id' | 'about' | 'at' | 'by'>,
  people: string[],
): Promise<void> =>
  notify(
    tx,
    people.map((person): NewNotice => ({ what: 'mention', event: id, person, about, at, by, detail: { remark: id } })),
  );

const columns = (sql: Sql) => sql`
  m.id, m.about_kind as "aboutKind", m.about_id as "aboutId", m.case_id as "case", t.name as step, coalesce(c.title, c.business_key, r.title) as title, coalesce(c.titles, r.titles) as titles, m.at, m.by, b.name as "byName", m.kind, m.text,
  (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name)), '[]') from person p where p.id = any(m.mentions)) as mentions,
  m.files, m.saw, (extract(epoch from now() - m.created_at) * 1000)::float8 as age, m.edited_at as "editedAt", m.deleted_at as "deletedAt", d.name as "deletedByName"`;
const joins = (sql: Sql) => sql`
  left join person b on b.id = m.by left join person d on d.id = m.deleted_by left join cases c on c.id = m.case_id
  left join task t on m.about_kind = 'task' and t.id = m.about_id
  left join record r on m.about_kind = 'record' and r.place = split_part(m.about_id, '/', 1) || ${BETWEEN}::text || ${BETWEEN}::text || substr(m.about_id, strpos(m.about_id, '/') + 1)`;
type Search = {
  decisions?: boolean | undefined;
  q?: string | undefined;
  after?: [number, string] | undefined;
  limit: number;
};
const fits = (sql: Sql, { decisions, q, after }: Search) => sql`
  ${decisions ? sql`and m.kind = 'decision'` : sql``} ${q ? sql`and m.text ilike ${`%${escapeLike(q)}%`}` : sql``}
  ${after ? sql`and (-m.at, m.id) > (${-after[0]}::bigint, ${after[1]})` : sql``}`;

/** Of a case also what was said of its tasks. Newest first. */
export const remarksOf = (sql: Sql, about: About, search: Search): Promise<RemarkRow[]> => sql<RemarkRow[]>`
  select ${columns(sql)} from (
    select m.* from remark m where ${about.kind === 'case' ? sql`m.case_id = ${about.id}` : sql`m.about_kind = ${about.kind} and m.about_id = ${about.id}`}
      ${fits(sql, search)} order by m.at desc, m.id limit ${search.limit}) m ${joins(sql)} order by m.at desc, m.id`;

/** Decisions on all that somebody may see, newest first. */
export const decisionsSeen = (
  sql: Sql,
  viewer: Viewer,
  registers: SeenRegisters,
  search: Search,
): Promise<RemarkRow[]> => sql<RemarkRow[]>`
  select ${columns(sql)} from remark m ${joins(sql)}
  where m.kind = 'decision' and m.deleted_at is null ${fits(sql, search)}
    and ((c.id is not null and ${seesCase(sql, viewer)}) or (r.id is not null and ${seesRecord(sql, registers)}))
  order by m.at desc, m.id limit ${search.limit}`;

export async function remarkById(sql: Sql, id: string): Promise<RemarkRow | undefined> {
  const [row] = await sql<RemarkRow[]>`select ${columns(sql)} from remark m ${joins(sql)} where m.id = ${id}`;
  return row;
}

/** By whoever said it, within `ms` of saying it. False: too late, or struck through. */
export const editRemark = (
  sql: Sql,
  edit: {
    id: string;
    about: About;
    case: string | null;
    by: string;
    at: number;
    text: string;
    mentions: string[];
    ms: number;
  },
): Promise<boolean> =>
  sql.begin(async (tx) => {
    const { id, by, at, text, mentions, ms } = edit;
    const rows = await tx`
      update remark set text = ${text}, mentions = ${mentions}, edited_at = ${at}
      where id = ${id} and by = ${by} and deleted_at is null and created_at > now() - ${ms} * interval '1 millisecond' returning id`;
    if (rows.length === 0) return false;
    await tellMentioned(tx, edit, mentions);
    await tx`insert into feed (case_id, refs) values (${edit.case}, '{}')`;
    await tx`select pg_notify('zhangfa_feed', '')`;
    return true;
  }) as Promise<boolean>;

export async function strikeRemark(sql: Sql, id: string, by: string, at: number): Promise<void> {
  await sql`
    with struck as (update remark set deleted_at = ${at}, deleted_by = ${by} where id = ${id} and deleted_at is null returning case_id),
    told as (insert into feed (case_id, refs) select case_id, '{}' from struck returning id)
    select pg_notify('zhangfa_feed', '') from told`;
}

/** Whether a remark on this record has the file. */
export async function isRemarkFile(sql: Sql, about: string, file: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from remark where about_kind = 'record' and about_id = ${about} and files @> ${sql.json([{ file }])}`;
  return Boolean(row);
}
