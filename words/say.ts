// The one place where codes become sentences.
import { grammar as en } from './en/grammar.ts';
import type { Braces, Called, Language, Message, Rest, Templates, Value } from './message.ts';
import { grammar as zh } from './zh/grammar.ts';

export type Grammar = {
  /** What the language calls itself. */
  name: string;
  /** Between the parts of a list. */
  comma: string;
  /** Between parts that are clauses themselves. */
  semicolon: string;
  /** What a sentence says after a name that begins it, and nobody needs without the name. */
  particle: string;
  quoted(name: string): string;
  unnamed(kind: string): string;
  kinds: Record<string, string>;
};
const GRAMMAR: Record<Language, Grammar> = { zh, en };

/** A further language has each code of the first and asks for none of its arguments by another name. */
export type Like<Z extends Templates, T extends Templates> = { [C in keyof Z]: string } & {
  [C in keyof T]: C extends keyof Z ? (Braces<T[C]> extends Braces<Z[C]> ? T[C] : Z[C]) : never;
};
export const like =
  <Z extends Templates>() =>
  <const T extends { [C in keyof Z]: string }>(table: T & Like<Z, T>): { [C in keyof Z]: string } =>
    table;

/** The words of pages stand in groups; their code is the path. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
export type Paths<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Paths<T[K], `${P}${K}.`>;
}[keyof T & string];
export function flat(groups: object, lead = ''): Templates {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, value]) =>
      typeof value === 'string' ? [[lead + key, value]] : Object.entries(flat(value, `${lead}${key}.`)),
    ),
  );
}

export type Say = (message: Message, language: Language) => string;

/** An argument; `(s)` and `[is|are]` go by the number before them: `{count} case(s) [is|are] open`. */
const PARTS = /\{(\w+)\}|\((e?s)\)|\[(\w+)\|(\w+)\]/g;

/** Words of an area. A code that it does not know is shown as it is: newer than who reads it. */
export function sayer(tables: Record<Language, Templates>): Say {
  const say: Say = ({ code, args }, language) => {
    let one = false;
    return (tables[language][code] ?? code).replace(PARTS, (_, name, ending, single, many) => {
      if (name === undefined) return ending === undefined ? (one ? single : many) : one ? '' : ending;
      const words = shown((args[name] ?? '—') as Value, language);
      if (/^\d/.test(words)) one = words === '1';
      return words;
    });
  };
  const shown = (value: Value, language: Language): string => {
    if (typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return value.map((one) => shown(one, language)).join(GRAMMAR[language].comma);
    if ('code' in value) return say(value, language);
    if ('kind' in value) return calledWords(value, language);
    return value[language] ?? value.zh;
  };
  return say;
}

export function calledWords({ kind, name }: Called, language: Language): string {
  const { quoted, unnamed, kinds } = GRAMMAR[language];
  return name === undefined ? unnamed(kinds[kind] ?? kind) : quoted(name);
}

/** For whoever words at once what it knows: `const say = storyIn(language); say('started')`. */
export const speaker =
  <T extends Templates>(tables: Record<Language, Templates>) =>
  (language: Language) =>
  <C extends keyof T & string>(code: C, ...[args]: Rest<T[C]>): string =>
    sayer(tables)({ code, args: args ?? {} }, language);

export const languageName = (language: Language): string => GRAMMAR[language].name;
export const particleOf = (language: Language): string => GRAMMAR[language].particle;
/** The parts of a list, as the language joins them. */
export const listed = (parts: string[], language: Language): string => parts.join(GRAMMAR[language].comma);
export const clauses = (parts: string[], language: Language): string => parts.join(GRAMMAR[language].semicolon);
