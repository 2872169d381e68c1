// The folder of the package: the same whether this file runs from its source or from dist/.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRoot(path.dirname(from));
}

export const packageRoot = findRoot(path.dirname(fileURLToPath(import.meta.url)));
