// The draft of a process: saved by revision so that nobody is overwritten, checked, published; and the versions before.
import { createRoute, z } from '@hono/zod-openapi';
import { Definition } from '../../bpmn/definition.ts';
import { withListDefaults } from '../../bpmn/first-form.ts';
import { lint } from '../../bpmn/lint.ts';
import { inShop, ShopFacts } from '../../bpmn/lint-context.ts';
import {
  clearDraft,
  type Draft,
  type DraftRevision,
  draftOf,
  draftRevision,
  listVersions,
  saveProcessDraft,
  versionOf,
} from '../../db/drafts.ts';
import { mayPlace, publish } from '../../db/processes.ts';
import { endRequest } from '../../db/requests.ts';
import { shopFacts } from '../../db/shop-facts.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { Forms, FormsOut, ModelIn, ModelOut, ProblemsOut, Who, who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf, viewerOf } from '../who.ts';
import { worded } from '../worded.ts';
import { ProcessKey } from './processes.ts';

const Key = z.object({ key: ProcessKey });
const Saved = z.object({ by: Who.nullable(), at: z.string().nullable() });
const DraftOut = z.object({
  key: z.string(),
  model: ModelOut.describe('decision tables are in model.processes[].decisions'),
  forms: FormsOut,
  revision: z.number().describe('name it when saving'),
  saved: Saved,
  latest: z.number().nullable(),
  isDraft: z.boolean().describe('false: the newest version, nothing changed since'),
});
const get = createRoute({
  method: 'get',
  path: '/processes/{key}/draft',
  tags: ['processes'],
  summary: 'The draft, or the newest version to begin from',
  middleware: allow('manager'),
  request: { params: Key },
  responses: ok(DraftOut, 'Draft'),
});
const revised = createRoute({
  method: 'get',
  path: '/processes/{key}/draft/revision',
  tags: ['processes'],
  summary: 'Whether somebody has saved it meanwhile, and who',
  middleware: allow('manager'),
  request: { params: Key },
  responses: ok(z.object({ revision: z.number(), saved: Saved }), 'Revision'),
});
const put = createRoute({
  method: 'put',
  path: '/processes/{key}/draft',
  tags: ['processes'],
  summary: 'Save the draft; 409 `draftConflict` tells who saved since that revision',
  middleware: allow('manager'),
  request: { params: Key, ...body(z.object({ model: ModelIn, forms: Forms, revision: z.number().int() })) },
  responses: ok(z.object({ revision: z.number() }), 'Saved'),
});
const post = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/processes/{key}/publish',
    tags: ['processes'],
    summary: 'Publish the draft as the next version; 422 `lintErrors` holds the problems',
    middleware: [allow('manager'), once(deps)] as const,
    request: {
      params: Key,
      headers: RequestKey,
      ...body(z.object({ revision: z.number().int(), note: z.string().max(500).optional() })),
    },
    responses: ok(
      z.object({ version: z.number(), unchanged: z.boolean(), problems: ProblemsOut, revision: z.number() }),
      'Published',
    ),
  });
const check = createRoute({
  method: 'get',
  path: '/processes/{key}/problems',
  tags: ['processes'],
  summary: 'What publishing would say of the draft',
  middleware: allow('manager'),
  request: { params: Key },
  responses: ok(z.object({ problems: ProblemsOut }), 'Problems'),
});
const facts = createRoute({
  method: 'get',
  path: '/shop-facts',
  tags: ['processes'],
  summary: 'What a process is checked against: roles, people, calendars and connectors of this shop',
  middleware: allow('manager'),
  responses: ok(ShopFacts, 'Facts'),
});
const Version = z.object({
  version: z.number(),
  name: z.string(),
  note: z.string().nullable(),
  publishedBy: Who.nullable(),
  publishedAt: z.string(),
  running: z.number(),
});
const versions = createRoute({
  method: 'get',
  path: '/processes/{key}/versions',
  tags: ['processes'],
  summary: 'Published versions, newest first',
  middleware: allow('manager'),
  request: { params: Key },
  responses: ok(z.object({ items: z.array(Version) }), 'Versions'),
});
const version = createRoute({
  method: 'get',
  path: '/processes/{key}/versions/{version}',
  tags: ['processes'],
  summary: 'One version with its picture and forms',
  middleware: allow('manager'),
  request: { params: Key.extend({ version: z.coerce.number().int().min(1).max(1e9) }) },
  responses: ok(
    z.object({
      key: z.string(),
      version: z.number(),
      note: z.string().nullable(),
      publishedAt: z.string(),
      model: ModelOut,
      forms: FormsOut,
    }),
    'Version',
  ),
});

