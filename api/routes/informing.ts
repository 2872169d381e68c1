// What moves nothing: letting others read along (抄送), asking and answering (沟通); and another date for a task.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { casesByIds } from '../../db/case-lists.ts';
import { type Stored, storeCommand } from '../../db/commands.ts';
import { copiesOf, markCopyRead } from '../../db/copies.ts';
import { peopleAsKnown } from '../../db/people.ts';
import { type TaskDetail, taskById } from '../../db/tasks.ts';
import { waysOf } from '../../db/ways.ts';
import { sendStored } from '../../dispatch/send.ts';
import type { CommandBody } from '../../workflows/messages.ts';
import { settled } from '../answer-of-case.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { mayKnow } from '../may-know.ts';
import { bodyDigest, RequestKey, requestId } from '../once.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { Who, who } from '../schemas.ts';
import { titledFor } from '../title.ts';
import { allow, personOf, viewerOf } from '../who.ts';
import { CaseItem, caseItem } from './cases.ts';

const Id = z.object({ id: z.string().max(300) });
const Text = z.string().trim().min(1).max(2_000);
const People = z.array(z.string().max(100)).min(1).max(50);
const Answered = z.object({ ok: z.literal(true), confirming: z.boolean() });
const answered = {
  200: { description: 'Done', content: { 'application/json': { schema: Answered } } },
  202: { description: 'Being confirmed', content: { 'application/json': { schema: Answered } } },
};

const copyTask = createRoute({
  method: 'post',
  path: '/tasks/{id}/copy',
  tags: ['tasks'],
  summary: 'Let others read its case along; each is told once a case',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey, ...body(z.object({ people: People, comment: Text.optional() })) },
  responses: answered,
});
const ask = createRoute({
  method: 'post',
  path: '/tasks/{id}/ask',
  tags: ['tasks'],
  summary: 'Ask somebody about an open task; nothing moves',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey, ...body(z.object({ to: z.string().max(100), text: Text })) },
  responses: answered,
});
const answer = createRoute({
  method: 'post',
  path: '/tasks/{id}/answer',
  tags: ['tasks'],
  summary: 'Answer what I have been asked about it, the oldest question first',
  middleware: allow('staff'),
  request: { params: Id, headers: RequestKey, ...body(z.object({ text: Text })) },
  responses: answered,
});
const due = createRoute({
  method: 'post',
  path: '/tasks/{id}/due',
  tags: ['tasks'],
  summary: 'Another date for it, whatever the process says',
  middleware: allow('manager'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(z.object({ due: z.number().int().min(0).max(4e12), reason: Text.optional() })),
  },
  responses: answered,
});
const CopyOut = z.object({
  case: CaseItem,
  at: z.number(),
  by: Who.nullable().describe('null: the process'),
  comment: z.string().nullable(),
  read: z.boolean(),
});
const copies = createRoute({
  method: 'get',
  path: '/copies',
  tags: ['cases'],
  summary: 'Cases that I may read along, the last given first',
  middleware: allow('staff'),
  request: { query: PageQuery.extend({ unread: z.enum(['true', 'false']).optional() }) },
  responses: ok(pageOf(CopyOut), 'Copies'),
});
const read = createRoute({
  method: 'post',
  path: '/copies/{id}/read',
  tags: ['cases'],
  summary: 'I have read my copy of this case',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Marked'),
});

export const informingRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  async function known(c: Context<Env>): Promise<TaskDetail> {
    const id = c.req.param('id') as string;
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
    return task;
  }
  type Happening = Extract<CommandBody, { do: 'occur' }>['occurrence'];
  async function tell(c: Context<Env>, task: TaskDetail, occurrence: Happening) {
    const command: Stored = {
      id: requestId(c),
      host: task.host,
      family: task.family,
      case: task.case,
      by: personOf(c).id,
      content: await bodyDigest(c),
      body: { do: 'occur', occurrence },
    };
    const confirming = settled(
      await sendStored(deps.door, await sql.begin((tx) => storeCommand(tx, command)), deps.answerMs),
    );
    return c.json({ ok: true as const, confirming }, confirming ? 202 : 200);
  }
  async function mustBeHere(people: string[]) {
    const here = await peopleAsKnown(sql, people);
    const gone = people.find((person) => !here.has(person));
    if (gone !== undefined) throw problem('notFound', { what: gone });
  }
  return router()
    .openapi(copyTask, async (c) => {
      const task = await known(c);
      const { people, comment } = c.req.valid('json');
      await mustBeHere(people);
      c.set('auditDetail', { to: people });
      return tell(c, task, { type: 'copied', task: task.wait, people, ...(comment && { comment }) });
    })
    .openapi(ask, async (c) => {
      const task = await known(c);
      const { to, text } = c.req.valid('json');
      await mustBeHere([to]);
      c.set('auditDetail', { to });
      return tell(c, task, { type: 'asked', task: task.wait, to, text });
    })
    .openapi(answer, async (c) => {
      const task = await known(c);
      return tell(c, task, { type: 'answered', task: task.wait, text: c.req.valid('json').text });
    })
    .openapi(due, async (c) => {
      const task = await known(c);
      const { due: at, reason } = c.req.valid('json');
      c.set('auditDetail', { due: at, reason });
      return tell(c, task, { type: 'deadlineChanged', task: task.wait, due: at, ...(reason && { reason }) });
    })
    .openapi(copies, async (c) => {
      const me = personOf(c);
      const { cursor, limit, unread } = c.req.valid('query');
      const after = readCursor(z.tuple([z.number(), z.string()]), cursor);
      const rows = await copiesOf(sql, me.id, { unread: unread === 'true', after, limit: limit + 1 });
      const found = titledFor(
        c,
        await casesByIds(
          sql,
          viewerOf(c),
          rows.map((row) => row.case),
        ),
      );
      const items = await Promise.all(
        rows.flatMap((row) => {
          const one = found.find(({ id }) => id === row.case);
          return one
            ? [one].map(async (seen) => ({
                case: caseItem(seen, (await definitions.get(seen.process, seen.version))?.definition),
                at: row.at,
                by: who(row.by, row.byName),
                comment: row.comment,
                read: row.read,
              }))
            : [];
        }),
      );
      return c.json(
        page(items, limit, ({ at, case: { id } }) => [at, id]),
        200,
      );
    })
    .openapi(read, async (c) => {
      // Reading is no change that anyone has to account for.
      c.set('audited', true);
      await markCopyRead(sql, personOf(c).id, c.req.valid('param').id);
      return c.json({ ok: true as const }, 200);
    });
};
