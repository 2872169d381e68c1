// What an evaluation may spend. Whatever takes time or makes something spends: turns of loops, calls, characters and items made or
// looked at. So no expression can stop the engine, whichever function it finds to multiply its work with.
import { type Message, teller } from '../words/message.ts';
import type { reasons } from '../words/zh/reasons.ts';

const tell = teller<typeof reasons>();

/** About as much as a processor does in a third of a microsecond; an evaluation may take half a second, then it has no value. */
export const EVALUATION = 1_500_000;
/** Lists in lists; JSON that goes deeper is refused at the rim as well. */
const DEPTH = 100;

/** Thrown out of an evaluation that is over; caught where it began. */
export class Exhausted extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super(why.code);
    this.why = why;
  }
}

let left = Number.POSITIVE_INFINITY;
let total = 0;

/** @throws Exhausted where there is no more */
export function spend(units: number): void {
  const had = Math.min(units, left);
  total += had;
  left -= had;
  if (had < units) throw new Exhausted(tell('budget.long'));
}

/** All that evaluations have spent so far; the difference between two readings is what was spent between them. */
export const spent = (): number => total;

/** Runs one evaluation within its budget; one inside of another spends from that. `over` is told why there is no value. */
export function withinBudget<T>(run: () => T, over: (why: Message) => T, most = EVALUATION): T {
  const outer = left;
  if (outer !== Number.POSITIVE_INFINITY) return run();
  left = most;
  try {
    return run();
  } catch (problem) {
    if (problem instanceof Exhausted) return over(problem.why);
    // Too deep for the host's stack, too long for its texts.
    if (problem instanceof RangeError) return over(tell('budget.much'));
    throw problem;
  } finally {
    left = outer;
  }
}

/** What a value weighs at its surface: characters of a text, items of a list, entries of a context. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length >> 3;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length >> 3 : 0;
}

/** @throws Exhausted where lists and contexts lie deeper in each other than a case may hold */
export function deeper(depth: number): number {
  if (depth > DEPTH) throw new Exhausted(tell('budget.deep', { depth: DEPTH }));
  spend(1);
  return depth + 1;
}
