// The workflow bundle: built once per state of its sources and kept, so that workers and tests start fast.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const SOURCES = [
  'stack/workflow-bundle.ts',
  'bpmn',
  'dmn',
  'feel',
  'workflows',
  'activities/contract.ts',
  'package-lock.json',
];
/**
 * Loaded once a worker instead of once a case, with all they import, and frozen: the core and the SDK. Nothing in them may remember
 * anything of a case (docs/decisions/0016).
 */
const PRELOADED = [
  '@temporalio/workflow',
  'workflows/few-frames.ts',
  'bpmn/population.ts',
  'workflows/turn.ts',
  'workflows/families.ts',
  'bpmn/duration.ts',
];

/** Path of the bundle for the sources below `root`; built into node_modules/.cache where it is not there yet. */
export async function workflowBundle(root: string): Promise<string> {
  const shipped = path.join(root, 'dist', 'workflow-bundle.js');
  const isSource = existsSync(path.join(root, 'workflows', 'case-host.ts'));
  if (!isSource) return shipped;
  const folder = path.join(root, 'node_modules', '.cache', 'zhangfa');
  const kept = path.join(folder, `workflows-${hashOf(root)}.js`);
  if (existsSync(kept)) return kept;
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'case-host.ts'),
    preloadModules: PRELOADED.map((file) => (file.startsWith('@') ? file : path.join(root, file))),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  mkdirSync(folder, { recursive: true });
  const fresh = `${kept}.${process.pid}`;
  writeFileSync(fresh, code);
  renameSync(fresh, kept);
  return kept;
}

/** What tells this core from others: its code. */
export const coreOf = (bundlePath: string): string =>
  createHash('sha256').update(readFileSync(bundlePath)).digest('hex').slice(0, 16);

function hashOf(root: string): string {
  const hash = createHash('sha256');
  const add = (file: string) => {
    const full = path.join(root, file);
    if (!existsSync(full)) return;
    if (/\.(ts|json)$/.test(file)) hash.update(file).update(readFileSync(full));
    else for (const name of readdirSync(full).sort()) if (!/\.d\.ts$/.test(name)) add(path.join(file, name));
  };
  for (const source of SOURCES) add(source);
  return hash.digest('hex').slice(0, 16);
}
