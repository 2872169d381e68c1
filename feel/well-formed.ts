// Text that every store can hold: no zero character, no half of a surrogate pair (an emoji cut in the middle).
// Postgres refuses both, and what it refuses late wedges a case.

const ILL = /[\0\p{Cs}]/u;
const EACH = /[\0\p{Cs}]/gu;

export const isWellFormed = (text: string): boolean => !ILL.test(text);

/** With U+FFFD, the replacement character, for what cannot be kept. */
export const wellFormed = (text: string): string => (ILL.test(text) ? text.replace(EACH, '\uFFFD') : text);

/** The first units of a text, without half of a character at the cut. */
export function beginning(text: string, units: number): string {
  const cut = text.slice(0, units);
  return cut.length < text.length && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A whole JSON value so, names included. The same object where nothing had to change. */
export function wellFormedValue<T>(value: T): T {
  if (typeof value === 'string') return wellFormed(value) as T;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(wellFormedValue);
    return items.every((item, index) => item === value[index]) ? value : (items as T);
  }
  const entries = Object.entries(value).map(([name, inner]) => [wellFormed(name), wellFormedValue(inner)] as const);
  return Object.entries(value).every(
    ([name, inner], index) => entries[index]?.[0] === name && entries[index]?.[1] === inner,
  )
    ? value
    : (Object.fromEntries(entries) as T);
}

export type Defect = { path: string; is: 'illFormed' | 'tooNested' | 'reservedName' };

/** The first place of a JSON value that cannot be kept; `depth` levels are let pass. Walks without recursion: depth is hostile too. */
export function defectOf(value: unknown, depth: number): Defect | undefined {
  const open: { at: unknown; path: string; level: number }[] = [{ at: value, path: '', level: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, path, level } = next;
    if (typeof at === 'string' && !isWellFormed(at)) return { path, is: 'illFormed' };
    if (at === null || typeof at !== 'object') continue;
    if (level >= depth) return { path: path.slice(0, 100), is: 'tooNested' };
    for (const [name, inner] of Object.entries(at)) {
      const place = path ? `${path}.${wellFormed(name)}` : wellFormed(name);
      if (!isWellFormed(name)) return { path: place, is: 'illFormed' };
      if (name === '__proto__') return { path: place, is: 'reservedName' };
      open.push({ at: inner, path: place, level: level + 1 });
    }
  }
  return undefined;
}
