// What people have typed into forms and not yet submitted, a row a person and form.
import type { Sql, Transaction } from './connect.ts';

export type FormDraft = { revision: number; values: Record<string, unknown> };

export const aboutTask = (id: string): string => `task:${id}`;
export const aboutStart = (process: string, element: string): string => `start:${process}/${element}`;

export async function readDraft(sql: Sql, person: string, about: string): Promise<FormDraft | undefined> {
  const [row] = await sql<
    FormDraft[]
  >`select revision, values from form_draft where person = ${person} and about = ${about} and submitted is null`;
  return row;
}

/** The new revision; undefined where another window of the same person has saved since `seen`. Without `seen`, the last one wins. */
export async function saveDraft(
  sql: Sql,
  person: string,
  about: string,
  values: object,
  seen: number | undefined,
): Promise<number | undefined> {
  const [row] = await sql<{ revision: number }[]>`
    insert into form_draft as d (person, about, revision, values) values (${person}, ${about}, 1, ${sql.json(values as never)})
    on conflict (person, about) do update set revision = d.revision + 1, values = excluded.values, saved_at = now()
      where ${seen === undefined ? sql`true` : sql`d.revision = ${seen}`}
    returning revision`;
  return row?.revision;
}

export async function dropDraft(sql: Sql | Transaction, person: string, about: string): Promise<void> {
  await sql`delete from form_draft where person = ${person} and about = ${about}`;
}

/** Submitted with this request, whose writer may undo it: until then it is no draft. */
export async function submitDraft(
  tx: Transaction,
  person: string,
  about: string,
  values: object,
  request: string,
): Promise<void> {
  await tx`
    insert into form_draft as d (person, about, revision, values, submitted) values (${person}, ${about}, 1, ${tx.json(values as never)}, ${request})
    on conflict (person, about) do update set revision = d.revision + 1, values = (d.values::jsonb || excluded.values::jsonb)::json, saved_at = now(), submitted = excluded.submitted`;
}

/** Nobody comes back to these. */
export async function tidyDrafts(sql: Sql): Promise<void> {
  await sql`
    delete from form_draft d where saved_at < now() - interval '90 days'
      or submitted is not null and not exists (select 1 from task t where t.state = 'submitted' and 'task:' || t.id = d.about)`;
}
