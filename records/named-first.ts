// In which order records of several registers are made, where fields of the ones name the others. Pure.
import { type Field, fieldsIn } from '../forms/form.ts';
import { registerOf } from '../forms/lookups.ts';
import type { Register } from './register.ts';

/** Each register after those whose records its own name. */
export function namedFirst<R>(seeds: [key: string, rows: R][], registers: Register[]): [key: string, rows: R][] {
  const ordered: [string, R][] = [];
  const take = (seed: [string, R], passed: string[]): void => {
    if (ordered.includes(seed) || passed.includes(seed[0])) return;
    const fields = registers.find(({ key }) => key === seed[0])?.fields ?? [];
    for (const field of fieldsIn(fields as Field[])) {
      const named = seeds.find(([key]) => key === registerOf(field));
      if (named) take(named, [...passed, seed[0]]);
    }
    if (!ordered.includes(seed)) ordered.push(seed);
  };
  for (const seed of seeds) take(seed, []);
  return ordered;
}
