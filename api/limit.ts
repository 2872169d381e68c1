// Limits of how often: password attempts are counted in Postgres for all processes, floods of messages in this one.

import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Sql } from '../db/connect.ts';
import { countAttempt } from '../db/requests.ts';
import type { Env } from './deps.ts';
import { problem } from './problem.ts';
import { whoOf } from './who.ts';

export const tooMany = (seconds: number) => problem('tooMany', { seconds }, {}, { 'retry-after': String(seconds) });

/** At most `max` attempts in `seconds` for this name. */
export async function slowDown(sql: Sql, name: string, max: number, seconds: number): Promise<void> {
  if ((await countAttempt(sql, name, seconds)) > max) throw tooMany(seconds);
}

/** A bucket a sender: `perSecond` go in steadily, `burst` at once. */
export function flow(perSecond: number, burst: number): MiddlewareHandler<Env> {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return createMiddleware<Env>(async (c, next) => {
    const { id } = whoOf(c);
    const now = performance.now();
    const bucket = buckets.get(id) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond) - 1;
    bucket.at = now;
    buckets.set(id, bucket);
    if (bucket.tokens < 0) {
      bucket.tokens = 0;
      throw tooMany(1);
    }
    await next();
  });
}
