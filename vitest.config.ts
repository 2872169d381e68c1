// Four test layers and the machine under them, each a project: `npx vitest run --project core` is the fast one.
import { defineConfig } from 'vitest/config';
import { EvenlySpread } from './test/sequencer.ts';

const layer = (name: string, timeoutSeconds: number, options: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: Math.max(60, timeoutSeconds) * 1000,
    env: { TZ: 'UTC' },
    ...options,
  },
});

/** What runs on real servers may be held up by whatever else the machine does: a second try, named at the end of a run. */
const real = { retry: 1, expect: { poll: { timeout: 15_000 } } };
/** Layers that talk to a real Temporal and a real Postgres share one of each per run. */
const onServers = { ...real, globalSetup: ['test/servers-setup.ts'] };

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: EvenlySpread },
    projects: [
      layer('core', 30),
      layer('shell', 60, onServers),
      layer('api', 30, onServers),
      layer('browser', 120, { ...real, globalSetup: ['test/web-setup.ts', 'test/servers-setup.ts'] }),
      layer('stack', 240, real),
      // No second try: what is lost once is lost.
      layer('kill', 300, { ...real, retry: 0 }),
    ],
  },
});
