// What connectors are called, in every language at once: it becomes part of forms that people fill in.
import { connectors as en } from './en/connectors.ts';
import { LANGUAGES, type Language } from './message.ts';
import { connectors as zh } from './zh/connectors.ts';

const TABLES: Record<Language, { [C in keyof typeof zh]: string }> = { zh, en };
export type Word = keyof typeof zh;
export const words = (code: Word): Record<Language, string> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, TABLES[language][code]])) as Record<Language, string>;
