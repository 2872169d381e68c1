// Three-way merge of a body: what a pack ships now into what the shop has made of what it shipped before. Nothing of the shop's is
// overwritten: where both have changed the same place, the shop's stays and the place is told.
export type Merged = { body: unknown; conflicts: string[] };

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
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
  return { body: ours, conflicts: [path] };
}
