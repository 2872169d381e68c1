// What a case or a record is called in the language of the reader: its process says it (`zf:title`), in other languages inside `zf:text`;
// its register says it (`title`, `titles`).
import type { Context } from 'hono';
import type { Language } from '../words/message.ts';
import { languageOf } from './language.ts';

type Titles = Record<string, string> | null;
type Said<R> = R extends unknown ? Omit<R, 'titles'> : never;

export const titleIn = <T extends string | null>(
  { title, titles }: { title: T; titles?: Titles },
  language: Language,
): T | string => titles?.[language] ?? title;

/** The same rows, each called as the reader says it. */
export function titledFor<R extends { title: string | null; titles?: Titles }>(c: Context, rows: R[]): Said<R>[] {
  const language = languageOf(c);
  return rows.map(
    ({ titles, ...row }) => ({ ...row, title: titleIn({ title: row.title, titles }, language) }) as Said<R>,
  );
}
