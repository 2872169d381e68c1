// Formulas over many records: each is within its budget, all of them together may take minutes. In between the event loop is left to
// whoever else waits for it, and where single ones are slow, half of the time.
import { setImmediate, setTimeout } from 'node:timers/promises';

const SLICE_MS = 40;
const SLOW_MS = 100;

/** To be awaited after each of many. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    const busy = performance.now() - since;
    if (busy < SLICE_MS) return;
    await (busy < SLOW_MS ? setImmediate() : setTimeout(busy));
    since = performance.now();
  };
}

/** In their order, one after the other; what would begin after `until` (performance.now) is left, but never the first. */
export async function eachInTurn<A, B>(many: A[], one: (item: A) => B, until = Number.POSITIVE_INFINITY): Promise<B[]> {
  const breathe = breather();
  const made: B[] = [];
  for (const item of many) {
    if (made.length > 0 && performance.now() >= until) break;
    made.push(one(item));
    await breathe();
  }
  return made;
}
