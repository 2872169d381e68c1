// `list[condition]` and `list[position]` (DMN 1.5, 10.3.2.5): which of the two it is, the value of what stands in brackets tells.

import { spend } from './budget.ts';
import { type Closure, type Environment, warn, within } from './environment.ts';
import { type Context, isContext } from './kind.ts';
import { type FeelNumber, isNumber, truncate } from './number.ts';
import { kindWord, tell } from './reason.ts';

/** @param position the brackets' closure where it can be a position whatever the items are */
export function filter(value: unknown, by: Closure, environment: Environment, position: Closure | null): unknown {
  if (value === null) return null;
  const list = Array.isArray(value) ? value : [value];
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
    spend(1);
    const names: Context = isContext(item) && Object.hasOwn(item, 'item') ? item : { item };
    const around = within(environment, names);
    const keep = by(names !== item && isContext(item) ? within(around, item) : around);
    if (isNumber(keep)) return list.at(nth(keep, list.length)) ?? null;
    if (keep === true) result.push(item);
    else if (keep !== false && keep !== null) return warn(environment, tell('filter', { kind: kindWord(keep) }));
  }
  return result;
}

/** Position from 1, negative from the end, as `Array.at` takes it; out of range where there is none. */
function nth(position: FeelNumber, length: number): number {
  const at = truncate(position);
  return at > 0 ? at - 1 : at < 0 && at >= -length ? at : length;
}
