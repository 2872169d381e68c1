// Two people changed one draft: what does not touch the same thing is both kept; where it does, both say what they did.
import type { Model } from '../../bpmn/definition.ts';
import type { Content } from './cure.ts';
import { apply, type Change, diff, same } from './history.ts';

/** `clashes`: ids of what both changed, or what one changed and the other's work rests on. */
export type Merged = { content: Content; clashes: string[] };

/** Mine on top of theirs, both since `base`. Where they clash, `content` holds mine. */
export function merged(base: Content, mine: Content, theirs: Content): Merged {
  const ours = diff(base.model, mine.model);
  const others = diff(base.model, theirs.model);
  const clashes = new Set<string>();
  for (const one of ours)
    for (const other of others) if (touches(one, other) && !same(one.after, other.after)) clashes.add(nameOf(one));
  const model = apply(theirs.model, ours);
  for (const id of dangling(model)) clashes.add(id);
  const forms = { ...theirs.forms };
  for (const key of new Set([...Object.keys(base.forms), ...Object.keys(mine.forms)])) {
    if (same(base.forms[key], mine.forms[key])) continue;
    if (!same(base.forms[key], theirs.forms[key]) && !same(mine.forms[key], theirs.forms[key])) clashes.add(key);
    if (mine.forms[key]) forms[key] = mine.forms[key];
    else delete forms[key];
  }
  return { content: { model, forms }, clashes: [...clashes] };
}

/** One is the other, or lies within it. */
const touches = (one: Change, other: Change): boolean => {
  const [short, long] = one.path.length < other.path.length ? [one.path, other.path] : [other.path, one.path];
  return short.every((part, at) => part === long[at]);
};

/** `processes/0/elements/a` is about `a`; of the process itself its place. */
const nameOf = ({ path }: Change): string => path.at(-1) ?? '';

/** Lines that lead from or to nothing, events at the edge of nothing: one took away what the other built on. */
function dangling({ processes }: Model): string[] {
  return processes.flatMap(({ elements, flows, processId }) => [
    ...Object.values(flows)
      .filter(({ source, target }) => !elements[source] || !elements[target])
      .map(({ id }) => id),
    ...Object.values(elements)
      .filter(
        (one) =>
          (one.scope !== processId && !elements[one.scope]) ||
          (one.type === 'boundaryEvent' && !elements[one.attachedToRef]),
      )
      .map(({ id }) => id),
  ]);
}
