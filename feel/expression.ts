// FEEL (DMN 1.5, chapter 10) for processes, forms and decision tables: read once, kept by text, run as closures.
import type { Message } from '../words/message.ts';
import { deeper, spend, withinBudget } from './budget.ts';
import { compile, compileUnaryTests } from './compile.ts';
import { type Clock, environmentOf, type Lookup } from './environment.ts';
import { freeNames } from './free-names.ts';
import { FeelFunction } from './function.ts';
import { type Context, FeelValue } from './kind.ts';
import { type Names, namesOf } from './names.ts';
import { Decimal } from './number.ts';
import { FeelSyntaxError, parseExpression, parseUnaryTests } from './parse.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './temporal.ts';
import type { Test } from './unary-test.ts';
import type { Value } from './value.ts';
import { wellFormed } from './well-formed.ts';

export type { Clock, Lookup } from './environment.ts';
export type Evaluated = { value: Value; warnings: Message[] };
export type Feel = {
  text: string;
  /** Names that the expression may read; built-in functions are among them. */
  names: string[];
  /** Syntax error in words, if the text is not FEEL. */
  error?: Message;
  run(lookup: Lookup, clock: Clock): Evaluated;
};

const nothing = (why: Message) => ({ value: null, warnings: [why] });

const cache = new Map<string, Feel>();
const NO_WARNINGS: Message[] = [];
const NAMES: Names = namesOf([]);
const noTypes = () => undefined;

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
  try {
    const node = parseExpression(text, NAMES);
    const closure = compile(node, noTypes);
    const run = (lookup: Lookup, clock: Clock): Evaluated =>
      withinBudget(() => {
        const environment = environmentOf(lookup, clock);
        const value = plain(closure(environment));
        return { value, warnings: environment.run.warnings ?? NO_WARNINGS };
      }, nothing);
    return { text, names: freeNames(node), run };
  } catch (problem) {
    if (!(problem instanceof FeelSyntaxError)) throw problem;
    const error = problem.why;
    return { text, names: [], error, run: () => ({ value: null, warnings: [error] }) };
  }
}

type UnaryTest = (input: unknown, lookup: Lookup, clock: Clock) => { value: boolean | null; warnings: Message[] };
const unaryTests = new Map<string, UnaryTest>();
const EPOCH: Clock = { at: 0 };

/** Unary tests of a decision table's cell against `?`. */
export function unaryTest(
  text: string,
  input: unknown,
  lookup: Lookup,
  clock: Clock = EPOCH,
): { value: boolean | null; warnings: Message[] } {
  let test = unaryTests.get(text);
  if (!test) {
    test = compileUnary(text.trim());
    if (unaryTests.size > 20_000) unaryTests.clear();
    unaryTests.set(text, test);
  }
  return test(input, lookup, clock);
}

function compileUnary(text: string): UnaryTest {
  let test: Test;
  try {
    test = compileUnaryTests(parseUnaryTests(text, NAMES), noTypes);
  } catch (problem) {
    if (!(problem instanceof FeelSyntaxError)) throw problem;
    const warnings = [problem.why];
    return () => ({ value: null, warnings });
  }
  return (input, lookup, clock) =>
    withinBudget(() => {
      const environment = environmentOf(lookup, clock);
      const value = test(input ?? null, environment);
      return { value, warnings: environment.run.warnings ?? NO_WARNINGS };
    }, nothing);
}

const PARSERS: Record<string, (text: string) => unknown> = {
  date: parseDate,
  // Browsers leave the seconds out.
  dateTime: (text) => parseDateTime(/T\d\d:\d\d$/.test(text) ? `${text}:00` : text),
  time: (text) => parseTime(/^\d\d:\d\d$/.test(text) ? `${text}:00` : text),
  duration: parseDuration,
};

/** A stored ISO string as the FEEL value of its declared type; other types as they are. */
export function typed(value: Value | undefined, type: string | undefined): unknown {
  if (typeof value !== 'string' || !type) return value;
  return (Object.hasOwn(PARSERS, type) && PARSERS[type]?.(value)) || value;
}

/** FEEL values as JSON: dates, times and durations become ISO strings, decimals the nearest double, texts what can be stored. */
export function plain(value: unknown, depth = 0): Value {
  switch (typeof value) {
    case 'string':
      // What goes into a case is read again with each of its turns: a megabyte and a half is all that one expression may make.
      spend(value.length);
      return wellFormed(value);
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (value instanceof Decimal) return plain(value.toNumber());
  if (value instanceof FeelValue) return value instanceof FeelFunction ? null : String(value);
  const inside = deeper(depth);
  if (Array.isArray(value)) {
    spend(value.length * 4);
    return value.map((item) => plain(item, inside));
  }
  const names = Object.keys(value);
  spend(names.length * 4);
  const copy: { [name: string]: Value } = {};
  for (const name of names) if (name !== '__proto__') copy[wellFormed(name)] = plain((value as Context)[name], inside);
  return copy;
}
