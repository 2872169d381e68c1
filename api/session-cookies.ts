// Session cookies on their way out, from wherever they are set or renewed: over https they never leave it.
import type { Context } from 'hono';
import type { Env } from './deps.ts';

export const overHttps = (c: Context<Env>): boolean =>
  c.req.header('x-forwarded-proto') === 'https' || c.req.url.startsWith('https:');

export function setCookies(c: Context<Env>, cookies: string[]): void {
  for (const cookie of cookies)
    c.header('set-cookie', overHttps(c) && !/;\s*secure/i.test(cookie) ? `${cookie}; Secure` : cookie, {
      append: true,
    });
}
