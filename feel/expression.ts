// FEEL, parsed once. The common subset (comparison, logic, arithmetic, paths, `in`, literals) runs as closures; where a value
// is not of the plain types those understand, and for all other expressions, feelin evaluates the text (DMN 1.5 chapter 10).
import type { SyntaxNode } from '@lezer/common';
import * as feelin from 'feelin';
import { parser } from 'lezer-feel';
import type { Instant, Value } from './value.ts';

/** Reads a variable by name; undefined = there is none. */
export type Lookup = (name: string) => unknown;
export type Clock = { at: Instant; offset?: string };
export type Evaluated = { value: Value; warnings: string[] };
export type Feel = {
  text: string;
  /** Names that the expression may read; built-in functions are among them. */
  names: string[];
  /** Syntax error in words, if the text is not FEEL. */
  error?: string;
  run(lookup: Lookup, clock: Clock): Evaluated;
};

/** Raised by a closure that meets a value outside its subset; feelin then decides. */
const OUTSIDE = Symbol('outside the compiled subset');
type Closure = (lookup: Lookup) => unknown;
const cache = new Map<string, Feel>();
const NO_WARNINGS: string[] = [];
const isoInstant = (at: Instant) => new Date(at).toISOString().replace(/\.000Z$/, 'Z');

/** Compiled forms are kept by text: definitions share them. */
export function feel(text: string): Feel {
  const known = cache.get(text);
  if (known) return known;
  if (cache.size > 20_000) cache.clear();
  const compiled = compileFeel(text);
  cache.set(text, compiled);
  return compiled;
}

function compileFeel(text: string): Feel {
  const tree = parser.parse(text);
  const names = new Set<string>();
  let error: string | undefined;
  tree.iterate({
    enter(node) {
      if (node.type.isError && !error) error = `not FEEL near character ${node.from + 1}: ${text}`;
      if (node.name === 'VariableName') names.add(text.slice(node.from, node.to).trim());
    },
  });
  const root = tree.topNode.firstChild;
  const closure = error || !root || root.nextSibling ? null : compile(root, text);
  const free = [...names];
  const slow = (lookup: Lookup, clock: Clock): Evaluated => {
    const context: Record<string, unknown> = {};
    for (const name of free) {
      const value = lookup(name);
      if (value !== undefined) context[name] = value;
      else if (name === 'now') context.now = () => feelin.dateAndTime(isoInstant(clock.at));
      else if (name === 'today') context.today = () => feelin.date(localDate(clock));
    }
    try {
      const { value, warnings } = feelin.evaluate(text, context);
      return {
        value: plain(value),
        warnings: warnings.length ? warnings.map((warning) => warning.message) : NO_WARNINGS,
      };
    } catch (failure) {
      return { value: null, warnings: [failure instanceof Error ? failure.message : String(failure)] };
    }
  };
  const run = closure
    ? (lookup: Lookup, clock: Clock): Evaluated => {
        try {
          return { value: plain(closure(lookup)), warnings: NO_WARNINGS };
        } catch (failure) {
          if (failure instanceof Incomparable) return { value: null, warnings: [failure.message] };
          if (failure !== OUTSIDE) throw failure;
          return slow(lookup, clock);
        }
      }
    : slow;
  return { text, names: free, ...(error && { error }), run };
}

type UnaryTest = (input: unknown, lookup: Lookup) => { value: boolean | null; warnings: string[] };
const unaryTests = new Map<string, UnaryTest>();

/** Unary tests of a decision table's cell against `?`. */
export function unaryTest(text: string, input: unknown, lookup: Lookup): { value: boolean | null; warnings: string[] } {
  let test = unaryTests.get(text);
  if (!test) {
    test = compileUnary(text.trim());
    if (unaryTests.size > 20_000) unaryTests.clear();
    unaryTests.set(text, test);
  }
  return test(input, lookup);
}

