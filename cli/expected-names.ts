// A list of cases, one a line; `#` at its beginning, or ` # ` in it, starts a comment.
import { readFile } from 'node:fs/promises';

export const readExpected = async (file: string) =>
  new Set(
    (await readFile(file, 'utf8'))
      .split('\n')
      .map((line) => (line.split(/\s#\s/)[0] ?? '').trim())
      .filter((line) => line && !line.startsWith('#')),
  );
