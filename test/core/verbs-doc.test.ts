// docs/verbs.md says of every verb in every shape which scenario shows it: each that it names is there, and no cell is left open.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const rows = readFileSync('docs/verbs.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| |'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

it('names scenarios that are there', () => {
  expect(rows.length).toBeGreaterThan(15);
  const named = rows.flatMap((cells) =>
    cells.slice(1).flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
  );
  expect(named.filter((name) => !existsSync(`test/human-work/${name}/case.json`))).toEqual([]);
});

it.each(rows.map((cells) => [cells[0], cells] as const))('%s: in every shape, or said that it is none', (_, cells) => {
  expect(cells).toHaveLength(8);
  for (const cell of cells.slice(1)) expect(cell).toMatch(/`|^–$/);
});
