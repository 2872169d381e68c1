// Who is away, and who stands in for him: one's own, and for managers those of the people whose work they see.
import { createRoute, z } from '@hono/zod-openapi';
import { endAbsence, listAbsences, peopleLed, putAbsence, settleWithin } from '../../db/absences.ts';
import { activePerson, namesOf } from '../../db/people.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem, tell } from '../problem.ts';
import { Who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, type Person, personOf } from '../who.ts';

const Instant = z.number().int().min(0).max(8_640_000_000_000_000);
const Id = z.object({ id: z.string().min(8).max(60) });
const Absence = z.object({
  id: z.string(),
  person: Who,
  proxy: Who,
  from: z.number().describe('shop time, milliseconds'),
  to: z.number(),
  reason: z.string().nullable(),
  running: z.boolean(),
  can: z.object({ end: z.boolean() }),
});

const list = createRoute({
  method: 'get',
  path: '/absences',
  tags: ['people'],
  summary:
    'Absences that have not ended, the next first: my own, those I stand in for, of my people; for managers of whoever they see the work of',
  middleware: allow('staff'),
  request: { query: PageQuery },
  responses: ok(
    pageOf(Absence).extend({
      people: z
        .array(Who)
        .describe('whose I may enter beside my own; of a manager who sees all: none, he may enter anybody’s'),
    }),
    'Absences',
  ),
});
const put = createRoute({
  method: 'put',
  path: '/absences/{id}',
  tags: ['people'],
  summary:
    'Enter or change an absence: work goes to the proxy as it begins, and what is not done comes back as it ends',
  middleware: allow('staff'),
  request: {
    params: Id,
    ...body(
      z.object({
        person: z
          .string()
          .max(100)
          .optional()
          .describe('absent: myself; of others: for managers who see their work, and who leads their department'),
        proxy: z.string().max(100),
        from: Instant,
        to: Instant,
        reason: z.string().trim().max(200).optional(),
      }),
    ),
  },
  responses: ok(Done, 'Entered'),
});
const end = createRoute({
  method: 'post',
  path: '/absences/{id}/end',
  tags: ['people'],
  summary: 'Back earlier; one that has not begun is called off',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Ended, by now or before'),
});

export const absenceRoutes = ({ sql }: Deps) => {
  const manages = (me: Person): boolean => atLeast(me, 'manager');
  const managesAll = (me: Person): boolean => manages(me) && me.sees === 'all';
  const led = (me: Person, only?: string) =>
    peopleLed(sql, me.id, { within: manages(me) ? me.within : [], ...(only !== undefined && { only }) });
  const mayFor = async (me: Person, person: string): Promise<boolean> =>
    person === me.id || managesAll(me) || (await led(me, person)).length > 0;
  /** A manager of some gives their work to some of them, or to their own department. */
  const mayStandIn = async (me: Person, absent: Person, proxy: Person): Promise<boolean> =>
    absent.id === me.id || !manages(me) || proxy.department === absent.department || (await mayFor(me, proxy.id));
  const mustBeActive = async (id: string): Promise<Person> => {
    const found = await activePerson(sql, id);
    if (!found) throw problem('notFound', { what: id });
    return found;
  };
  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { cursor, limit } = c.req.valid('query');
      const all = managesAll(me);
      const [rows, people] = await Promise.all([
        shopNow(sql).then((ends) =>
          listAbsences(sql, {
            ends,
            ...(!all && { seenBy: me.id, within: manages(me) ? me.within : [] }),
            after: readCursor(z.tuple([z.number(), z.string()]), cursor),
            limit: limit + 1,
          }),
        ),
        all ? [] : led(me),
      ]);
      const names = await namesOf(
        sql,
        rows.flatMap(({ person, proxy }) => [person, proxy]),
      );
      const { items, next } = page(rows, limit, ({ from, id }) => [from, id]);
      const who = (id: string) => ({ id, name: names[id] ?? id });
      const mayEnd = (id: string): boolean => all || id === me.id || people.some((one) => one.id === id);
      return c.json(
        {
          items: items.map((one) => ({
            ...one,
            person: who(one.person),
            proxy: who(one.proxy),
            can: { end: mayEnd(one.person) },
          })),
          next,
          people,
        },
        200,
      );
    })
    .openapi(put, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const { person = me.id, proxy, to, from, reason } = c.req.valid('json');
      if (!(await mayFor(me, person))) throw problem('notAllowed');
      const now = await shopNow(sql);
      if (to <= Math.max(from, now))
        throw problem('invalid', { what: tell('invalid.absence') }, { errors: [{ path: 'to', message: 'before' }] });
      const [absent, standing] = [await mustBeActive(person), await mustBeActive(proxy)];
      if (person === proxy)
        throw problem('invalid', { what: tell('invalid.proxy') }, { errors: [{ path: 'proxy', message: 'same' }] });
      if (!(await mayStandIn(me, absent, standing))) throw problem('notAllowed');
      await sql.begin(async (tx) => {
        const [before] = await listAbsences(tx, { ids: [id], limit: 1 });
        if (before && before.person !== person) throw problem('notFound', { what: id });
        // What has begun has begun.
        const begins = before?.running ? before.from : Math.max(from, now);
        const saved = await putAbsence(tx, { id, person, proxy, from: begins, to, reason: reason || null, by: me.id });
        if (saved === 'overlaps') throw problem('awayAlready');
        await settleWithin(tx, now);
      });
      c.set('auditObject', person);
      c.set('auditDetail', { proxy, from, to });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(end, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const [absence] = await listAbsences(sql, { ids: [id], limit: 1 });
      if (!absence || !(await mayFor(me, absence.person))) throw problem('notFound', { what: id });
      const now = await shopNow(sql);
      await sql.begin(async (tx) => {
        await endAbsence(tx, id, now);
        await settleWithin(tx, now);
      });
      c.set('auditObject', absence.person);
      return c.json({ ok: true as const }, 200);
    });
};
