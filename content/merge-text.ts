// Three-way merge of a text by its lines: what either has changed where the other has not is taken; where both have changed the same lines,
// or lines side by side, there is none.
import { keptLines } from '../pages/lines.ts';

/** undefined: both have changed the same place. */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  const [old, mine, other] = [base.split('\n'), ours.split('\n'), theirs.split('\n')];
  const [inMine, inOther] = [keptLines(old, mine), keptLines(old, other)];
  const merged: string[] = [];
  /** Up to here all three are through. */
  let [at, a, b] = [0, 0, 0];
  while (at < old.length || a < mine.length || b < other.length) {
    if (inMine[at] === a && inOther[at] === b && at < old.length) {
      merged.push(old[at] as string);
      at++;
      a++;
      b++;
      continue;
    }
    // To the next line that all three have.
    let next = at;
    while (next < old.length && (inMine[next] === undefined || inOther[next] === undefined)) next++;
    const [endA, endB] =
      next < old.length ? [inMine[next] as number, inOther[next] as number] : [mine.length, other.length];
    const [was, by, their] = [old.slice(at, next), mine.slice(a, endA), other.slice(b, endB)];
    if (same(was, by) || same(by, their)) merged.push(...their);
    else if (same(was, their)) merged.push(...by);
    else return undefined;
    [at, a, b] = [next, endA, endB];
  }
  return merged.join('\n');
}

const same = (a: string[], b: string[]): boolean => a.length === b.length && a.every((line, at) => line === b[at]);
