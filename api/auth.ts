// Sign-in is better-auth's job: passwords, sessions, cookies. Only what our own routes call is reachable.
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { username } from 'better-auth/plugins/username';
import { Kysely } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import type { Sql } from '../db/connect.ts';
import { activePerson, endSessions, type Person, personOfSession } from '../db/people.ts';
import { countAttempt } from '../db/requests.ts';
import { endSession, endSessionOf } from '../db/sessions.ts';

export type Auth = {
  setPassword(person: string, password: string): Promise<void>;
  /** The answer carries the session's cookie, or one that only says that the password was right and the second factor is awaited. */
  signIn(
    credentials: { username: string; password: string },
    address: string,
    headers: Headers,
  ): Promise<SignedIn | { person: null; cookies: string[] } | undefined>;
  /** A code of the authenticator, or a backup code. */
  secondFactor(code: string, address: string, headers: Headers): Promise<SignedIn | undefined>;
  /** What an authenticator has to know; it counts once `confirmSecondFactor` has heard a code of it. undefined = wrong password. */
  beginSecondFactor(password: string, headers: Headers): Promise<{ uri: string; backupCodes: string[] } | undefined>;
  confirmSecondFactor(code: string, headers: Headers): Promise<string[] | undefined>;
  endSecondFactor(password: string, headers: Headers): Promise<string[] | undefined>;
  signOut(headers: Headers): Promise<string[]>;
  /** undefined = the old one is wrong. Ends the other sessions of the person. */
  changePassword(change: { old: string; fresh: string }, headers: Headers): Promise<string[] | undefined>;
  /** Whose session the request's cookies prove; further cookies where it was renewed. */
  session(headers: Headers): Promise<{ person: Person; token: string; cookies: string[] } | undefined>;
};
type SignedIn = { person: string; cookies: string[] };

const LIVES_S = 14 * 86_400;
const RENEWED_AFTER_S = 86_400;
/** However often it is renewed. */
export const ENDS_AFTER_S = 30 * 86_400;
const ADDRESS = 'x-zhangfa-address';
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
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, autoSignIn: false },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 60,
        usernameValidator: (name) => /^[\p{L}\p{N}._-]+$/u.test(name),
      }),
      twoFactor({ issuer: 'Zhangfa', schema: { twoFactor: { modelName: 'auth_two_factor' } } }),
    ],
    advanced: {
      cookiePrefix: 'zhangfa',
      // Ours alone: what a browser says of where it is counts for nothing.
      ipAddress: { ipAddressHeaders: [ADDRESS] },
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
    async setPassword(person, password) {
      const context = await auth.$context;
      await context.internalAdapter.updatePassword(person, await context.password.hash(password));
      await endSessions(sql, person);
    },
    signIn: (credentials, address, headers) =>
      unlessRefused(async () => {
        const { headers: answer, response } = await auth.api.signInUsername({
          body: credentials,
          headers: from(address, headers),
          returnHeaders: true,
        });
        const cookies = answer.getSetCookie();
        if (response && 'twoFactorRedirect' in response) return { person: null, cookies };
        return response ? { person: response.user.id, cookies } : undefined;
      }),
    secondFactor: (code, address, headers) =>
      unlessRefused(async () => {
        const asked = { body: { code }, headers: from(address, headers), returnHeaders: true } as const;
        const { headers: answer, response } = /^\d{6}$/.test(code)
          ? await auth.api.verifyTOTP(asked)
          : await auth.api.verifyBackupCode(asked);
        const { id } = response.user;
        if (!(await firstUse(sql, id, code))) {
          if (response.token) await endSessionOf(sql, response.token);
          return undefined;
        }
        return { person: id, cookies: answer.getSetCookie() };
      }),
    beginSecondFactor: (password, headers) =>
      unlessRefused(async () => {
        const begun = await auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers });
        return 'totpURI' in begun ? { uri: begun.totpURI, backupCodes: begun.backupCodes } : undefined;
      }),
    confirmSecondFactor: (code, headers) =>
      unlessRefused(async () => {
        const { headers: answer, response } = await auth.api.verifyTOTP({
          body: { code },
          headers,
          returnHeaders: true,
        });
        await firstUse(sql, response.user.id, code);
        return answer.getSetCookie();
      }),
    endSecondFactor: (password, headers) =>
      unlessRefused(async () => {
        const { headers: answer } = await auth.api.disableTwoFactor({
          body: { password },
          headers,
          returnHeaders: true,
        });
        return answer.getSetCookie();
      }),
    async signOut(headers) {
      return (await auth.api.signOut({ headers, returnHeaders: true })).headers.getSetCookie();
    },
    changePassword: ({ old, fresh }, headers) =>
      unlessRefused(async () => {
        const { headers: answer } = await auth.api.changePassword({
          body: { currentPassword: old, newPassword: fresh, revokeOtherSessions: true },
          headers,
          returnHeaders: true,
        });
        return answer.getSetCookie();
      }),
    async session(headers) {
      const cookie = headers.get('cookie') ?? '';
      const token = proven.get(cookie);
      const known = token && (await personOfSession(sql, token, LIVES_S - RENEWED_AFTER_S, ENDS_AFTER_S));
      if (known) return { person: known, token, cookies: [] };
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true });
      const over = response && response.session.createdAt.getTime() < Date.now() - ENDS_AFTER_S * 1_000;
      const person = response && !over && (await activePerson(sql, response.user.id));
      if (!person) {
        proven.delete(cookie);
        if (over) await endSession(sql, response.user.id, response.session.id);
        return undefined;
      }
      if (proven.size >= PROVEN_AT_MOST) proven.clear();
      proven.set(cookie, response.session.token);
      return { person, token: response.session.token, cookies: answer.getSetCookie() };
    },
  };
}

function from(address: string, headers: Headers): Headers {
  const own = new Headers(headers);
  own.set(ADDRESS, address);
  return own;
}

/** A code is good for one sign-in, also within its half minute. */
const firstUse = async (sql: Sql, person: string, code: string): Promise<boolean> =>
  (await countAttempt(sql, `code/${person}/${code}`, 3_600)) === 1;

async function unlessRefused<T>(attempt: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

const isRefusal = (error: unknown) => {
  const status = (error as { statusCode?: number }).statusCode;
  return status !== undefined && status >= 400 && status < 500;
};
