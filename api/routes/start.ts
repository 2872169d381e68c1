// Starting a case: what I may start with which form, and the start itself.
import { createRoute, z } from '@hono/zod-openapi';
import type { Definition } from '../../bpmn/definition.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { listStartable, type StartRow } from '../../db/drafts.ts';
import { tieFiles } from '../../db/files.ts';
import { aboutStart, dropDraft, readDraft, saveDraft } from '../../db/form-drafts.ts';
import { familyOf, nextCaseNumber } from '../../db/new-case.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import type { Form } from '../../forms/form.ts';
import { validate } from '../../forms/validate.ts';
import { hostOf } from '../../workflows/messages.ts';
import { settled, withinLimits } from '../answer-of-case.ts';
import { body, Done, DraftSaved, ok } from '../answers.ts';
import { filesIn, formAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { bodyDigest, RequestKey, requestId } from '../once.ts';
import { withOptions } from '../options.ts';
import { problem, tell } from '../problem.ts';
import { readerOf } from '../record-rights.ts';
import { resolvedFor } from '../resolved.ts';
import { FormOut, StoreName, Texts, Values } from '../schemas.ts';
import { clockNow, shopNow } from '../shop-now.ts';
import { type Who as Asker, allow, atLeast, personOf, whoOf } from '../who.ts';

const Startable = z.object({
  key: z.string(),
  name: z.string(),
  texts: Texts,
  version: z.number(),
  element: z.string(),
  form: FormOut.nullable(),
  about: z
    .object({ register: z.string(), variable: z.string().nullable() })
    .nullable()
    .describe('the register of what it is about, and the variable that names the record'),
});
const startable = createRoute({
  method: 'get',
  path: '/startable',
  tags: ['cases'],
  summary: 'Processes I may start, with their start form',
  middleware: allow('staff', 'cases:start'),
  responses: ok(z.object({ items: z.array(Startable) }), 'Processes'),
});
const DraftOf = { params: z.object({ key: z.string().max(80), element: z.string().max(100) }) };
const draft = createRoute({
  method: 'get',
  path: '/startable/{key}/{element}/draft',
  tags: ['cases'],
  summary: 'What I have typed into this start form and not sent',
  middleware: allow('staff'),
  request: DraftOf,
  responses: ok(z.object({ draft: z.object({ revision: z.number(), values: Values }).nullable() }), 'Draft'),
});
const keep = createRoute({
  method: 'put',
  path: '/startable/{key}/{element}/draft',
  tags: ['cases'],
  summary: 'Keep what I have typed so far; 409 `draftNewer` holds what another window of mine has saved',
  middleware: allow('staff'),
  request: { ...DraftOf, ...body(z.object({ values: Values, revision: z.number().int().min(0).optional() })) },
  responses: ok(DraftSaved, 'Kept'),
});
const forget = createRoute({
  method: 'delete',
  path: '/startable/{key}/{element}/draft',
  tags: ['cases'],
  summary: 'Throw away what I have typed',
  middleware: allow('staff'),
  request: DraftOf,
  responses: ok(Done, 'Gone'),
});
const StartedOut = z.object({ case: z.string(), confirming: z.boolean() });
const start = createRoute({
  method: 'post',
  path: '/cases',
  tags: ['cases'],
  summary: 'Start a case; 202 while it is being confirmed',
  middleware: allow('staff', 'cases:start'),
  request: {
    headers: RequestKey,
    ...body(
      z.object({
        process: z.string().max(80),
        element: z.string().max(100).optional(),
        variables: Values.default({}),
        businessKey: z.string().trim().min(1).max(120).optional(),
        store: StoreName.trim().min(1).optional().describe('absent: the shop as a whole'),
      }),
    ),
  },
  responses: {
    201: { description: 'Started', content: { 'application/json': { schema: StartedOut } } },
    202: { description: 'Being confirmed', content: { 'application/json': { schema: StartedOut } } },
  },
});

export const startRoutes = (deps: Deps) => {
  const { sql, door } = deps;
  return router()
    .openapi(startable, async (c) => {
      const [rows, at] = await Promise.all([listStartable(sql, mayStart(whoOf(c))), shopNow(sql)]);
      const reader = readerOf(whoOf(c));
      const items = await Promise.all(
        rows.map(async (row) => {
          const { form, definition } = await startOf(deps, row);
          const filled = form && { ...form, fields: await withOptions(sql, form.fields, reader, at) };
          return { ...row, form: filled ?? null, about: aboutOf(definition) };
        }),
      );
      return c.json({ items }, 200);
    })
    .openapi(draft, async (c) => {
      const { key, element } = c.req.valid('param');
      const found = await readDraft(sql, personOf(c).id, aboutStart(key, element));
      return c.json({ draft: found ? { revision: found.revision, values: found.values } : null }, 200);
    })
    .openapi(keep, async (c) => {
      const { key, element } = c.req.valid('param');
      const { values, revision } = c.req.valid('json');
      const me = personOf(c);
      withinLimits(values as Variables);
      const rows = await listStartable(sql, mayStart(me), key);
      if (!rows.some((row) => row.element === element)) throw problem('notStartable');
      // Typing is no change that anyone has to account for.
      c.set('audited', true);
      const saved = await saveDraft(sql, me.id, aboutStart(key, element), values, revision);
      if (saved === undefined)
        throw problem('draftNewer', {}, { draft: await readDraft(sql, me.id, aboutStart(key, element)) });
      return c.json({ revision: saved }, 200);
    })
    .openapi(forget, async (c) => {
      const { key, element } = c.req.valid('param');
      c.set('audited', true);
      await dropDraft(sql, personOf(c).id, aboutStart(key, element));
      return c.json({ ok: true as const }, 200);
    })
    .openapi(start, async (c) => {
      const { process, element, variables: given, businessKey, store } = c.req.valid('json');
      const asker = whoOf(c);
      const isMeant = (each: StartRow): boolean => element === undefined || each.element === element;
      const row = (await listStartable(sql, mayStart(asker), process)).find(isMeant);
      if (!row) {
        const others = (await listStartable(sql, { all: true }, process)).some(isMeant);
        throw problem(others ? 'notYoursToStart' : 'notStartable');
      }
      const { definition, form } = await startOf(deps, row);
      const id = requestId(c);
      const family = familyOf(process, businessKey ?? 'case', id);
      const variables = await startValues(deps, asker, form, given, family);
      withinLimits(variables);
      const number = businessKey ?? (await nextCaseNumber(sql, process, definition.zf.businessKey));
      const sent = await storeAndSend(
        sql,
        door,
        {
          id,
          host: hostOf(family, definition.zf.hosting),
          family,
          case: family,
          by: asker.id,
          body: {
            do: 'start',
            key: process,
            version: row.version,
            element: row.element,
            variables,
            ...(number !== undefined && { businessKey: number }),
            ...(store !== undefined && { store }),
          },
          content: await bodyDigest(c),
        },
        deps.answerMs,
      );
      const confirming = settled(sent, { businessKey });
      // The history of the case says who started it; the command row holds what was asked.
      c.set('audited', true);
      await dropDraft(sql, asker.id, aboutStart(process, row.element));
      return c.json({ case: family, confirming }, confirming ? 202 : 201);
    });
};

/** `=sku`, or `=sku.key` of a record field, names the record by a variable; any other expression only the case itself can compute. */
const aboutOf = ({ zf: { subject, subjectKey } }: Definition) =>
  subject === undefined
    ? null
    : {
        register: subject,
        variable: /^=\s*([\p{L}_][\p{L}\p{N}_]*)(?:\.key)?\s*$/u.exec(subjectKey ?? '')?.[1] ?? null,
      };

export const mayStart = (asker: Asker) =>
  asker.kind === 'key' || atLeast(asker, 'manager')
    ? { all: true as const }
    : { all: false as const, names: [...asker.roles, ...asker.refs] };

async function startOf(
  { definitions }: Deps,
  { key, version, element }: StartRow,
): Promise<{ definition: Definition; form?: Form }> {
  const published = await definitions.get(key, version);
  const node = published?.definition.elements[element];
  if (!published || !node) throw problem('notStartable');
  const form = node.zf?.form ? published.forms[node.zf.form] : undefined;
  return { definition: published.definition, ...(form && { form: formAt(form, node) }) };
}

/** With a form, only what it declares. Without one, programs and managers give variables as they are; staff give none. */
async function startValues(
  { sql }: Deps,
  asker: Asker,
  form: Form | undefined,
  given: Record<string, unknown>,
  caseId: string,
): Promise<Variables> {
  if (!form) return asker.kind === 'key' || atLeast(asker, 'manager') ? (given as Variables) : {};
  const now = await clockNow(sql);
  const reader = readerOf(asker);
  const { values, errors } = await resolvedFor(sql, form, validate(form, given, now), {
    before: {},
    reader,
    at: now.at,
  });
  if (errors.length) throw problem('formInvalid', { count: errors.length }, { errors });
  if (!(await tieFiles(sql, filesIn(form, values), caseId, asker.id)))
    throw problem('notFound', { what: tell('what.file') });
  return values;
}
