// What I write again and again, to be put in with a click.
import { createRoute, z } from '@hono/zod-openapi';
import { dropPhrase, MOST_PHRASES, phrasesOf, savePhrase } from '../../db/phrases.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const One = z.object({ id: z.string().regex(/^[\w-]{8,60}$/, '8 to 60 letters, digits, - and _') });
const list = createRoute({
  method: 'get',
  path: '/me/phrases',
  tags: ['me'],
  summary: 'What I write again and again, oldest first',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(z.object({ id: z.string(), text: z.string() })) }), 'Phrases'),
});
const put = createRoute({
  method: 'put',
  path: '/me/phrases/{id}',
  tags: ['me'],
  summary: 'Keep one under an id of my making',
  middleware: allow('staff'),
  request: { params: One, ...body(z.object({ text: z.string().trim().min(1).max(300) })) },
  responses: ok(Done, 'Kept'),
});
const drop = createRoute({
  method: 'delete',
  path: '/me/phrases/{id}',
  tags: ['me'],
  summary: 'Take one away',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(Done, 'Gone'),
});

export const phraseRoutes = ({ sql }: Deps) =>
  router()
    .openapi(list, async (c) => c.json({ items: [...(await phrasesOf(sql, personOf(c).id))] }, 200))
    .openapi(put, async (c) => {
      const { text } = c.req.valid('json');
      if (!(await savePhrase(sql, personOf(c).id, { id: c.req.valid('param').id, text })))
        throw problem('phraseNotKept', { most: MOST_PHRASES });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(drop, async (c) => {
      const { id } = c.req.valid('param');
      if (!(await dropPhrase(sql, personOf(c).id, id))) throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    });
