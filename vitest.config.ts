// Four test layers and the machine under them, each a project: `npx vitest run --project core` is the fast one.
import { defineConfig } from 'vitest/config';

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

/** Layers that talk to a real Temporal and a real Postgres share one of each per run. */
const onServers = { globalSetup: ['test/servers-setup.ts'] };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      layer('core', 30),
      layer('shell', 60, onServers),
      layer('api', 30, onServers),
      layer('browser', 120, { ...onServers, fileParallelism: false }),
      layer('stack', 240, { fileParallelism: false }),
      layer('kill', 300, { fileParallelism: false }),
    ],
  },
});
