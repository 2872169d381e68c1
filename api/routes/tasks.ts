// The inbox: what is mine, what I may claim, what I have done; and one task.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  countTasks,
  dueBetween,
  listClaimable,
  listDone,
  listOpen,
  listTodo,
  processesOf,
  searchTasks,
  seesTask,
  type TaskDetail,
  type TaskRow,
  taskById,
} from '../../db/tasks.ts';
import { viewerFor } from '../../db/viewer.ts';
import { waysOf } from '../../db/ways.ts';
import { ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { fieldsWithOptions } from '../options.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { Texts } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { Detail, taskDetail } from '../task-detail.ts';
import { Grid, taskGrid } from '../task-grid.ts';
import { Item, taskItem } from '../task-item.ts';
import { titledFor } from '../title.ts';
import { allow, atLeast, personOf, viewerOf } from '../who.ts';

const list = createRoute({
  method: 'get',
  path: '/tasks',
  tags: ['tasks'],
  summary: 'One view of the inbox, most urgent first (done: newest first). What I started is GET /cases?mine=started',
  middleware: allow('staff'),
  request: {
    query: PageQuery.extend({
      view: z.enum(['todo', 'claimable', 'done', 'all']).default('todo').describe('all: managers'),
      process: z.string().max(80).optional(),
      element: z.string().max(100).optional(),
      assignee: z.string().max(100).optional().describe('view=all'),
      overdue: z.enum(['true', 'false']).optional().describe('view=all'),
      sort: z.enum(['due', 'newest']).default('due').describe('view=todo'),
      q: z.string().trim().max(100).optional().describe('any part of number, title, buyer, SKU; one page'),
    }),
  },
  responses: ok(pageOf(Item).extend({ now: z.number() }), 'Tasks'),
});
const counts = createRoute({
  method: 'get',
  path: '/tasks/counts',
  tags: ['tasks'],
  summary: 'How many in each view, up to 100',
  middleware: allow('staff'),
  responses: ok(
    z.object({
      todo: z.number(),
      overdue: z.number(),
      claimable: z.number(),
      started: z.number(),
      copies: z.number().describe('not read yet'),
    }),
    'Counts',
  ),
});
const LONGEST_MS = 45 * 86_400_000;
const IN_CALENDAR = 400;
const due = createRoute({
  method: 'get',
  path: '/tasks/due',
  tags: ['tasks'],
  summary: 'What of mine is due in a time of at most 45 days: the first 400',
  middleware: allow('staff'),
  request: { query: z.object({ from: z.coerce.number().int(), to: z.coerce.number().int() }) },
  responses: ok(
    z.object({
      items: z.array(
        Item.pick({ id: true, case: true, name: true, texts: true, title: true, businessKey: true }).extend({
          due: z.number(),
        }),
      ),
      more: z.boolean().describe('there are others'),
    }),
    'What is due',
  ),
});
const processes = createRoute({
  method: 'get',
  path: '/tasks/processes',
  tags: ['tasks'],
  summary: 'Processes with work in a view: what its list can be filtered by',
  middleware: allow('staff'),
  request: { query: z.object({ view: z.enum(['todo', 'claimable', 'done']).default('todo') }) },
  responses: ok(
    z.object({ items: z.array(z.object({ key: z.string(), name: z.string(), texts: Texts })) }),
    'Processes',
  ),
});
const get = createRoute({
  method: 'get',
  path: '/tasks/{id}',
  tags: ['tasks'],
  summary: 'One task: form, values, instruction, what happened before',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(300) }) },
  responses: ok(Detail, 'The task'),
});
const grid = createRoute({
  method: 'get',
  path: '/tasks/{id}/grid',
  tags: ['tasks'],
  summary: 'What I hold of the step of this task, in its case, as rows of one grid; each is submitted by itself',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(300) }) },
  responses: ok(Grid, 'The grid'),
});

export const taskRoutes = (deps: Deps) => {
  const { sql } = deps;
  const seen = async (c: Context<Env>, id: string): Promise<TaskDetail> => {
    const task = await taskById(sql, id, personOf(c).id, waysOf(personOf(c)));
    if (!task || !(await seesTask(sql, viewerOf(c), task))) throw problem('notFound', { what: id });
    return task;
  };
  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { view, cursor, limit, q, overdue, assignee, sort, ...filter } = c.req.valid('query');
      const newest = sort === 'newest';
      if (view === 'all' && !atLeast(me, 'manager')) throw problem('notAllowed');
      const after = readCursor(z.tuple([z.number(), z.string()]), cursor);
      const asked = { ...filter, after, limit: limit + 1 };
      const now = await shopNow(sql);
      const find = (): Promise<TaskRow[]> => {
        if (q) return searchTasks(sql, view, viewerFor(me), waysOf(me), q, asked);
        if (view === 'todo') return listTodo(sql, me.id, { ...asked, newest });
        if (view === 'claimable') return listClaimable(sql, me.id, waysOf(me), asked);
        if (view === 'done') return listDone(sql, me.id, asked);
        return listOpen(sql, viewerFor(me), { ...asked, assignee, overdueAt: overdue === 'true' ? now : undefined });
      };
      const found = page(await find(), limit, (row) => [
        view === 'done' ? row.closedAt : view === 'todo' && newest ? row.createdAt : row.due,
        row.id,
      ]);
      const names = new Map<string, string>();
      const told = await Promise.all(titledFor(c, found.items).map((row) => taskItem(deps, row, names)));
      const summaries = await fieldsWithOptions(
        sql,
        told.flatMap(({ summary }) => summary),
        actorOf(me),
        now,
      );
      const items = told.map((item) => ({ ...item, summary: summaries.splice(0, item.summary.length) }));
      return c.json({ items, next: q ? null : found.next, now }, 200);
    })
    .openapi(counts, async (c) => {
      const me = personOf(c);
      return c.json(await countTasks(sql, me.id, waysOf(me), await shopNow(sql)), 200);
    })
    .openapi(due, async (c) => {
      const { from, to } = c.req.valid('query');
      const asked = { from, to: Math.min(to, from + LONGEST_MS), limit: IN_CALENDAR + 1 };
      const rows = await dueBetween(sql, personOf(c).id, asked);
      const items = titledFor(c, rows.slice(0, IN_CALENDAR)).map(
        ({ id, case: of, name, texts, title, businessKey, due: at }) => ({
          ...{ id, case: of, name, texts, title, businessKey },
          due: at,
        }),
      );
      return c.json({ items, more: rows.length > IN_CALENDAR }, 200);
    })
    .openapi(processes, async (c) => {
      const me = personOf(c);
      return c.json({ items: await processesOf(sql, c.req.valid('query').view, me.id, waysOf(me)) }, 200);
    })
    .openapi(get, async (c) => c.json(await taskDetail(deps, c, await seen(c, c.req.valid('param').id)), 200))
    .openapi(grid, async (c) => c.json(await taskGrid(deps, c, await seen(c, c.req.valid('param').id)), 200));
};
