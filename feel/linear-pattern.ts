// Regular expressions that read a text once, however they are written: RE2's, which have no way back (no \1, no look-ahead). All
// patterns that people write run by these, since others can take longer than the world lasts.
import { RE2JS } from 're2js';
import { spend } from './budget.ts';

export type Pattern = {
  /** Instructions: how much room it takes. */
  size: number;
  test(text: string): boolean;
  /** @param into gets the whole match, then the groups */
  replace(text: string, into: (found: (string | undefined)[]) => string): string;
  split(text: string): string[];
};

const FLAGS: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, m: RE2JS.MULTILINE };
export const quoted = (text: string): string => RE2JS.quote(text);

/** The pattern of a form's field, which must fit the whole text; written as for browsers. null = it cannot be read, or not in one pass. */
export function fieldPattern(pattern: string): Pattern | null {
  let known = fields.get(pattern);
  if (known === undefined) {
    if (fields.size > 1_000) fields.clear();
    known = linear(`^(?:${RE2JS.translateRegExp(pattern)})$`);
    fields.set(pattern, known);
  }
  return known;
}
const fields = new Map<string, Pattern | null>();

/** So far a matcher may look ahead for nothing: how it looks for a while is its own affair, and may depend on what it has done before. */
const NEAR = 32;

/** A text that knows how far it has been read. */
class Watched extends String {
  furthest = 0;
  override charCodeAt(at: number): number {
    if (at >= this.furthest) this.furthest = at + 1;
    return super.charCodeAt(at);
  }
  override indexOf(part: string, from?: number): number {
    const at = super.indexOf(part, from);
    this.furthest = Math.max(this.furthest, at < 0 ? this.length : at + part.length);
    return at;
  }
}

/** Letters of a pattern, and how often all its counted repeats together may ask for something again: making it takes that long. */
const LONGEST = 5_000;
const REPEATS = 2_000;

/** How often counted repeats ask for something again, all in all. */
const repeatsOf = (source: string): number =>
  [...source.matchAll(/(?<!\\x)\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (sum, [, least, most]) => sum + Number(most || least),
    0,
  );

/** @param source in RE2's words. null = it is none of RE2's, or larger than any that people write. */
export function linear(source: string, flags = ''): Pattern | null {
  const repeats = repeatsOf(source);
  spend(200 + source.length * 5 + repeats * 30);
  if (source.length > LONGEST || repeats > REPEATS) return null;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(
      source,
      [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0),
    );
  } catch {
    return null;
  }
  const size = compiled.programSize();
  /** A character is held against every place of the pattern at most once. */
  const read = (characters: number) => spend(50 + ((characters * (8 + size)) >> 3));
  const reading = (text: string) => {
    read(text.length);
    return compiled.matcher(text);
  };
  /** All that is found, one after the other. What was read beyond a find to be sure of it will be read again: that is paid as well. */
  function* findings(text: string) {
    read(text.length);
    const watched = new Watched(text);
    // All that a matcher asks of a text; its types know only the text itself.
    const matcher = compiled.matcher(watched as unknown as string);
    while (matcher.find()) {
      yield matcher;
      const beyond = watched.furthest - matcher.end();
      if (beyond > NEAR) read(beyond);
      watched.furthest = 0;
    }
  }
  return {
    size,
    test: (text) => reading(text).find(),
    replace(text, into) {
      let made = '';
      let at = 0;
      for (const matcher of findings(text)) {
        const groups = Array.from(
          { length: matcher.groupCount() + 1 },
          (_, group) => matcher.group(group) ?? undefined,
        );
        const piece = text.slice(at, matcher.start()) + into(groups);
        spend(10 + (piece.length >> 3));
        made += piece;
        at = matcher.end();
      }
      return made + text.slice(at);
    },
    split(text) {
      const parts: string[] = [];
      let at = 0;
      for (const matcher of findings(text)) {
        spend(10);
        // Nothing at the very beginning or end parts nothing.
        if (matcher.end() === 0 || matcher.start() === text.length) continue;
        parts.push(text.slice(at, matcher.start()));
        at = matcher.end();
      }
      parts.push(text.slice(at));
      return parts;
    },
  };
}
