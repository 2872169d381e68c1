// Sign-in, sign-out, own password; and the first owner of a new shop.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { hasPeople, insertPerson, mayFound, personAsKnown } from '../../db/people.ts';
import { body, created, Done, ok } from '../answers.ts';
import { demoAccounts } from '../demo.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { slowDown } from '../limit.ts';
import { problem } from '../problem.ts';
import { allow } from '../who.ts';
import { Password, Username } from './people.ts';

const Session = z.object({ person: z.string() });

const signIn = createRoute({
  method: 'post',
  path: '/auth/sign-in',
  tags: ['sign-in'],
  summary: 'Sign in with name and password; the answer sets the session cookie',
  request: body(z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) })),
  responses: ok(Session, 'Signed in'),
});
const signOut = createRoute({
  method: 'post',
  path: '/auth/sign-out',
  tags: ['sign-in'],
  summary: 'Sign out',
  middleware: allow('staff'),
  responses: ok(Done, 'Signed out'),
});
const password = createRoute({
  method: 'post',
  path: '/auth/password',
  tags: ['sign-in'],
  summary: 'Change the own password; other sessions end',
  middleware: allow('staff'),
  request: body(z.object({ old: z.string().max(200), fresh: Password })),
  responses: ok(Done, 'Changed'),
});
const setupNeeded = createRoute({
  method: 'get',
  path: '/setup',
  tags: ['sign-in'],
  summary: 'Whether the first owner is still to be created; a demo shop names its accounts',
  responses: ok(
    z.object({
      needed: z.boolean(),
      demo: z
        .object({
          password: z.string(),
          accounts: z.array(
            z.object({ username: z.string(), name: z.string(), level: z.string(), roles: z.array(z.string()) }),
          ),
        })
        .nullable(),
    }),
    'State',
  ),
});
const setup = createRoute({
  method: 'post',
  path: '/setup',
  tags: ['sign-in'],
  summary: 'Create the first owner, only while nobody exists; signs in',
  request: body(
    z.object({
      name: z.string().trim().min(1).max(60),
      username: Username,
      password: Password,
      language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    }),
  ),
  responses: created(Session, 'The owner'),
});

export const signInRoutes = (deps: Deps) => {
  const { sql, auth } = deps;
  return router()
    .openapi(signIn, async (c) => {
      const credentials = c.req.valid('json');
      await slowDown(sql, `sign-in/${credentials.username.toLowerCase()}`, 10, 60);
      await slowDown(sql, `sign-in-from/${c.get('address')}`, 60, 60);
      const session = await auth.signIn(credentials, c.req.raw.headers);
      const person = session && (await personAsKnown(sql, session.person));
      if (!session || !person) throw problem('wrongPassword');
      c.set('who', person);
      setCookies(c, session.cookies);
      return c.json({ person: person.id }, 200);
    })
    .openapi(signOut, async (c) => {
      setCookies(c, await auth.signOut(c.req.raw.headers));
      return c.json({ ok: true as const }, 200);
    })
    .openapi(password, async (c) => {
      await slowDown(sql, `password/${c.get('who')?.id}`, 10, 60);
      const cookies = await auth.changePassword(c.req.valid('json'), c.req.raw.headers);
      if (!cookies) throw problem('wrongPassword');
      setCookies(c, cookies);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(setupNeeded, async (c) => {
      const needed = !(await hasPeople(sql));
      return c.json({ needed, demo: deps.demo ? await demoAccounts(sql) : null }, 200);
    })
    .openapi(setup, async (c) => {
      const { name, username, password: chosen, language } = c.req.valid('json');
      await slowDown(sql, `setup/${c.get('address')}`, 20, 60);
      const id = await sql.begin(async (tx) => {
        if (!(await mayFound(tx))) throw problem('setupDone');
        const account = await auth.createAccount({ name, username, password: chosen });
        await insertPerson(tx, { id: account, name, username, level: 'admin', language, roles: [] });
        return account;
      });
      const session = await auth.signIn({ username, password: chosen }, c.req.raw.headers);
      setCookies(c, session?.cookies ?? []);
      c.set('who', await personAsKnown(sql, id));
      return c.json({ person: id }, 201);
    });
};

/** Over https the cookie never leaves it. */
function setCookies(c: Context<Env>, cookies: string[]) {
  const secure = c.req.header('x-forwarded-proto') === 'https' || c.req.url.startsWith('https:');
  for (const cookie of cookies) c.header('set-cookie', secure ? `${cookie}; Secure` : cookie, { append: true });
}
