// What a case is called in the language of the reader: its process says it (`zf:title`), in other languages inside `zf:text`.
import type { Context } from 'hono';
import { languageOf } from './language.ts';

type Titles = Record<string, string> | null;
type Said<R> = R extends unknown ? Omit<R, 'titles'> : never;

/** The same rows, each called as the reader says it. */
export function titledFor<R extends { title: string | null; titles?: Titles }>(c: Context, rows: R[]): Said<R>[] {
  const language = languageOf(c);
  return rows.map(({ titles, ...row }) => ({ ...row, title: titles?.[language] ?? row.title }) as Said<R>);
}
