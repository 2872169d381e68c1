// Trees → closures: an expression is read once and then runs as plain functions. Whatever goes wrong is null and a warning.
import type { Comparator, Iterator, Node, Parameter, UnaryTests } from './ast.ts';
import { builtin } from './builtins/index.ts';
import { type Environment, readFrame, warn, within } from './environment.ts';
import { FeelFunction } from './function.ts';
import { type Context, isContext, kindOf } from './kind.ts';
import {
  add,
  compareNumbers,
  type FeelNumber,
  isNumber,
  isWhole,
  multiply,
  negate,
  subtract,
  truncate,
} from './number.ts';
import { calculate, compareValues, equal } from './operators.ts';
import { member } from './properties.ts';
import { FeelRange } from './range.ts';
import { FeelDate, FeelDuration, FeelMonths, parseTemporal, plusNanos } from './temporal.ts';
import { ANY, coerce, type FeelType, instanceOf, resolveType, type Types } from './type.ts';

export type Closure = (environment: Environment) => unknown;
type Compile<T extends Node['type']> = (node: Extract<Node, { type: T }>, types: Types) => Closure;

/** Iterations of one `for`; beyond it the result is null, so that no expression can stop the engine. */
const LIMIT = 1_000_000;

const truth = (value: unknown, environment: Environment, where: string): boolean | null =>
  typeof value === 'boolean'
    ? value
    : value === null
      ? null
      : (warn(environment, `${where}: a ${kindOf(value)} is neither true nor false`) as null);

function readName(name: string): Closure {
  const known = builtin(name);
  return (environment) => {
    const bound = environment.frame ? readFrame(environment.frame, name) : undefined;
    if (bound !== undefined) return bound;
    const value = environment.lookup(name);
    if (value !== undefined) return value;
    return known ?? warn(environment, `nothing is named "${name}"`);
  };
}

/** What is called: a function in a variable, else the built-in one, whatever else has its name. */
function readCallee(name: string): Closure {
  const known = builtin(name);
  const read = readName(name);
  if (!known) return read;
  return (environment) => {
    const value = (environment.frame && readFrame(environment.frame, name)) ?? environment.lookup(name);
    return value instanceof FeelFunction ? value : known;
  };
}

function path(value: unknown, name: string, environment: Environment): unknown {
  if (Array.isArray(value)) return value.map((item) => path(item, name, environment));
  const found = member(value, name);
  return found === undefined ? warn(environment, `a ${kindOf(value)} has no "${name}"`) : found;
}

/** `list[condition]`, `list[position]`. */
export function filter(value: unknown, by: Closure, environment: Environment, position: Closure | null): unknown {
  const list = Array.isArray(value) ? value : value === null ? [] : [value];
  if (position) {
    const at = position(environment);
    if (isNumber(at)) return list.at(nth(at, list.length)) ?? null;
  }
  // Only an item can tell a condition from a position; where there is none, the names around have to.
  if (list.length === 0) {
    const quiet = { ...environment, run: { ...environment.run, warnings: null } };
    return isNumber(by(quiet)) ? null : list;
  }
  const result: unknown[] = [];
  for (const item of list) {
    const names: Context = isContext(item) && Object.hasOwn(item, 'item') ? item : { item };
    const around = within(environment, names);
    const keep = by(names !== item && isContext(item) ? within(around, item) : around);
    if (isNumber(keep)) return list.at(nth(keep, list.length)) ?? null;
    if (keep === true) result.push(item);
    else if (keep !== false && keep !== null)
      return warn(environment, `a filter is a ${kindOf(keep)}, not true or false`);
  }
  return result;
}

/** Position from 1, negative from the end, as `Array.at` takes it; out of range where there is none. */
function nth(position: FeelNumber, length: number): number {
  const at = truncate(position);
  return at > 0 ? at - 1 : at < 0 && at >= -length ? at : length;
}

function compareBy(operator: Comparator, a: unknown, b: unknown, environment: Environment): boolean | null {
  if (operator === '=' || operator === '!=') {
    const same = equal(a, b);
    if (same === null) return warn(environment, `cannot compare a ${kindOf(a)} with a ${kindOf(b)}`);
    return operator === '=' ? same : !same;
  }
  const order = compareValues(a, b);
  if (order === null) return warn(environment, `cannot compare a ${kindOf(a)} with a ${kindOf(b)}`);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return operator satisfies never;
  }
}

