// `npm test` on a fresh machine: installs what the tests need, then runs the checks and every layer of tests.
// Its last line sums all of it: `N passed, N failed`. Arguments go to vitest (`npm test -- --project core`).
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../stack/build.mjs';
import { ensureDependencies, ensureNode } from '../stack/dependencies.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sum = { passed: 0, failed: 0 };

ensureNode();
ensureDependencies(root);

const { register } = await import('tsx/esm/api');
register();
const { temporalBinary } = await import('../stack/temporal-binary.ts');
const { chromiumBinary } = await import('../stack/chromium.ts');

if (!process.env.TEMPORAL_ADDRESS) await check('Temporal server', () => temporalBinary(console.log));
await check('Chromium', () => chromiumBinary(console.log));
await Promise.all([
  check('types', () => runTool('typescript/bin/tsc', ['-b'])).then(() => check('types of web/ are few', webTypes)),
  check('lint and format', () => runTool('@biomejs/biome/bin/biome', ['check'])).then(() =>
    check('nothing unused', () => runTool('knip/bin/knip.js', ['--no-progress'])),
  ),
]);
await check('build', () => build(root, console.log));
runVitest(process.argv.slice(2));

console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed > 0 ? 1 : 0);

/** One thing that must hold; it counts as one test. */
async function check(what, work) {
  try {
    await work();
    sum.passed++;
    console.log(`✓ ${what}`);
  } catch (error) {
    sum.failed++;
    console.error(`FAILED  ${what}\n${error.message}`);
  }
}

/** What it says, as one piece: others speak at the same time. @throws with it where the tool is not content */
async function runTool(program, args) {
  const tool = spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], { cwd: root });
  let said = '';
  for (const stream of [tool.stdout, tool.stderr]) stream.setEncoding('utf8').on('data', (piece) => (said += piece));
  const status = await new Promise((resolve) => tool.once('close', resolve));
  if (status !== 0) throw new Error(`${said}${path.basename(program)} ${args.join(' ')} found problems.`);
  return said;
}

/** What the compiler holds to check web/: it grows with the square of the routes where one type names them all. */
async function webTypes() {
  const said = await runTool('typescript/bin/tsc', ['-p', 'web', '--extendedDiagnostics', '--incremental', 'false']);
  const types = Number(/^Types:\s+(\d+)/m.exec(said)?.[1]);
  if (!(types < 900_000)) throw new Error(`${types} types, the bound is 900,000.\n${said}`);
}

function runVitest(args) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-report-'));
  const file = path.join(scratch, 'summary.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=./test/reporter.ts', ...args],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ZHANGFA_TEST_SUMMARY: file } },
  );
  const before = sum.failed;
  try {
    const { passed, failed, secondTry, notRun } = JSON.parse(readFileSync(file, 'utf8'));
    sum.passed += passed;
    sum.failed += failed.length;
    // A file that takes nothing, as a full disk does, is a file of Linux; what cannot run elsewhere is said.
    if (args.length === 0) for (const name of notRun) console.log(`NOT run on ${process.platform}: ${name}`);
    for (const name of secondTry) console.log(`SECOND TRY  ${name}`);
    for (const name of failed) console.log(`FAILED  ${name}`);
  } catch (error) {
    console.error(`vitest left no summary: ${error.message}`);
  }
  if (status !== 0 && sum.failed === before) sum.failed++;
  rmSync(scratch, { recursive: true, force: true });
}
