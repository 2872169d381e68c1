// Messages from outside: stored before they are answered, delivered, kept for who will wait for them, told apart by id.
import { createRoute, z } from '@hono/zod-openapi';
import type { Variables } from '../../bpmn/instance.ts';
import { listMessages, settleMessages, unheardMessages } from '../../db/messages.ts';
import { endRequest } from '../../db/requests.ts';
import { receiveMessage } from '../../dispatch/messages.ts';
import { evaluateConditions } from '../../dispatch/starts.ts';
import { withinLimits } from '../answer-of-case.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { flow } from '../limit.ts';
import { messageNames } from '../message-names.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { Instant, PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { StoreName, Texts, Values } from '../schemas.ts';
import { allow, whoOf } from '../who.ts';

const State = z.enum(['pending', 'delivered', 'expired', 'ambiguous']);
const Received = z.object({
  id: z.string(),
  state: State,
  case: z.string().optional(),
  detail: z.string().optional(),
  repeated: z.boolean(),
});
const post = createRoute({
  method: 'post',
  path: '/messages',
  tags: ['messages'],
  summary:
    'Tell what happened outside. Idempotency-Key is the id of the message, among those of its sender: a repeat learns what became of the first, another content is refused. 202 = stored, nobody waits for it yet',
  middleware: [allow('manager', 'messages:write'), flow(500, 2_000)] as const,
  request: {
    headers: RequestKey,
    ...body(
      z.object({
        name: z.string().min(1).max(200),
        key: z.string().max(200).optional().describe('which case: its correlation key, mostly the business key'),
        variables: Values.default({}),
        store: StoreName.optional().describe('of the case that it may begin'),
        ttlSeconds: z
          .number()
          .int()
          .min(0)
          .max(90 * 86_400)
          .optional(),
      }),
    ),
  },
  responses: {
    200: { description: 'Delivered, or a repeat', content: { 'application/json': { schema: Received } } },
    202: { description: 'Kept', content: { 'application/json': { schema: Received } } },
  },
});
const Item = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string().nullable(),
  state: State,
  case: z.string().nullable(),
  detail: z.string().nullable(),
  sentBy: z.string().nullable(),
  receivedAt: z.string(),
  expiresAt: z.string(),
});
const list = createRoute({
  method: 'get',
  path: '/messages',
  tags: ['messages'],
  summary: 'Messages that were not delivered, or those of one state; newest first',
  middleware: allow('manager'),
  request: { query: PageQuery.extend({ state: State.optional(), name: z.string().max(200).optional() }) },
  responses: ok(pageOf(Item), 'Messages'),
});

const unheard = createRoute({
  method: 'get',
  path: '/messages/unheard',
  tags: ['messages'],
  summary: 'What came and met no case for an hour, or fitted several, by name, until somebody has dealt with it',
  middleware: allow('manager'),
  responses: ok(
    z.object({
      items: z.array(
        z.object({
          name: z.string(),
          called: z
            .object({ name: z.string(), texts: Texts })
            .nullable()
            .describe('what a process that takes it calls it'),
          count: z.number(),
          oldest: z.string(),
          newest: z.string(),
          keys: z.array(z.string()).describe('of the five newest'),
        }),
      ),
    }),
    'Messages that nobody has heard',
  ),
});
const settle = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/messages/unheard/settle',
    tags: ['messages'],
    summary: 'Somebody has dealt with those of a name, up to the newest that was shown',
    middleware: [allow('manager'), once(deps)] as const,
    request: {
      headers: RequestKey,
      ...body(
        z.object({
          name: z.string().min(1).max(200),
          newest: Instant,
        }),
      ),
    },
    responses: ok(z.object({ settled: z.number() }), 'How many'),
  });

const evaluate = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/conditions',
    tags: ['messages'],
    summary: 'Begin a case of every process whose conditional start holds on this data',
    middleware: [allow('manager', 'messages:write'), flow(500, 2_000), once(deps)] as const,
    request: { headers: RequestKey, ...body(z.object({ variables: Values })) },
    responses: ok(
      z.object({ items: z.array(z.object({ process: z.string(), element: z.string(), case: z.string() })) }),
      'Cases that have begun',
    ),
  });

/** What registers and ledgers tell of themselves (dispatch/announce.ts); from outside it would be believed. */
const NEWS = /^(record|ledger)\./;
/** Senders choose their ids: none can take up another's. */
const ownId = (sender: string, id: string) => `${sender}/${id}`;

export const messageRoutes = (deps: Deps) => {
  const { sql, door, definitions } = deps;
  return router()
    .openapi(post, async (c) => {
      const { name, key, variables, ttlSeconds, store } = c.req.valid('json');
      const id = c.req.valid('header')['idempotency-key'];
      if (NEWS.test(name))
        throw problem('nameRefused', { where: name }, { errors: [{ path: 'name', message: 'reservedName' }] });
      withinLimits(variables as Variables);
      const { other, ...received } = await receiveMessage(sql, door, {
        id: ownId(whoOf(c).id, id),
        name,
        variables: variables as Variables,
        by: whoOf(c).id,
        ...(key !== undefined && { key }),
        ...(ttlSeconds !== undefined && { ttlMs: ttlSeconds * 1_000 }),
        ...(store !== undefined && { store }),
      });
      if (other) throw problem('messageReused', { id });
      // The message's own row says who sent it and when.
      c.set('audited', true);
      return c.json({ id, ...received }, received.state === 'pending' ? 202 : 200);
    })
    .openapi(evaluate(deps), async (c) => {
      const variables = c.req.valid('json').variables as Variables;
      withinLimits(variables);
      const id = c.req.valid('header')['idempotency-key'];
      return c.json(
        { items: await evaluateConditions(sql, door, ownId(whoOf(c).id, id), variables, whoOf(c).id) },
        200,
      );
    })
    .openapi(unheard, async (c) => {
      const found = await unheardMessages(sql);
      const names = found.length > 0 ? await messageNames(sql, definitions) : new Map();
      return c.json({ items: found.map((one) => ({ ...one, called: names.get(one.name) ?? null })) }, 200);
    })
    .openapi(settle(deps), async (c) => {
      const { name, newest } = c.req.valid('json');
      const done = await sql.begin(async (tx) => {
        const settled = await settleMessages(tx, name, newest, whoOf(c).id);
        await endRequest(tx, requestId(c), 200, { settled });
        return { settled };
      });
      return c.json(done, 200);
    })
    .openapi(list, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query');
      const rows = await listMessages(sql, {
        ...filter,
        after: readCursor(z.tuple([Instant, z.string()]), cursor),
        limit: limit + 1,
      });
      const { items, next } = page([...rows], limit, (row) => [row.position, row.id]);
      return c.json(
        { items: items.map(({ position: _, state, ...row }) => ({ ...row, state: State.parse(state) })), next },
        200,
      );
    });
};
