// Every change leaves a row: who, which route, which object, from where. Bodies and secrets are not in it.
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { writeAudit } from '../db/audit.ts';
import type { Deps, Env } from './deps.ts';

export const audited = ({ sql }: Pick<Deps, 'sql'>) =>
  createMiddleware<Env>(async (c, next) => {
    await next();
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.res.status >= 400 || c.get('audited')) return;
    await writeAudit(sql, auditRow(c));
  });

type Asked = Parameters<Parameters<typeof createMiddleware<Env>>[0]>[0];
export function auditRow(c: Asked) {
  const object = c.get('auditObject') ?? c.req.param('id') ?? c.req.param('key');
  return {
    by: c.get('who')?.id ?? null,
    action: `${c.req.method} ${routePath(c, -1)}`,
    object,
    detail: c.get('auditDetail'),
    address: c.get('address'),
  };
}
