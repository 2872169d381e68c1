#!/usr/bin/env node
// The `zhangfa` command: runs dist/ when it is up to date, and the TypeScript sources themselves otherwise.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serverIsBuilt } from '../stack/build.mjs';
import { ensureNode } from '../stack/dependencies.mjs';

ensureNode();
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

if (serverIsBuilt(root)) {
  await import(pathToFileURL(path.join(root, 'dist', 'cli', 'main.js')).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(path.join(root, 'cli', 'main.ts')).href);
}