/** Comparison of two numbers that are doubles, the case that conditions mostly are. */
const FAST: Record<Comparator, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const HALVES: Partial<Record<Comparator, (point: unknown) => FeelRange>> = {
  '<': (point) => new FeelRange(null, point, false, false),
  '<=': (point) => new FeelRange(null, point, false, true),
  '>': (point) => new FeelRange(point, null, false, false),
  '>=': (point) => new FeelRange(point, null, true, false),
  '=': (point) => new FeelRange(point, point, true, true),
};

/** Whether a tree speaks of `?`; what a function says in its body counts, a nested test does too. */
const mentionsInput = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  ((node as Node).type === 'input' || Object.values(node).some((part) => mentionsInput(part)));

/** The values of `"a"` or `["a", "b"]`, all strings or all numbers that are doubles: looked up instead of compared one by one. */
function scalarsOf(test: Node): Set<unknown> | null {
  const items = test.type === 'list' ? test.items : [test];
  const values = items.map((item) => (item.type === 'literal' ? item.value : null));
  const [first] = values;
  if (typeof first !== 'string' && typeof first !== 'number') return null;
  return values.every((value) => typeof value === typeof first) ? new Set(values) : null;
}

/** Whether a value meets one test (DMN 1.5, table 54 and 7.3.8). */
export function compileTest(test: Node, types: Types): (value: unknown, environment: Environment) => boolean | null {
  if (test.type === 'half') {
    const operand = compile(test.operand, types);
    return (value, environment) => {
      const bound = operand(environment);
      if (value === null && bound !== null && test.operator !== '=' && test.operator !== '!=') return null;
      return compareBy(test.operator, value, bound, environment);
    };
  }
  const listed = scalarsOf(test);
  const closure = compile(test, types);
  if (listed) {
    const kind = typeof [...listed][0];
    return (value, environment) =>
      typeof value === kind ? listed.has(value) : meets(value, closure(environment), false, environment);
  }
  const asks = mentionsInput(test);
  return (value, environment) => meets(value, closure({ ...environment, input: value }), asks, environment);
}

function meets(value: unknown, candidate: unknown, asks: boolean, environment: Environment): boolean | null {
  if (typeof candidate === 'boolean' && (asks || typeof value !== 'boolean')) return candidate;
  if (candidate === null) return asks ? null : value === null;
  if (candidate instanceof FeelRange) return value === null ? null : inRange(value, candidate, environment);
  if (Array.isArray(candidate)) {
    if (equal(value, candidate) === true) return true;
    if (candidate.some((item) => equal(value, item) === true)) return true;
    if (value === null) return false;
    return candidate.some((item) => item instanceof FeelRange && item.includes(value) === true);
  }
  if (Array.isArray(value) && value.length === 1) return equal(value[0], candidate);
  const same = equal(value, candidate);
  return (
    same ??
    (value === null ? false : warn(environment, `cannot compare a ${kindOf(value)} with a ${kindOf(candidate)}`))
  );
}

const inRange = (value: unknown, range: FeelRange, environment: Environment) => {
  if (value instanceof FeelRange) return range.equals(value);
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return range.includes(one) ?? warn(environment, `cannot compare a ${kindOf(value)} with the ends of ${range}`);
};

/** Three-valued: a test that holds decides, else an unknown one does. */
function anyOf(tests: ReturnType<typeof compileTest>[], value: unknown, environment: Environment): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const holds = test(value, environment);
    if (holds === true) return true;
    if (holds === null) result = null;
  }
  return result;
}

export type Test = (input: unknown, environment: Environment) => boolean | null;

export function compileUnaryTests({ tests, negated }: UnaryTests, types: Types): Test {
  if (!tests) return () => true;
  const compiled = tests.map((test) => compileTest(test, types));
  return (input, environment) => {
    const holds = anyOf(compiled, input, { ...environment, input });
    return negated ? (holds === null ? null : !holds) : holds;
  };
}

export type Step = { name: string; over: Closure; to?: Closure | undefined };
const stepsOf = (iterators: Iterator[], types: Types): Step[] =>
  iterators.map(({ name, over, to }) => ({ name, over: compile(over, types), to: to && compile(to, types) }));

/** What an iterator runs over; null (with a warning) where that cannot be counted. */
function domain({ over, to }: Step, environment: Environment): Iterable<unknown> | null {
  const start = over(environment);
  if (to) return count(start, to(environment), environment, true);
  if (start instanceof FeelRange) {
    if (start.start === null || start.end === null) return warn(environment, `${start} has no end to count to`);
    const all = count(start.start, start.end, environment, false);
    return all && [...all].filter((item) => start.includes(item));
  }
  if (start === null) return warn(environment, 'there is nothing to go through');
  return Array.isArray(start) ? start : [start];
}

