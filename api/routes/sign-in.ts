// Sign-in, sign-out, own password; and the first owner of a new shop.

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { activePerson, hasPeople, insertPerson, markGivenPassword, mayFound, usernameTaken } from '../../db/people.ts';
import { endSessionOf } from '../../db/sessions.ts';
import { beginSignIn, forgetFailures } from '../../db/sign-in-failures.ts';
import { TAGS } from '../../words/message.ts';
import { createAccount } from '../account.ts';
import { body, created, Done, ok } from '../answers.ts';
import { DEMO_PASSWORD, demoAccounts } from '../demo.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { slowDown, tooMany } from '../limit.ts';
import { problem } from '../problem.ts';
import { setCookies } from '../session-cookies.ts';
import { isSetupCode } from '../setup-code.ts';
import { mustBeStrong } from '../strong-password.ts';
import { allow, personOf } from '../who.ts';
import { Password, Username } from './people.ts';

/** Six digits, or a backup code. */
export const Code = z.string().trim().min(6).max(40);
const Session = z.object({ person: z.string() });
const Entered = z.object({
  person: z
    .string()
    .nullable()
    .describe('null: the password is right, and a code is still needed (POST /auth/second-factor)'),
});

const signIn = createRoute({
  method: 'post',
  path: '/auth/sign-in',
  tags: ['sign-in'],
  summary: 'Sign in with name and password; the answer sets the session cookie',
  request: body(z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) })),
  responses: ok(Entered, 'Signed in'),
});
const second = createRoute({
  method: 'post',
  path: '/auth/second-factor',
  tags: ['sign-in'],
  summary: 'The second step of a sign-in: six digits of the authenticator, or a backup code',
  request: body(z.object({ code: Code })),
  responses: ok(Session, 'Signed in'),
});
const signOut = createRoute({
  method: 'post',
  path: '/auth/sign-out',
  tags: ['sign-in'],
  summary: 'Sign out',
  middleware: allow('staff', undefined, ['passwordFirst', 'secondFactorFirst']),
  responses: ok(Done, 'Signed out'),
});
const password = createRoute({
  method: 'post',
  path: '/auth/password',
  tags: ['sign-in'],
  summary: 'Change the own password; other sessions end',
  middleware: allow('staff', undefined, ['passwordFirst', 'secondFactorFirst']),
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
  summary: 'Create the first owner, only while nobody exists; signs in. `code` stands in the log of the server',
  request: body(
    z.object({
      code: z.string().max(40),
      name: z.string().trim().min(1).max(60),
      username: Username,
      password: Password,
      language: z.enum(Object.values(TAGS)).default('zh-CN'),
    }),
  ),
  responses: created(Session, 'The owner'),
});

export const signInRoutes = (deps: Deps) => {
  const { sql, auth } = deps;
  /** Who signs in anew has left where they were. */
  const leaveBefore = async (c: Context<Env>): Promise<void> => {
    const before = c.get('session');
    if (before) await endSessionOf(sql, before);
  };
  return router()
    .openapi(signIn, async (c) => {
      const credentials = c.req.valid('json');
      const name = credentials.username.toLowerCase();
      const from = c.get('address');
      // What is no name here may be a password that went into the wrong field: it is not kept.
      if (await usernameTaken(sql, name)) c.set('auditObject', name);
      await slowDown(sql, `sign-in-from/${from}`, 60, 60);
      const seconds = await beginSignIn(sql, name, from);
      if (seconds > 0) throw tooMany(seconds);
      if (!deps.demo && credentials.password === DEMO_PASSWORD) throw problem('demoOver');
      const session = await auth.signIn(credentials, from, c.req.raw.headers);
      if (session?.person === null) {
        setCookies(c, session.cookies);
        return c.json({ person: null }, 200);
      }
      const person = session && (await activePerson(sql, session.person));
      if (!session || !person) throw problem('wrongPassword');
      await forgetFailures(sql, name, from);
      await leaveBefore(c);
      c.set('who', person);
      setCookies(c, session.cookies);
      return c.json({ person: person.id }, 200);
    })
    .openapi(second, async (c) => {
      const from = c.get('address');
      await slowDown(sql, `second-factor/${from}`, 20, 60);
      const session = await auth.secondFactor(c.req.valid('json').code, from, c.req.raw.headers);
      const person = session && (await activePerson(sql, session.person));
      if (!session || !person) throw problem('secondFactorWrong');
      if (person.username) await forgetFailures(sql, person.username.toLowerCase(), from);
      await leaveBefore(c);
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
      const { name, username } = personOf(c);
      const { old, fresh } = c.req.valid('json');
      mustBeStrong(fresh, [name, username, old]);
      const cookies = await auth.changePassword(c.req.valid('json'), c.req.raw.headers);
      if (!cookies) throw problem('wrongPassword');
      await markGivenPassword(sql, personOf(c).id, false);
      setCookies(c, cookies);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(setupNeeded, async (c) => {
      const needed = !(await hasPeople(sql));
      return c.json({ needed, demo: deps.demo ? await demoAccounts(sql) : null }, 200);
    })
    .openapi(setup, async (c) => {
      const { code, name, username, password: chosen, language } = c.req.valid('json');
      await slowDown(sql, 'setup', 20, 60);
      if (await hasPeople(sql)) throw problem('setupDone');
      if (!isSetupCode(deps.secret, code)) throw problem('setupCodeWrong');
      mustBeStrong(chosen, [name, username]);
      const id = await sql.begin(async (tx) => {
        if (!(await mayFound(tx))) throw problem('setupDone');
        const account = await createAccount(tx, { name, username, password: chosen });
        await insertPerson(tx, { id: account, name, username, level: 'admin', language, roles: [] });
        return account;
      });
      const session = await auth.signIn({ username, password: chosen }, c.get('address'), c.req.raw.headers);
      setCookies(c, session?.cookies ?? []);
      c.set('who', await activePerson(sql, id));
      return c.json({ person: id }, 201);
    });
};
