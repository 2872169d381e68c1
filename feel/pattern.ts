// Regular expressions of XPath 2.0, which FEEL uses (DMN 1.5, 10.3.4.3), as JavaScript's. What the two mean alike stays; the
// rest (flags, \i and \c, subtraction of classes, strict replacements) is translated.
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
  BasicLatin: '\\u0000-\\u007F',
  'Latin-1Supplement': '\\u0080-\\u00FF',
  'LatinExtended-A': '\\u0100-\\u017F',
  Greek: '\\u0370-\\u03FF',
  GreekandCoptic: '\\u0370-\\u03FF',
  Cyrillic: '\\u0400-\\u04FF',
  Hebrew: '\\u0590-\\u05FF',
  Arabic: '\\u0600-\\u06FF',
  Devanagari: '\\u0900-\\u097F',
  Thai: '\\u0E00-\\u0E7F',
  Hiragana: '\\u3040-\\u309F',
  Katakana: '\\u30A0-\\u30FF',
  HangulSyllables: '\\uAC00-\\uD7A3',
  CJKUnifiedIdeographs: '\\u4E00-\\u9FFF',
};
const cache = new Map<string, RegExp | null>();

/** null where the pattern or a flag is wrong. */
export function patternOf(pattern: string, flags: unknown, extra: '' | 'g'): RegExp | null {
  if (typeof flags !== 'string' || /[^smixq]/.test(flags)) return null;
  const key = `${flags}/${extra}/${pattern}`;
  let compiled = cache.get(key);
  if (compiled === undefined) {
    if (cache.size > 1_000) cache.clear();
    compiled = compile(pattern, flags, extra);
    cache.set(key, compiled);
  }
  if (compiled) compiled.lastIndex = 0;
  return compiled;
}

function compile(pattern: string, flags: string, extra: string): RegExp | null {
  const literal = flags.includes('q');
  const own = ['s', 'm', 'i'].filter((flag) => flags.includes(flag)).join('') + extra;
  try {
    if (literal)
      return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\\-', '\\x2d'), `${own}u`);
    const translated = translate(flags.includes('x') ? unspaced(pattern) : pattern);
    return translated && new RegExp(translated.source, own + (translated.sets ? 'v' : 'u'));
  } catch {
    return null;
  }
}

/** White space outside of classes goes. */
const unspaced = (pattern: string) => pattern.replace(/(\[(?:\\.|[^\]\\])*\])|\s+/g, (_, classed) => classed ?? '');

function translate(pattern: string): { source: string; sets: boolean } | null {
  const bare = pattern.replace(/\\\\/g, '');
  // Not in XPath: groups with modifiers other than (?:, look-around, word boundaries, other escapes of JavaScript.
  if (/\(\?(?!:)/.test(bare.replace(/\\./g, '')) || /\\[bBkuxv0]/.test(bare)) return null;
  const sets = /\[(?:\\.|[^\]\\])*-\[/.test(pattern);
  let source = '';
  /** Where the classes that are open begin in the source. */
  const open: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    const next = pattern[at + 1] ?? '';
    if (char === '\\') {
      at++;
      const block = /^[pP]\{Is([\w-]+)\}/.exec(pattern.slice(at));
      if (block) {
        const range = BLOCKS[block[1] ?? ''];
        if (!range || (open.length && next === 'P')) return null;
        source += open.length ? range : `[${next === 'P' ? '^' : ''}${range}]`;
        at += block[0].length - 1;
        continue;
      }
      const known = CLASSES[next.toLowerCase()];
      if (known && next === next.toLowerCase()) source += open.length ? known[0] : `[${known[0]}]`;
      else if (known && next === 'W') source += open.length ? known[1] : `[${known[1]}]`;
      // The rest of a class inside of another is one of its own, which only the v flag knows; \S and \D are JavaScript's then.
      else if (known) source += open.length ? `\\${next}` : known[1];
      else if (next === '-' && !open.length) source += '-';
      else source += char + next;
    } else if (char === '[') {
      open.push(source.length);
      source += char;
    } else if (char === ']' && open.length) {
      open.pop();
      source += char;
    } else if (char === '-' && next === '[' && open.length) {
      // [a-z-[aeiou]] is [[a-z]--[aeiou]]
      const start = open.at(-1) as number;
      source = `${source.slice(0, start)}[${source.slice(start)}]--`;
    } else if (open.length && sets && /[()|/{}]/.test(char)) source += `\\${char}`;
    else source += char;
  }
  return { source, sets };
}

/** `$1` for a group, `\$` and `\\` for themselves; null where a `$` or `\` stands for nothing. */
export function replaceAll(input: string, pattern: RegExp, replacement: string): string | null {
  if (!/^(?:[^\\$]|\\[\\$]|\$\d+)*$/.test(replacement)) return null;
  return input.replace(pattern, (...found: unknown[]) => {
    const groups = found.findIndex((part) => typeof part === 'number') - 1;
    return replacement.replace(/\\([\\$])|\$(\d+)/g, (_, escaped?: string, digits = '') => {
      if (escaped) return escaped;
      // The longest number that names a group; digits behind it are themselves. `$9` without such a group is nothing.
      let length = digits.length;
      while (length > 1 && Number(digits.slice(0, length)) > groups) length--;
      const group = Number(digits.slice(0, length));
      return (group > groups ? '' : String(found[group] ?? '')) + digits.slice(length);
    });
  });
}
