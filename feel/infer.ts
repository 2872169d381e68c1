// What kind of value a FEEL text gives, as far as it can be told without running it, and where kinds in it cannot meet.
// What is not known stays unknown: nothing is said that might be wrong (DMN 1.5, 10.3.2.2 and table 42).
import type { Node } from './ast.ts';
import type { Kind } from './kind.ts';
import { kindOf } from './kind.ts';
import { namesOf } from './names.ts';
import { FeelSyntaxError, parseExpression } from './parse.ts';

export type Clash = {
  /** What stands there, as text. */
  left: Kind;
  right: Kind;
  operator: string;
  /** The variables that take part. */
  names: string[];
};
export type Inferred = { kind: Kind | undefined; clashes: Clash[] };
type KindOfName = (name: string) => Kind | undefined;

const NAMES = namesOf([]);
const GIVES = new Map<string, Kind>(
  Object.entries({
    'string length': 'number',
    count: 'number',
    sum: 'number',
    'upper case': 'string',
    'lower case': 'string',
    string: 'string',
    contains: 'boolean',
    'starts with': 'boolean',
    'ends with': 'boolean',
    'list contains': 'boolean',
    'is defined': 'boolean',
    not: 'boolean',
    number: 'number',
    date: 'date',
    'date and time': 'date and time',
    now: 'date and time',
    today: 'date',
  } as const),
);

export function infer(text: string, kindOfName: KindOfName): Inferred {
  try {
    const clashes: Clash[] = [];
    return { kind: walk(parseExpression(text, NAMES), kindOfName, clashes), clashes };
  } catch (problem) {
    if (problem instanceof FeelSyntaxError) return { kind: undefined, clashes: [] };
    throw problem;
  }
}

function walk(node: Node, of: KindOfName, clashes: Clash[]): Kind | undefined {
  const inner = (child: Node): Kind | undefined => walk(child, of, clashes);
  const clash = (left: Kind, right: Kind, operator: string, ...parts: Node[]) =>
    void clashes.push({ left, right, operator, names: parts.flatMap(namesIn) });
  switch (node.type) {
    case 'literal':
      return kindOf(node.value);
    case 'name':
      return of(node.name);
    case 'comparison': {
      const [left, right] = [inner(node.left), inner(node.right)];
      if (left && right && !comparable(left, right)) clash(left, right, node.operator, node.left, node.right);
      return 'boolean';
    }
    case 'between': {
      const value = inner(node.value);
      for (const end of [node.low, node.high]) {
        const kind = inner(end);
        if (value && kind && !comparable(value, kind)) clash(value, kind, 'between', node.value, end);
      }
      return 'boolean';
    }
    case 'in': {
      const value = inner(node.value);
      for (const test of node.tests.flatMap((each) => (each.type === 'list' ? each.items : [each]))) {
        const kind = test.type === 'literal' || test.type === 'name' ? inner(test) : undefined;
        if (value && kind && kind !== 'list' && !comparable(value, kind)) clash(value, kind, 'in', node.value, test);
      }
      return 'boolean';
    }
    case 'and':
    case 'or':
      for (const side of [node.left, node.right]) {
        const kind = inner(side);
        if (kind && kind !== 'boolean' && kind !== 'Null') clash(kind, 'boolean', node.type, side);
      }
      return 'boolean';
    case 'arithmetic': {
      const [left, right] = [inner(node.left), inner(node.right)];
      const plain = (kind: Kind | undefined) => kind === 'number' || kind === 'string' || kind === 'boolean';
      const meets = left === right && left !== 'boolean' && (left !== 'string' || node.operator === '+');
      if (left && right && plain(left) && plain(right) && !meets)
        clash(left, right, node.operator, node.left, node.right);
      return left === right && plain(left) ? left : undefined;
    }
    case 'negate':
      return inner(node.operand) === 'number' ? 'number' : undefined;
    case 'if': {
      const test = inner(node.test);
      if (test && test !== 'boolean' && test !== 'Null') clash(test, 'boolean', 'if', node.test);
      const [yes, no] = [inner(node.then), inner(node.else)];
      return yes === no ? yes : undefined;
    }
    case 'some':
    case 'every':
    case 'instance of':
      return 'boolean';
    case 'call':
      for (const argument of node.args) inner(argument);
      return node.callee.type === 'name' ? GIVES.get(node.callee.name) : undefined;
    case 'list':
      for (const item of node.items) inner(item);
      return 'list';
    case 'context':
      return 'context';
    case 'range':
      return 'range';
    case 'function':
      return 'function';
    default:
      // Paths, filters and loops see other names than ours.
      return undefined;
  }
}

const TEMPORAL = new Set<Kind>(['date', 'date and time']);
const comparable = (left: Kind, right: Kind): boolean =>
  left === right || left === 'Null' || right === 'Null' || (TEMPORAL.has(left) && TEMPORAL.has(right));

const namesIn = (node: Node): string[] =>
  node.type === 'name'
    ? [node.name]
    : node.type === 'path'
      ? namesIn(node.base)
      : node.type === 'arithmetic' || node.type === 'comparison'
        ? [...namesIn(node.left), ...namesIn(node.right)]
        : [];
