// The bell: what I have to know, and what of it I have read.
import { createRoute, z } from '@hono/zod-openapi';
import { readReach, readWishes } from '../../db/channels.ts';
import { MOST_UNREAD, markRead, noticesOf, unreadNotices } from '../../db/notices.ts';
import { seenRegisters } from '../../db/seen-registers.ts';
import { WHAT } from '../../notices/kinds.ts';
import { unheard } from '../../notices/wishes.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { Who, who } from '../schemas.ts';
import { titledFor } from '../title.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const NoticeOut = z.object({
  id: z.string(),
  what: z.enum(WHAT),
  about: z.object({
    kind: z.enum(['case', 'task', 'record', 'process', 'register', 'parameter', 'decision', 'page']),
    id: z.string(),
  }),
  case: z.string().nullable(),
  at: z.number(),
  by: Who.nullable(),
  count: z.number(),
  version: z.number().nullable(),
  left: z.number().nullable().describe('records that go on bearing the name of what was merged'),
  read: z.boolean(),
  title: z.string().nullable().describe('of what it is about; null where I may not see it any more'),
  outcome: z.string().nullable().describe('of a case that has ended'),
  text: z.string().nullable().describe('of a mention; of records without the new name: the first, one a line'),
});
const list = createRoute({
  method: 'get',
  path: '/notices',
  tags: ['notices'],
  summary: 'My notices, newest first, and how many I have not read',
  middleware: allow('staff'),
  request: { query: PageQuery },
  responses: ok(pageOf(NoticeOut).extend({ unread: z.number().describe(`at most ${MOST_UNREAD}`) }), 'Notices'),
});
const read = createRoute({
  method: 'post',
  path: '/notices/read',
  tags: ['notices'],
  summary: 'Mark these, or all, as read',
  middleware: allow('staff'),
  request: body(
    z.union([z.object({ ids: z.array(z.string().max(300)).max(200) }), z.object({ all: z.literal(true) })]),
  ),
  responses: ok(Done, 'Marked'),
});

export const noticeRoutes = ({ sql }: Deps) =>
  router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { cursor, limit } = c.req.valid('query');
      const after = readCursor(z.tuple([z.number(), z.string()]), cursor);
      const but = unheard(await readWishes(sql, me.id), await readReach(sql));
      const rows = await noticesOf(sql, viewerOf(c), await seenRegisters(sql, me), me.id, {
        after,
        limit: limit + 1,
        but,
      });
      const items = titledFor(c, rows).map(({ aboutKind, aboutId, by, byName, detail, forFew: _, ...row }) => ({
        ...row,
        about: { kind: aboutKind, id: aboutId },
        by: who(by, byName),
        version: typeof detail?.version === 'number' ? detail.version : null,
        left: typeof detail?.left === 'number' ? detail.left : null,
      }));
      return c.json(
        { ...page(items, limit, ({ at, id }) => [at, id]), unread: await unreadNotices(sql, me.id, but) },
        200,
      );
    })
    .openapi(read, async (c) => {
      const asked = c.req.valid('json');
      // Reading is no change that anyone has to account for.
      c.set('audited', true);
      await markRead(sql, personOf(c).id, 'all' in asked ? 'all' : asked.ids);
      return c.json({ ok: true as const }, 200);
    });
