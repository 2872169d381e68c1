// Trees → closures: an expression is read once and then runs as plain functions. Whatever goes wrong is null and a warning.

import type { Comparator, Iterator, Node, Parameter, UnaryTests } from './ast.ts';
import { spend } from './budget.ts';
import { builtin } from './builtins/index.ts';
import { type Closure, type Environment, readFrame, truth, warn, within } from './environment.ts';
import { filter } from './filter.ts';
import { closureOf, FeelFunction } from './function.ts';
import { type Iteration, loop, quantified } from './iteration.ts';
import type { Context } from './kind.ts';
import { add, isNumber, multiply, negate, subtract } from './number.ts';
import { calculate, compareBy, compareValues } from './operators.ts';
import { member } from './properties.ts';
import { FeelRange } from './range.ts';
import { kindWord, tell } from './reason.ts';
import { FeelDuration, FeelMonths, parseTemporal } from './temporal.ts';
import { ANY, instanceOf, resolveType, type Types } from './type.ts';
import { anyOf, type Test, testOf, unaryTestsOf } from './unary-test.ts';

type Compile<T extends Node['type']> = (node: Extract<Node, { type: T }>, types: Types) => Closure;

function readName(name: string): Closure {
  const known = builtin(name);
  return (environment) => {
    const bound = environment.frame ? readFrame(environment.frame, name) : undefined;
    if (bound !== undefined) return bound;
    const value = environment.lookup(name);
    if (value !== undefined) return value;
    return known ?? warn(environment, tell('unknownName', { name }));
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
  if (Array.isArray(value)) {
    spend(value.length);
    return value.map((item) => path(item, name, environment));
  }
  const found = member(value, name);
  return found === undefined ? warn(environment, tell('noPart', { kind: kindWord(value), name })) : found;
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
  '<': (point) => new FeelRange(null, point, false, false, '<'),
  '<=': (point) => new FeelRange(null, point, false, true, '<='),
  '>': (point) => new FeelRange(point, null, false, false, '>'),
  '>=': (point) => new FeelRange(point, null, true, false, '>='),
  '=': (point) => new FeelRange(point, point, true, true, '='),
};

function invoke(callee: unknown, args: unknown[], names: string[] | undefined, environment: Environment): unknown {
  return callee instanceof FeelFunction
    ? callee.invoke(args, environment, names)
    : warn(environment, tell('noFunction', { kind: kindWord(callee) }));
}

/** Camunda's two functions that ask whether there is something at all, by the number of what they are given. */
export const LENIENT: Record<string, number | undefined> = { 'is defined': 1, 'get or else': 2 };

/** Null and no warning where the value cannot be had. */
function quietly(closure: Closure, environment: Environment): unknown {
  const before = environment.run.warnings?.length ?? 0;
  const value = closure(environment);
  const { warnings } = environment.run;
  if (!warnings || warnings.length === before) return value;
  warnings.length = before;
  return null;
}

const iterationsOf = (iterators: Iterator[], types: Types): Iteration[] =>
  iterators.map(({ name, over, to }) => ({ name, over: compile(over, types), to: to && compile(to, types) }));

const parametersOf = (parameters: Parameter[], types: Types) =>
  parameters.map(({ name, as }) => ({ name, type: (as && resolveType(as, types)) ?? ANY }));

const COMPILERS: { [T in Node['type']]: Compile<T> } = {
  literal:
    ({ value }) =>
    () =>
      value,
  at: ({ text }) => {
    const value = parseTemporal(text);
    return value ? () => value : (environment) => warn(environment, tell('noTemporal', { text: String(text) }));
  },
  name: ({ name }) => readName(name),
  input: () => (environment) => {
    if (environment.input !== undefined) return environment.input;
    const value = environment.lookup('?');
    return value === undefined ? warn(environment, tell('noInput')) : value;
  },
  path: ({ base, name }, types) => {
    const from = compile(base, types);
    return (environment) => {
      const value = from(environment);
      if (Array.isArray(value)) return path(value, name, environment);
      const found = member(value, name);
      return found === undefined ? warn(environment, tell('noPart', { kind: kindWord(value), name })) : found;
    };
  },
  filter: ({ base, by }, types) => {
    const list = compile(base, types);
    if (by.type === 'half') {
      const test = testOf(by, (node) => compile(node, types), false);
      return (environment) =>
        filter(list(environment), (inner) => test(readFrame(inner.frame, 'item'), inner), environment, null);
    }
    const condition = compile(by, types);
    const position = by.type === 'literal' || by.type === 'negate' ? condition : null;
    return (environment) => filter(list(environment), condition, environment, position);
  },
  call: ({ callee, args, names }, types) => {
    const lenient = callee.type === 'name' && args.length === LENIENT[callee.name] ? callee.name : undefined;
    if (lenient) {
      const [asked, otherwise] = args.map((arg) => compile(arg, types)) as [Closure, Closure];
      return (environment) => {
        const value = quietly(asked, environment);
        if (lenient === 'is defined') return value !== null;
        return value ?? otherwise(environment);
      };
    }
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
      return result ?? warn(environment, tell('noValue', { kind: kindWord(x), operator, other: kindWord(y) }));
    };
  },
  negate: ({ operand }, types) => {
    const value = compile(operand, types);
    return (environment) => {
      const found = value(environment);
      if (isNumber(found)) return negate(found);
      if (found instanceof FeelDuration) return new FeelDuration(-found.nanos);
      if (found instanceof FeelMonths) return new FeelMonths(-found.months);
      return warn(environment, tell('noNegative', { kind: kindWord(found) }));
    };
  },
  comparison: ({ operator, left, right }, types) => {
    const [a, b] = [compile(left, types), compile(right, types)];
    const fast = FAST[operator];
    return (environment) => {
      const [x, y] = [a(environment), b(environment)];
      return typeof x === 'number' && typeof y === 'number'
        ? fast(x, y)
        : compareBy(operator, x, y, (said) => warn(environment, said));
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
      const above = compareBy('>=', found, from, (said) => warn(environment, said));
      const below = compareBy('<=', found, to, (said) => warn(environment, said));
      return above === null || below === null ? null : above && below;
    };
  },
  in: ({ value, tests }, types) => {
    const found = compile(value, types);
    const compiled = tests.map((test) => testOf(test, (node) => compile(node, types), false));
    return (environment) => {
      const seen = found(environment);
      const holds = anyOf(compiled, seen, environment);
      return holds === null && seen === null ? warn(environment, tell('nullInRange')) : holds;
    };
  },
  'instance of': ({ value, as }, types) => {
    const found = compile(value, types);
    const type = resolveType(as, types);
    return (environment) => {
      const seen = found(environment);
      return type ? instanceOf(seen, type) : warn(environment, tell('unknownType'));
    };
  },
  if: ({ test, then, else: otherwise }, types) => {
    const [condition, yes, no] = [compile(test, types), compile(then, types), compile(otherwise, types)];
    return (environment) => (truth(condition(environment), environment, 'if') ? yes(environment) : no(environment));
  },
  for: ({ iterators, body }, types) => loop(iterationsOf(iterators, types), compile(body, types)),
  some: ({ iterators, body }, types) => quantified(iterationsOf(iterators, types), compile(body, types), true),
  every: ({ iterators, body }, types) => quantified(iterationsOf(iterators, types), compile(body, types), false),
  function: ({ parameters, body, external }, types) => {
    const bound = parametersOf(parameters, types);
    if (external) return () => new FeelFunction(bound, ANY, (_, caller) => warn(caller, tell('foreignFunction')));
    const run = compile(body, types);
    return (environment) => closureOf(bound, ANY, environment, run);
  },
  list: ({ items }, types) => {
    const closures = items.map((item) => compile(item, types));
    return (environment) => {
      spend(closures.length);
      return closures.map((item) => item(environment));
    };
  },
  context: ({ entries }, types) => {
    const closures = entries.map(({ key, value }) => ({ key, value: compile(value, types) }));
    const twice = entries.find(({ key }, index) => entries.some((other, at) => at < index && other.key === key));
    return (environment) => {
      if (twice) return warn(environment, tell('twice', { key: twice.key }));
      spend(1 + closures.length);
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
      if (a === null && b === null) return warn(environment, tell('rangeEnd'));
      if (a !== null && b !== null && compareValues(a, b) === null)
        return warn(environment, tell('rangeEnds', { kind: kindWord(a), other: kindWord(b) }));
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
        : warn(environment, tell('noRange', { operator, kind: kindWord(value) }));
    };
  },
};

export function compile(node: Node, types: Types): Closure {
  return (COMPILERS[node.type] as Compile<Node['type']>)(node as never, types);
}

export const compileUnaryTests = (tests: UnaryTests, types: Types): Test =>
  unaryTestsOf(tests, (node) => compile(node, types));
