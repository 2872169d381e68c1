// Builds what `npm start` runs, and tells whether that is newer than its sources; plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const serverConfig = 'tsconfig.build.json';
const webSources = [
  'web',
  'designer',
  'bpmn',
  'content',
  'dmn',
  'feel',
  'forms',
  'notices',
  'pages',
  'parameters',
  'records',
  'words',
  'package-lock.json',
];
const serverStamp = 'dist/.server-built';
const webStamp = 'dist/.web-built';

export const serverIsBuilt = (root) => isFresh(root, serverStamp, serverSources(root));
const webIsBuilt = (root) => isFresh(root, webStamp, webSources);

/** What the compiler is told to build, and what decides how. */
function serverSources(root) {
  const { include } = JSON.parse(readFileSync(path.join(root, serverConfig), 'utf8'));
  return [...include, serverConfig, 'tsconfig.base.json', 'package-lock.json'];
}

/** Builds the parts that are out of date; throws an Error that says which command failed. */
export function build(root, say) {
  if (!serverIsBuilt(root)) {
    say('Building the server …');
    run(root, 'typescript/bin/tsc', ['-p', serverConfig]);
    if (existsSync(path.join(root, 'stack', 'build-workflow-bundle.ts'))) {
      run(root, 'tsx/dist/cli.mjs', ['stack/build-workflow-bundle.ts']);
    }
    stampNow(root, serverStamp);
  }
  buildWeb(root, say);
}

export function buildWeb(root, say) {
  if (existsSync(path.join(root, 'web', 'index.html')) && !webIsBuilt(root)) {
    say('Building the web …');
    run(root, 'vite/bin/vite.js', [
      'build',
      'web',
      '--logLevel',
      'warn',
      '--outDir',
      path.join(root, 'dist', 'web'),
      '--emptyOutDir',
    ]);
    stampNow(root, webStamp);
  }
}

function run(root, program, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`The build failed in: ${path.basename(program)} ${args.join(' ')}`);
}

function stampNow(root, stamp) {
  writeFileSync(path.join(root, stamp), new Date().toISOString());
}

function isFresh(root, stamp, sources) {
  const file = path.join(root, stamp);
  if (!existsSync(file)) return false;
  const builtAt = statSync(file).mtimeMs;
  return sources.every((source) => newest(path.join(root, source)) <= builtAt);
}

/** Folders count too: a deleted file changes only its folder. */
function newest(file) {
  if (!existsSync(file)) return 0;
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(file)
    .filter((name) => name !== 'node_modules' && !name.startsWith('.'))
    .reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), stat.mtimeMs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build(path.dirname(path.dirname(fileURLToPath(import.meta.url))), console.log);
}
