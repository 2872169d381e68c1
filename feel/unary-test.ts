// Unary tests, of the cells of decision tables and behind `in` (DMN 1.5, 7.3.8 and table 54).

import type { Node, UnaryTests } from './ast.ts';
import { type Closure, type Environment, warn } from './environment.ts';
import { compareBy, equal } from './operators.ts';
import { FeelRange } from './range.ts';
import { kindWord, tell } from './reason.ts';

/** How the trees in tests become closures. */
type Compiler = (node: Node) => Closure;
export type Test = (value: unknown, environment: Environment) => boolean | null;

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
/** @param cell in a cell a condition that says nothing of the input may stand, too; behind `in` true and false are values */
export function testOf(test: Node, compile: Compiler, cell: boolean): Test {
  if (test.type === 'half') {
    const operand = compile(test.operand);
    return (value, environment) => {
      const bound = operand(environment);
      if (value === null && bound !== null && test.operator !== '=' && test.operator !== '!=') return null;
      return compareBy(test.operator, value, bound, (said) => warn(environment, said));
    };
  }
  const listed = scalarsOf(test);
  const closure = compile(test);
  if (listed) {
    const kind = typeof [...listed][0];
    return (value, environment) =>
      typeof value === kind ? listed.has(value) : meets(value, closure(environment), environment);
  }
  // In a cell, true, false and null match themselves alone (DMN 1.5, 7.3.2).
  if (cell && test.type === 'literal' && (test.value === null || typeof test.value === 'boolean')) {
    const wanted = test.value;
    return (value) => value === wanted;
  }
  const asks = mentionsInput(test);
  return (value, environment) => {
    const found = closure({ ...environment, input: value });
    // A condition answers for itself, also with null.
    if (asks && (found === null || typeof found === 'boolean')) return found as boolean | null;
    if (cell && typeof found === 'boolean' && typeof value !== 'boolean') return found;
    return meets(value, found, environment);
  };
}

function meets(value: unknown, candidate: unknown, environment: Environment): boolean | null {
  if (candidate === null) return value === null;
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
    (value === null ? false : warn(environment, tell('compare', { kind: kindWord(value), other: kindWord(candidate) })))
  );
}

const inRange = (value: unknown, range: FeelRange, environment: Environment) => {
  if (value instanceof FeelRange) return range.equals(value);
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return (
    range.includes(one) ?? warn(environment, tell('compare.range', { kind: kindWord(value), range: String(range) }))
  );
};

/** Three-valued: a test that holds decides, else an unknown one does. */
export function anyOf(tests: Test[], value: unknown, environment: Environment): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const holds = test(value, environment);
    if (holds === true) return true;
    if (holds === null) result = null;
  }
  return result;
}

export function unaryTestsOf({ tests, negated }: UnaryTests, compile: Compiler): Test {
  if (!tests) return () => true;
  const compiled = tests.map((test) => testOf(test, compile, true));
  return (input, environment) => {
    const holds = anyOf(compiled, input, { ...environment, input });
    return negated ? (holds === null ? null : !holds) : holds;
  };
}
