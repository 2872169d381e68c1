// Whatever a manager may change beside processes: one life for all kinds (content/kinds.ts). Draft, problems, publish, versions, restore.
import { createRoute, z } from '@hono/zod-openapi';
import { type Difference, differences } from '../../content/diff.ts';
import { type ContentKind, isContentKind, kindOf } from '../../content/kinds.ts';
import type { Sql, Transaction } from '../../db/connect.ts';
import {
  archiveContent,
  type ContentDraft,
  contentDraft,
  contentVersion,
  contentVersions,
  listContent,
  publishContent,
  saveContentDraft,
  takeBack,
} from '../../db/content.ts';
import { usesOf } from '../../db/content-uses.ts';
import { contentWorld } from '../../db/content-world.ts';
import { regressionOf } from '../../db/decision-regression.ts';
import { beginParameter } from '../../db/parameters.ts';
import { endRequest } from '../../db/requests.ts';
import type { SharedDecision } from '../../dmn/shared-decision.ts';
import type { Value } from '../../feel/value.ts';
import { Words } from '../../forms/kinds/kind.ts';
import type { Parameter } from '../../parameters/parameter.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { ShopTime } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf } from '../who.ts';

const Kind = z.string().refine(isContentKind, 'no such kind');
const Key = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,80}$/, 'a small letter, then letters, digits, - and .');
const One = z.object({ kind: Kind, key: Key });
const Version = z.coerce.number().int().min(1).max(1e9);
/** No type: it is as deep as a register. */
const Body = z.custom<unknown>().openapi({ type: 'object', description: 'what the kind says: a register, …' });
const Problems = z.array(
  z.object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    args: z.record(z.string(), z.unknown()),
  }),
);
const Differences = z.custom<Difference[]>().openapi({
  type: 'array',
  items: { type: 'object' },
  description: 'path, before, after (content/diff.ts)',
});
/** Which pack has brought it; null: the shop's own. */
export const PackOut = z.object({ key: z.string(), name: Words });
const Row = z.object({
  key: z.string(),
  name: Words,
  pack: PackOut.nullable(),
  owner: z.string().nullable(),
  latest: z.number().nullable(),
  isDraft: z.boolean(),
  draftBy: z.string().nullable(),
  draftAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  archived: z.boolean(),
});
const list = createRoute({
  method: 'get',
  path: '/content/{kind}',
  tags: ['content'],
  summary: 'All of a kind, with where each stands in its life',
  middleware: allow('manager'),
  request: { params: z.object({ kind: Kind }), query: z.object({ archived: z.stringbool().default(false) }) },
  responses: ok(z.object({ items: z.array(Row) }), 'List'),
});
const get = createRoute({
  method: 'get',
  path: '/content/{kind}/{key}/draft',
  tags: ['content'],
  summary: 'The draft, or the newest version to begin from, with its problems and what has changed since that version',
  middleware: allow('manager'),
  request: { params: One },
  responses: ok(
    z.object({
      body: Body,
      revision: z.number().describe('name it when saving'),
      savedBy: z.string().nullable(),
      savedAt: z.string().nullable(),
      latest: z.number().nullable(),
      isDraft: z.boolean(),
      problems: Problems,
      changes: Differences,
    }),
    'Draft',
  ),
});
const put = createRoute({
  method: 'put',
  path: '/content/{kind}/{key}/draft',
  tags: ['content'],
  summary: 'Save the draft; revision 0 begins one. 409 `contentConflict` tells who saved since that revision',
  middleware: allow('manager'),
  request: { params: One, ...body(z.object({ body: z.unknown(), revision: z.number().int().min(0) })) },
  responses: ok(z.object({ revision: z.number(), problems: Problems }), 'Saved'),
});
const publish = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/content/{kind}/{key}/publish',
    tags: ['content'],
    summary: 'Publish the draft as the next version; 422 `contentProblems` holds what is wrong',
    middleware: [allow('manager'), once(deps)] as const,
    request: {
      params: One,
      headers: RequestKey,
      ...body(
        z.object({
          revision: z.number().int(),
          note: z.string().max(500).optional(),
          from: ShopTime.optional().describe('of a decision or a page: shop time from which it holds; absent: now'),
        }),
      ),
    },
    responses: ok(z.object({ version: z.number(), unchanged: z.boolean() }), 'Published'),
  });
