// Who was refused: a line of the log, a number for Prometheus, and a row of the audit, the first of a kind a minute, so that a
// flood of refusals cannot become a flood of rows.

import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { writeAudit } from '../db/audit.ts';
import type { Deps, Env } from './deps.ts';
import type { Metrics } from './metrics.ts';
import type { ProblemError } from './problem.ts';
import { STATUS } from './problems.ts';

const REFUSALS = new Set([401, 403, 429]);
/** Nobody has signed in, or not yet: no sign of anything. */
const EVERYDAY = new Set(['signInNeeded']);
const A_MINUTE = 60_000;
const REMEMBERED = 5_000;

export function createRefusals({ sql, log }: Pick<Deps, 'sql' | 'log'>, metrics: Metrics) {
  const recent = new Map<string, number>();
  const firstInAMinute = (kind: string): boolean => {
    const now = performance.now();
    if (now - (recent.get(kind) ?? Number.NEGATIVE_INFINITY) < A_MINUTE) return false;
    if (recent.size >= REMEMBERED) recent.clear();
    recent.set(kind, now);
    return true;
  };
  return (c: Context<Env>, { code }: ProblemError): void => {
    if (!REFUSALS.has(STATUS[code])) return;
    const route = routePath(c, -1);
    metrics.refused(code);
    if (EVERYDAY.has(code)) return;
    const by = c.get('who')?.id ?? null;
    const address = c.get('address');
    const object = c.get('auditObject');
    log.warn({ code, method: c.req.method, route, who: by, address }, 'refused');
    if (!firstInAMinute([code, route, by ?? address, object].join(' '))) return;
    void writeAudit(sql, { by, action: `refused ${c.req.method} ${route}`, object, detail: { code }, address }).catch(
      (error: Error) => log.error({ code: (error as { code?: string }).code }, 'a refusal could not be audited'),
    );
  };
}
