// What has changed between two texts, line by line: what stays is between what has gone and what has come.
import { keptLines } from './lines.ts';

export type Line = { text: string; is: 'same' | 'gone' | 'come' };

export function changedLines(before: string, after: string): Line[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines: Line[] = [];
  let at = 0;
  const come = (to: number): void => {
    while (at < to) lines.push({ text: now[at++] as string, is: 'come' });
  };
  for (const [line, place] of keptLines(old, now).entries()) {
    if (place !== undefined) come(place);
    lines.push({ text: old[line] as string, is: place === undefined ? 'gone' : 'same' });
    if (place !== undefined) at++;
  }
  come(now.length);
  return lines;
}