const uses = createRoute({
  method: 'get',
  path: '/content/{kind}/{key}/uses',
  tags: ['content'],
  summary: 'What is published and reads it; of a decision also what the cases decided last would come to by its draft',
  middleware: allow('manager'),
  request: { params: One },
  responses: ok(
    z.object({
      items: z.array(
        z.object({ kind: z.enum(['process', 'register', 'decision', 'page']), key: z.string(), name: Words }),
      ),
      regression: z
        .object({
          tried: z.number().describe('decisions of cases of late'),
          changed: z
            .array(
              z.object({
                case: z.string(),
                businessKey: z.string().nullable(),
                at: z.number(),
                before: z.unknown(),
                after: z.unknown(),
              }),
            )
            .describe('those that would have come out otherwise, at most 20'),
          count: z.number().describe('of those that would have come out otherwise'),
        })
        .nullable(),
    }),
    'Uses',
  ),
});
const versions = createRoute({
  method: 'get',
  path: '/content/{kind}/{key}/versions',
  tags: ['content'],
  summary: 'Versions, the newest first',
  middleware: allow('manager'),
  request: { params: One },
  responses: ok(
    z.object({
      items: z.array(
        z.object({
          version: z.number(),
          note: z.string().nullable(),
          by: z.string().nullable(),
          at: z.string(),
          from: z.number(),
          takenBack: z.boolean().describe('before its instant: it never holds'),
        }),
      ),
    }),
    'Versions',
  ),
});
const takeItBack = createRoute({
  method: 'post',
  path: '/content/{kind}/{key}/versions/{version}/take-back',
  tags: ['content'],
  summary:
    'A version that does not hold yet never will, and is the draft again where there is none; again: nothing more. 409 `holdsAlready`',
  middleware: allow('manager'),
  request: { params: One.extend({ version: Version }) },
  responses: ok(Done, 'Taken back'),
});
const compare = createRoute({
  method: 'get',
  path: '/content/{kind}/{key}/diff',
  tags: ['content'],
  summary: 'What differs between two versions, by path',
  middleware: allow('manager'),
  request: { params: One, query: z.object({ from: Version, to: Version }) },
  responses: ok(z.object({ items: Differences }), 'Differences'),
});
const restore = createRoute({
  method: 'post',
  path: '/content/{kind}/{key}/restore',
  tags: ['content'],
  summary: 'Makes the draft of an earlier version; nothing changes until it is published',
  middleware: allow('manager'),
  request: { params: One, ...body(z.object({ version: Version, revision: z.number().int() })) },
  responses: ok(z.object({ revision: z.number() }), 'A draft again'),
});
const archive = createRoute({
  method: 'put',
  path: '/content/{kind}/{key}/archived',
  tags: ['content'],
  summary: 'Put away, or take back; nothing is deleted',
  middleware: allow('manager'),
  request: { params: One, ...body(z.object({ archived: z.boolean() })) },
  responses: ok(Done, 'Done'),
});

/** A minute's clock is not the past. */
const LATE_MS = 120_000;
const textsOf = ({ zh, en }: z.infer<typeof Words>) => ({ zh, en: en ?? zh });

async function draftIn(from: Sql | Transaction, kind: ContentKind, key: string): Promise<ContentDraft> {
  const draft = await contentDraft(from, kind, key);
  if (!draft) throw problem('notFound', { what: key });
  return draft;
}

