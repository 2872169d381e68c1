// The handbook: pages as they hold now, what I have to read of them, what is said at a step, and who has read what.
import { createRoute, z } from '@hono/zod-openapi';
import { compile } from '../../bpmn/compile.ts';
import { scopesIn, storeScope } from '../../bpmn/parameters.ts';
import { caseById } from '../../db/case-lists.ts';
import {
  countToRead,
  listPages,
  markPageRead,
  type PageRow,
  pageFor,
  pagesAt,
  pageText,
  usePage,
} from '../../db/pages.ts';
import { stepsShowing } from '../../db/processes.ts';
import { seesTask, taskById } from '../../db/tasks.ts';
import { SYSTEM } from '../../db/viewer.ts';
import { waysOf } from '../../db/ways.ts';
import { correlate } from '../../dispatch/messages.ts';
import type { Variables } from '../../feel/value.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { namesOf as namesIn } from '../../pages/names.ts';
import { daysAfter, PAGE_KINDS } from '../../pages/page.ts';
import { body, Done, ok } from '../answers.ts';
import { valuesAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { pageReader } from '../page-reader.ts';
import { dataTold, parametersTold, StepOut, stepsTold, ToldOut } from '../page-told.ts';
import { problem } from '../problem.ts';
import { Who, who } from '../schemas.ts';
import { clockNow, shopNow } from '../shop-now.ts';
import { allow, type Person, personOf, seesCovered, viewerOf } from '../who.ts';

const Kind = z.enum(PAGE_KINDS);
const Row = z.object({
  key: z.string(),
  kind: Kind,
  title: Words,
  folder: Words.nullable(),
  version: z.number(),
  from: z.number().describe('shop time since when this version holds'),
  reviewAt: z.number().nullable().describe('when somebody looks whether it still holds'),
  readVersion: z.number().nullable().describe('the newest version that I have read'),
  quiz: z.boolean().describe('a course with a quiz: it is done by passing'),
  toRead: z.boolean().describe('I have to, and have not'),
  due: z.number().nullable(),
});
const list = createRoute({
  method: 'get',
  path: '/pages',
  tags: ['pages'],
  summary: 'Pages that I may see, by folder and title; the text too is searched',
  middleware: allow('staff'),
  request: {
    query: PageQuery.extend({
      q: z.string().trim().max(100).optional(),
      kind: Kind.optional(),
      toRead: z.stringbool().default(false).describe('only what I have to read'),
    }),
  },
  responses: ok(pageOf(Row), 'Pages'),
});
const count = createRoute({
  method: 'get',
  path: '/pages/to-read',
  tags: ['pages'],
  summary: 'How many pages I have to read, and whether there are any at all',
  middleware: allow('staff'),
  responses: ok(z.object({ pages: z.boolean(), toRead: z.number() }), 'Counts'),
});
const Text = z.object({ zh: z.string(), en: z.string().optional() });
const get = createRoute({
  method: 'get',
  path: '/pages/{key}',
  tags: ['pages'],
  summary: 'One page as it holds now, with the values of its parameters and what its steps are called',
  middleware: allow('staff'),
  request: { params: z.object({ key: z.string().max(80) }) },
  responses: ok(
    Row.extend({
      text: Text,
      publishedBy: Who.nullable(),
      told: z.array(ToldOut),
      steps: z.array(StepOut),
      scene: z.array(StepOut).describe('where it offers itself, and which steps name it'),
      before: Text.nullable().describe('what the version said that I have read, where that was another one'),
    }),
    'The page',
  ),
});
const read = createRoute({
  method: 'post',
  path: '/pages/{key}/read',
  tags: ['pages'],
  summary: 'I have read this version; again: nothing more. 409 `pageMoved`: another one holds by now',
  middleware: allow('staff'),
  request: {
    params: z.object({ key: z.string().max(80) }),
    ...body(z.object({ version: z.number().int().min(1).max(1e9) })),
  },
  responses: ok(Done, 'Noted'),
});
const used = createRoute({
  method: 'post',
  path: '/pages/{key}/used',
  tags: ['pages'],
  summary: 'It was copied at this task; counts once a person and task',
  middleware: allow('staff'),
  request: { params: z.object({ key: z.string().max(80) }), ...body(z.object({ task: z.string().max(300) })) },
  responses: ok(z.object({ uses: z.number() }), 'How often in all'),
});
const atTask = createRoute({
  method: 'get',
  path: '/tasks/{id}/pages',
  tags: ['pages'],
  summary: 'What its step names, and what offers itself there, with what the case fills in',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(300) }) },
  responses: ok(
    z.object({
      items: z.array(
        z.object({
          key: z.string(),
          kind: Kind,
          title: Words,
          text: Text,
          version: z.number(),
          uses: z.number(),
          toRead: z.boolean(),
        }),
      ),
      told: z.array(ToldOut),
      steps: z.array(StepOut),
    }),
    'Pages',
  ),
});
const rowOf = ({ title, titleEn, folder, folderEn, reviewDays, ...row }: PageRow): z.infer<typeof Row> => ({
  key: row.key,
  kind: row.kind,
  version: row.version,
  from: row.from,
  readVersion: row.readVersion,
  quiz: row.quiz,
  toRead: row.toRead,
  due: row.due,
  title: { zh: title, ...(titleEn && { en: titleEn }) },
  folder: folder ? { zh: folder, ...(folderEn && { en: folderEn }) } : null,
  reviewAt: reviewDays === null ? null : daysAfter(row.from, reviewDays),
});