const said = (value: boolean) => ({ value, warnings: NO_WARNINGS });
const ANY: UnaryTest = () => said(true);
const COMPARISON = /^(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)$/;
const LITERALS = /^(?:"[^"\\]*"|-?\d+(?:\.\d+)?)(?:\s*,\s*(?:"[^"\\]*"|-?\d+(?:\.\d+)?))*$/;

/** The cells that tables mostly hold (nothing, a comparison with a number, listed values) run as they are; feelin does the rest. */
function compileUnary(text: string): UnaryTest {
  if (text === '' || text === '-') return ANY;
  const slow: UnaryTest = (input, lookup) => interpretUnary(text, input, lookup);
  const comparison = COMPARISON.exec(text);
  if (comparison) {
    const bound = Number(comparison[2]);
    return (input, lookup) =>
      typeof input === 'number' ? said(compare(comparison[1] as string, input, bound)) : slow(input, lookup);
  }
  if (LITERALS.test(text)) {
    const values = JSON.parse(`[${text}]`) as unknown[];
    const kinds = new Set(values.map((value) => typeof value));
    return (input, lookup) =>
      kinds.size === 1 && kinds.has(typeof input as 'string') ? said(values.includes(input)) : slow(input, lookup);
  }
  return slow;
}

function interpretUnary(text: string, input: unknown, lookup: Lookup): { value: boolean | null; warnings: string[] } {
  const context: Record<string, unknown> = { '?': input };
  for (const name of feel(text).names) {
    const value = lookup(name);
    if (value !== undefined) context[name] = value;
  }
  try {
    const { value, warnings } = feelin.unaryTest(text, context);
    return { value, warnings: warnings.map((warning) => warning.message) };
  } catch (failure) {
    return { value: null, warnings: [failure instanceof Error ? failure.message : String(failure)] };
  }
}

/** A stored ISO string as the FEEL value of its declared type; other types as they are. */
export function typed(value: Value | undefined, type: string | undefined): unknown {
  if (typeof value !== 'string' || !type) return value;
  switch (type) {
    case 'date':
      return feelin.date(value) ?? value;
    case 'dateTime':
      return feelin.dateAndTime(value) ?? value;
    case 'time':
      return feelin.time(value) ?? value;
    case 'duration':
      return feelin.duration(value) ?? value;
    default:
      return value;
  }
}

const localDate = (clock: Clock) => {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(clock.offset ?? '');
  const minutes = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  return new Date(clock.at + minutes * 60_000).toISOString().slice(0, 10);
};

/** FEEL values as JSON: dates, times and durations become ISO strings. */
export function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      return value.constructor === Object || Array.isArray(value)
        ? deepPlain(value)
        : JSON.parse(JSON.stringify(value));
    default:
      return null;
  }
}

function deepPlain(value: object): Value {
  if (Array.isArray(value)) return value.map(plain);
  const copy: { [name: string]: Value } = {};
  for (const name of Object.keys(value)) copy[name] = plain((value as Record<string, unknown>)[name]);
  return copy;
}

const scalar = (value: unknown) =>
  value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
const number = (value: unknown): number => {
  if (typeof value === 'number') return value;
  throw OUTSIDE;
};
const boolean = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  throw OUTSIDE;
};

/** Two values that have no order: feelin answers some of these with true, DMN says null (DMN 1.5, table 53). */
class Incomparable extends Error {}
const kindOf = (value: unknown) =>
  value === null
    ? 'nothing'
    : typeof value === 'string'
      ? 'a text'
      : typeof value === 'number'
        ? 'a number'
        : 'yes or no';

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (!scalar(left) || !scalar(right)) throw OUTSIDE;
  if (operator === '=' || operator === '!=') {
    if (left !== null && right !== null && typeof left !== typeof right) throw OUTSIDE;
    return operator === '=' ? left === right : left !== right;
  }
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string'))
    throw new Incomparable(`cannot compare ${kindOf(left)} with ${kindOf(right)}`);
  const a = left as number;
  const b = right as number;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw OUTSIDE;
  }
}

