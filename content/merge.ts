// Three-way merge of a body: what a pack ships now into what the shop has made of what it shipped before. Nothing of the shop's is
// overwritten: where both have changed the same place, the shop's stays and the place is told.
import { isMap } from '../feel/value.ts';
import { mergeText } from './merge-text.ts';

export type Merged = { body: unknown; conflicts: string[] };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const nameOf = (one: unknown): string | undefined => {
  const name = isMap(one) ? (one.id ?? one.key) : undefined;
  return typeof name === 'string' ? name : undefined;
};
const isNamed = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((one) => nameOf(one) !== undefined);

export function merge(base: unknown, ours: unknown, theirs: unknown, path = ''): Merged {
  if (same(ours, theirs) || same(base, theirs)) return { body: ours, conflicts: [] };
  if (same(base, ours)) return { body: theirs, conflicts: [] };
  const below = (name: string) => (path ? `${path}.${name}` : name);
  if (isMap(ours) && isMap(theirs)) {
    const old = isMap(base) ? base : {};
    const conflicts: string[] = [];
    const body: Record<string, unknown> = {};
    for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const merged = merge(old[name], ours[name], theirs[name], below(name));
      conflicts.push(...merged.conflicts);
      if (merged.body !== undefined) body[name] = merged.body;
    }
    return { body, conflicts };
  }
  if (isNamed(ours) && isNamed(theirs)) {
    const old = isNamed(base) ? base : [];
    const find = (list: unknown[], name: string) => list.find((one) => nameOf(one) === name);
    const conflicts: string[] = [];
    const names = [...ours, ...theirs.filter((one) => !find(ours, nameOf(one) as string))].map(
      (one) => nameOf(one) as string,
    );
    const body = names.flatMap((name) => {
      const merged = merge(find(old, name), find(ours, name), find(theirs, name), below(name));
      conflicts.push(...merged.conflicts);
      return merged.body === undefined ? [] : [merged.body];
    });
    return { body, conflicts };
  }
  const lines = isText(base) && isText(ours) && isText(theirs) ? mergeText(base, ours, theirs) : undefined;
  return lines === undefined ? { body: ours, conflicts: [path] } : { body: lines, conflicts: [] };
}

/** Of several lines, and not so many that comparing them takes long. */
const MOST_LINES = 2_000;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('\n') && value.split('\n').length <= MOST_LINES;

export type Called = { zh: string; en?: string } | null;
/** What the parts of a place are called in these bodies; null: the part has no name of its own. */
export function calledAlong(path: string, bodies: unknown[]): Called[] {
  let at = bodies;
  return path.split('.').map((part) => {
    at = at.flatMap((one) => {
      const below = Array.isArray(one) ? one.find((each) => nameOf(each) === part) : isMap(one) ? one[part] : undefined;
      return below === undefined ? [] : [below];
    });
    return at.map(calledOf).find(Boolean) ?? null;
  });
}

function calledOf(one: unknown): Called {
  if (!isMap(one)) return null;
  const { label, title, name, zf } = one;
  const words = [label, title, name].find((each) => typeof each === 'string' || isMap(each));
  if (isMap(words)) return typeof words.zh === 'string' ? (words as Called) : null;
  // Elements and processes have their other languages apart.
  const en = isMap(zf) && isMap(zf.text) && isMap(zf.text.en) ? zf.text.en.name : undefined;
  return typeof words === 'string' ? { zh: words, ...(typeof en === 'string' && { en }) } : null;
}
