// The directory: managers read it, administrators change it.

import { createRoute, z } from '@hono/zod-openapi';
import type { Sql, Transaction } from '../../db/connect.ts';
import {
  departmentById,
  holdUsername,
  insertPerson,
  listPeople,
  markGivenPassword,
  namesFound,
  rolesById,
  updatePerson,
  usernameTaken,
} from '../../db/people.ts';
import { endRequest } from '../../db/requests.ts';
import { TAGS } from '../../words/message.ts';
import { createAccount } from '../account.ts';
import { body, created, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem, tell } from '../problem.ts';
import { mustBeStrong } from '../strong-password.ts';
import { allow } from '../who.ts';
import { mustHoldNothing } from './team.ts';

export const Username = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[\p{L}\p{N}._-]+$/u, 'letters, digits, . _ -');
/** Further rules: strong-password.ts. */
export const Password = z.string().min(10).max(128);
const Level = z.enum(['staff', 'manager', 'admin']);
const Sees = z.enum(['own', 'department', 'all']);
const Language = z.enum(Object.values(TAGS));
/** As a step asks for them: one word each. */
const Skills = z
  .array(
    z
      .string()
      .trim()
      .regex(/^\S{1,40}$/, 'one word'),
  )
  .max(30);
const Ids = z.array(z.string().max(60)).max(50);

const Person = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  department: z.string().nullable(),
  level: Level,
  language: z.string(),
  active: z.boolean(),
  roles: z.array(z.string()),
  skills: z.array(z.string()),
  shift: z.string().nullable().describe('calendar by which he works; null: that of the department'),
  sees: Sees.describe('beside what he takes part in: nothing, the work of his department and those below it, or all'),
  awayUntil: z.number().nullable().describe('is away until then, shop time'),
});
const Id = z.object({ id: z.string().max(100) });
/** At once; who is further down is found by name. */
const NAMES = 500;

const list = createRoute({
  method: 'get',
  path: '/people',
  tags: ['people'],
  summary: 'People by name',
  middleware: allow('manager'),
  request: { query: PageQuery.extend({ q: z.string().max(60).optional() }) },
  responses: ok(pageOf(Person), 'People'),
});
const names = createRoute({
  method: 'get',
  path: '/people/names',
  tags: ['people'],
  summary: 'Names of colleagues, to choose from; of these ids, those who have left too',
  middleware: allow('staff'),
  request: {
    query: z.object({
      q: z.string().max(60).optional(),
      ids: z.string().max(8_000).optional().describe('with a comma between'),
    }),
  },
  responses: ok(
    z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), active: z.boolean() })) }),
    'Names',
  ),
});
const create = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/people',
    tags: ['people'],
    summary: 'Add a person with a first password',
    middleware: [allow('admin'), once(deps)] as const,
    request: {
      headers: RequestKey,
      ...body(
        z.object({
          name: z.string().trim().min(1).max(60),
          username: Username,
          password: Password,
          level: Level.default('staff'),
          department: z.string().max(60).optional(),
          language: Language.optional(),
          roles: Ids.default([]),
        }),
      ),
    },
    responses: created(Person, 'The person'),
  });
const patch = createRoute({
  method: 'patch',
  path: '/people/{id}',
  tags: ['people'],
  summary: 'Change level, roles, department; `active: false` ends all sessions',
  middleware: allow('admin'),
  request: {
    params: Id,
    ...body(
      z.object({
        name: z.string().trim().min(1).max(60).optional(),
        level: Level.optional(),
        department: z.string().max(60).nullable().optional(),
        language: Language.optional(),
        active: z.boolean().optional(),
        leaveWork: z.boolean().optional().describe('shut out although work is left: see POST /people/{id}/hand-over'),
        roles: Ids.optional(),
        skills: Skills.optional(),
        shift: z.string().max(60).nullable().optional(),
        sees: Sees.nullable()
          .optional()
          .describe('null: staff what they take part in, managers all; administrators always see all'),
      }),
    ),
  },
  responses: ok(Person, 'As it is now'),
});
const setPassword = createRoute({
  method: 'put',
  path: '/people/{id}/password',
  tags: ['people'],
  summary: 'Set a new password for somebody; ends their sessions',
  middleware: allow('admin'),
  request: { params: Id, ...body(z.object({ password: Password })) },
  responses: ok(Done, 'Set'),
});

export const peopleRoutes = (deps: Deps) => {
  const { sql, auth } = deps;
  const one = async (id: string, from: Sql | Transaction) => {
    const [person] = await listPeople(from, { id, limit: 1 });
    if (!person) throw problem('notFound', { what: id });
    return person;
  };
  return router()
    .openapi(names, async (c) => {
      const { q, ids } = c.req.valid('query');
      const items = await namesFound(sql, { q: q?.trim() || undefined, ids: ids?.split(','), limit: NAMES });
      return c.json({ items: [...items] }, 200);
    })
    .openapi(list, async (c) => {
      const { q, cursor, limit } = c.req.valid('query');
      const rows = await listPeople(sql, {
        q,
        after: readCursor(z.tuple([z.string(), z.string()]), cursor),
        limit: limit + 1,
      });
      return c.json(
        page(rows, limit, ({ name, id }) => [name, id]),
        200,
      );
    })
    .openapi(create(deps), async (c) => {
      const given = c.req.valid('json');
      mustBeStrong(given.password, [given.name, given.username]);
      await mustExist(deps, given);
      const made = await sql.begin(async (tx) => {
        await holdUsername(tx, given.username);
        if (await usernameTaken(tx, given.username)) throw problem('usernameTaken');
        const id = await createAccount(tx, given);
        await insertPerson(tx, { ...given, id });
        await markGivenPassword(tx, id, true);
        const person = await one(id, tx);
        await endRequest(tx, requestId(c), 201, person);
        return person;
      });
      c.set('auditObject', made.id);
      return c.json(made, 201);
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid('param');
      const { leaveWork, ...change } = c.req.valid('json');
      await mustExist(deps, change);
      if (change.active === false && !leaveWork) await mustHoldNothing(deps, id);
      const result = await updatePerson(sql, id, change);
      if (result === 'none') throw problem('notFound', { what: id });
      if (result === 'lastAdmin') throw problem('lastAdmin');
      if (result === 'adminSees') throw problem('adminSees');
      c.set('auditDetail', change);
      return c.json(await one(id, sql), 200);
    })
    .openapi(setPassword, async (c) => {
      const { id } = c.req.valid('param');
      const { name, username } = await one(id, sql);
      const { password } = c.req.valid('json');
      mustBeStrong(password, [name, username]);
      await auth.setPassword(id, password);
      await markGivenPassword(sql, id, true);
      return c.json({ ok: true as const }, 200);
    });
};

async function mustExist(
  { sql }: Deps,
  { department, roles }: { department?: string | null | undefined; roles?: string[] | undefined },
): Promise<void> {
  if (department && !(await departmentById(sql, department)))
    throw problem('notFound', { what: tell('what.department', { name: department }) });
  if (!roles?.length) return;
  const known = new Set((await rolesById(sql, roles)).map(({ id }) => id));
  const missing = roles.find((role) => !known.has(role));
  if (missing !== undefined) throw problem('notFound', { what: tell('what.role', { name: missing }) });
}
