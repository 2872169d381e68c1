// The command as it is typed into a shell.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** What it says on its second stream. */
const shell = (line: string): string => {
  const { PATH = '' } = process.env;
  return execFileSync('bash', ['-c', `(${line}) 2>&1 >/dev/null`], { encoding: 'utf8', env: { ...process.env, PATH } });
};

it('ends without a word where nobody reads on', () => {
  // Enough lines that some are written after the reader has gone.
  expect(shell('node bin/zhangfa.mjs lint --json sops test | head -c 1')).toBe('');
});
