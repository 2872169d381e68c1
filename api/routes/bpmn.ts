// BPMN files in and out.
import { createRoute, z } from '@hono/zod-openapi';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { draftOf, versionOf } from '../../db/drafts.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { ModelOut, ProblemsOut } from '../schemas.ts';
import { allow } from '../who.ts';
import { ProcessKey } from './processes.ts';

const XML = {
  'application/xml': { schema: z.string() },
  'text/xml': { schema: z.string() },
  'application/octet-stream': { schema: z.string() },
};
const Imported = z.object({
  ns: z.string(),
  name: z.string(),
  text: z.string(),
  state: z.enum(['mapped', 'kept', 'lost']),
  why: z.string().optional(),
  element: z.string().optional(),
});

const read = createRoute({
  method: 'post',
  path: '/bpmn/import',
  tags: ['bpmn'],
  summary:
    'Read a BPMN 2.0 file (the body, as bytes): model, problems, and what became of foreign extensions. Stores nothing',
  middleware: allow('manager'),
  responses: ok(z.object({ model: ModelOut, problems: ProblemsOut, imported: z.array(Imported) }), 'The document'),
});
const draft = createRoute({
  method: 'get',
  path: '/processes/{key}/bpmn',
  tags: ['bpmn'],
  summary: 'The draft, or a version, as a BPMN 2.0 file',
  middleware: allow('manager'),
  request: {
    params: z.object({ key: ProcessKey }),
    query: z.object({ version: z.coerce.number().int().min(1).max(1e9).optional() }),
  },
  responses: { 200: { description: 'BPMN XML', content: XML } },
});

export const bpmnRoutes = ({ sql }: Deps) =>
  router()
    .openapi(read, async (c) => {
      try {
        const { model, problems } = await parseBpmn(new Uint8Array(await c.req.arrayBuffer()));
        const imported = model.processes.flatMap((process) => [
          ...(process.zf.imported ?? []),
          ...Object.values(process.elements).flatMap((element) =>
            (element.zf?.imported ?? []).map((each) => ({ ...each, element: element.id })),
          ),
        ]);
        c.set('audited', true);
        return c.json({ model, problems, imported }, 200);
      } catch (error) {
        throw problem('bpmnRefused', { why: (error as Error).message });
      }
    })
    .openapi(draft, async (c) => {
      const { key } = c.req.valid('param');
      const { version } = c.req.valid('query');
      const found = version === undefined ? await draftOf(sql, key) : await versionOf(sql, key, version);
      if (!found) throw problem('notFound', { what: key });
      c.header(
        'content-disposition',
        `attachment; filename="${key}${version === undefined ? '' : `-${version}`}.bpmn"`,
      );
      return c.body(await serializeBpmn(found.model), 200, { 'content-type': 'application/xml; charset=utf-8' });
    });
