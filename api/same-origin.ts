// Cookies come along from any site: a change by session is taken only from our own pages. Keys are not sent by browsers.
import { createMiddleware } from 'hono/factory';
import type { Env } from './deps.ts';
import { problem } from './problem.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export const sameOrigin = createMiddleware<Env>(async (c, next) => {
  if (READING.has(c.req.method) || /^Bearer\s/i.test(c.req.header('authorization') ?? '')) return next();
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site && site !== 'same-origin' && site !== 'none') throw problem('foreignOrigin');
  // Older browsers say only the origin; programs say neither, and have no cookie jar that others could use.
  if (!site && origin && hostOf(origin) !== (c.req.header('host') ?? new URL(c.req.url).host))
    throw problem('foreignOrigin');
  return next();
});

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
