// What whoever writes a page asks for: what its text would be filled with, where it may offer itself; and the tables that pages show.
import { createRoute, z } from '@hono/zod-openapi';
import { caseById } from '../../db/case-lists.ts';
import { publishedBody } from '../../db/content.ts';
import { pageFor } from '../../db/pages.ts';
import { peopleSteps } from '../../db/processes.ts';
import { wordsOf } from '../../dmn/decision-version.ts';
import type { SharedDecision } from '../../dmn/shared-decision.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { namesOf as namesIn } from '../../pages/names.ts';
import { ok } from '../answers.ts';
import { valuesAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { pageReader } from '../page-reader.ts';
import { dataNamed, dataTold, parametersTold, StepOut, stepsTold, ToldOut } from '../page-told.ts';
import { problem } from '../problem.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, personOf, viewerOf } from '../who.ts';

const table = createRoute({
  method: 'get',
  path: '/page-decisions/{key}',
  tags: ['pages'],
  summary: 'A decision table that a page shows, as it holds now; for managers any',
  middleware: allow('staff'),
  request: {
    params: z.object({ key: z.string().max(80) }),
    query: z.object({ page: z.string().max(80).optional() }),
  },
  responses: ok(
    z.object({
      name: Words,
      table: z.custom<SharedDecision>().openapi({ type: 'object', description: 'dmn/shared-decision.ts' }),
    }),
    'The table',
  ),
});
const preview = createRoute({
  method: 'get',
  path: '/page-preview',
  tags: ['pages'],
  summary: 'What a text would be filled with: parameters of the shop, and data of a case',
  middleware: allow('manager'),
  request: {
    query: z.object({
      case: z.string().max(200).optional(),
      names: z.string().max(4_000).default('').describe('of data, one a line'),
      parameters: z.string().max(4_000).default('').describe('keys, one a line'),
      steps: z.string().max(4_000).default('').describe('process#element, one a line'),
    }),
  },
  responses: ok(
    z.object({
      told: z.array(ToldOut),
      steps: z.array(StepOut),
      data: z.array(z.object({ name: z.string(), label: Words })).describe('all that the case may be asked for'),
    }),
    'Filled in',
  ),
});
const scenes = createRoute({
  method: 'get',
  path: '/page-scenes',
  tags: ['pages'],
  summary: 'Published processes and their steps of people: where a page may offer itself, or lead to',
  middleware: allow('manager'),
  responses: ok(z.object({ items: z.array(StepOut) }), 'Scenes'),
});
const lines = (text: string): string[] => text.split('\n').filter(Boolean).slice(0, 200);

export const pageWritingRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  return router()
    .openapi(table, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const { key } = c.req.valid('param');
      const { page: of } = c.req.valid('query');
      if (!atLeast(me, 'manager')) {
        const told = await pageFor(sql, pageReader(me), of ?? '', now);
        if (!told) throw problem('notFound', { what: of ?? '' });
        if (!namesIn(told.body).views.some((one) => one.of === 'decision' && one.key === key))
          throw problem('notFound', { what: key });
      }
      const found = await publishedBody<SharedDecision>(sql, 'decision', key, now);
      if (!found) throw problem('notFound', { what: key });
      return c.json({ name: wordsOf(found.body), table: found.body } as never, 200);
    })
    .openapi(preview, async (c) => {
      const asked = c.req.valid('query');
      const now = await shopNow(sql);
      const found = asked.case === undefined ? undefined : await caseById(sql, viewerOf(c), asked.case);
      if (asked.case !== undefined && !found) throw problem('notFound', { what: asked.case });
      const published = found && (await definitions.get(found.process, found.version));
      const data =
        found && published
          ? dataTold(lines(asked.names), { published, known: valuesAt(found.state), shows: () => false })
          : [];
      const steps = lines(asked.steps).map((one) => {
        const [process = '', element] = one.split('#');
        return { process, element };
      });
      return c.json(
        {
          told: [...(await parametersTold(sql, lines(asked.parameters), now)), ...data],
          steps: await stepsTold(deps, steps),
          data: published ? dataNamed(published) : [],
        } as never,
        200,
      );
    })
    .openapi(scenes, async (c) => {
      const rows = await peopleSteps(sql);
      return c.json(
        {
          items: rows.map(({ process, element, name, nameEn, step, stepEn }) => ({
            process,
            element,
            name: { zh: name, ...(nameEn && { en: nameEn }) },
            step: step === null ? null : { zh: step, ...(stepEn && { en: stepEn }) },
          })),
        },
        200,
      );
    });
};
