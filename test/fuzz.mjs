// `npm run fuzz [MINUTES]`: random processes on the core, and on Temporal against the core, with new seeds until the time is up (30
// minutes) or something is found. A failure names its seed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const minutes = Number(process.argv[2] ?? 30);
const end = Date.now() + minutes * 60_000;
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');

for (let round = 1; Date.now() < end; round++) {
  const seed = String(Math.floor(Math.random() * 1_000_000_000));
  for (const [project, file] of [
    ['core', 'test/core/properties.test.ts'],
    ['shell', 'test/shell/differential.test.ts'],
  ]) {
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', project, file], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, SEED: seed, RUNS: '10000', PROCESSES: '300' },
    });
    if (status !== 0) {
      console.error(
        `round ${round}: ${file} failed; again with: SEED=${seed} npx vitest run --project ${project} ${file}`,
      );
      process.exit(1);
    }
  }
  console.log(
    `round ${round}: nothing found (seed ${seed}); ${Math.max(0, Math.round((end - Date.now()) / 60_000))} minutes left`,
  );
}
