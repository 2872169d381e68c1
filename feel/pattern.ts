// Regular expressions of XPath 2.0, which FEEL uses (DMN 1.5, 10.3.4.3), as JavaScript's. What the two mean alike stays; the
// rest (flags, \i and \c, subtraction of classes, strict replacements) is translated.
const NAME_START = '\\p{L}_:';
const NAME_PART = '\\p{L}\\p{N}\\p{M}_:.·\\-';
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
  // Not in XPath: groups with modifiers other than (?:, look-around, back-references to names.
  if (/\(\?(?!:)/.test(pattern.replace(/\\./g, '')) || /\\[bBkuxv0]/.test(pattern.replace(/\\\\/g, ''))) return null;
  const sets = /\[(?:\\.|[^\]\\])*-\[/.test(pattern);
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    const next = pattern[at + 1] ?? '';
    if (char === '\\') {
      at++;
      const classes: Record<string, string> = { i: NAME_START, c: NAME_PART };
      const known = classes[next.toLowerCase()];
      if (known && next === next.toLowerCase()) source += depth ? known : `[${known}]`;
      else if (known) source += `[^${known}]`;
      else if (next === '-' && !depth) source += '-';
      else source += char + next;
    } else if (char === '[') {
      depth++;
      source += char;
    } else if (char === ']' && depth) {
      depth--;
      source += char;
    } else if (char === '-' && next === '[' && depth && sets) source += '--';
    else if (depth && sets && /[()|/{}]/.test(char)) source += `\\${char}`;
    else source += char;
  }
  return { source, sets };
}

/** `$1` and `\$`; a `$` or `\` for nothing is an error. */
export function replacementOf(replacement: string): string | null {
  if (/\\(?![\\$])/.test(replacement.replace(/\\\\/g, '')) || /(?<!\\)\$(?!\d)/.test(replacement.replace(/\\\\/g, '')))
    return null;
  return replacement.replace(/\\([\\$])|\$0/g, (_, escaped) => (escaped === '$' ? '$$' : (escaped ?? '$&')));
}
