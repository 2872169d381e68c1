// What a change of a register has left behind: records whose values it would not take today. They stand until somebody sets them right.
import { createRoute, z } from '@hono/zod-openapi';
import { misfitsOf } from '../../db/misfits.ts';
import { seenFields } from '../../records/rights.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { registerFor } from '../register-seen.ts';
import { titledFor } from '../title.ts';
import { allow, personOf } from '../who.ts';

const Misfit = z.object({
  key: z.string(),
  store: z.string(),
  title: z.string(),
  fields: z.array(z.string()).describe('that hold what they do not take'),
});
const list = createRoute({
  method: 'get',
  path: '/registers/{register}/misfits',
  tags: ['registers'],
  summary:
    'Records with values that the register as it is would not take: another kind of field, a bound that came later',
  middleware: allow('manager'),
  request: { params: z.object({ register: z.string().max(60) }), query: PageQuery },
  responses: ok(pageOf(Misfit), 'Records'),
});

export const recordMisfitRoutes = ({ sql }: Deps) =>
  router().openapi(list, async (c) => {
    const me = personOf(c);
    const { cursor, limit } = c.req.valid('query');
    const { register, at } = await registerFor(sql, c.req.valid('param').register, me);
    const rows = await misfitsOf(sql, register, rowsOf(register, me), {
      fields: seenFields(register, actorOf(me)).map(({ id }) => id),
      after: readCursor(z.string(), cursor),
      limit: limit + 1,
      at,
    });
    const { items, next } = page(rows, limit, ({ id }) => id);
    return c.json(
      { items: titledFor(c, items).map(({ key, store, title, fields }) => ({ key, store, title, fields })), next },
      200,
    );
  });
