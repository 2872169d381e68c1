// Live updates: what changed, as server-sent events whose id is the number in the feed; a page that comes back gets what it missed.

import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { ABSENCES } from '../../db/absences.ts';
import type { Sql } from '../../db/connect.ts';
import { type FeedRow, feedAfter, feedHead, hiddenCases, seenCases } from '../../db/feed.ts';
import { activePerson } from '../../db/people.ts';
import type { Viewer } from '../../db/viewer.ts';
import { viewerFor } from '../../db/viewer.ts';
import { reachOf } from '../../db/ways.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { allow, type Person, personOf, viewerOf } from '../who.ts';

const HEARTBEAT_MS = 20_000;
/** A stream ends after this long, and the page opens another: rights that changed take effect. */
const LIFE_MS = 10 * 60_000;

const events = createRoute({
  method: 'get',
  path: '/events',
  tags: ['events'],
  summary:
    'Server-sent events: `change` {case, refs} for what I may see, `reload` when too much was missed; resumes by Last-Event-ID',
  middleware: allow('staff'),
  request: { query: z.object({ after: z.coerce.number().int().min(0).optional() }) },
  responses: { 200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } } },
});

/** Pages of one person that may be open at once. */
const STREAMS = 20;

export const eventRoutes = ({ sql, feed }: Deps) => {
  const open = new Map<string, number>();
  return router().openapi(events, (c) => {
    let me = personOf(c);
    const others = open.get(me.id) ?? 0;
    if (others >= STREAMS) throw problem('tooManyStreams', {}, {}, { 'retry-after': '30' });
    open.set(me.id, others + 1);
    const closed = (): void => {
      const left = (open.get(me.id) ?? 1) - 1;
      if (left > 0) open.set(me.id, left);
      else open.delete(me.id);
    };
    let viewer = viewerOf(c);
    const header = Number(c.req.header('last-event-id') ?? c.req.valid('query').after ?? Number.NaN);
    c.header('x-accel-buffering', 'no');
    c.header('cache-control', 'no-store');
    return streamSSE(c, async (stream) => {
      let queue: FeedRow[] = [];
      let wake = () => {};
      const unwatch = feed.watch((rows) => {
        queue.push(...rows);
        wake();
      });
      stream.onAbort(() => {
        unwatch();
        wake();
      });
      const sent = new Set<number>();
      let newest = 0;
      const send = async (rows: FeedRow[]) => {
        const fresh = rows.filter(({ id }) => !sent.has(id));
        newest = Math.max(newest, ...fresh.map(({ id }) => id));
        if (fresh.some(({ refs }) => refs.includes(ABSENCES))) {
          me = (await activePerson(sql, me.id)) ?? me;
          viewer = viewerFor(me);
        }
        for (const row of await mine(sql, viewer, me, fresh)) {
          await stream.writeSSE({
            event: 'change',
            id: String(newest),
            data: JSON.stringify({
              case: row.case,
              refs: viewer.all ? row.refs : row.refs.filter((ref) => isMine(me, ref)),
            }),
          });
        }
        for (const { id } of fresh) sent.add(id);
        if (sent.size > 20_000) sent.clear();
      };
      try {
        const head = await feedHead(sql);
        if (Number.isSafeInteger(header) && header >= 0) {
          const missed = await feedAfter(sql, header, 1_001);
          if (missed.length > 1_000 || header > head)
            await stream.writeSSE({ event: 'reload', id: String(head), data: '{}' });
          else await send(missed.filter(({ id }) => id !== header));
        }
        newest = Math.max(newest, head);
        await stream.writeSSE({ event: 'ready', id: String(newest), data: '{}' });
        const end = Date.now() + LIFE_MS;
        while (!stream.aborted && Date.now() < end) {
          if (queue.length === 0)
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, HEARTBEAT_MS);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          if (stream.aborted) return;
          if (queue.length === 0) await stream.writeSSE({ event: 'beat', id: String(newest), data: '{}' });
          const rows = queue;
          queue = [];
          if (rows.length > 2_000) await stream.writeSSE({ event: 'reload', id: String(rows.at(-1)?.id), data: '{}' });
          else await send(rows);
        }
      } finally {
        unwatch();
        closed();
      }
    });
  });
};

/** Something was booked by no case; which account, pages ask for themselves. */
const BOOKED = 'ledger';
const isMine = (me: Person, ref: string): boolean => ref === BOOKED || ref === ABSENCES || reachOf(me).includes(ref);

/** What is offered to me by its refs, what I take part in by its case, what was booked. */
async function mine(sql: Sql, viewer: Viewer, me: Person, rows: FeedRow[]): Promise<FeedRow[]> {
  if (rows.length === 0) return rows;
  if (viewer.all) {
    const hidden = await hiddenCases(sql, viewer, [...new Set(rows.flatMap((row) => row.case ?? []))]);
    return hidden.size === 0 ? rows : rows.filter((row) => row.case === null || !hidden.has(row.case));
  }
  const direct = (row: FeedRow) => row.refs.some((ref) => isMine(me, ref));
  const seen = await seenCases(sql, viewer, [
    ...new Set(rows.filter((row) => !direct(row)).flatMap((row) => (row.case ? [row.case] : []))),
  ]);
  return rows.filter((row) => direct(row) || (row.case !== null && seen.has(row.case)));
}
