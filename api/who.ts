// Who asks: a person with a session, or an API key; and the gate that each route states.

import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { activeKey, type Key, type Scope } from '../db/keys.ts';
import type { Barred, Level, Person } from '../db/people.ts';
import { type Viewer, viewerFor } from '../db/viewer.ts';
import type { Deps, Env } from './deps.ts';
import { problem } from './problem.ts';
import { setCookies } from './session-cookies.ts';

export type { Key, Level, Person };
export type Who = Person | Key;

const rank: Record<Level, number> = { staff: 0, manager: 1, admin: 2 };
export const atLeast = (who: Who, level: Level): boolean => who.kind === 'person' && rank[who.level] >= rank[level];

/** Finds out who asks and leaves the decision to `allow`. A wrong key is refused here: it never falls back to anonymous. */
export const identify = ({ sql, auth }: Pick<Deps, 'sql' | 'auth'>): MiddlewareHandler<Env> =>
  createMiddleware<Env>(async (c, next) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (bearer) {
      const key = await activeKey(sql, bearer);
      if (!key) throw problem('keyRefused');
      c.set('who', key);
    } else if (c.req.header('cookie')) {
      const session = await auth.session(c.req.raw.headers);
      if (session) {
        c.set('who', session.person);
        c.set('session', session.token);
        // The page was opened by another: in this browser somebody else has signed in since.
        const meant = c.req.header('zhangfa-person');
        if (meant && meant !== session.person.id)
          throw problem(
            'otherPerson',
            { who: session.person.name },
            { who: { id: session.person.id, name: session.person.name } },
          );
      }
      await next();
      // A session in use lives on: its cookie is renewed.
      setCookies(c, session?.cookies ?? []);
      return;
    }
    await next();
  });

/** The gate of a route: people of this level; keys only with the scope, where one is named. `also`: it is open to who is barred so. */
export const allow = (level: Level, scope?: Scope, also?: Barred[]): MiddlewareHandler<Env> =>
  createMiddleware<Env>(async (c, next) => {
    const who = c.get('who');
    if (!who) throw problem('signInNeeded');
    if (who.kind === 'key') {
      if (!scope) throw problem('notAllowed');
      if (!who.scopes.includes(scope)) throw problem('scopeMissing', { scope });
    } else if (who.barred && !also?.includes(who.barred)) throw problem(who.barred);
    else if (!atLeast(who, level)) throw problem('notAllowed');
    await next();
  });

type Holder = { get(name: 'who'): Who | undefined };
export function whoOf(c: Holder): Who {
  const who = c.get('who');
  if (!who) throw problem('signInNeeded');
  return who;
}
export function personOf(c: Holder): Person {
  const who = whoOf(c);
  if (who.kind !== 'person') throw problem('notAllowed');
  return who;
}
/** What lists show to whom: keys that may read see all cases. */
export const viewerOf = (c: Holder): Viewer => {
  const who = whoOf(c);
  return who.kind === 'key' ? { all: true, person: who.id, refs: [], within: [] } : viewerFor(who);
};
/** Of what they see, managers and keys see what is covered for others. */
export const seesCovered = (c: Holder): boolean => {
  const who = whoOf(c);
  return who.kind === 'key' || atLeast(who, 'manager');
};
