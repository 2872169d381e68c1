// Whether this process lives, whether it can work, and its numbers for Prometheus.
import { Hono } from 'hono';
import type { Deps, Env } from '../deps.ts';
import type { Metrics } from '../metrics.ts';
import { allow } from '../who.ts';

export const healthRoutes = ({ sql }: Deps, metrics: Metrics) =>
  new Hono<Env>()
    .get('/api/health', (c) => c.json({ status: 'ok' }))
    .get('/health/live', (c) => c.json({ status: 'ok' }))
    .get('/health/ready', async (c) => {
      try {
        await Promise.race([
          sql`select 1`,
          new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), 2_000).unref()),
        ]);
        return c.json({ status: 'ok' });
      } catch {
        return c.json({ status: 'database unavailable' }, 503);
      }
    })
    .get('/metrics', allow('admin', 'metrics:read'), async (c) =>
      c.body(await metrics.text(), 200, { 'content-type': metrics.type }),
    );
