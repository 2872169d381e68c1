// Sign-in is better-auth's job: passwords, sessions, cookies. Only what our own routes call is reachable.
import { betterAuth } from 'better-auth';
import { username } from 'better-auth/plugins/username';
import { Kysely } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import type { Sql } from '../db/connect.ts';
import { endSessions, type Known, personAsKnown, personOfSession } from '../db/people.ts';

export type Auth = {
  /** Creates an account and returns its id, which is the person's. @throws when the username is taken */
  createAccount(account: { name: string; username: string; password: string }): Promise<string>;
  setPassword(person: string, password: string): Promise<void>;
  /** The answer carries the session's cookie. */
  signIn(
    credentials: { username: string; password: string },
    headers: Headers,
  ): Promise<{ person: string; cookies: string[] } | undefined>;
  signOut(headers: Headers): Promise<string[]>;
  /** false = the old one is wrong. Ends the other sessions of the person. */
  changePassword(change: { old: string; fresh: string }, headers: Headers): Promise<false | string[]>;
  /** Whose session the request's cookies prove; further cookies where it was renewed. */
  session(headers: Headers): Promise<{ person: Known; cookies: string[] } | undefined>;
};

const LIVES_S = 14 * 86_400;
const RENEWED_AFTER_S = 86_400;
const PROVEN_AT_MOST = 10_000;

export function createAuth(sql: Sql, secret: string): Auth {
  const auth = betterAuth({
    secret,
    baseURL: 'http://localhost',
    basePath: '/api/auth',
    database: { db: new Kysely({ dialect: new PostgresJSDialect({ postgres: sql as never }) }), type: 'postgres' },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: LIVES_S, updateAge: RENEWED_AFTER_S },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, autoSignIn: false },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 60,
        usernameValidator: (name) => /^[\p{L}\p{N}._-]+$/u.test(name),
      }),
    ],
    advanced: {
      cookiePrefix: 'zhangfa',
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  /** Cookies whose signature better-auth has found good, with the token in them: only whether the session lives is asked again. */
  const proven = new Map<string, string>();
  return {
    async createAccount({ name, username, password }) {
      // better-auth wants an address for everyone; people of a shop floor often have none.
      const email = `${Buffer.from(username.toLowerCase()).toString('hex')}@people.invalid`;
      const { user } = await auth.api.signUpEmail({ body: { name, email, password, username } });
      return user.id;
    },
    async setPassword(person, password) {
      const context = await auth.$context;
      await context.internalAdapter.updatePassword(person, await context.password.hash(password));
      await endSessions(sql, person);
    },
    async signIn(credentials, headers) {
      try {
        const { headers: answer, response } = await auth.api.signInUsername({
          body: credentials,
          headers,
          returnHeaders: true,
        });
        return response ? { person: response.user.id, cookies: answer.getSetCookie() } : undefined;
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },
    async signOut(headers) {
      return (await auth.api.signOut({ headers, returnHeaders: true })).headers.getSetCookie();
    },
    async changePassword({ old, fresh }, headers) {
      try {
        const { headers: answer } = await auth.api.changePassword({
          body: { currentPassword: old, newPassword: fresh, revokeOtherSessions: true },
          headers,
          returnHeaders: true,
        });
        return answer.getSetCookie();
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
    async session(headers) {
      const cookie = headers.get('cookie') ?? '';
      const token = proven.get(cookie);
      const known = token && (await personOfSession(sql, token, LIVES_S - RENEWED_AFTER_S));
      if (known) return { person: known, cookies: [] };
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true });
      const person = response && (await personAsKnown(sql, response.user.id));
      if (!person) {
        proven.delete(cookie);
        return undefined;
      }
      if (proven.size >= PROVEN_AT_MOST) proven.clear();
      proven.set(cookie, response.session.token);
      return { person, cookies: answer.getSetCookie() };
    },
  };
}

const isRefusal = (error: unknown) => {
  const status = (error as { statusCode?: number }).statusCode;
  return status !== undefined && status >= 400 && status < 500;
};
