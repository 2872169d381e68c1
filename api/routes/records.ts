// Records as people find and write them, field by field. Their register says who may.

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { zoneOf } from '../../bpmn/duration.ts';
import { strangeFiles, tieToRecord } from '../../db/files.ts';
import { NotFindable, type Position } from '../../db/record-filters.ts';
import { COUNTED, countRecords, listRecords } from '../../db/record-lists.ts';
import { type RecordInput, writeRecord } from '../../db/record-writes.ts';
import type { Variables } from '../../feel/value.ts';
import { Filter, fieldOf, fieldsIn, Sort } from '../../records/register.ts';
import { seesField } from '../../records/rights.ts';
import { dayIn } from '../../records/service.ts';
import { body, created, ok } from '../answers.ts';
import { Beside, besideRecord } from '../beside.ts';
import { filesIn } from '../case-values.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { readCursor, writeCursor } from '../page.ts';
import { problem, tell } from '../problem.ts';
import { RecordOut, recordsShown } from '../record-out.ts';
import { refusedWrite } from '../record-refusals.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { type PublishedRegister, recordFor, registerFor } from '../register-seen.ts';
import { StoreName, Values } from '../schemas.ts';
import { allow, personOf } from '../who.ts';

const RegisterKey = z.string().max(60);
const Store = StoreName.default('');
const query = createRoute({
  method: 'post',
  path: '/query',
  tags: ['registers'],
  summary: 'A page of records by filter, sort and search, with how many there are up to ten thousand. Changes nothing',
  middleware: allow('staff'),
  request: body(
    z.object({
      source: z.object({ kind: z.literal('register'), key: RegisterKey }),
      where: z.array(Filter).max(8).default([]),
      sort: Sort.optional(),
      q: z.string().max(100).optional(),
      store: StoreName.optional(),
      archived: z.boolean().default(false),
      open: z
        .array(z.string().max(200))
        .max(500)
        .optional()
        .describe('of a tree: only what is at the top, and right below these'),
      count: z.boolean().default(false),
      cursor: z.string().max(500).optional(),
      limit: z.number().int().min(0).max(200).default(50),
    }),
  ),
  responses: ok(
    z.object({
      items: z.array(RecordOut),
      next: z.string().nullable(),
      count: z.object({ n: z.number(), more: z.boolean() }).nullable(),
    }),
    'Records',
  ),
});
const Place = z.object({ register: RegisterKey, key: z.string().min(1).max(200) });
const get = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}',
  tags: ['registers'],
  summary: 'A record with its balances',
  middleware: allow('staff'),
  request: { params: Place, query: z.object({ store: Store }) },
  responses: ok(RecordOut, 'Record'),
});
const beside = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}/beside',
  tags: ['registers'],
  summary: 'What is worth knowing of a record where a form names it: facts and lists that its register says',
  middleware: allow('staff'),
  request: { params: Place, query: z.object({ store: Store }) },
  responses: ok(Beside, 'Facts and lists'),
});
const Reason = z.string().max(500).optional();
const post = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/registers/{register}/records',
    tags: ['registers'],
    summary: 'A new record; 409 `recordTaken` where its key stands already',
    middleware: [allow('staff'), once(deps)] as const,
    request: {
      params: z.object({ register: RegisterKey }),
      headers: RequestKey,
      ...body(z.object({ values: Values, store: Store, reason: Reason })),
    },
    responses: created(RecordOut, 'Made'),
  });
const patch = createRoute({
  method: 'patch',
  path: '/registers/{register}/records/{key}',
  tags: ['registers'],
  summary:
    'Change some fields of the revision that was seen; 409 `recordChanged` holds what stands now, 403 `fieldOfProcess` names the process',
  middleware: allow('staff'),
  request: {
    params: Place,
    ...body(
      z.object({
        rev: z.number().int().min(1),
        values: Values.default({}),
        archived: z.boolean().optional(),
        store: Store,
        reason: Reason,
      }),
    ),
  },
  responses: ok(RecordOut, 'Changed'),
});

