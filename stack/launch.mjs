// `npm start` on a fresh machine: needs nothing but Node; installs, builds, then hands over to `zhangfa`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { ensureDependencies, ensureNode } from './dependencies.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
ensureNode();
ensureDependencies(root);
try {
  build(root, console.log);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../bin/zhangfa.mjs');
