// Words of the pages that staff and managers open.
import { web as en } from './en/web.ts';
import { LANGUAGES, type Language } from './message.ts';
import { flat, type Paths, sayer } from './say.ts';
import { web as zh } from './zh/web.ts';

export const sayOfWeb = sayer({ zh: flat(zh), en: flat(en) });
export type Key = Paths<typeof zh>;
/** For what bears its words with it, as a view of a register does. */
export const textsOf = (code: Key): Record<Language, string> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, sayOfWeb({ code, args: {} }, language)])) as Record<
    Language,
    string
  >;
