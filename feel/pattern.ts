// Regular expressions of XPath 2.0, which FEEL uses (DMN 1.5, 10.3.4.3), as those of RE2. What the two mean alike stays; the rest
// (flags, \i and \c, subtraction of classes, strict replacements) is translated; what would need to go back (\1) is none here.
import { spend, spent } from './budget.ts';
import { linear, type Pattern, quoted } from './linear-pattern.ts';

/** Escapes of XML Schema as parts of a class, with those that mean the rest; JavaScript's \w, \d and \s are others. */
const CLASSES: Record<string, [inside: string, rest: string]> = {
  i: ['\\p{L}_:', '[^\\p{L}_:]'],
  c: ['\\p{L}\\p{N}\\p{M}_:.·\\-', '[^\\p{L}\\p{N}\\p{M}_:.·\\-]'],
  w: ['\\p{L}\\p{M}\\p{N}\\p{S}', '\\p{P}\\p{Z}\\p{C}'],
  d: ['\\p{Nd}', '\\P{Nd}'],
  s: [' \\t\\n\\r', '[^ \\t\\n\\r]'],
};
/** Blocks of Unicode, which JavaScript has no names for: those of the scripts that people write in. */
const BLOCKS: Record<string, string> = {
  BasicLatin: '\\x{0000}-\\x{007F}',
  'Latin-1Supplement': '\\x{0080}-\\x{00FF}',
  'LatinExtended-A': '\\x{0100}-\\x{017F}',
  Greek: '\\x{0370}-\\x{03FF}',
  GreekandCoptic: '\\x{0370}-\\x{03FF}',
  Cyrillic: '\\x{0400}-\\x{04FF}',
  Hebrew: '\\x{0590}-\\x{05FF}',
  Arabic: '\\x{0600}-\\x{06FF}',
  Devanagari: '\\x{0900}-\\x{097F}',
  Thai: '\\x{0E00}-\\x{0E7F}',
  Hiragana: '\\x{3040}-\\x{309F}',
  Katakana: '\\x{30A0}-\\x{30FF}',
  HangulSyllables: '\\x{AC00}-\\x{D7A3}',
  CJKUnifiedIdeographs: '\\x{4E00}-\\x{9FFF}',
};
/** With what making it costs: the next use spends that as well, or a replay with an empty cache would end otherwise. */
const cache = new Map<string, { pattern: Pattern | null; cost: number }>();
/** Instructions that the kept patterns have together, and how many at most. */
let room = 0;
const ROOM = 100_000;

/** null where the pattern or a flag is wrong, or asks for what takes more than one pass over the text. */
export function patternOf(pattern: string, flags: unknown): Pattern | null {
  if (typeof flags !== 'string' || /[^smixq]/.test(flags)) return null;
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known) {
    spend(known.cost);
    return known.pattern;
  }
  const before = spent();
  const compiled = compile(pattern, flags);
  if (room > ROOM) {
    cache.clear();
    room = 0;
  }
  room += 100 + (compiled?.size ?? 0);
  cache.set(key, { pattern: compiled, cost: spent() - before });
  return compiled;
}

function compile(pattern: string, flags: string): Pattern | null {
  if (flags.includes('q')) return linear(quoted(pattern), flags.replace(/[^i]/g, ''));
  const translated = translate(flags.includes('x') ? unspaced(pattern) : pattern, flags.includes('i'));
  return translated === null ? null : linear(translated, flags);
}

/** White space outside of classes goes; an escaped bracket opens none. */
function unspaced(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const end = pattern[at] === '[' ? endOfClass(pattern, at) : -1;
    const escaped = pattern[at] === '\\' && /\S/.test(pattern[at + 1] ?? '');
    const part = pattern.slice(at, end > 0 ? end : at + (escaped ? 2 : 1));
    if (!/^\s$/.test(part)) source += part;
    at += part.length;
  }
  return source;
}

/** A flag that takes letters of either case leaves categories as they are: `\p{Lu}` stays upper case (XPath, 5.6.2). */
const sameCase = (text: string): string => `(?-i:${text})`;

