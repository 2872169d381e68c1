// `for`, `some` and `every` (DMN 1.5, 10.3.2.14 and .15): what iterators run over, and what becomes of the answers.

import { spend } from './budget.ts';
import { type Closure, type Environment, truth, warn, within } from './environment.ts';
import { add, compareNumbers, isNumber, isWhole, subtract, truncate } from './number.ts';
import { compareValues } from './operators.ts';
import { FeelRange } from './range.ts';
import { kindWord, tell } from './reason.ts';
import { FeelDate, plusNanos } from './temporal.ts';

/** `to` where it counts. */
export type Iteration = { name: string; over: Closure; to?: Closure | undefined };

/** Elements of a range that is counted out. */
const LIMIT = 1_000_000;

/** What an iterator runs over; null (with a warning) where that cannot be counted. */
function domain({ over, to }: Iteration, environment: Environment): Iterable<unknown> | null {
  const start = over(environment);
  if (to) return count(start, to(environment), environment, true);
  if (start instanceof FeelRange) {
    if (start.start === null || start.end === null)
      return warn(environment, tell('count.endless', { range: String(start) }));
    const all = count(start.start, start.end, environment, false);
    return all && [...all].filter((item) => start.includes(item));
  }
  if (start === null) return warn(environment, tell('count.nothing'));
  return Array.isArray(start) ? start : [start];
}

function count(start: unknown, end: unknown, environment: Environment, down: boolean): unknown[] | null {
  const result: unknown[] = [];
  if (isNumber(start) && isNumber(end) && isWhole(start) && isWhole(end)) {
    const backwards = compareNumbers(start, end) > 0;
    if (backwards && !down) return warn(environment, tell('count.backwards'));
    const length = truncate(subtract(end, start) ?? Number.NaN);
    if (!(Math.abs(length) < LIMIT)) return warn(environment, tell('count.long'));
    spend(Math.abs(length));
    for (let i = 0; i <= Math.abs(length); i++) result.push(add(start, backwards ? -i : i));
    return result;
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    const backwards = (compareValues(start, end) ?? 0) > 0;
    if (backwards && !down) return warn(environment, tell('count.backwards'));
    const day = 86_400_000_000_000n * (backwards ? -1n : 1n);
    for (let at: FeelDate | null = start; at && result.length < LIMIT; at = plusNanos(at, day)) {
      result.push(at);
      spend(2);
      if (compareValues(at, end) === 0) return result;
    }
  }
  return warn(environment, tell('count.kinds', { kind: kindWord(start), other: kindWord(end) }));
}

/** Runs the body for every combination; false from it ends the iteration. null where an iterator has no domain. */
function iterate(
  iterations: Iteration[],
  environment: Environment,
  body: (inner: Environment) => boolean,
): boolean | null {
  const go = (index: number, around: Environment): boolean | null => {
    const iteration = iterations[index];
    if (!iteration) return body(around);
    const items = domain(iteration, around);
    if (!items) return null;
    for (const item of items) {
      spend(1);
      const going = go(index + 1, within(around, { [iteration.name]: item }));
      if (going !== true) return going;
    }
    return true;
  };
  return go(0, environment);
}

export function loop(iterations: Iteration[], run: Closure): Closure {
  return (environment) => {
    const result: unknown[] = [];
    const around = within(environment, { partial: result });
    const done = iterate(iterations, around, (inner) => result.push(run(inner)) > 0);
    return done === null ? null : result;
  };
}

/** @param decisive the answer that settles it: true for `some`, false for `every` */
export function quantified(iterations: Iteration[], run: Closure, decisive: boolean): Closure {
  return (environment) => {
    let result: boolean | null = !decisive;
    const done = iterate(iterations, environment, (inner) => {
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
