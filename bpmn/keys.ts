// Names and keys that messages and cases find each other by.
import { Fault } from './draft.ts';
import type { Value } from './instance.ts';

/** Letters of a key or name: the indexes of the book hold no more. */
const LONGEST = 300;

/** @throws Fault where it is no text or number, or too long to be found by. */
export function keyOf(found: Value, said: string): string {
  if (typeof found !== 'string' && typeof found !== 'number')
    throw new Fault(
      'correlation',
      `"${said}" gives ${JSON.stringify(found)}: a key or name must be a text or a number`,
    );
  const key = String(found);
  if (key.length > LONGEST)
    throw new Fault('correlation', `"${said}" gives ${key.length} letters: a key or name has ${LONGEST} at most`);
  return key;
}
