// One story an element, and what the core makes of it, row by row: UPDATE=1 writes the traces anew; read the difference before you keep it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { play } from './play.ts';
import { plays } from './plays.ts';

const folder = path.join(import.meta.dirname, 'traces');
const fileOf = (name: string) => path.join(folder, `${name}.txt`);

test.each(plays)('$name', (each) => {
  const trace = play(each);
  const file = fileOf(each.name);
  if (process.env.UPDATE === '1' || !existsSync(file)) {
    if (process.env.UPDATE !== '1') throw new Error(`${file} is missing; UPDATE=1 writes it`);
    writeFileSync(file, trace);
  }
  expect(trace).toBe(readFileSync(file, 'utf8'));
});

test('every trace belongs to a story', () => {
  expect(readdirSync(folder).sort()).toEqual(plays.map(({ name }) => `${name}.txt`).sort());
});