function arithmetic(operator: string, left: Closure, right: Closure): Closure | null {
  switch (operator) {
    case '+':
      return (look) => number(left(look)) + number(right(look));
    case '-':
      return (look) => number(left(look)) - number(right(look));
    case '*':
      return (look) => number(left(look)) * number(right(look));
    case '/':
      return (look) => {
        const divisor = number(right(look));
        if (divisor === 0) throw OUTSIDE;
        return number(left(look)) / divisor;
      };
    default:
      return null;
  }
}

const children = (node: SyntaxNode): SyntaxNode[] => {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
};

/** null = not in the subset. */
function compile(node: SyntaxNode, text: string): Closure | null {
  const parts = children(node);
  const source = text.slice(node.from, node.to);
  const inner = (index: number) => (parts[index] ? compile(parts[index], text) : null);
  switch (node.name) {
    case 'NumericLiteral': {
      const value = Number(source);
      return Number.isFinite(value) ? () => value : null;
    }
    case 'StringLiteral': {
      if (source.includes('\\')) return null;
      const value = source.slice(1, -1);
      return () => value;
    }
    case 'BooleanLiteral': {
      const value = source === 'true';
      return () => value;
    }
    case 'null':
      return () => null;
    case 'IfExpression': {
      const test = inner(1);
      const then = inner(3);
      const otherwise = inner(5);
      return test && then && otherwise ? (look) => (boolean(test(look)) ? then(look) : otherwise(look)) : null;
    }
    case 'ParenthesizedExpression':
      return inner(1);
    case 'VariableName':
      return (look) => {
        const value = look(source);
        if (value === undefined) throw OUTSIDE;
        return value;
      };
    case 'PathExpression': {
      const base = inner(0);
      const name = parts[2] ? text.slice(parts[2].from, parts[2].to) : '';
      if (!base || parts.length !== 3) return null;
      return (look) => {
        const value = base(look);
        if (value === null || typeof value !== 'object' || value.constructor !== Object) throw OUTSIDE;
        const found = (value as Record<string, unknown>)[name];
        if (found === undefined) throw OUTSIDE;
        return found;
      };
    }
    case 'Conjunction':
    case 'Disjunction': {
      const left = inner(0);
      const right = inner(2);
      if (!left || !right) return null;
      return node.name === 'Conjunction'
        ? (look) => boolean(left(look)) && boolean(right(look))
        : (look) => boolean(left(look)) || boolean(right(look));
    }
    case 'ArithmeticExpression': {
      if (parts.length === 2) {
        const operand = inner(1);
        return operand && text[node.from] === '-' ? (look) => -number(operand(look)) : null;
      }
      const left = inner(0);
      const right = inner(2);
      return left && right && parts[1] ? arithmetic(text.slice(parts[1].from, parts[1].to), left, right) : null;
    }
    case 'Comparison': {
      const left = inner(0);
      if (!left || !parts[1]) return null;
      if (parts[1].name === 'CompareOp') {
        const right = inner(2);
        const operator = text.slice(parts[1].from, parts[1].to);
        return right ? (look) => compare(operator, left(look), right(look)) : null;
      }
      if (parts[1].name === 'in' && parts[2]?.name === 'PositiveUnaryTest' && parts[2].firstChild?.name === 'List') {
        const items = children(parts[2].firstChild).filter((item) => item.name !== '[' && item.name !== ']');
        const closures = items.map((item) => (item.name.endsWith('Literal') ? compile(item, text) : null));
        if (closures.some((item) => !item)) return null;
        return (look) => {
          const value = left(look);
          if (typeof value !== 'string' && typeof value !== 'number') throw OUTSIDE;
          return closures.some((item) => item?.(look) === value);
        };
      }
      return null;
    }
    case 'FunctionInvocation': {
      const called = parts[0] ? text.slice(parts[0].from, parts[0].to) : '';
      const argument = parts[2]?.name === 'PositionalParameters' ? children(parts[2]) : [];
      if (called !== 'not' || argument.length !== 1 || !argument[0]) return null;
      const operand = compile(argument[0], text);
      return operand ? (look) => !boolean(operand(look)) : null;
    }
    default:
      return null;
  }
}
