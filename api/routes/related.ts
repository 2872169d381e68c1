// What a case or a record has to do with: what began, called, reached, wrote or was about it, and the other way round.
import { createRoute, z } from '@hono/zod-openapi';
import { NEWEST, relatedTo } from '../../db/links.ts';
import { seenRegisters } from '../../db/seen-registers.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { Texts } from '../schemas.ts';
import { mustSee } from '../things.ts';
import { titledFor } from '../title.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const base = {
  id: z.string(),
  at: z.number().describe('when they last met; shop time'),
  ways: z
    .array(z.object({ way: z.enum(['in', 'out']), role: z.string() }))
    .describe(
      '`out`: what was asked about did it to this; roles: start, message, signal, call, subject, wrote, change, field:…',
    ),
};
const Item = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('case'),
    ...base,
    title: z.string().nullable(),
    status: z.string(),
    outcome: z.string().nullable(),
    process: z.object({ key: z.string(), name: z.string(), texts: Texts }),
  }),
  z.object({ kind: z.literal('record'), ...base, register: z.string(), key: z.string(), title: z.string() }),
]);
const related = createRoute({
  method: 'get',
  path: '/related',
  tags: ['links'],
  summary: `What I may see of what a case or record has to do with, newest first, among the newest ${NEWEST} links`,
  middleware: allow('staff'),
  request: {
    query: PageQuery.extend({
      kind: z.enum(['case', 'record']),
      id: z.string().min(1).max(300).describe('of a record: `sku/QH-1001`'),
      without: z.string().max(100).optional().describe('leaves out what meets it in this role only'),
    }),
  },
  responses: ok(pageOf(Item).extend({ count: z.number() }), 'Related things'),
});

export const relatedRoutes = ({ sql }: Deps) =>
  router().openapi(related, async (c) => {
    const me = personOf(c);
    const { cursor, limit, without, kind, id } = c.req.valid('query');
    await mustSee(sql, me, { kind, id });
    const after = readCursor(z.tuple([z.number(), z.string(), z.string()]), cursor);
    const { rows, count } = await relatedTo(
      sql,
      viewerOf(c),
      await seenRegisters(sql, me),
      { kind, id },
      { without, after, limit: limit + 1 },
    );
    return c.json({ ...page(titledFor(c, rows), limit, (row) => [row.at, row.kind, row.id]), count }, 200);
  });
