// Names and keys that messages and cases find each other by.
import { Fault, shown, tell } from './draft.ts';
import type { Value } from './instance.ts';

/** Letters of a key or name: the indexes of the book hold no more. */
const LONGEST = 300;

/** @throws Fault where it is no text or number, or too long to be found by. */
export function keyOf(found: Value, said: string): string {
  if (typeof found !== 'string' && typeof found !== 'number')
    throw new Fault('correlation', tell('correlation.kind', { expression: said, value: shown(found) }));
  const key = String(found);
  if (key.length > LONGEST)
    throw new Fault('correlation', tell('correlation.long', { expression: said, count: key.length, most: LONGEST }));
  return key;
}
