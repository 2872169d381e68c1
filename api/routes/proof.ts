// The proof of a case as a file: JSON to be checked by anybody, or a PDF to be read, with the JSON inside.
import { createRoute, z } from '@hono/zod-openapi';
import { writeAudit } from '../../db/audit.ts';
import { caseById } from '../../db/case-lists.ts';
import { proofPdf } from '../../proof/pdf.ts';
import { auditRow } from '../audited.ts';
import { printedProof, proofOf } from '../case-proof.ts';
import { type Deps, router } from '../deps.ts';
import { download } from '../download.ts';
import { languageOf } from '../language.ts';
import { problem } from '../problem.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const get = createRoute({
  method: 'get',
  path: '/cases/{id}/proof',
  tags: ['cases'],
  summary: 'All that a case has recorded, with its chain of digests and what was on screen at each decision',
  middleware: allow('manager'),
  request: {
    params: z.object({ id: z.string().max(200) }),
    query: z.object({ format: z.enum(['json', 'pdf']).default('pdf') }),
  },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/octet-stream': { schema: z.custom<Uint8Array>().openapi({ type: 'string', format: 'binary' }) },
      },
    },
  },
});

export const proofRoutes = (deps: Deps) =>
  router().openapi(get, async (c) => {
    const { id } = c.req.valid('param');
    const { format } = c.req.valid('query');
    const found = await caseById(deps.sql, viewerOf(c), id);
    const proof = found && (await proofOf(deps, viewerOf(c), id, personOf(c).name));
    if (!found || !proof) throw problem('notFound', { what: id });
    // Whoever takes a whole case out is written down each time.
    await writeAudit(deps.sql, { ...auditRow(c), detail: { format } });
    const language = languageOf(c);
    const printed = format === 'pdf' ? await printedProof(deps, proof, language) : undefined;
    const file = printed ? await proofPdf(proof, printed, language) : Buffer.from(JSON.stringify(proof, null, 1));
    return download(c, {
      name: `${found.businessKey ?? found.id} ${format === 'pdf' ? 'proof.pdf' : 'proof.json'}`,
      type: format === 'pdf' ? 'application/pdf' : 'application/json',
      pieces: one(file),
    }) as never;
  });

async function* one(file: Buffer): AsyncGenerator<Uint8Array> {
  yield file;
}
