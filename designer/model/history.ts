// Changes between two models, entry by entry of their flat maps: data that can be applied, inverted, sent and merged.
import type { Model } from '../../bpmn/definition.ts';

/** `undefined` = the entry is absent. */
export type Change = { path: string[]; before: unknown; after: unknown };

const PROCESS_MAPS = new Set([
  'elements',
  'flows',
  'lanes',
  'messages',
  'signals',
  'errors',
  'escalations',
  'dataObjects',
  'decisions',
]);

/** Paths below which entries are changed one by one; deeper values are replaced whole. */
function isMap(path: string[]): boolean {
  const [first, , third] = path;
  if (path.length === 0) return true;
  if (first === 'diagram') return path.length <= 2;
  if (first === 'participants' || first === 'artifacts') return path.length === 1;
  if (first === 'processes') return path.length <= 2 || (path.length === 3 && PROCESS_MAPS.has(third!));
  return false;
}

export function diff(before: Model, after: Model): Change[] {
  const changes: Change[] = [];
  const walk = (a: unknown, b: unknown, path: string[]): void => {
    if (a === b) return;
    if (isMap(path) && isObject(a) && isObject(b)) {
      const one = a as Record<string, unknown>;
      const other = b as Record<string, unknown>;
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
        walk(one[key], other[key], [...path, key]);
      return;
    }
    if (!same(a, b)) changes.push({ path, before: a, after: b });
  };
  walk(before, after, []);
  return changes;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  const keys = Object.keys(one).filter((key) => one[key] !== undefined);
  return (
    keys.length === Object.keys(other).filter((key) => other[key] !== undefined).length &&
    keys.every((key) => same(one[key], other[key]))
  );
}

export const invert = (changes: Change[]): Change[] =>
  [...changes].reverse().map(({ path, before, after }) => ({ path, before: after, after: before }));

/** A new model that shares with the old one everything that did not change. */
export function apply(model: Model, changes: Change[]): Model {
  const fresh = new Set<unknown>();
  const copy = <T>(value: T): T => {
    if (fresh.has(value)) return value;
    const made = (Array.isArray(value) ? [...value] : { ...value }) as T;
    fresh.add(made);
    return made;
  };
  const root = copy(model);
  for (const { path, after } of changes) {
    let at = root as unknown as Record<string, unknown>;
    for (const key of path.slice(0, -1)) {
      at[key] = copy(at[key]);
      at = at[key] as Record<string, unknown>;
    }
    const last = path[path.length - 1]!;
    if (after === undefined) delete at[last];
    else at[last] = after;
  }
  return root;
}

/** Lets an edit mutate a copy and turns what it did into changes. */
export function edited(model: Model, mutate: (copy: Model) => void): Change[] {
  const { source, ...rest } = model;
  const copy: Model = structuredClone(rest);
  if (source !== undefined) copy.source = source;
  mutate(copy);
  return diff(model, copy);
}
