// Names with spaces and operators (DMN 1.5, 10.3.1.4): only who knows which names exist can tell `a-b` from `a - b`. A table of
// known names answers at a place of the text with the longest that stands there.
import { BUILTIN_NAMES } from './builtin-names.ts';

/** Characters of names, as classes of regular expressions (rules 28 and 29 of the grammar). */
export const NAME_START =
  'A-Z_a-z$\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{167F}\\u{1681}-\\u{180D}\\u{180F}-\\u{1FFF}' +
  '\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FEFE}\\u{FF00}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
export const NAME_PART = `${NAME_START}0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
/** White space of FEEL; JavaScript's lacks three (rule 61). */
export const SPACES = '\\s\\u{85}\\u{180E}\\u{200B}';

const TOKEN = new RegExp(`[${NAME_PART}?]+|[^${SPACES}]`, 'gu');
const WORD = new RegExp(`[${NAME_PART}?]`, 'u');
const SIMPLE = new RegExp(`^[${NAME_START}][${NAME_PART}]*$`, 'u');

type Known = { name: string; tokens: string[] };
export type Names = Map<string, Known[]>;

export const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'and',
  'or',
  'between',
  'instance',
  'of',
  'function',
  'external',
  'true',
  'false',
  'null',
]);

export const isSimple = (name: string): boolean => SIMPLE.test(name);

/** A simple name needs no entry, unless it is a word of the language. */
export function learn(names: Names, name: string): void {
  if (isSimple(name) && !KEYWORDS.has(name)) return;
  const tokens = name.match(TOKEN) ?? [];
  const first = tokens[0];
  if (!first || (tokens.length === 1 && KEYWORDS.has(first))) return;
  const known = names.get(first) ?? [];
  if (known.some((other) => other.name === name)) return;
  names.set(
    first,
    [...known, { name, tokens }].sort((a, b) => b.tokens.length - a.tokens.length),
  );
}

export function namesOf(list: Iterable<string>): Names {
  const names: Names = new Map();
  for (const name of BUILTIN_NAMES) learn(names, name);
  for (const name of list) learn(names, name);
  return names;
}

/** The longest known name of several tokens at a place, and where it ends. */
export function nameAt(names: Names, text: string, at: number, word: string): { name: string; end: number } | null {
  for (const { name, tokens } of names.get(word) ?? []) {
    let end = at;
    let matches = true;
    for (const [index, token] of tokens.entries()) {
      while (index > 0 && /\s/.test(text[end] ?? '')) end++;
      if (!text.startsWith(token, end)) {
        matches = false;
        break;
      }
      end += token.length;
      if (WORD.test(token) && WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 32))) {
        matches = false;
        break;
      }
    }
    if (matches) return { name, end };
  }
  return null;
}
