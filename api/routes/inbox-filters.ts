// Filters of my inbox, saved under a name.
import { createRoute, z } from '@hono/zod-openapi';
import { dropInboxFilter, inboxFilters, MOST_FILTERS, saveInboxFilter } from '../../db/inbox-filters.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const Filter = z.object({
  view: z.enum(['todo', 'claimable', 'done']).optional(),
  process: z.string().max(80).optional(),
  q: z.string().trim().max(100).optional(),
  sort: z.enum(['due', 'newest']).optional(),
});
const One = z.object({ id: z.string().regex(/^[\w-]{8,60}$/, '8 to 60 letters, digits, - and _') });
const list = createRoute({
  method: 'get',
  path: '/inbox-filters',
  tags: ['tasks'],
  summary: 'Filters of my inbox that I have saved',
  middleware: allow('staff'),
  responses: ok(
    z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), filter: Filter })) }),
    'Filters',
  ),
});
const put = createRoute({
  method: 'put',
  path: '/inbox-filters/{id}',
  tags: ['tasks'],
  summary: 'Save one under an id of my making',
  middleware: allow('staff'),
  request: { params: One, ...body(z.object({ name: z.string().trim().min(1).max(40), filter: Filter })) },
  responses: ok(Done, 'Saved'),
});
const drop = createRoute({
  method: 'delete',
  path: '/inbox-filters/{id}',
  tags: ['tasks'],
  summary: 'Take one away',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(Done, 'Gone'),
});

export const inboxFilterRoutes = ({ sql }: Deps) =>
  router()
    .openapi(list, async (c) => {
      const items = (await inboxFilters(sql, personOf(c).id)).flatMap(({ id, name, filter }) => {
        // What is no filter any more, after an older version, is left out.
        const read = Filter.safeParse(filter);
        return read.success ? [{ id, name, filter: read.data }] : [];
      });
      return c.json({ items }, 200);
    })
    .openapi(put, async (c) => {
      const { id } = c.req.valid('param');
      const { name, filter } = c.req.valid('json');
      const kept = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      if (!(await saveInboxFilter(sql, personOf(c).id, { id, name, filter: kept })))
        throw problem('viewNotSaved', { most: MOST_FILTERS });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(drop, async (c) => {
      const { id } = c.req.valid('param');
      if (!(await dropInboxFilter(sql, personOf(c).id, id))) throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    });
