// What has changed between two texts, line by line: what stays is between what has gone and what has come.
export type Line = { text: string; is: 'same' | 'gone' | 'come' };

/** A page has a few hundred lines; of the longest, only where they differ is compared. */
export function changedLines(before: string, after: string): Line[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const same = (lines: string[]): Line[] => lines.map((text) => ({ text, is: 'same' }));
  return [
    ...same(now.slice(0, head)),
    ...between(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(tail > 0 ? now.slice(-tail) : []),
  ];
}

function between(old: string[], now: string[]): Line[] {
  const width = now.length + 1;
  /** Length of the longest common run of lines from here on. */
  const common = new Uint16Array((old.length + 1) * width);
  const at = (a: number, b: number): number => common[a * width + b] ?? 0;
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = now.length - 1; b >= 0; b--)
      common[a * width + b] = old[a] === now[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
  const lines: Line[] = [];
  for (let a = 0, b = 0; a < old.length || b < now.length; ) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      lines.push({ text: now[b++] ?? '', is: 'same' });
      a++;
    } else if (a < old.length && (b >= now.length || at(a + 1, b) >= at(a, b + 1)))
      lines.push({ text: old[a++] ?? '', is: 'gone' });
    else lines.push({ text: now[b++] ?? '', is: 'come' });
  }
  return lines;
}
