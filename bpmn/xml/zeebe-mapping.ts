// Camunda 8's mappings → ours. `a.b` as a target is a place inside of `a`: of what goes in a value of its own, of what comes out
// beside what `a` has already. An input without a source is null.
import type { Mapping } from '../definition.ts';

type Tree = { [name: string]: Tree | string };

export function zeebeInputs(list: Mapping[]): Mapping[] {
  const done = new Set<string>();
  return list.flatMap(({ source, target }) => {
    const [root = '', ...path] = target.split('.');
    if (done.has(root)) return [];
    const nested = list.filter((one) => one.target.startsWith(`${root}.`));
    if (path.length === 0 && nested.length === 0) return [{ source: source === '' ? '=null' : source, target }];
    done.add(root);
    const tree: Tree = {};
    for (const one of nested) plant(tree, one.target.split('.').slice(1), feelOf(one.source));
    const whole = list.find((one) => one.target === root);
    const context = written(tree);
    return [{ source: `=${whole ? `context merge([${feelOf(whole.source)}, ${context}])` : context}`, target: root }];
  });
}

export const zeebeOutputs = (list: Mapping[]): Mapping[] =>
  list.map(({ source, target }) => {
    const [root = '', ...path] = target.split('.');
    if (path.length === 0) return { source, target };
    return { source: `=${into([root], path, feelOf(source))}`, target: root };
  });

/** What stands at `at`, with the value in its place below it. */
function into(at: string[], [name = '', ...rest]: string[], value: string): string {
  const here = at.join('.');
  const inner = rest.length ? into([...at, name], rest, value) : value;
  return `context merge([get or else(${here}, {}), {${keyed(name)}: ${inner}}])`;
}

function plant(tree: Tree, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) tree[name] = value;
  else {
    const below = tree[name];
    const inner: Tree = typeof below === 'object' ? below : {};
    tree[name] = inner;
    plant(inner, rest, value);
  }
}

const written = (tree: Tree): string =>
  `{${Object.entries(tree)
    .map(([name, value]) => `${keyed(name)}: ${typeof value === 'string' ? value : written(value)}`)
    .join(', ')}}`;

const keyed = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : JSON.stringify(name));
const feelOf = (source: string): string =>
  source === '' ? 'null' : source.startsWith('=') ? source.slice(1).trim() : JSON.stringify(source);
