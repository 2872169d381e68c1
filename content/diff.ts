// What differs between two bodies, by path: `fields.price.required`. Entries of lists are told apart by their id or key, not by place.
import { isMap } from '../feel/value.ts';

export type Difference = { path: string; before?: unknown; after?: unknown };

const nameOf = (one: unknown): string | undefined => {
  if (typeof one !== 'object' || one === null) return undefined;
  const { id, key } = one as { id?: unknown; key?: unknown };
  const name = id ?? key;
  return typeof name === 'string' ? name : undefined;
};

export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const below = (name: string) => (path ? `${path}.${name}` : name);
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [before.map(nameOf), after.map(nameOf)];
    if ([...old, ...now].every((name) => name !== undefined)) {
      const byName = (list: unknown[]) => new Map(list.map((one) => [nameOf(one) as string, one]));
      const [olds, news] = [byName(before), byName(after)];
      const found = [...new Set([...olds.keys(), ...news.keys()])].flatMap((name) =>
        differences(olds.get(name), news.get(name), below(name)),
      );
      const kept = (names: (string | undefined)[], others: Map<string, unknown>) =>
        names.filter((name) => others.has(name as string));
      const [order, orderNow] = [kept(old, news), kept(now, olds)];
      return order.join() === orderNow.join()
        ? found
        : [...found, { path: below('#order'), before: order, after: orderNow }];
    }
  }
  if (isMap(before) && isMap(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(before[name], after[name], below(name)),
    );
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}