function count(start: unknown, end: unknown, environment: Environment, down: boolean): unknown[] | null {
  const result: unknown[] = [];
  if (isNumber(start) && isNumber(end) && isWhole(start) && isWhole(end)) {
    const backwards = compareNumbers(start, end) > 0;
    if (backwards && !down) return warn(environment, 'the range runs backwards');
    const length = truncate(subtract(end, start) ?? Number.NaN);
    if (!(Math.abs(length) < LIMIT)) return warn(environment, 'the range is too long');
    for (let i = 0; i <= Math.abs(length); i++) result.push(add(start, backwards ? -i : i));
    return result;
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    const backwards = (compareValues(start, end) ?? 0) > 0;
    if (backwards && !down) return warn(environment, 'the range runs backwards');
    const day = 86_400_000_000_000n * (backwards ? -1n : 1n);
    for (let at: FeelDate | null = start; at && result.length < LIMIT; at = plusNanos(at, day)) {
      result.push(at);
      if (compareValues(at, end) === 0) return result;
    }
  }
  return warn(environment, `cannot count from a ${kindOf(start)} to a ${kindOf(end)}`);
}

/** Runs the body for every combination; false from it ends the iteration. null where an iterator has no domain. */
function iterate(steps: Step[], environment: Environment, body: (inner: Environment) => boolean): boolean | null {
  const go = (index: number, around: Environment): boolean | null => {
    const step = steps[index];
    if (!step) return body(around);
    const items = domain(step, around);
    if (!items) return null;
    for (const item of items) {
      const going = go(index + 1, within(around, { [step.name]: item }));
      if (going !== true) return going;
    }
    return true;
  };
  return go(0, environment);
}

function invoke(callee: unknown, args: unknown[], names: string[] | undefined, environment: Environment): unknown {
  return callee instanceof FeelFunction
    ? callee.invoke(args, environment, names)
    : warn(environment, `a ${kindOf(callee)} is no function`);
}

/** Arguments in the order of the parameters, each converted to its type; null where they do not fit. */
export function bindArguments(
  parameters: { name: string; type: FeelType }[],
  args: unknown[],
  names: string[] | undefined,
  environment: Environment,
): Context | null {
  if (args.length !== parameters.length)
    return warn(environment, `${args.length} arguments are given where ${parameters.length} are asked for`);
  if (names?.some((name) => !parameters.some((parameter) => parameter.name === name)))
    return warn(environment, `there is no parameter named ${names.join(', ')}`);
  const bound: Context = {};
  for (const [index, { name, type }] of parameters.entries()) {
    const value = coerce(names ? args[names.indexOf(name)] : args[index], type);
    if (value === undefined) return warn(environment, `the argument "${name}" is not of the type that is asked for`);
    bound[name] = value;
  }
  return bound;
}

const parametersOf = (parameters: Parameter[], types: Types) =>
  parameters.map(({ name, as }) => ({ name, type: (as && resolveType(as, types)) ?? ANY }));

const DEPTH = 500;

