// Equality, order and arithmetic by kind (DMN 1.5, tables 44 and 50 to 58).

import type { Message } from '../words/message.ts';
import type { Comparator, Operator } from './ast.ts';
import { deeper, spend, weigh } from './budget.ts';
import { type Context, FeelValue, isContext, kindOf } from './kind.ts';
import { isSimple } from './names.ts';
import {
  add,
  compareNumbers,
  Decimal,
  divide,
  type FeelNumber,
  isNumber,
  multiply,
  numberText,
  power,
  ROUND_DOWN,
  subtract,
  truncate,
} from './number.ts';
import { kindWord, tell } from './reason.ts';
import {
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelMonths,
  FeelTime,
  instantOf,
  plusMonths,
  plusNanos,
  sameFooting,
  secondsOf,
  timeOfDayUtc,
} from './temporal.ts';

/** Kinds that know how to compare themselves with their like. */
interface Comparable {
  equals(other: unknown): boolean;
}
const comparesItself = (value: unknown): value is Comparable => value instanceof FeelValue && 'equals' in value;

/** null where the two are of different kinds. */
export function equal(a: unknown, b: unknown, depth = 0): boolean | null {
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b);
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined) return (a ?? null) === (b ?? null);
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return null;
  spend(1);
  switch (kind) {
    case 'number':
      return typeof a === 'number' || typeof b === 'number' ? false : (a as Decimal).eq(b as Decimal);
    case 'list': {
      const [left, right] = [a as unknown[], b as unknown[]];
      const inside = deeper(depth);
      // Items that are one and the same cost little, but not nothing: both lists may be asked for again and again.
      spend(left.length >> 3);
      return left.length === right.length && left.every((item, index) => equal(item, right[index], inside) === true);
    }
    case 'context': {
      const [left, right] = [a as Context, b as Context];
      const keys = Object.keys(left);
      const inside = deeper(depth);
      spend(keys.length);
      return (
        keys.length === Object.keys(right).length &&
        keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key], inside) === true)
      );
    }
    case 'date':
    case 'time':
    case 'date and time':
    case 'days and time duration':
    case 'years and months duration':
      return order(a, b) === 0;
    default:
      return comparesItself(a) ? a.equals(b) : false;
  }
}

