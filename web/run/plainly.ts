// What is meant by what was written for a datum of which nobody has said what it is.
import { readNumber } from '../../forms/written.ts';

/** `12` is a number, `"12"` and `012` are texts. */
export function plainly(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  const quoted = /^"(.*)"$/s.exec(given.trim());
  if (quoted) return quoted[1];
  const read = readNumber(given);
  return 'value' in read && !/^[+-]?0\d/.test(given.trim()) ? read.value : given;
}
