// postgres.js 3.4.9 forgets, when a connection closes, what it was about to write: the next write then ends the process
// ("reading 'write'" of null), and the connection can never be opened again (its upstream issues 1154, 1208). Until a
// release mends that, these lines are mended after each installation; plain JavaScript without dependencies.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MENDED = [
  // What was not written when the connection closed is not written to the next one.
  [
    'connection.js',
    '    clearImmediate(nextWriteTimer)\n    socket.removeListener',
    '    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener',
  ],
  // A transaction that goes on after its connection is gone fails; it neither writes to nothing nor to whoever has the connection now.
  ['index.js', '      , prepare = null\n', '      , prepare = null\n      , lost = null\n'],
  [
    'index.js',
    '(_, reject) => connection.onclose = reject)',
    '(_, reject) => connection.onclose = e => reject(lost = e))',
  ],
  [
    'index.js',
    '        q.catch(e => uncaughtError || (uncaughtError = e))\n',
    '        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost) return q.reject(lost)\n',
  ],
];

export function mendPostgres(root) {
  for (const [name, before, after] of MENDED) {
    const file = path.join(root, 'node_modules', 'postgres', 'src', name);
    const source = readFileSync(file, 'utf8');
    if (source.includes(after)) continue;
    if (!source.includes(before))
      throw new Error('postgres.js is not the version that stack/mend-postgres.mjs knows: is this still needed?');
    writeFileSync(file, source.replace(before, after));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  mendPostgres(path.join(path.dirname(fileURLToPath(import.meta.url)), '..'));