const sign = (a: number | bigint, b: number | bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** Of two values of one kind; null where that kind, or these two, have no order. Times are compared by whole seconds. */
function order(a: unknown, b: unknown): number | null {
  if (a instanceof FeelDate || a instanceof FeelDateTime) {
    if (a instanceof FeelDateTime && !sameFooting(a, b as FeelDateTime)) return null;
    return sign(secondsOf(instantOf(a)), secondsOf(instantOf(b as FeelDate)));
  }
  if (a instanceof FeelTime)
    return sameFooting(a, b as FeelTime)
      ? sign(secondsOf(BigInt(timeOfDayUtc(a))), secondsOf(BigInt(timeOfDayUtc(b as FeelTime))))
      : null;
  if (a instanceof FeelDuration) return sign(a.nanos, (b as FeelDuration).nanos);
  if (a instanceof FeelMonths) return sign(a.months, (b as FeelMonths).months);
  return null;
}

/** Long texts that differ only late are read to there. */
const readBoth = (a: string, b: string) => spend(1 + (Math.min(a.length, b.length) >> 6));
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  readBoth(a, b);
  return a === b;
}
function compareTexts(a: string, b: string): number {
  readBoth(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Below zero, zero, above zero; null where the two have no order. */
export function compareValues(a: unknown, b: unknown): number | null {
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? compareTexts(a, b) : null;
  return kindOf(a) === kindOf(b) ? order(a, b) : null;
}

/** @param warn says that the two cannot be compared, and is null */
export function compareBy(
  operator: Comparator,
  a: unknown,
  b: unknown,
  warn: (message: Message) => null,
): boolean | null {
  if (operator === '=' || operator === '!=') {
    const same = equal(a, b);
    if (same === null) return warn(tell('compare', { kind: kindWord(a), other: kindWord(b) }));
    return operator === '=' ? same : !same;
  }
  const order = compareValues(a, b);
  if (order === null) return warn(tell('compare', { kind: kindWord(a), other: kindWord(b) }));
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

type Arithmetic = (a: never, b: never) => unknown;
const inMonths = (value: FeelNumber | null): FeelMonths | null =>
  value === null ? null : new FeelMonths(truncate(value));
const inNanos = (value: FeelNumber | null): FeelDuration | null =>
  value === null ? null : new FeelDuration(BigInt(new Decimal(value).toDecimalPlaces(0, ROUND_DOWN).toFixed()));
const nanosAs = (a: FeelDuration): FeelNumber => new Decimal(a.nanos.toString());
const between = (a: FeelDate | FeelDateTime, b: FeelDate | FeelDateTime): FeelDuration | null => {
  const zoned = (value: FeelDate | FeelDateTime) => (value instanceof FeelDateTime ? value.zone !== null : true);
  const both = a instanceof FeelDate && b instanceof FeelDate;
  return both || zoned(a) === zoned(b) ? new FeelDuration(instantOf(a) - instantOf(b)) : null;
};
const dated = ['date', 'date and time'] as const;
const timed = ['date', 'date and time', 'time'] as const;

/** Operator and the two kinds → how. */
const ARITHMETIC = new Map<string, Arithmetic>();
const rule = <A, B>(a: string, operator: Operator, b: string, how: (a: A, b: B) => unknown) =>
  ARITHMETIC.set(`${a}${operator}${b}`, how as Arithmetic);

rule('number', '+', 'number', add);
rule('number', '-', 'number', subtract);
rule('number', '*', 'number', multiply);
rule('number', '/', 'number', divide);
rule('number', '**', 'number', power);
rule('string', '+', 'string', (a: string, b: string) => {
  spend(weigh(a) + weigh(b));
  return a + b;
});

const DURATION = 'days and time duration';
const MONTHS = 'years and months duration';
rule(DURATION, '+', DURATION, (a: FeelDuration, b: FeelDuration) => new FeelDuration(a.nanos + b.nanos));
rule(DURATION, '-', DURATION, (a: FeelDuration, b: FeelDuration) => new FeelDuration(a.nanos - b.nanos));
rule(DURATION, '*', 'number', (a: FeelDuration, b: FeelNumber) => inNanos(multiply(nanosAs(a), b)));
rule('number', '*', DURATION, (a: FeelNumber, b: FeelDuration) => inNanos(multiply(nanosAs(b), a)));
rule(DURATION, '/', 'number', (a: FeelDuration, b: FeelNumber) => inNanos(divide(nanosAs(a), b)));
rule(DURATION, '/', DURATION, (a: FeelDuration, b: FeelDuration) =>
  b.nanos === 0n ? null : divide(nanosAs(a), nanosAs(b)),
);
rule(MONTHS, '+', MONTHS, (a: FeelMonths, b: FeelMonths) => new FeelMonths(a.months + b.months));
rule(MONTHS, '-', MONTHS, (a: FeelMonths, b: FeelMonths) => new FeelMonths(a.months - b.months));
rule(MONTHS, '*', 'number', (a: FeelMonths, b: FeelNumber) => inMonths(multiply(a.months, b)));
rule('number', '*', MONTHS, (a: FeelNumber, b: FeelMonths) => inMonths(multiply(b.months, a)));
rule(MONTHS, '/', 'number', (a: FeelMonths, b: FeelNumber) => inMonths(divide(a.months, b)));
rule(MONTHS, '/', MONTHS, (a: FeelMonths, b: FeelMonths) => (b.months === 0 ? null : divide(a.months, b.months)));
for (const kind of dated) {
  rule(kind, '+', MONTHS, (a: FeelDate, b: FeelMonths) => plusMonths(a, b.months));
  rule(kind, '-', MONTHS, (a: FeelDate, b: FeelMonths) => plusMonths(a, -b.months));
  rule(MONTHS, '+', kind, (a: FeelMonths, b: FeelDate) => plusMonths(b, a.months));
  for (const other of dated) rule(kind, '-', other, between);
}
for (const kind of timed) {
  rule(kind, '+', DURATION, (a: FeelDate, b: FeelDuration) => plusNanos(a, b.nanos));
  rule(kind, '-', DURATION, (a: FeelDate, b: FeelDuration) => plusNanos(a, -b.nanos));
  rule(DURATION, '+', kind, (a: FeelDuration, b: FeelDate) => plusNanos(b, a.nanos));
}
rule('time', '-', 'time', (a: FeelTime, b: FeelTime) =>
  sameFooting(a, b) ? new FeelDuration(BigInt(timeOfDayUtc(a) - timeOfDayUtc(b))) : null,
);

/** null where the kinds do not fit the operator, or the result is none. */
export function calculate(operator: Operator, a: unknown, b: unknown): unknown {
  const how = ARITHMETIC.get(`${kindOf(a)}${operator}${kindOf(b)}`);
  return how ? how(a as never, b as never) : null;
}

/** As FEEL writes it: texts in quotes. */
export function literalText(value: unknown, depth = 0): string {
  const inside = deeper(depth);
  spend(weigh(value));
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) return `[${value.map((item) => literalText(item, inside)).join(', ')}]`;
  if (value instanceof FeelValue || typeof value === 'boolean') return String(value);
  if (isContext(value))
    return `{${Object.keys(value)
      .map(
        (key) =>
          `${isSimple(key) || /^[\p{L}_][\p{L}\p{N} _]*$/u.test(key) ? key : literalText(key)}: ${literalText(value[key], inside)}`,
      )
      .join(', ')}}`;
  return 'null';
}
