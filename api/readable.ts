// What comes in can be kept, or is refused here in words: no zero character, no half character, no endless nesting. One place
// for addresses, queries and JSON bodies; files are looked at where they are read.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type Defect, defectOf } from '../feel/well-formed.ts';
import type { Env } from './deps.ts';
import { problem } from './problem.ts';

const LEVELS = 100;
const PROBLEM = { illFormed: 'textRefused', tooNested: 'tooNested', reservedName: 'nameRefused' } as const;

/** Bodies of `others` are no JSON, whatever they call themselves. */
export const readable = (others: (path: string) => boolean) =>
  createMiddleware<Env>(async (c, next) => {
    const zero = c.req.url.includes('%00') && zeroIn(new URL(c.req.url));
    if (zero) throw refusal({ path: zero, is: 'illFormed' });
    if (!others(c.req.path) && /^application\/([\w.+-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
      const defect = await defectIn(c);
      if (defect) throw refusal(defect);
    }
    await next();
  });

const refusal = ({ path, is }: Defect) =>
  problem(PROBLEM[is], { where: path || 'JSON' }, { errors: [{ path, message: is }] });

const zeroIn = (url: URL): string | undefined =>
  [...url.searchParams].find((pair) => pair.join('').includes('\0'))?.[0] ||
  (url.pathname.includes('%00') || url.search.includes('%00') ? 'URL' : undefined);

/** What is no JSON at all, the route's own check tells. */
async function defectIn(c: Context): Promise<Defect | undefined> {
  let value: unknown;
  try {
    value = await c.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return defectOf(value, LEVELS);
}
