// A list of the cases that pass, one a line; `#` starts a comment.
import { readFile } from 'node:fs/promises';

export const readExpected = async (file: string) =>
  new Set(
    (await readFile(file, 'utf8'))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line && !line.startsWith('#')),
  );
