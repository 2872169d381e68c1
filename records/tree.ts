// Registers of kind tree: each record may stand under another. Where it may stand is the same for people, files, processes and scenarios.
import type { Variables } from '../feel/value.ts';
import { recordOf } from '../forms/kinds/record.ts';
import { tell } from '../forms/tell.ts';
import type { FieldError } from '../forms/validate.ts';
import type { Register } from './register.ts';

/** So many one below the other, the topmost included. */
export const DEEPEST = 10;
export type TreeFault = 'noParent' | 'circle' | 'tooDeep';

export const isTree = ({ kind, parentField }: Pick<Register, 'kind' | 'parentField'>): boolean =>
  kind === 'tree' && parentField !== undefined;
/** Key of the record that it stands under; undefined: at the top. */
export const parentIn = ({ parentField }: Register, values: Variables): string | undefined =>
  parentField === undefined ? undefined : recordOf(values[parentField])?.key;

/** @param below so many levels go with it @param parentOf of each that stands: its parent's key, '' at the top; undefined: there is none by this key */
export function treeFault(
  key: string,
  parent: string | undefined,
  parentOf: (key: string) => string | undefined,
  below = 0,
): TreeFault | undefined {
  let depth = 1 + below;
  for (let at = parent; at !== undefined && at !== ''; at = parentOf(at)) {
    if (at === key) return 'circle';
    if (parentOf(at) === undefined) return 'noParent';
    depth += 1;
    if (depth > DEEPEST) return 'tooDeep';
  }
  return undefined;
}

export const faultInTree = (register: Register, values: Variables, fault: TreeFault): FieldError => {
  const text = (recordOf(values[register.parentField ?? ''])?.title ?? parentIn(register, values)) || '';
  return {
    path: register.parentField ?? '',
    message: fault === 'tooDeep' ? tell('tree.tooDeep', { text, most: DEEPEST }) : tell(`tree.${fault}`, { text }),
  };
};

/** In an order in which each comes after what it stands under; those that go round in a circle, or have no key, come last. */
export function parentsFirst<R>(
  rows: R[],
  place: (row: R) => { key?: string | undefined; parent?: string | undefined },
): R[] {
  const waiting = new Map<string, R[]>();
  const keys = new Set(rows.flatMap((row) => place(row).key ?? []));
  const ordered: R[] = [];
  const next: R[] = [];
  for (const row of rows) {
    const { key, parent } = place(row);
    if (parent === undefined || parent === key || !keys.has(parent)) next.push(row);
    else if (!waiting.get(parent)?.push(row)) waiting.set(parent, [row]);
  }
  const taken = new Set<R>();
  for (let at = 0; at < next.length; at++) {
    const row = next[at] as R;
    ordered.push(row);
    taken.add(row);
    const { key } = place(row);
    const below = key === undefined ? undefined : waiting.get(key);
    if (key !== undefined && below) {
      waiting.delete(key);
      for (const one of below) next.push(one);
    }
  }
  return [...ordered, ...rows.filter((row) => !taken.has(row))];
}
