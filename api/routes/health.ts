// Whether this process lives, whether it can work, and its numbers for Prometheus.
import { mkdir, statfs } from 'node:fs/promises';
import { Hono } from 'hono';
import { answers } from '../../db/connect.ts';
import type { Deps, Env } from '../deps.ts';
import type { Metrics } from '../metrics.ts';
import { allow } from '../who.ts';

/** Less than this many bytes for uploads and logs, and somebody must look. */
const LEAST_ROOM = 64 * 1024 * 1024;

async function roomIn(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export const healthRoutes = ({ sql, filesDir, leastRoom = LEAST_ROOM }: Deps, metrics: Metrics) =>
  new Hono<Env>()
    .get('/api/health', (c) => c.json({ status: 'ok' }))
    .get('/health/live', (c) => c.json({ status: 'ok' }))
    .get('/health/ready', async (c) => {
      try {
        await Promise.race([
          answers(sql),
          new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), 2_000).unref()),
        ]);
      } catch {
        return c.json({ status: 'database unavailable' }, 503);
      }
      const room = await roomIn(filesDir).catch(() => 0);
      return room < leastRoom ? c.json({ status: 'disk full' }, 503) : c.json({ status: 'ok' });
    })
    .get('/metrics', allow('admin', 'metrics:read'), async (c) =>
      c.body(await metrics.text(), 200, { 'content-type': metrics.type }),
    );