/** A class in which only what is no category is taken in either case. */
function classApart(text: string): string {
  const parts = [
    ...text
      .slice(1, -1)
      .replace(/^\^/, '')
      .matchAll(/\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\?./gsu),
  ].map(([part]) => part);
  const categories = parts.filter((part) => /^\\[pP]/.test(part)).join('');
  const rest = parts.filter((part) => !/^\\[pP]/.test(part)).join('');
  if (categories === '') return text;
  if (text[1] !== '^')
    return rest === '' ? sameCase(`[${categories}]`) : `(?:[${rest}]|${sameCase(`[${categories}]`)})`;
  if (rest === '') return sameCase(text);
  // The rest in both cases, and then none taken in either.
  const cased = (change: (part: string) => string): string =>
    parts
      .filter((part) => !/^\\[pP]/.test(part))
      .map((part) => (part.startsWith('\\') || [...change(part)].length !== 1 ? part : change(part)))
      .join('');
  const both = rest + cased((part) => part.toLowerCase()) + cased((part) => part.toUpperCase());
  return sameCase(`[^${categories}${both}]`);
}

function translate(pattern: string, eitherCase: boolean): string | null {
  const bare = pattern.replace(/\\\\/g, '');
  // Not in XPath: groups with modifiers other than (?:, look-around, word boundaries, other escapes.
  if (/\(\?(?!:)/.test(bare.replace(/\\./g, '')) || /\\[bBkuxv0AzQEZ]/.test(bare)) return null;
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at] as string;
    if (char === '[') {
      const end = endOfClass(pattern, at);
      if (end < 0) return null;
      const inside = /-\[/.test(pattern.slice(at, end))
        ? withoutSubtraction(pattern.slice(at, end))
        : classOf(pattern.slice(at, end));
      const apart = inside !== null && eitherCase ? classApart(inside) : inside;
      if (apart === null) return null;
      source += apart;
      at = end;
    } else if (char === '\\') {
      const { text, length } = escapeOf(pattern.slice(at), false);
      if (text === null) return null;
      source += eitherCase && /^\\[pP]/.test(text) ? sameCase(text) : text;
      at += length;
    } else {
      // Outside of classes the dot leaves out both ends of a line.
      source += char;
      at += 1;
    }
  }
  return source;
}

/** Behind the bracket that closes the class which opens at `start`; below 0 where none does. */
function endOfClass(pattern: string, start: number): number {
  let open = 0;
  for (let at = start; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '[') open++;
    else if (pattern[at] === ']' && --open === 0) return at + 1;
  }
  return -1;
}

function classOf(text: string): string | null {
  let source = '[';
  let at = 1;
  if (text[at] === '^') {
    source += '^';
    at++;
  }
  for (; at < text.length - 1; ) {
    if (text[at] === '\\') {
      const found = escapeOf(text.slice(at), true);
      if (found.text === null) return null;
      source += found.text;
      at += found.length;
    } else if (text[at] === '[') return null;
    else source += text[at++];
  }
  return `${source}]`;
}

/** An escape at the beginning of `text`, outside of a class or inside of one; null where it cannot stand there. */
function escapeOf(text: string, inside: boolean): { text: string | null; length: number } {
  const next = text[1] ?? '';
  const block = /^\\[pP]\{Is([\w-]+)\}/.exec(text);
  if (block) {
    const range = BLOCKS[block[1] ?? ''];
    const rest = next === 'P';
    if (!range || (inside && rest)) return { text: null, length: 0 };
    return { text: inside ? range : `[${rest ? '^' : ''}${range}]`, length: block[0].length };
  }
  const category = /^\\[pP]\{\w+\}/.exec(text)?.[0];
  if (category) return { text: category, length: category.length };
  const known = CLASSES[next.toLowerCase()];
  if (known) {
    if (next === next.toLowerCase()) return { text: inside ? known[0] : `[${known[0]}]`, length: 2 };
    if (next === 'W') return { text: inside ? known[1] : `[${known[1]}]`, length: 2 };
    return { text: inside ? (RESTS[next] ?? complement(known[0])) : known[1], length: 2 };
  }
  if (next === '-' && !inside) return { text: '-', length: 2 };
  return { text: text.slice(0, 2), length: 2 };
}

