// Who may read a case along (抄送), and what people ask each other about a task (沟通): written by the dispatcher as cases say it.
import type { Sql, Transaction } from './connect.ts';
import { notify } from './notices.ts';

export type NewCopy = {
  case: string;
  task: string | null;
  people: string[];
  at: number;
  by: string | null;
  comment: string | null;
};
/** Once a person and case; whoever has it already is not told again. */
export async function giveCopies(tx: Transaction, event: string, { case: id, task, people, at, by, comment }: NewCopy) {
  const given = await tx<{ person: string }[]>`
    insert into case_copy (person, case_id, task_id, at, by, comment)
    select p.id, ${id}, ${task}, ${at}, ${by}, ${comment} from person p where p.id = any(${people}) and p.active
    on conflict do nothing returning person`;
  await notify(
    tx,
    given.map(({ person }) => ({
      what: 'copied',
      event,
      person,
      about: { kind: 'case', id },
      at,
      by,
      ...(comment !== null && { detail: { text: comment } }),
    })),
  );
}

/** True: it had not been read. */
export async function markCopyRead(sql: Sql, person: string, id: string): Promise<boolean> {
  const marked =
    await sql`update case_copy set read_at = now() where person = ${person} and case_id = ${id} and read_at is null returning 1`;
  return marked.length > 0;
}

export type CopyRow = {
  case: string;
  at: number;
  by: string | null;
  byName: string | null;
  comment: string | null;
  read: boolean;
};
/** Newest first. */
export const copiesOf = (
  sql: Sql,
  person: string,
  { unread, after, limit }: { unread?: boolean | undefined; after?: [number, string] | undefined; limit: number },
): Promise<CopyRow[]> => sql<CopyRow[]>`
  select k.case_id as "case", k.at, k.by, b.name as "byName", k.comment, k.read_at is not null as read
  from case_copy k left join person b on b.id = k.by
  where k.person = ${person} and ${unread ? sql`k.read_at is null` : sql`true`}
    and ${after ? sql`(k.at < ${after[0]} or (k.at = ${after[0]} and k.case_id > ${after[1]}))` : sql`true`}
  order by k.at desc, k.case_id limit ${limit}`;

export type NewQuestion = { id: string; case: string; task: string; by: string; to: string; text: string; at: number };
export async function storeQuestion(tx: Transaction, { id, case: caseId, task, by, to, text, at }: NewQuestion) {
  await tx`insert into question (id, case_id, task_id, asked_by, asked_to, text, at) values (${id}, ${caseId}, ${task}, ${by}, ${to}, ${text}, ${at}) on conflict do nothing`;
  await notify(tx, [
    { what: 'asked', event: id, person: to, about: { kind: 'task', id: task }, at, by, detail: { text } },
  ]);
}

export async function storeAnswer(tx: Transaction, { id, text, at }: { id: string; text: string; at: number }) {
  const [row] = await tx<{ task: string; to: string; by: string }[]>`
    update question set answer = ${text}, answered_at = ${at} where id = ${id} returning task_id as task, asked_by as "to", asked_to as by`;
  if (!row) return;
  const about = { kind: 'task' as const, id: row.task };
  await notify(tx, [{ what: 'answered', event: id, person: row.to, about, at, by: row.by, detail: { text } }]);
}

export type Question = {
  id: string;
  by: string;
  byName: string | null;
  to: string;
  toName: string | null;
  text: string;
  at: number;
  answer: string | null;
  answeredAt: number | null;
};
/** Oldest first. */
export const questionsOf = (sql: Sql, task: string): Promise<Question[]> => sql<Question[]>`
  select q.id, q.asked_by as by, b.name as "byName", q.asked_to as "to", t.name as "toName", q.text, q.at, q.answer, q.answered_at as "answeredAt"
  from question q left join person b on b.id = q.asked_by left join person t on t.id = q.asked_to
  where q.task_id = ${task} order by q.at, q.id limit 100`;

/** Whoever has an open task, or may take it; of a case, of all its open tasks. */
export async function peopleAtWork(
  sql: Sql,
  { case: id, task }: { case: string; task?: string | undefined },
): Promise<string[]> {
  const rows = await sql<{ ref: string }[]>`
    select distinct r as ref from task t, unnest(case when t.assignee is null then t.offers else array['person:' || t.assignee] end) r
    where t.state = 'open' and ${task === undefined ? sql`t.case_id = ${id}` : sql`t.id = ${task}`}`;
  return rows.map(({ ref }) => ref);
}

/** The person who answers for the process of a case. */
export async function ownerOf(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<
    { owner: string }[]
  >`select p.owner from cases c join process p on p.key = c.key where c.id = ${id} and p.owner is not null`;
  return rows.map(({ owner }) => `person:${owner}`);
}