const COMPILERS: { [T in Node['type']]: Compile<T> } = {
  literal:
    ({ value }) =>
    () =>
      value,
  at: ({ text }) => {
    const value = parseTemporal(text);
    return value ? () => value : (environment) => warn(environment, `@"${text}" is no date, time or duration`);
  },
  name: ({ name }) => readName(name),
  input: () => (environment) => {
    if (environment.input !== undefined) return environment.input;
    const value = environment.lookup('?');
    return value === undefined ? warn(environment, 'there is no "?" here') : value;
  },
  path: ({ base, name }, types) => {
    const from = compile(base, types);
    return (environment) => {
      const value = from(environment);
      if (Array.isArray(value)) return path(value, name, environment);
      const found = member(value, name);
      return found === undefined ? warn(environment, `a ${kindOf(value)} has no "${name}"`) : found;
    };
  },
  filter: ({ base, by }, types) => {
    const list = compile(base, types);
    if (by.type === 'half') {
      const test = compileTest(by, types);
      return (environment) =>
        filter(list(environment), (inner) => test(readFrame(inner.frame, 'item'), inner), environment, null);
    }
    const condition = compile(by, types);
    const position = by.type === 'literal' || by.type === 'negate' ? condition : null;
    return (environment) => filter(list(environment), condition, environment, position);
  },
  call: ({ callee, args, names }, types) => {
    const called = callee.type === 'name' ? readCallee(callee.name) : compile(callee, types);
    const given = args.map((arg) => compile(arg, types));
    return (environment) =>
      invoke(
        called(environment),
        given.map((arg) => arg(environment)),
        names,
        environment,
      );
  },
  arithmetic: ({ operator, left, right }, types) => {
    const [a, b] = [compile(left, types), compile(right, types)];
    const fast = { '+': add, '-': subtract, '*': multiply, '/': null, '**': null }[operator];
    return (environment) => {
      const [x, y] = [a(environment), b(environment)];
      const result = fast && typeof x === 'number' && typeof y === 'number' ? fast(x, y) : calculate(operator, x, y);
      return result ?? warn(environment, `a ${kindOf(x)} ${operator} a ${kindOf(y)} has no value`);
    };
  },
  negate: ({ operand }, types) => {
    const value = compile(operand, types);
    return (environment) => {
      const found = value(environment);
      if (isNumber(found)) return negate(found);
      if (found instanceof FeelDuration) return new FeelDuration(-found.nanos);
      if (found instanceof FeelMonths) return new FeelMonths(-found.months);
      return warn(environment, `a ${kindOf(found)} has no negative`);
    };
  },
  comparison: ({ operator, left, right }, types) => {
    const [a, b] = [compile(left, types), compile(right, types)];
    const fast = FAST[operator];
    return (environment) => {
      const [x, y] = [a(environment), b(environment)];
      return typeof x === 'number' && typeof y === 'number' ? fast(x, y) : compareBy(operator, x, y, environment);
    };
  },
  and: ({ left, right }, types) => {
    const [a, b] = [compile(left, types), compile(right, types)];
    return (environment) => {
      const x = a(environment);
      if (x === false) return false;
      const y = b(environment);
      if (y === false) return false;
      if (x === true && y === true) return true;
      truth(x, environment, 'and');
      truth(y, environment, 'and');
      return null;
    };
  },
  or: ({ left, right }, types) => {
    const [a, b] = [compile(left, types), compile(right, types)];
    return (environment) => {
      const x = a(environment);
      if (x === true) return true;
      const y = b(environment);
      if (y === true) return true;
      if (x === false && y === false) return false;
      truth(x, environment, 'or');
      truth(y, environment, 'or');
      return null;
    };
  },
  between: ({ value, low, high }, types) => {
    const [x, a, b] = [compile(value, types), compile(low, types), compile(high, types)];
    return (environment) => {
      const [found, from, to] = [x(environment), a(environment), b(environment)];
      const above = compareBy('>=', found, from, environment);
      const below = compareBy('<=', found, to, environment);
      return above === null || below === null ? null : above && below;
    };
  },
  in: ({ value, tests }, types) => {
    const found = compile(value, types);
    const compiled = tests.map((test) => compileTest(test, types));
    return (environment) => anyOf(compiled, found(environment), environment);
  },
  'instance of': ({ value, as }, types) => {
    const found = compile(value, types);
    const type = resolveType(as, types);
    return (environment) => {
      const seen = found(environment);
      return type ? instanceOf(seen, type) : warn(environment, 'the type is unknown');
    };
  },
  if: ({ test, then, else: otherwise }, types) => {
    const [condition, yes, no] = [compile(test, types), compile(then, types), compile(otherwise, types)];
    return (environment) => (truth(condition(environment), environment, 'if') ? yes(environment) : no(environment));
  },
  for: ({ iterators, body }, types) => loop(stepsOf(iterators, types), compile(body, types)),
  some: ({ iterators, body }, types) => quantified(stepsOf(iterators, types), compile(body, types), true),
  every: ({ iterators, body }, types) => quantified(stepsOf(iterators, types), compile(body, types), false),
  function: ({ parameters, body, external }, types) => {
    const bound = parametersOf(parameters, types);
    if (external)
      return () =>
        new FeelFunction(bound, ANY, (_, caller) => warn(caller, 'functions of other languages do not run here'));
    const run = compile(body, types);
    return (environment) => closureOf(bound, ANY, environment, run);
  },
  list: ({ items }, types) => {
    const closures = items.map((item) => compile(item, types));
    return (environment) => closures.map((item) => item(environment));
  },
  context: ({ entries }, types) => {
    const closures = entries.map(({ key, value }) => ({ key, value: compile(value, types) }));
    const twice = entries.find(({ key }, index) => entries.some((other, at) => at < index && other.key === key));
    return (environment) => {
      if (twice) return warn(environment, `the key "${twice.key}" is there twice`);
      const result: Context = {};
      const inner = within(environment, result);
      for (const { key, value } of closures)
        Object.defineProperty(result, key, {
          value: value(inner),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      return result;
    };
  },
  range: ({ start, end, startIncluded, endIncluded }, types) => {
    const [from, to] = [start && compile(start, types), end && compile(end, types)];
    return (environment) => {
      const [a, b] = [from ? from(environment) : null, to ? to(environment) : null];
      if (a === null && b === null) return warn(environment, 'a range needs an end');
      if (a !== null && b !== null && compareValues(a, b) === null)
        return warn(environment, `a ${kindOf(a)} and a ${kindOf(b)} are no ends of one range`);
      return new FeelRange(a, b, startIncluded && a !== null, endIncluded && b !== null);
    };
  },
  half: ({ operator, operand }, types) => {
    const point = compile(operand, types);
    const range = HALVES[operator];
    return (environment) => {
      const value = point(environment);
      return range && compareValues(value, value) !== null
        ? range(value)
        : warn(environment, `${operator} a ${kindOf(value)} is no range`);
    };
  },
};

export function loop(steps: Step[], run: Closure): Closure {
  return (environment) => {
    const result: unknown[] = [];
    const around = within(environment, { partial: result });
    const done = iterate(steps, around, (inner) => result.push(run(inner)) < LIMIT);
    return done === null ? null : result;
  };
}

/** @param decisive the answer that settles it: true for `some`, false for `every` */
export function quantified(steps: Step[], run: Closure, decisive: boolean): Closure {
  return (environment) => {
    let result: boolean | null = !decisive;
    const done = iterate(steps, environment, (inner) => {
      const answer = run(inner);
      const holds = truth(answer, inner, decisive ? 'some' : 'every');
      if (holds === decisive) result = decisive;
      else if (holds === null) result = null;
      // An answer that is neither true nor false settles it as well.
      return holds !== decisive && (holds !== null || answer === null);
    });
    return done === null ? null : result;
  };
}

/** A function with what it saw where it was written. */
export function closureOf(
  parameters: { name: string; type: FeelType }[],
  result: FeelType,
  home: Environment,
  run: Closure,
): FeelFunction {
  return new FeelFunction(parameters, result, (args, caller, names) => {
    const bound = bindArguments(parameters, args, names, caller);
    if (!bound) return null;
    const depth = caller.depth + 1;
    if (depth > DEPTH) return warn(caller, 'functions call each other too deep');
    return run({ ...within(home, bound), run: caller.run, depth });
  });
}

export function compile(node: Node, types: Types): Closure {
  return (COMPILERS[node.type] as Compile<Node['type']>)(node as never, types);
}

/** Names that a tree reads and does not bind itself, in order of appearance. */
export function freeNames(node: Node | UnaryTests): string[] {
  const found = new Set<string>();
  const visit = (part: unknown, bound: Set<string>): void => {
    if (Array.isArray(part)) for (const item of part) visit(item, bound);
    else if (typeof part === 'object' && part !== null) visitNode(part as Node, bound);
  };
  const visitNode = (part: Node, bound: Set<string>): void => {
    switch (part.type) {
      case 'name':
        if (!bound.has(part.name)) found.add(part.name);
        return;
      case 'for':
      case 'some':
      case 'every': {
        const inner = new Set(bound).add('partial');
        for (const { name, over, to } of part.iterators) {
          visit(over, inner);
          visit(to, inner);
          inner.add(name);
        }
        visit(part.body, inner);
        return;
      }
      case 'function':
        if (!part.external) visit(part.body, new Set([...bound, ...part.parameters.map(({ name }) => name)]));
        return;
      case 'filter':
        visit(part.base, bound);
        visit(part.by, new Set(bound).add('item'));
        return;
      case 'context': {
        const inner = new Set(bound);
        for (const { key, value } of part.entries) {
          visit(value, inner);
          inner.add(key);
        }
        return;
      }
      case 'instance of':
        visit(part.value, bound);
        return;
      default:
        for (const inner of Object.values(part)) visit(inner, bound);
    }
  };
  visit(node, new Set());
  return [...found];
}
