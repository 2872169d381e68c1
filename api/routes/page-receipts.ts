// Who has read what has to be read, for managers.
import { createRoute, z } from '@hono/zod-openapi';
import { asksOf, courseCells } from '../../db/courses.ts';
import { pagesToRead, receiptsOf, usesOfPage } from '../../db/pages.ts';
import { countReached, namesOf, peoplePage } from '../../db/people.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { Who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow } from '../who.ts';

const receipts = createRoute({
  method: 'get',
  path: '/page-receipts',
  tags: ['pages'],
  summary: 'Who has read what has to be read: people by name, a cell for each page that is for them',
  middleware: allow('manager'),
  request: {
    query: PageQuery.extend({ page: z.string().max(80).optional(), q: z.string().trim().max(100).optional() }),
  },
  responses: ok(
    pageOf(
      z.object({
        id: z.string(),
        name: z.string(),
        cells: z.array(
          z.object({
            page: z.string(),
            due: z.number().nullable(),
            readAt: z.number().nullable(),
            course: z
              .object({ tries: z.number(), score: z.number().nullable(), until: z.number().nullable() })
              .nullable()
              .describe('of a course: tries of this version, and the certificate; `until` null: for good'),
          }),
        ),
      }),
    ).extend({
      now: z.number(),
      pages: z.array(
        z.object({
          key: z.string(),
          title: Words,
          version: z.number(),
          course: z.boolean(),
          asked: z.number(),
          read: z.number(),
        }),
      ),
      uses: z.array(z.object({ person: Who, uses: z.number() })).describe('of one page: who copies it most'),
    }),
    'Receipts',
  ),
});

export const pageReceiptRoutes = ({ sql }: Deps) =>
  router().openapi(receipts, async (c) => {
    const { page: key, q, cursor, limit } = c.req.valid('query');
    const now = await shopNow(sql);
    const after = readCursor(z.tuple([z.string(), z.string()]), cursor);
    const pages = await pagesToRead(sql, now, key);
    const refs = [...new Set(pages.flatMap(({ by }) => by))];
    const keys = pages.map((one) => one.key);
    const people = page(
      await peoplePage(sql, { q, refs, pages: keys, after, limit: limit + 1 }),
      limit,
      ({ name, id }) => [name, id],
    );
    const ids = people.items.map(({ id }) => id);
    const [given, asks, courses] = await Promise.all([
      receiptsOf(sql, keys, ids),
      asksOf(sql, keys, ids),
      courseCells(
        sql,
        pages.filter(({ quiz }) => quiz),
        ids,
      ),
    ]);
    /** undefined: it is not for this person. */
    const cellOf = ({ key: of, version, by, quiz }: (typeof pages)[number], id: string, own: string[]) => {
      const is = (one: { page: string; person: string }): boolean => one.page === of && one.person === id;
      const receipt = given.find((one) => is(one) && one.version === version);
      const ask = asks.find(is);
      const found = quiz ? courses.find(is) : undefined;
      const course = found ? { tries: found.tries, score: found.score, until: found.until } : null;
      const isFor = by.includes('all') || by.some((ref) => own.includes(ref)) || ask !== undefined;
      if (!isFor && !(course && (course.tries > 0 || course.score !== null))) return [];
      const due = receipt?.due ?? ask?.due ?? null;
      return [{ page: of, due, readAt: receipt?.readAt ?? ask?.doneAt ?? null, course }];
    };
    const uses = key === undefined ? [] : await usesOfPage(sql, key);
    const names = await namesOf(
      sql,
      uses.map(({ person }) => person),
    );
    return c.json(
      {
        now,
        next: people.next,
        items: people.items.map(({ id, name, refs: own }) => ({
          id,
          name,
          cells: pages.flatMap((one) => cellOf(one, id, own)),
        })),
        pages: await Promise.all(
          pages.map(async ({ key: of, title, titleEn, version, by, quiz }) => ({
            key: of,
            title: { zh: title, ...(titleEn && { en: titleEn }) },
            version,
            course: quiz,
            ...(await countReached(sql, by, { key: of, version, quiz }, now)),
          })),
        ),
        uses: uses.map(({ person, uses: n }) => ({ person: { id: person, name: names[person] ?? person }, uses: n })),
      },
      200,
    );
  });
