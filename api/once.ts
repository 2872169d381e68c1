// Every creating POST carries a request id, and a repeat gets the first answer. Commands to cases are told apart by their
// own row (requestId); everything else by the table `request`.
import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { beginRequest, endRequest, forgetRequest } from '../db/requests.ts';
import type { Deps, Env } from './deps.ts';
import { problem } from './problem.ts';
import { whoOf } from './who.ts';

export const RequestKey = z.object({
  'idempotency-key': z
    .string()
    .min(8)
    .max(200)
    .describe('a fresh id for each intent; a repeat with the same one gets the first answer'),
});

/** Id of a command: the same for the same request of the same sender to the same address. */
export function requestId(c: Context<Env>): string {
  const who = c.get('who')?.id ?? c.get('address');
  return createHash('sha256')
    .update(JSON.stringify([who, c.req.header('idempotency-key'), c.req.method, c.req.path]))
    .digest('base64url')
    .slice(0, 32);
}

/** Of what a request asks for, as it was sent: the body, and how it is to be taken. */
export const bodyDigest = async (c: Context<Env>): Promise<string> =>
  createHash('sha256')
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .update(new URL(c.req.url).search)
    .digest('hex');

export const once = ({ sql }: Pick<Deps, 'sql'>): MiddlewareHandler<Env> =>
  createMiddleware<Env>(async (c, next) => {
    whoOf(c);
    const id = requestId(c);
    const content = await bodyDigest(c);
    const before = await beginRequest(sql, id, content);
    if (before === 'running') throw problem('stillRunning', {}, {}, { 'retry-after': '1' });
    if (before === 'reused') throw problem('requestReused');
    const replay = ({ status, answer }: { status: number; answer: unknown }): void => {
      c.set('audited', true);
      c.res = c.json(answer as object, status as 200, { 'idempotency-replayed': 'true' });
    };
    if (before !== 'first') return replay(before);
    await next();
    if (c.res.status < 300) return endRequest(sql, id, c.res.status, await c.res.clone().json());
    const meanwhile = await forgetRequest(sql, id);
    if (meanwhile) replay(meanwhile);
  });