/** What the usual classes leave out, inside of another. */
const RESTS: Record<string, string> = {
  S: '\\x{0}-\\x{8}\\x{b}\\x{c}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}',
  D: '\\P{Nd}',
};

/** What a class leaves out, as ranges: it is to stand inside of another. */
function complement(inside: string): string {
  const own = characters(`[${inside}]`);
  return rangesWhere((character) => !own.test(character));
}

/** `[a-z-[aeiou]]`, which counts out what is left, character by character. */
function withoutSubtraction(text: string): string | null {
  const at = text.indexOf('-[');
  const [from, less] = [classOf(`${text.slice(0, at)}]`), text.slice(at + 1, -1)];
  const without = /-\[/.test(less.slice(1)) ? withoutSubtraction(less) : classOf(less);
  if (from === null || without === null) return null;
  const plain = [plainRanges(from), plainRanges(without)] as const;
  if (plain[0] && plain[1]) return classFrom(remaining(plain[0], plain[1]));
  try {
    const [a, b] = [characters(from), characters(without)];
    return `[${rangesWhere((character) => a.test(character) && !b.test(character))}]`;
  } catch {
    return null;
  }
}

type Range = [from: number, to: number];

/** The ranges of a class of plain characters such as `[a-z0-9_]`; null where it has anything else. */
function plainRanges(text: string): Range[] | null {
  const inside = [...text.slice(1, -1)];
  if (inside[0] === '^' || inside.includes('\\') || inside.includes('[')) return null;
  const ranges: Range[] = [];
  for (let at = 0; at < inside.length; at++) {
    const from = inside[at]?.codePointAt(0) as number;
    const to = inside[at + 1] === '-' && at + 2 < inside.length ? (inside[at + 2]?.codePointAt(0) as number) : from;
    if (to !== from) at += 2;
    ranges.push([from, to]);
  }
  return ranges;
}

const remaining = (ranges: Range[], without: Range[]): Range[] =>
  without.reduce<Range[]>(
    (left, [from, to]) =>
      left.flatMap(([a, b]): Range[] =>
        to < a || from > b
          ? [[a, b]]
          : ([
              [a, from - 1],
              [to + 1, b],
            ].filter(([x, y]) => (x as number) <= (y as number)) as Range[]),
      ),
    ranges,
  );

/** A class of no character at all is one that nothing meets. */
const classFrom = (ranges: Range[]): string =>
  ranges.length
    ? `[${ranges.map(([from, to]) => `\\x{${from.toString(16)}}-\\x{${to.toString(16)}}`).join('')}]`
    : '[^\\x{0}-\\x{10ffff}]';

/** One class as an expression of JavaScript, which reads one character at a time. */
const characters = (text: string) => new RegExp(text.replaceAll('\\x{', '\\u{'), 'u');

function rangesWhere(holds: (character: string) => boolean): string {
  spend(300_000);
  let ranges = '';
  let start = -1;
  for (let code = 0; code <= 0x110000; code++) {
    const within = code < 0x110000 && (code < 0xd800 || code > 0xdfff) && holds(String.fromCodePoint(code));
    if (within && start < 0) start = code;
    else if (!within && start >= 0) {
      ranges += `\\x{${start.toString(16)}}-\\x{${(code - 1).toString(16)}}`;
      start = -1;
    }
  }
  return ranges;
}

/** `$1` for a group, `\$` and `\\` for themselves; null where a `$` or `\` stands for nothing. */
export function replaceAll(input: string, pattern: Pattern, replacement: string): string | null {
  if (!/^(?:[^\\$]|\\[\\$]|\$\d+)*$/.test(replacement)) return null;
  return pattern.replace(input, (found) => {
    const groups = found.length - 1;
    return replacement.replace(/\\([\\$])|\$(\d+)/g, (_, escaped?: string, digits = '') => {
      if (escaped) return escaped;
      // The longest number that names a group; digits behind it are themselves. `$9` without such a group is nothing.
      let length = digits.length;
      while (length > 1 && Number(digits.slice(0, length)) > groups) length--;
      const group = Number(digits.slice(0, length));
      return (group > groups ? '' : (found[group] ?? '')) + digits.slice(length);
    });
  });
}
