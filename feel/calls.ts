// Functions that a FEEL text calls and nobody has: not built in, not bound in the text itself.
import type { Node } from './ast.ts';
import { builtin } from './builtins/index.ts';
import { LENIENT } from './compile.ts';
import { freeNames } from './free-names.ts';
import { namesOf } from './names.ts';
import { FeelSyntaxError, parseExpression } from './parse.ts';

const NAMES = namesOf([]);

export type Reads = { variables: string[]; functions: string[] };
const cache = new Map<string, Reads | undefined>();

/** What it reads from outside: names of values, and of functions that are not built in. undefined = not FEEL. */
export function readsOf(text: string): Reads | undefined {
  if (cache.has(text)) return cache.get(text);
  if (cache.size > 20_000) cache.clear();
  const found = read(text);
  cache.set(text, found);
  return found;
}

function read(text: string): Reads | undefined {
  try {
    const node = withoutLenient(parseExpression(text, NAMES)) as Node;
    const called = new Set<string>();
    collect(node, called);
    const free = freeNames(node);
    return {
      functions: free.filter((name) => called.has(name) && !builtin(name) && !Object.hasOwn(LENIENT, name)),
      variables: free.filter((name) => !called.has(name)),
    };
  } catch (problem) {
    if (problem instanceof FeelSyntaxError) return undefined;
    throw problem;
  }
}

/** `is defined(x)` asks whether there is an x: that there may be none is its point. */
function withoutLenient(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutLenient);
  if (!part || typeof part !== 'object' || Object.getPrototypeOf(part) !== Object.prototype) return part;
  const node = part as Node;
  const rest =
    node.type === 'call' && node.callee.type === 'name' && Object.hasOwn(LENIENT, node.callee.name)
      ? { ...node, args: node.args.slice(1) }
      : node;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutLenient(value)]));
}

function collect(part: unknown, called: Set<string>): void {
  if (Array.isArray(part)) for (const item of part) collect(item, called);
  else if (part && typeof part === 'object') {
    const node = part as Node;
    if (node.type === 'call' && node.callee.type === 'name') called.add(node.callee.name);
    for (const inner of Object.values(part)) collect(inner, called);
  }
}
