// Relations between points and ranges (DMN 1.5, 10.3.4.9, table 78, after Allen's interval algebra), and `range`.

import { type Environment, warn } from '../environment.ts';
import { compareValues } from '../operators.ts';
import { FeelRange } from '../range.ts';
import { parseRange } from '../range-text.ts';
import { tell } from '../reason.ts';
import { type Builtins, form } from './builtin.ts';

/** Raised where two end points have no order; the relation is then null. */
const NO_ORDER = Symbol('no order');
const order = (a: unknown, b: unknown): number => {
  const found = compareValues(a, b);
  if (found === null) throw NO_ORDER;
  return found;
};

/** Ends as numbers that can be compared: an open start lies a little after its point, an open end a little before. */
type Edge = { at: unknown; shift: number };
const startOf = (range: FeelRange): Edge => ({ at: range.start, shift: range.startIncluded ? 0 : 1 });
const endOf = (range: FeelRange): Edge => ({ at: range.end, shift: range.endIncluded ? 0 : -1 });
const point = (at: unknown): Edge => ({ at, shift: 0 });

/** A missing start lies before everything, a missing end behind. */
const INFINITY = Symbol('no end');
const edge = (one: Edge, infinite: -1 | 1): Edge => (one.at === null ? { at: INFINITY, shift: infinite } : one);
const low = (range: FeelRange) => edge(startOf(range), -1);
const high = (range: FeelRange) => edge(endOf(range), 1);

function compare(a: Edge, b: Edge): number {
  if (a.at === INFINITY || b.at === INFINITY)
    return a.at === b.at ? a.shift - b.shift : a.at === INFINITY ? a.shift : -b.shift;
  return order(a.at, b.at) || a.shift - b.shift;
}

/** Which of two edges is first, by their points alone. */
const points = (a: Edge, b: Edge) =>
  compare({ ...a, shift: a.at === INFINITY ? a.shift : 0 }, { ...b, shift: b.at === INFINITY ? b.shift : 0 });

type Side = 'point' | 'range';
const sides = (a: Side, b: Side, run: (a: never, b: never) => boolean) => {
  const type = (side: Side) => (side === 'range' ? 'range' : 'any');
  const name = (side: Side, other: Side, index: number) => (side === other ? `${side}${index}` : side);
  return form(
    `${name(a, b, 1)}: ${type(a)}, ${name(b, a, 2)}: ${type(b)}`,
    ([left, right]: [unknown, unknown], environment: Environment) => {
      const misplaced =
        (a === 'point' && (left === null || left instanceof FeelRange)) ||
        (b === 'point' && (right === null || right instanceof FeelRange));
      if (misplaced) return warn(environment, tell('ranges.point'));
      try {
        return run(left as never, right as never);
      } catch (problem) {
        if (problem !== NO_ORDER) throw problem;
        return warn(environment, tell('ranges.order'));
      }
    },
  );
};

type R = FeelRange;
const contains = (range: R, at: unknown) => compare(low(range), point(at)) <= 0 && compare(point(at), high(range)) <= 0;
const covers = (a: R, b: R) => compare(low(a), low(b)) <= 0 && compare(high(b), high(a)) <= 0;
const startsAt = (at: unknown, range: R) => range.startIncluded && range.start !== null && order(at, range.start) === 0;
const endsAt = (at: unknown, range: R) => range.endIncluded && range.end !== null && order(at, range.end) === 0;
const touches = (first: R, second: R) =>
  first.endIncluded && second.startIncluded && points(endOf(first), startOf(second)) === 0;
const before = (a: R, b: R) => {
  const gap = points(high(a), low(b));
  return gap < 0 || (gap === 0 && !(a.endIncluded && b.startIncluded));
};
const overlaps = (a: R, b: R) => !before(a, b) && !before(b, a);
const starts = (a: R, b: R) =>
  points(low(a), low(b)) === 0 && a.startIncluded === b.startIncluded && compare(high(a), high(b)) <= 0;
const finishes = (a: R, b: R) =>
  points(high(a), high(b)) === 0 && a.endIncluded === b.endIncluded && compare(low(a), low(b)) >= 0;
/** The first begins before the second and ends within it. */
const overlapsBefore = (a: R, b: R) => overlaps(a, b) && compare(low(a), low(b)) < 0 && compare(high(a), high(b)) <= 0;
const overlapsAfter = (a: R, b: R) => overlapsBefore(b, a);

export const ranges: Builtins = {
  before: [
    sides('range', 'range', before),
    sides('point', 'range', (at: unknown, range: R) => compare(point(at), low(range)) < 0),
    sides('range', 'point', (range: R, at: unknown) => compare(high(range), point(at)) < 0),
    sides('point', 'point', (a: unknown, b: unknown) => order(a, b) < 0),
  ],
  after: [
    sides('range', 'range', (a: R, b: R) => before(b, a)),
    sides('point', 'range', (at: unknown, range: R) => compare(point(at), high(range)) > 0),
    sides('range', 'point', (range: R, at: unknown) => compare(low(range), point(at)) > 0),
    sides('point', 'point', (a: unknown, b: unknown) => order(a, b) > 0),
  ],
  meets: [sides('range', 'range', touches)],
  'met by': [sides('range', 'range', (a: R, b: R) => touches(b, a))],
  overlaps: [sides('range', 'range', overlaps)],
  'overlaps before': [sides('range', 'range', overlapsBefore)],
  'overlaps after': [sides('range', 'range', overlapsAfter)],
  finishes: [sides('range', 'range', finishes), sides('point', 'range', endsAt)],
  'finished by': [
    sides('range', 'range', (a: R, b: R) => finishes(b, a)),
    sides('range', 'point', (range: R, at: unknown) => endsAt(at, range)),
  ],
  includes: [sides('range', 'range', covers), sides('range', 'point', contains)],
  during: [
    sides('range', 'range', (a: R, b: R) => covers(b, a)),
    sides('point', 'range', (at: unknown, range: R) => contains(range, at)),
  ],
  starts: [sides('range', 'range', starts), sides('point', 'range', startsAt)],
  'started by': [
    sides('range', 'range', (a: R, b: R) => starts(b, a)),
    sides('range', 'point', (range: R, at: unknown) => startsAt(at, range)),
  ],
  coincides: [
    sides('range', 'range', (a: R, b: R) => a.equals(b)),
    sides('point', 'point', (a: unknown, b: unknown) => order(a, b) === 0),
  ],
  range: [
    form(
      'from: string',
      ([from]: [string], environment: Environment) =>
        parseRange(from) ?? warn(environment, tell('range', { text: String(from) })),
    ),
  ],
};