export const contentRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = (kind: ContentKind, key: string): Promise<ContentDraft> => draftIn(sql, kind, key);
  const problemsOf = async (kind: ContentKind, read: unknown) =>
    kindOf(kind).problems(read, await contentWorld(sql, kind, await shopNow(sql)));
  const conflict = ({ revision, by, at }: ContentDraft) =>
    problem('contentConflict', { who: by ?? '' }, { revision, savedBy: by, savedAt: at });
  const readBody = (kind: ContentKind, key: string, given: unknown) => {
    const read = kindOf(kind).schema.safeParse(given);
    const errors = read.success
      ? []
      : read.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
    if (read.success && kindOf(kind).key(read.data) !== key) errors.push({ path: 'key', message: `not ${key}` });
    if (!read.success || errors.length)
      throw problem(
        'invalid',
        { what: errors.map(({ path, message }) => `${path}: ${message}`).join('; ') },
        { errors },
      );
    return read.data;
  };
  /** With its declaration a parameter gets the value that it begins with, unless it has one. */
  const beginValue = async (tx: Transaction, { key, value }: Parameter, by: string, at: number) => {
    if (value !== undefined) await beginParameter(tx, { key, value: value as Value, at, by, reason: '' });
  };
  return router()
    .openapi(list, async (c) => {
      const { kind } = c.req.valid('param');
      return c.json({ items: [...(await listContent(sql, kind, c.req.valid('query').archived))] }, 200);
    })
    .openapi(get, async (c) => {
      const { kind, key } = c.req.valid('param');
      const draft = await must(kind, key);
      const before = draft.latest === null ? undefined : await contentVersion(sql, kind, key, draft.latest);
      const { by, at, ...rest } = draft;
      return c.json(
        {
          ...rest,
          savedBy: by,
          savedAt: at,
          problems: await problemsOf(kind, draft.body),
          changes: draft.isDraft && before !== undefined ? differences(before, draft.body) : [],
        } as never,
        200,
      );
    })
    .openapi(put, async (c) => {
      const { kind, key } = c.req.valid('param');
      const given = c.req.valid('json');
      const read = readBody(kind, key, given.body);
      const revision = await saveContentDraft(sql, {
        kind,
        key,
        name: kindOf(kind).name(read),
        body: read,
        revision: given.revision,
        by: personOf(c).id,
      });
      if (revision === undefined) throw conflict(await must(kind, key));
      return c.json({ revision, problems: await problemsOf(kind, read) }, 200);
    })
    .openapi(publish(deps), async (c) => {
      const { kind, key } = c.req.valid('param');
      const { revision, note, from } = c.req.valid('json');
      const draft = await must(kind, key);
      if (draft.revision !== revision) throw conflict(draft);
      const read = readBody(kind, key, draft.body);
      const problems = await problemsOf(kind, read);
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (errors.length) throw problem('contentProblems', { count: errors.length }, { problems });
      const now = await shopNow(sql);
      if (from !== undefined && (!kindOf(kind).future || from < now - LATE_MS)) throw problem('inThePast');
      const by = personOf(c).id;
      const published = await sql.begin(async (tx) => {
        const done = await publishContent(tx, {
          kind,
          key,
          name: kindOf(kind).name(read),
          body: read,
          note,
          by,
          from: from ?? now,
          revision,
        });
        // Somebody was faster.
        if (!done) throw conflict(await draftIn(tx, kind, key));
        if (kind === 'parameter') await beginValue(tx, read as Parameter, by, now);
        await endRequest(tx, requestId(c), 200, done);
        return done;
      });
      c.set('auditDetail', { version: published.version, ...(from !== undefined && { from }) });
      return c.json(published, 200);
    })
    .openapi(uses, async (c) => {
      const { kind, key } = c.req.valid('param');
      const draft = await must(kind, key);
      const at = await shopNow(sql);
      const items = await usesOf(sql, kind, key, at);
      const body = kind === 'decision' ? kindOf(kind).schema.safeParse(draft.body) : undefined;
      const regression = body?.success ? await regressionOf(sql, body.data as SharedDecision, at) : null;
      return c.json({ items, regression } as never, 200);
    })
    .openapi(versions, async (c) => {
      const { kind, key } = c.req.valid('param');
      return c.json({ items: [...(await contentVersions(sql, kind, key))] }, 200);
    })
    .openapi(takeItBack, async (c) => {
      const { kind, key, version } = c.req.valid('param');
      if ((await contentVersion(sql, kind, key, version)) === undefined)
        throw problem('notFound', { what: `${key} ${version}` });
      if (!(await takeBack(sql, kind, key, version, await shopNow(sql)))) throw problem('holdsAlready', { version });
      c.set('auditDetail', { version });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(compare, async (c) => {
      const { kind, key } = c.req.valid('param');
      const { from, to } = c.req.valid('query');
      const bodies = await Promise.all([from, to].map((version) => contentVersion(sql, kind, key, version)));
      for (const [index, found] of bodies.entries())
        if (found === undefined) throw problem('notFound', { what: `${key} ${[from, to][index]}` });
      return c.json({ items: differences(bodies[0], bodies[1]) }, 200);
    })
    .openapi(restore, async (c) => {
      const { kind, key } = c.req.valid('param');
      const { version, revision: seen } = c.req.valid('json');
      const old = await contentVersion(sql, kind, key, version);
      if (old === undefined) throw problem('notFound', { what: `${key} ${version}` });
      const read = readBody(kind, key, old);
      const revision = await saveContentDraft(sql, {
        kind,
        key,
        name: kindOf(kind).name(read),
        body: read,
        revision: seen,
        by: personOf(c).id,
      });
      if (revision === undefined) throw conflict(await must(kind, key));
      return c.json({ revision }, 200);
    })
    .openapi(archive, async (c) => {
      const { kind, key } = c.req.valid('param');
      const { archived } = c.req.valid('json');
      // What decides for running work, or holds what it reads, is not put away under it.
      const asking = archived ? await usesOf(sql, kind, key, await shopNow(sql)) : [];
      if (asking.length > 0) throw problem('contentInUse', { what: asking.map(({ name }) => textsOf(name)) });
      if (!(await archiveContent(sql, kind, key, archived))) throw problem('notFound', { what: key });
      c.set('auditDetail', { archived });
      return c.json({ ok: true as const }, 200);
    });
};
