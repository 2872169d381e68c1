// Numbers for Prometheus: requests of this process, and what waits in the database at the moment of asking.

import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countBacklog } from '../db/backlog.ts';
import type { Sql } from '../db/connect.ts';
import type { Env } from './deps.ts';

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(sql: Sql) {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'zhangfa_' });
  const requests = new Histogram({
    name: 'zhangfa_http_request_seconds',
    help: 'HTTP requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
    registers: [register],
  });
  const refusals = new Counter({
    name: 'zhangfa_refusals_total',
    help: 'Refused requests by code: wrong passwords, missing rights, too many tries',
    labelNames: ['code'],
    registers: [register],
  });
  const waiting = new Gauge({
    name: 'zhangfa_waiting',
    help: 'What waits: unanswered commands, outbox rows, open incidents, undelivered messages',
    labelNames: ['what'],
    registers: [register],
    async collect() {
      for (const [what, count] of Object.entries(await countBacklog(sql))) this.set({ what }, count);
    },
  });
  void waiting;
  return {
    refused: (code: string) => refusals.inc({ code }),
    type: register.contentType,
    text: () => register.metrics(),
    measure: createMiddleware<Env>(async (c, next) => {
      const end = requests.startTimer();
      await next();
      end({ method: c.req.method, route: routePath(c, -1), status: c.res.status });
    }),
  };
}
