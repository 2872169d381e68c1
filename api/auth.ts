// Sign-in is better-auth's job: passwords, sessions, cookies. Only what our own routes call is reachable.
import { betterAuth } from 'better-auth';
import { username } from 'better-auth/plugins/username';
import { Kysely } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import type { Sql } from '../db/connect.ts';

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
  session(headers: Headers): Promise<{ person: string; cookies: string[] } | undefined>;
};

export function createAuth(sql: Sql, secret: string): Auth {
  const auth = betterAuth({
    secret,
    baseURL: 'http://localhost',
    basePath: '/api/auth',
    database: { db: new Kysely({ dialect: new PostgresJSDialect({ postgres: sql as never }) }), type: 'postgres' },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: 14 * 86_400, updateAge: 86_400 },
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
      await sql`delete from auth_session where "userId" = ${person}`;
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
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true });
      return response ? { person: response.user.id, cookies: answer.getSetCookie() } : undefined;
    },
  };
}

const isRefusal = (error: unknown) => {
  const status = (error as { statusCode?: number }).statusCode;
  return status !== undefined && status >= 400 && status < 500;
};
