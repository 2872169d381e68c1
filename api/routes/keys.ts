// API keys, for programs: the text is shown once.
import { createRoute, z } from '@hono/zod-openapi';
import { createKey, listKeys, revokeKey, Scope } from '../../db/keys.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const Key = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  topics: z.array(z.string()).nullable().describe('whose jobs it may do; null: all'),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
const list = createRoute({
  method: 'get',
  path: '/keys',
  tags: ['keys'],
  summary: 'All keys, without their text',
  middleware: allow('admin'),
  responses: ok(z.object({ items: z.array(Key) }), 'Keys'),
});
const create = createRoute({
  method: 'post',
  path: '/keys',
  tags: ['keys'],
  summary: 'Make a key; its text is in this answer only',
  middleware: allow('admin'),
  request: {
    headers: RequestKey,
    ...body(
      z.object({
        name: z.string().trim().min(1).max(80),
        scopes: z.array(Scope).min(1),
        topics: z.array(z.string().trim().min(1).max(200)).min(1).max(50).optional(),
        expiresAt: z.iso.datetime().optional(),
      }),
    ),
  },
  responses: {
    201: {
      description: 'The key',
      content: { 'application/json': { schema: z.object({ id: z.string(), key: z.string() }) } },
    },
  },
});
const revoke = createRoute({
  method: 'delete',
  path: '/keys/{id}',
  tags: ['keys'],
  summary: 'Revoke a key',
  middleware: allow('admin'),
  request: { params: z.object({ id: z.string().max(40) }) },
  responses: ok(Done, 'Revoked'),
});

export const keyRoutes = ({ sql, secret }: Deps) =>
  router()
    .openapi(list, async (c) => c.json({ items: [...(await listKeys(sql))] }, 200))
    .openapi(create, async (c) => {
      const made = await createKey(sql, { ...c.req.valid('json'), createdBy: personOf(c).id }, requestId(c), secret);
      if (!made) throw problem('requestReused');
      c.set('auditObject', made.id);
      return c.json(made, 201);
    })
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid('param');
      if (!(await revokeKey(sql, id))) throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    });
