// Views of a register that people save: their own, and what managers show to all.
import { createRoute, z } from '@hono/zod-openapi';
import { publishedBody } from '../../db/content.ts';
import { dropView, MOST_VIEWS, savedViews, saveView } from '../../db/saved-views.ts';
import { type Register, View } from '../../records/register.ts';
import { fittingView, reaches } from '../../records/rights.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, type Person, personOf } from '../who.ts';

const ViewOut = z.custom<View>().openapi({ type: 'object', description: 'records/register.ts' });
const Saved = z.object({ id: z.string(), view: ViewOut, shared: z.boolean(), mine: z.boolean() });
const params = z.object({ register: z.string().max(60) });
const One = params.extend({ id: z.string().regex(/^[\w-]{8,60}$/, '8 to 60 letters, digits, - and _') });
const list = createRoute({
  method: 'get',
  path: '/registers/{register}/views',
  tags: ['registers'],
  summary: 'Views that I have saved, and those shared with all',
  middleware: allow('staff'),
  request: { params },
  responses: ok(z.object({ items: z.array(Saved) }), 'Views'),
});
const put = createRoute({
  method: 'put',
  path: '/registers/{register}/views/{id}',
  tags: ['registers'],
  summary: 'Save a view under an id of my making; only managers share it',
  middleware: allow('staff'),
  request: { params: One, ...body(z.object({ view: View, shared: z.boolean().default(false) })) },
  responses: ok(Done, 'Saved'),
});
const drop = createRoute({
  method: 'delete',
  path: '/registers/{register}/views/{id}',
  tags: ['registers'],
  summary: 'Take away a view of mine; managers, what is shared',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(Done, 'Gone'),
});

export const savedViewRoutes = ({ sql }: Deps) => {
  const must = async (key: string, me: Person): Promise<Register> => {
    const published = await publishedBody<Register>(sql, 'register', key, await shopNow(sql));
    if (!published || !reaches(published.body.see, actorOf(me))) throw problem('notFound', { what: key });
    return published.body;
  };
  /** A field that is gone, or that one may not see, is no field of the view: it shows what is left. */
  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { register: key } = c.req.valid('param');
      const register = await must(key, me);
      const items = (await savedViews(sql, key, me.id)).flatMap((saved) => {
        const view = fittingView(register, saved.view, actorOf(me));
        return view ? [{ ...saved, view }] : [];
      });
      return c.json({ items }, 200);
    })
    .openapi(put, async (c) => {
      const me = personOf(c);
      const { register, id } = c.req.valid('param');
      const { view, shared } = c.req.valid('json');
      await must(register, me);
      if (shared && !atLeast(me, 'manager')) throw problem('notAllowed');
      if (!(await saveView(sql, { id, register, owner: me.id, shared, view })))
        throw problem('viewNotSaved', { most: MOST_VIEWS });
      c.set('auditObject', `${register}/${view.title.zh}`);
      c.set('auditDetail', { shared });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(drop, async (c) => {
      const me = personOf(c);
      const { register, id } = c.req.valid('param');
      await must(register, me);
      if (!(await dropView(sql, { id, register, owner: me.id, shared: atLeast(me, 'manager') })))
        throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    });
};
