// Who has how much to do, for managers, and moving the work of somebody who leaves.
import { createRoute, z } from '@hono/zod-openapi';
import { changePerson, LastAdmin, peopleAsKnown } from '../../db/people.ts';
import { endRequest } from '../../db/requests.ts';
import { countWork, loads, moveWork, NobodyElse, workOf } from '../../db/team.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem, tell } from '../problem.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf } from '../who.ts';

const Id = z.object({ id: z.string().max(100) });
const Comment = z.string().trim().max(2_000).optional();
const team = createRoute({
  method: 'get',
  path: '/team',
  tags: ['people'],
  summary: 'Everybody who works here or holds open work: how much, how much of it late, what is due next',
  middleware: allow('manager'),
  responses: ok(
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          active: z.boolean(),
          open: z.number(),
          overdue: z.number(),
          next: z.number().nullable(),
          awayUntil: z.number().nullable(),
        }),
      ),
      now: z.number(),
    }),
    'Loads',
  ),
});
const Kind = z.object({
  process: z.string(),
  processName: z.string(),
  element: z.string(),
  name: z.string(),
  count: z.number(),
  pool: z.boolean().describe('can go back to others it was offered to'),
});
const work = createRoute({
  method: 'get',
  path: '/people/{id}/work',
  tags: ['people'],
  summary: 'Open work of a person by kind',
  middleware: allow('manager'),
  request: { params: Id },
  responses: ok(z.object({ items: z.array(Kind) }), 'Kinds'),
});
const Successor = z.object({
  process: z.string().max(80),
  element: z.string().max(100),
  to: z.string().max(100).nullable().describe('a person; null: back to those it was offered to'),
});
const move = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/people/{id}/hand-over',
    tags: ['people'],
    summary: 'Move all open work of a person, a successor a kind, all or nothing; `deactivate` shuts them out with it',
    middleware: [allow('admin'), once(deps)] as const,
    request: {
      params: Id,
      headers: RequestKey,
      ...body(
        z.object({ successors: z.array(Successor).max(500), deactivate: z.boolean().default(false), comment: Comment }),
      ),
    },
    responses: ok(z.object({ moved: z.number() }), 'Moved'),
  });
export const teamRoutes = (deps: Deps) => {
  const { sql } = deps;
  const mustBeActive = async (ids: string[]): Promise<void> => {
    const known = await peopleAsKnown(sql, ids);
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw problem('notFound', { what: missing });
  };
  return router()
    .openapi(team, async (c) => {
      const now = await shopNow(sql);
      return c.json({ items: await loads(sql, now), now }, 200);
    })
    .openapi(work, async (c) => c.json({ items: await workOf(sql, c.req.valid('param').id) }, 200))
    .openapi(move(deps), async (c) => {
      const { id } = c.req.valid('param');
      const { successors, deactivate, comment } = c.req.valid('json');
      const to = [...new Set(successors.flatMap((one) => one.to ?? []))];
      if (deactivate && to.includes(id)) throw problem('invalid', { what: tell('invalid.successor') });
      await mustBeActive(to);
      const given = { person: id, successors, by: personOf(c).id, at: await shopNow(sql), comment };
      const moved = await sql
        .begin(async (tx) => {
          const count = await moveWork(tx, given);
          if (deactivate && !(await changePerson(tx, id, { active: false }))) throw problem('notFound', { what: id });
          await endRequest(tx, requestId(c), 200, { moved: count });
          return count;
        })
        .catch((error) => {
          if (error instanceof NobodyElse) throw problem('noSuccessor', { what: error.message });
          if (error instanceof LastAdmin) throw problem('lastAdmin');
          throw error;
        });
      c.set('auditDetail', { moved, deactivate, successors });
      return c.json({ moved }, 200);
    });
};

/** Whoever is shut out leaves nothing behind that nobody would see. */
export async function mustHoldNothing({ sql }: Pick<Deps, 'sql'>, id: string): Promise<void> {
  const count = await countWork(sql, id);
  if (count > 0) throw problem('holdsWork', { count });
}
