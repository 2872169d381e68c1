// BPMN files in and out.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { decisionProcess } from '../../bpmn/decision-process.ts';
import { lint } from '../../bpmn/lint.ts';
import { inShop } from '../../bpmn/lint-context.ts';
import { XmlRefused } from '../../bpmn/xml/decode.ts';
import { readFormFile, withForms } from '../../bpmn/xml/foreign-forms.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { draftOf, versionOf } from '../../db/drafts.ts';
import { shopFacts } from '../../db/shop-facts.ts';
import { type Decisions, readDecisions, withDecisions } from '../../dmn/decision-files.ts';
import { XmlError } from '../../dmn/xml/tree.ts';
import type { Form } from '../../forms/form.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { FormsOut, ModelOut, ProblemsOut } from '../schemas.ts';
import { allow } from '../who.ts';
import { worded } from '../worded.ts';
import { ProcessKey } from './processes.ts';

const XML = {
  'application/xml': { schema: z.string() },
  'text/xml': { schema: z.string() },
  'application/octet-stream': { schema: z.string() },
};
const Setting = z.object({
  element: z.string(),
  ns: z.string(),
  name: z.string(),
  text: z.string(),
  state: z.enum(['mapped', 'kept', 'lost']).describe('carried out here, or kept in the file only'),
  why: z.string().optional(),
});

const read = createRoute({
  method: 'post',
  path: '/bpmn/import',
  tags: ['bpmn'],
  summary:
    'Read a BPMN 2.0 file (the body, as bytes; or a form with several `file`s, DMN decisions and form files among them; or decisions alone): model, forms, problems, and what became of each setting of another engine. Stores nothing',
  middleware: allow('manager'),
  responses: ok(
    z.object({
      model: ModelOut,
      forms: FormsOut.describe('what the file asks people, as forms of ours'),
      problems: ProblemsOut,
      report: z.array(Setting),
      before: z
        .array(z.object({ process: z.string(), problems: ProblemsOut }))
        .describe('what publishing would refuse, by process'),
      decisions: z.array(z.string()).describe('names of the decisions that came with it'),
    }),
    'The document',
  ),
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

type File = { name: string; bytes: Uint8Array };

type Files = { bpmn: Uint8Array | undefined; dmns: File[]; forms: File[] };

/** Elements of the text, those of the picture included; the largest file of another tool that we know has 8,000. */
const MOST_PARTS = 60_000;

const isDmn = ({ name, bytes }: File): boolean => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return /\.dmn$/i.test(name) || (/omg\.org\/spec\/DMN\//.test(head) && !/omg\.org\/spec\/BPMN\//.test(head));
};

/** One BPMN file, and the decisions and forms that came beside it; or decisions alone. */
async function filesOf({ req }: Context): Promise<Files> {
  if (!/^multipart\/form-data/i.test(req.header('content-type') ?? '')) {
    const file = { name: '', bytes: new Uint8Array(await req.arrayBuffer()) };
    return isDmn(file) ? { bpmn: undefined, dmns: [file], forms: [] } : { bpmn: file.bytes, dmns: [], forms: [] };
  }
  const form = await req.formData().catch(() => new FormData());
  const files: File[] = [];
  for (const part of form.getAll('file'))
    if (typeof part !== 'string') files.push({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) });
  const dmns = files.filter(isDmn);
  const forms = files.filter(({ name }) => /\.(form|json)$/i.test(name));
  const [bpmn, ...more] = files.filter((file) => !dmns.includes(file) && !forms.includes(file));
  if (!bpmn && !dmns.length && !forms.length) throw problem('bpmnMissing');
  if (bpmn && more.length) throw problem('bpmnSeveral', { names: [bpmn, ...more].map(({ name }) => name) });
  return { bpmn: bpmn?.bytes, dmns, forms };
}

function formsOf(files: File[]): Record<string, Form> {
  const forms = files.map(({ name, bytes }) => {
    const form = readFormFile(new TextDecoder().decode(bytes), name.replace(/\.\w+$/, ''));
    if (!form) throw problem('formFileRefused', { name });
    return form;
  });
  return Object.fromEntries(forms.map((form) => [form.key, form]));
}

async function modelOf(
  bpmn: Uint8Array | undefined,
  decisions: Decisions,
): Promise<Awaited<ReturnType<typeof parseBpmn>>> {
  if (!bpmn) {
    const model = decisionProcess(decisions);
    if (!model) throw problem('bpmnMissing');
    return { model, problems: [], report: [], forms: {} };
  }
  // Reading it is one piece of work, during which nobody else is served.
  const parts =
    Buffer.from(bpmn)
      .toString('latin1')
      .match(/<[A-Za-z]/g)?.length ?? 0;
  if (parts > MOST_PARTS) throw problem('bpmnTooMany', { count: parts, most: MOST_PARTS });
  // An object cannot hold it as a name, so it would be dropped without a word.
  if (/\bid\s*=\s*["']__proto__["']/.test(Buffer.from(bpmn).toString('latin1')))
    throw problem('nameRefused', { where: '__proto__' });
  return parseBpmn(bpmn).catch((error: Error) => {
    if (error instanceof RangeError) throw error;
    throw problem('bpmnRefused', { why: error instanceof XmlRefused ? error.why : error.message });
  });
}

function decisionsOf(files: File[]): Decisions {
  const texts = files.map(({ name, bytes }) => {
    const text = new TextDecoder().decode(bytes);
    try {
      readDecisions([text]);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw problem('dmnRefused', { name, why: error instanceof XmlError ? error.why : (error as Error).message });
    }
    return text;
  });
  return readDecisions(texts);
}

const namesOf = ({ decisions, decisionModels }: Decisions): string[] => [
  ...new Set([
    ...Object.entries(decisions).map(([id, { name }]) => name ?? id),
    ...(decisionModels ?? []).flatMap((model) => model.decisions.map(({ id, name }) => name || id)),
  ]),
];

export const bpmnRoutes = (deps: Deps) => {
  const { sql } = deps;
  return router()
    .openapi(read, async (c) => {
      const { bpmn, dmns, forms: files } = await filesOf(c);
      const read = decisionsOf(dmns);
      const given = formsOf(files);
      const { model: parsed, problems, report, forms: inside } = await modelOf(bpmn, read);
      c.set('audited', true);
      const model = withForms(parsed, given);
      const forms = { ...inside, ...given };
      const whole =
        bpmn && dmns.length ? { ...model, processes: model.processes.map((one) => withDecisions(one, read)) } : model;
      const facts = await shopFacts(deps.sql, deps.connectors, deps.demo);
      const before = whole.processes.map(({ key }) => ({
        process: key,
        problems: worded(
          c,
          lint(whole, inShop(facts, forms), key).filter(({ severity }) => severity === 'error'),
        ),
      }));
      return c.json(
        {
          model: whole,
          forms,
          problems: worded(c, problems),
          report,
          before,
          decisions: namesOf(read),
        },
        200,
      );
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
};
