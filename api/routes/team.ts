// Who has how much to do, for managers, and moving the work of somebody who leaves.
import { createRoute, z } from '@hono/zod-openapi';
import { settleWithin } from '../../db/absences.ts';
import { endAbsencesOf, moveCharge, NobodyTakes, OWNED, ownedBy } from '../../db/owned.ts';
import { changePerson, LastAdmin, peopleAsKnown } from '../../db/people.ts';
import { endRequest } from '../../db/requests.ts';
import { countWork, loads, moveWork, NobodyElse, seesWorkOf, workOf } from '../../db/team.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem, tell } from '../problem.ts';
import { Texts } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf, viewerOf } from '../who.ts';

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
const Owned = z.object({
  kind: z.enum(OWNED),
  id: z.string(),
  name: z.string(),
  texts: Texts.nullable(),
  count: z.number(),
  step: z.string().nullable().describe('of `named`: the step that names him'),
  draft: z.boolean().describe('of `named`: it is the draft that does'),
});
const owns = createRoute({
  method: 'get',
  path: '/people/{id}/owns',
  tags: ['people'],
  summary:
    'Whatever a person has charge of beside open work: departments, processes, absences as proxy, records, steps that name him',
  middleware: allow('manager'),
  request: { params: Id },
  responses: ok(z.object({ items: z.array(Owned) }), 'Charges'),
});
const Successor = z.object({
  process: z.string().max(80),
  element: z.string().max(100),
  to: z.string().max(100).nullable().describe('a person; null: back to those it was offered to'),
});
const Taker = z.string().max(100).optional();
const move = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/people/{id}/hand-over',
    tags: ['people'],
    summary:
      'Move all open work of a person, a successor a kind, and all he has charge of, all or nothing; `deactivate` shuts them out with it',
    middleware: [allow('admin'), once(deps)] as const,
    request: {
      params: Id,
      headers: RequestKey,
      ...body(
        z.object({
          successors: z.array(Successor).max(500),
          charges: z
            .object({ head: Taker, process: Taker, proxy: Taker, records: Taker })
            .default({})
            .describe('who takes over what he has charge of; with `deactivate` none is left open'),
          deactivate: z.boolean().default(false),
          comment: Comment,
        }),
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
  const mustSeeWorkOf = async (c: Parameters<typeof viewerOf>[0], id: string): Promise<void> => {
    if (!(await seesWorkOf(sql, viewerOf(c), id))) throw problem('notFound', { what: id });
  };
  return router()
    .openapi(team, async (c) => {
      const now = await shopNow(sql);
      return c.json({ items: await loads(sql, viewerOf(c), now), now }, 200);
    })
    .openapi(work, async (c) => {
      const { id } = c.req.valid('param');
      await mustSeeWorkOf(c, id);
      return c.json({ items: await workOf(sql, id) }, 200);
    })
    .openapi(owns, async (c) => {
      const { id } = c.req.valid('param');
      await mustSeeWorkOf(c, id);
      return c.json({ items: [...(await ownedBy(sql, id, await shopNow(sql)))] }, 200);
    })
    .openapi(move(deps), async (c) => {
      const { id } = c.req.valid('param');
      const { successors, charges, deactivate, comment } = c.req.valid('json');
      const to = [...new Set([...successors.flatMap((one) => one.to ?? []), ...Object.values(charges)])];
      if (deactivate && to.includes(id)) throw problem('invalid', { what: tell('invalid.successor') });
      await mustBeActive(to);
      const now = await shopNow(sql);
      const given = { person: id, successors, by: personOf(c).id, at: now, comment };
      const moved = await sql
        .begin(async (tx) => {
          const count = await moveWork(tx, given);
          if (deactivate || Object.keys(charges).length > 0) await moveCharge(tx, { person: id, to: charges, now });
          if (deactivate) await endAbsencesOf(tx, id, now);
          await settleWithin(tx, now);
          if (deactivate && !(await changePerson(tx, id, { active: false }))) throw problem('notFound', { what: id });
          await endRequest(tx, requestId(c), 200, { moved: count });
          return count;
        })
        .catch((error) => {
          if (error instanceof NobodyElse || error instanceof NobodyTakes)
            throw problem('noSuccessor', { what: error.message });
          if (error instanceof LastAdmin) throw problem('lastAdmin');
          throw error;
        });
      c.set('auditDetail', { moved, deactivate, successors, charges });
      return c.json({ moved }, 200);
    });
};

/** Whoever is shut out leaves nothing behind that nobody would see. */
export async function mustHoldNothing({ sql }: Pick<Deps, 'sql'>, id: string): Promise<void> {
  const owned = await ownedBy(sql, id, await shopNow(sql));
  const count = (await countWork(sql, id)) + owned.filter(({ kind }) => kind !== 'named').length;
  if (count > 0) throw problem('holdsWork', { count });
}