export const recordRoutes = (deps: Deps) => {
  const { sql } = deps;
  const write = async (
    c: Context<Env>,
    published: PublishedRegister,
    input: Omit<RecordInput, 'register' | 'version'>,
    reason: string | undefined,
    before: Variables = {},
  ) => {
    const me = personOf(c);
    const { register } = published;
    const form = { key: register.key, title: register.name, fields: register.fields };
    const files = filesIn(form, input.values);
    const stand = filesIn(form, before);
    const brought = files.filter((id) => !stand.includes(id));
    if ((await strangeFiles(sql, brought, me.id)).length > 0) throw problem('notFound', { what: tell('what.file') });
    const written = await sql.begin(async (tx) => {
      const done = await writeRecord(
        tx,
        { is: 'person', actor: actorOf(me) },
        { by: me.id, at: published.at, reason },
        { register, version: published.version, ...input },
      );
      // Untied it would be forgotten after a month, and the record have a picture that is not there.
      if (done.ok) await tieToRecord(tx, files, `${register.key}/${done.record.id}`, me.id);
      return done;
    });
    if (!written.ok) throw await refusedWrite(sql, register, written, me, languageOf(c));
    const [out] = await recordsShown(sql, register, [written.record], me, languageOf(c));
    return out as z.infer<typeof RecordOut>;
  };

  return router()
    .openapi(query, async (c) => {
      c.set('audited', true);
      const me = personOf(c);
      const { source, cursor, limit, count, ...asked } = c.req.valid('json');
      const published = await registerFor(sql, source.key, me);
      const { register } = published;
      // Nobody learns by a filter what he may not read.
      for (const field of [...asked.where.flatMap(fieldsIn), ...(asked.sort ? [asked.sort.field] : [])]) {
        const own = fieldOf(register, field);
        if (own && !seesField(own, actorOf(me))) throw problem('notFindable', { field });
      }
      const search = { ...asked, today: dayIn(zoneOf(published.zone), published.at), me: me.id };
      const after = readCursor(
        z.object({ value: z.union([z.string(), z.number(), z.null()]), id: z.string() }),
        cursor,
      ) as Position | undefined;
      try {
        const found =
          limit === 0
            ? { items: [], next: null }
            : await listRecords(sql, register, rowsOf(register, me), { ...search, after, limit });
        const n = count ? await countRecords(sql, register, rowsOf(register, me), search) : undefined;
        return c.json(
          {
            items: await recordsShown(sql, register, found.items, me, languageOf(c)),
            next: found.next && writeCursor(found.next),
            count: n === undefined ? null : { n: Math.min(n, COUNTED), more: n > COUNTED },
          },
          200,
        );
      } catch (error) {
        if (error instanceof NotFindable) throw problem('notFindable', { field: error.field });
        throw error;
      }
    })
    .openapi(get, async (c) => {
      const me = personOf(c);
      const { register, key } = c.req.valid('param');
      const published = await registerFor(sql, register, me);
      const row = await recordFor(sql, published, key, c.req.valid('query').store, me);
      return c.json(
        (await recordsShown(sql, published.register, [row], me, languageOf(c)))[0] as z.infer<typeof RecordOut>,
        200,
      );
    })
    .openapi(beside, async (c) => {
      const of = { ...c.req.valid('param'), store: c.req.valid('query').store };
      return c.json(await besideRecord(sql, personOf(c), of, languageOf(c)), 200);
    })
    .openapi(post(deps), async (c) => {
      const me = personOf(c);
      const { values, store, reason } = c.req.valid('json');
      const published = await registerFor(sql, c.req.valid('param').register, me);
      const made = await write(
        c,
        published,
        {
          store,
          values: values as Variables,
          fresh: requestId(c),
          ...(me.department !== null && { department: me.department }),
        },
        reason,
      );
      c.set('auditObject', `${published.register.key}/${made.key}`);
      return c.json(made, 201);
    })
    .openapi(patch, async (c) => {
      const me = personOf(c);
      const { register, key } = c.req.valid('param');
      const { values, store, rev, archived, reason } = c.req.valid('json');
      const published = await registerFor(sql, register, me);
      const before = await recordFor(sql, published, key, store, me);
      const asked = { key, store, rev, values: values as Variables, archived };
      const changed = await write(c, published, asked, reason, before.values);
      c.set('auditObject', `${register}/${key}`);
      c.set('auditDetail', { fields: Object.keys(values), archived });
      return c.json(changed, 200);
    });
};