export const draftRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = async (key: string): Promise<Draft> => {
    const draft = await draftOf(sql, key);
    if (!draft) throw problem('notFound', { what: key });
    return draft;
  };
  return router()
    .openapi(get, async (c) => {
      const { key } = c.req.valid('param');
      const { saved, ...draft } = await must(key);
      return c.json({ key, ...draft, saved: { by: who(saved.by, saved.name), at: saved.at } }, 200);
    })
    .openapi(revised, async (c) => {
      const { key } = c.req.valid('param');
      const found = await draftRevision(sql, key);
      if (!found) throw problem('notFound', { what: key });
      const { revision, by, name, at } = found;
      return c.json({ revision, saved: { by: who(by, name), at } }, 200);
    })
    .openapi(put, async (c) => {
      const { key } = c.req.valid('param');
      const { revision, ...content } = c.req.valid('json');
      if (!content.model.processes.some((process) => process.key === key)) throw problem('processMissing', { key });
      const saved = await saveProcessDraft(sql, key, content, revision, personOf(c).id);
      if (!saved) throw problem('notFound', { what: key });
      if ('conflict' in saved) {
        const { by, name, at, revision: theirs } = saved.conflict;
        throw problem('draftConflict', { who: name ?? '' }, { revision: theirs, saved: { by: who(by, name), at } });
      }
      return c.json(saved, 200);
    })
    .openapi(check, async (c) => {
      const { key } = c.req.valid('param');
      return c.json({ problems: worded(c, await problemsOf(deps, key, await must(key))) }, 200);
    })
    .openapi(facts, async (c) => c.json(await shopFacts(sql, deps.connectors, deps.demo), 200))
    .openapi(post(deps), async (c) => {
      const { key } = c.req.valid('param');
      const { revision, note } = c.req.valid('json');
      const draft = await must(key);
      const conflict = ({ by, name, at, revision: theirs }: DraftRevision) =>
        problem('draftConflict', { who: name ?? '' }, { revision: theirs, saved: { by: who(by, name), at } });
      if (draft.revision !== revision) throw conflict({ ...draft.saved, revision: draft.revision });
      const problems = worded(c, await problemsOf(deps, key, draft));
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (errors.length) throw problem('lintErrors', { count: errors.length }, { problems });
      const drawn = draft.model.processes.find((each) => each.key === key);
      if (!drawn) throw problem('processMissing', { key });
      const process = withListDefaults(drawn, draft.forms);
      const at = await shopNow(sql);
      const answer = await sql.begin(async (tx) => {
        if (!(await mayPlace(tx, viewerOf(c), key, process.zf.department ?? null))) throw problem('departmentNotYours');
        const { version, unchanged } = await publish(tx, {
          model: { ...draft.model, processes: draft.model.processes.map((one) => (one === drawn ? process : one)) },
          definition: Definition.parse(process),
          forms: draft.forms,
          by: personOf(c).id,
          at,
          ...(note && { note }),
        });
        const cleared = await clearDraft(tx, key, revision);
        // Somebody was faster.
        if (cleared === undefined) throw conflict((await draftRevision(tx, key)) ?? { ...draft.saved, revision });
        const done = { version, unchanged, problems, revision: cleared };
        await endRequest(tx, requestId(c), 200, done);
        return done;
      });
      c.set('auditDetail', { version: answer.version });
      return c.json(answer, 200);
    })
    .openapi(versions, async (c) => {
      const rows = await listVersions(sql, c.req.valid('param').key);
      return c.json(
        {
          items: rows.map(({ publishedByName, ...row }) => ({
            ...row,
            publishedBy: who(row.publishedBy, publishedByName),
          })),
        },
        200,
      );
    })
    .openapi(version, async (c) => {
      const { key, version: number } = c.req.valid('param');
      const found = await versionOf(sql, key, number);
      if (!found) throw problem('notFound', { what: `${key} ${number}` });
      return c.json({ key, ...found }, 200);
    });
};

/** What lint says of the process that would be published, with the people and things of this shop. */
export const problemsOf = async (
  { sql, connectors, demo }: Deps,
  key: string,
  { model, forms }: Pick<Draft, 'model' | 'forms'>,
) => lint(model, inShop(await shopFacts(sql, connectors, demo), forms), key);