export const pageRoutes = (deps: Deps) => {
  const { sql, definitions, door, log } = deps;
  const must = async (me: Person, key: string, at: number) => {
    const found = await pageFor(sql, pageReader(me), key, at);
    if (!found) throw problem('notFound', { what: key });
    return found;
  };
  const mustTask = async (c: Parameters<typeof viewerOf>[0], me: Person, id: string) => {
    const task = await taskById(sql, id, me.id, waysOf(me));
    if (!task || !(await seesTask(sql, viewerOf(c), task))) throw problem('notFound', { what: id });
    return task;
  };
  return router()
    .openapi(list, async (c) => {
      const { q, kind, toRead, cursor, limit } = c.req.valid('query');
      const after = readCursor(z.tuple([z.string(), z.string(), z.string()]), cursor);
      const asked = { q, kind, toRead, after, limit: limit + 1 };
      const rows = await listPages(sql, pageReader(personOf(c)), await shopNow(sql), asked);
      const { items, next } = page(rows, limit, ({ folder, title, key }) => [folder, title, key]);
      return c.json({ items: items.map(rowOf), next }, 200);
    })
    .openapi(count, async (c) => c.json(await countToRead(sql, pageReader(personOf(c)), await shopNow(sql)), 200))
    .openapi(get, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const found = await must(me, c.req.valid('param').key, now);
      const { text, scene } = found.body;
      const names = namesIn({ text, scene: [] });
      const places = namesIn({ text: { zh: '' }, scene }).steps;
      const showing = await stepsShowing(sql, found.key);
      const others = showing.filter(
        ({ process, element }) =>
          !places.some((one) => one.process === process && (one.element ?? element) === element),
      );
      const { readVersion, version } = found;
      return c.json(
        {
          ...rowOf(found),
          text,
          publishedBy: who(found.by, found.byName),
          told: await parametersTold(sql, names.parameters, now),
          steps: await stepsTold(deps, names.steps),
          scene: await stepsTold(deps, [...places, ...others]),
          before:
            readVersion !== null && readVersion !== version
              ? ((await pageText(sql, pageReader(me), found.key, readVersion)) ?? null)
              : null,
        } as never,
        200,
      );
    })
    .openapi(read, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const found = await must(me, c.req.valid('param').key, now);
      const { version } = c.req.valid('json');
      if (version !== found.version) throw problem('pageMoved', { version: found.version });
      if (found.body.quiz) throw problem('courseQuiz');
      for (const message of await markPageRead(sql, found.key, version, me.id, now))
        await correlate(sql, door, message).catch((error) => log.warn(error));
      c.set('auditDetail', { version });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(used, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const task = await mustTask(c, me, c.req.valid('json').task);
      const { key, version } = await must(me, c.req.valid('param').key, now);
      // Who says what how often is counted, and is nothing that anyone has to account for.
      c.set('audited', true);
      return c.json({ uses: await usePage(sql, { page: key, version, task: task.id, person: me.id, at: now }) }, 200);
    })
    .openapi(atTask, async (c) => {
      const me = personOf(c);
      const clock = await clockNow(sql);
      const now = clock.at;
      const task = await mustTask(c, me, c.req.valid('param').id);
      const [found, published] = await Promise.all([
        caseById(sql, SYSTEM, task.case),
        definitions.get(task.process, task.version),
      ]);
      const element = published?.definition.elements[task.element];
      if (!found || !published || !element) throw problem('notFound', { what: task.id });
      const scenes = [task.process, `${task.process}#${task.element}`];
      const pages = await pagesAt(sql, pageReader(me), element.zf?.page ?? [], scenes, now);
      const names = pages.map(({ body: { text } }) => namesIn({ text, scene: [] }));
      const given = task.state === 'closed' || task.state === 'submitted';
      const known = given
        ? ((task.submitted?.shown ?? task.submitted?.values ?? {}) as Variables)
        : { ...valuesAt(found.state, task.wait), ...task.locals };
      const form = task.form ? published.forms[task.form] : undefined;
      const inForm = new Set(form?.fields.map(({ id }) => id));
      const all = seesCovered(c);
      const scopes = [
        ...scopesIn(compile(published.definition).scope, known as Variables, clock),
        ...storeScope(found.state.store),
      ];
      const parameters = [...new Set(names.flatMap((one) => one.parameters))];
      const data = [...new Set(names.flatMap((one) => one.variables))];
      return c.json(
        {
          items: pages.map(({ key, version, uses, toRead, body: { kind, title, text } }) => ({
            key,
            kind,
            title,
            text,
            version,
            uses,
            toRead,
          })),
          told: [
            ...(await parametersTold(sql, parameters, now, scopes)),
            ...dataTold(data, { published, element, known, shows: (name) => all || inForm.has(name) }),
          ],
          steps: await stepsTold(
            deps,
            names.flatMap(({ steps }) => steps),
          ),
        } as never,
        200,
      );
    });
};
