// What people write again and again: their own.
import type { Sql } from './connect.ts';

export type Phrase = { id: string; text: string };
/** At most so many a person. */
export const MOST_PHRASES = 50;

export const phrasesOf = (sql: Sql, person: string): Promise<Phrase[]> => sql<Phrase[]>`
  select id, text from phrase where person = ${person} order by at, id`;

/** False: it is another's, or there are too many. */
export async function savePhrase(sql: Sql, person: string, { id, text }: Phrase): Promise<boolean> {
  const rows = await sql`
    insert into phrase (id, person, text) select ${id}, ${person}, ${text}
    where (select count(*) from phrase where person = ${person} and id <> ${id}) < ${MOST_PHRASES}
    on conflict (id) do update set text = excluded.text where phrase.person = ${person} returning id`;
  return rows.length > 0;
}

export async function dropPhrase(sql: Sql, person: string, id: string): Promise<boolean> {
  return (await sql`delete from phrase where id = ${id} and person = ${person} returning id`).length > 0;
}
