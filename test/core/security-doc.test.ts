// What docs/security.md says of tests is there: the file, and the name in it.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('every test that docs/security.md names exists', () => {
  const text = readFileSync('docs/security.md', 'utf8');
  const named = [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)(?: › ([^`]+))?`/g)];
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(([, file = '', name]) => {
    if (!existsSync(file)) return true;
    return (
      name !== undefined &&
      !new RegExp(`(it|test|describe|each\\(.*\\))\\(\\s*['"\`]${escaped(name)}`, 's').test(readFileSync(file, 'utf8'))
    );
  });
  expect(missing.map(([whole]) => whole)).toEqual([]);
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
