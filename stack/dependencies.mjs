// What the launchers check before anything else can run; plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mendPostgres } from './mend-postgres.mjs';

const oldestNode = [20, 19];

export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `Zhangfa needs Node ${oldestNode.join('.')} or newer; this is ${process.version}. Get it from https://nodejs.org`,
  );
  process.exit(1);
}

/** Runs `npm ci` when packages are missing or the lock file has changed since. */
export function ensureDependencies(root) {
  install(root);
  mendPostgres(root);
}

function install(root) {
  const lock = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const stamp = path.join(root, 'node_modules', '.zhangfa-installed');
  const wanted = createHash('sha256').update(readFileSync(lock)).update(process.versions.modules).digest('hex');
  // npm writes `installed` last: where it is absent, an installation was broken off.
  if (existsSync(installed)) {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
    if (!existsSync(stamp) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) {
      writeFileSync(stamp, wanted);
      return;
    }
  }
  console.log('Installing packages (npm ci; about a minute the first time) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  const { status, error } = spawnSync(command, rest, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(
      `npm ci failed${error ? ` (${error.message})` : ''}. Check that this machine reaches its npm registry (npm ping) and has room on the disk, then run the command again.`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
