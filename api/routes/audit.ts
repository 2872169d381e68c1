// Who changed what: for administrators.
import { createRoute, z } from '@hono/zod-openapi';
import { listAudit } from '../../db/audit.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { Who, who } from '../schemas.ts';
import { allow } from '../who.ts';

const Entry = z.object({
  id: z.number(),
  at: z.string(),
  by: Who.nullable(),
  action: z.string(),
  object: z.string().nullable(),
  detail: z.unknown(),
  address: z.string().nullable(),
});
const list = createRoute({
  method: 'get',
  path: '/audit',
  tags: ['audit'],
  summary: 'Changes, newest first',
  middleware: allow('admin'),
  request: { query: PageQuery.extend({ by: z.string().max(100).optional(), object: z.string().max(300).optional() }) },
  responses: ok(pageOf(Entry), 'Changes'),
});

export const auditRoutes = ({ sql }: Deps) =>
  router().openapi(list, async (c) => {
    const { cursor, limit, by, object } = c.req.valid('query');
    const rows = await listAudit(sql, { by, object, before: readCursor(z.number(), cursor), limit: limit + 1 });
    return c.json(
      page(
        rows.map(({ name, by: who_, ...row }) => ({ ...row, by: who(who_, name) })),
        limit,
        ({ id }) => id,
      ),
      200,
    );
  });
