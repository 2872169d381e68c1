// Registers as people use them: what there is, its records with history and entries, writing field by field. The register says who may.

import { createRoute, z } from '@hono/zod-openapi';
import { zoneOf } from '../../bpmn/duration.ts';
import { titlesOf } from '../../db/cases.ts';
import { publishedBody, publishedContent } from '../../db/content.ts';
import { seenCases } from '../../db/feed.ts';
import { strangeFiles, tieToRecord } from '../../db/files.ts';
import { balancesOf, entriesOf, entriesOfAll, type Entry as LedgerEntry } from '../../db/ledgers.ts';
import { installedPacks } from '../../db/packs.ts';
import { namesOf } from '../../db/people.ts';
import { NotFindable, type Position } from '../../db/record-filters.ts';
import { COUNTED, countRecords, listRecords, placesInTree } from '../../db/record-lists.ts';
import {
  type RecordInput,
  textsOf,
  type WritingProcess,
  type Written,
  writeRecord,
  writersByField,
} from '../../db/record-writes.ts';
import { changesOf, type RecordRow, recordByKey } from '../../db/records.ts';
import { readShop } from '../../db/settings.ts';
import type { Viewer } from '../../db/viewer.ts';
import type { Value, Variables } from '../../feel/value.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { Filter, fieldOf, fieldsIn, type Register, Sort } from '../../records/register.ts';
import {
  fittingView,
  hiddenMeasures,
  mayType,
  reaches,
  seenFields,
  seenRegister,
  seenValues,
  seesField,
  seesRow,
} from '../../records/rights.ts';
import { dayIn } from '../../records/service.ts';
import { slotsOf } from '../../records/slots.ts';
import type { Language, Texts } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { body, created, ok } from '../answers.ts';
import { filesIn } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { withOptions } from '../options.ts';
import { PageQuery, readCursor } from '../page.ts';
import { problem, tell } from '../problem.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { StoreName, Values } from '../schemas.ts';
import { allow, type Person, personOf, viewerOf } from '../who.ts';

const RegisterKey = z.string().max(60);
const Store = StoreName.default('');
type Shown = Register & {
  version: number;
  pack: string | null;
  may: Record<string, boolean>;
  finds: string[];
};
const RegisterRow = z.custom<Shown & { packName?: Texts | null }>().openapi({
  type: 'object',
  description:
    'records/register.ts, without what I may not see; `may`: what I may do; `finds`: what lists filter and sort by; `packName`: what the pack is called that it came with',
});
const RegisterPage = z
  .custom<Shown & { writers: Record<string, WritingProcess[]> }>()
  .openapi({ type: 'object', description: 'the same; `writers`: processes that write a field' });
const RecordOut = z.object({
  key: z.string(),
  id: z.string(),
  title: z.string(),
  rev: z.number(),
  store: z.string(),
  values: Values,
  archived: z.boolean(),
  updatedAt: z.number(),
  way: z
    .array(z.object({ key: z.string(), title: z.string() }))
    .optional()
    .describe('of a tree: what it stands under, from the top'),
  below: z.number().optional().describe('of a tree: how many stand right under it'),
});
const list = createRoute({
  method: 'get',
  path: '/registers',
  tags: ['registers'],
  summary: 'The registers that I may see',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(RegisterRow) }), 'Registers'),
});
const one = createRoute({
  method: 'get',
  path: '/registers/{register}',
  tags: ['registers'],
  summary: 'A register: its fields and views, and what I may do',
  middleware: allow('staff'),
  request: { params: z.object({ register: RegisterKey }) },
  responses: ok(RegisterPage, 'Register'),
});
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
const Change = z.object({
  rev: z.number(),
  at: z.number(),
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  case: z.object({ id: z.string(), title: z.string().nullable() }).nullable(),
  reason: z.string().nullable(),
  before: Values.nullable(),
  after: Values,
});
const history = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}/history',
  tags: ['registers'],
  summary: 'What was changed, by whom, in which case and why; newest first',
  middleware: allow('staff'),
  request: { params: Place, query: PageQuery.extend({ store: Store }) },
  responses: ok(z.object({ items: z.array(Change), next: z.string().nullable() }), 'History'),
});
const Entry = z.object({
  n: z.number(),
  measure: z.string(),
  delta: z.number(),
  after: z.number(),
  at: z.number(),
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  case: z.object({ id: z.string(), title: z.string().nullable() }).nullable(),
  undoes: z.number().nullable(),
  verb: Words.nullable().describe('what it was booked as, where the ledger names it'),
  doc: Values.describe('of its document what this reader may see'),
});
const entries = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}/entries/{ledger}',
  tags: ['registers'],
  summary: 'What was booked on this account of a ledger; newest first',
  middleware: allow('staff'),
  request: { params: Place.extend({ ledger: RegisterKey }), query: PageQuery.extend({ store: Store }) },
  responses: ok(z.object({ items: z.array(Entry), next: z.string().nullable() }), 'Entries'),
});
const ofLedger = createRoute({
  method: 'get',
  path: '/registers/{register}/entries',
  tags: ['registers'],
  summary: 'All that a ledger has booked, or on one account; newest first',
  middleware: allow('staff'),
  request: {
    params: z.object({ register: RegisterKey }),
    query: PageQuery.extend({ account: z.string().max(200).optional() }),
  },
  responses: ok(
    z.object({
      items: z.array(
        Entry.extend({
          account: z.string(),
          store: z.string(),
          title: z.string().nullable().describe('of the record whose account it is'),
        }),
      ),
      next: z.string().nullable(),
    }),
    'Entries',
  ),
});

export const registerRoutes = (deps: Deps) => {
  const { sql } = deps;
  type Published = { register: Register; version: number; pack: string | null; at: number; zone: string };
  const now = async () => {
    const { clock, env } = await readShop(sql);
    return { at: shopTime(clock, Date.now()), zone: env.zone ?? '+08:00' };
  };
  const must = async (key: string, me: Person): Promise<Published> => {
    const { at, zone } = await now();
    const published = await publishedBody<Register>(sql, 'register', key, at);
    if (!published || !reaches(published.body.see, actorOf(me))) throw problem('notFound', { what: key });
    return { register: published.body, version: published.version, pack: published.pack, at, zone };
  };
  const record = async ({ register }: Published, key: string, store: string, me: Person): Promise<RecordRow> => {
    const row = await recordByKey(sql, register.key, key, store);
    if (!row || !seesRow(rowsOf(register, me), row)) throw problem('notFound', { what: key });
    return row;
  };
  /** With the balances of its ledgers, without what I may not see. */
  const shown = async (
    { register }: Published,
    rows: RecordRow[],
    me: Person,
  ): Promise<z.infer<typeof RecordOut>[]> => {
    const actor = actorOf(me);
    const fields = seenFields(register, actor);
    const places = await placesInTree(sql, register, rows, rows[0]?.archived);
    const balances = new Map<string, Value>();
    const ledgers = new Set(fields.flatMap(({ by }) => (by.who === 'ledger' ? [by.ledger] : [])));
    for (const ledger of ledgers)
      for (const store of new Set(rows.map((row) => row.store)))
        for (const { account, measure, value } of await balancesOf(
          sql,
          ledger,
          rows.filter((row) => row.store === store).map(({ key }) => key),
          store,
        ))
          balances.set(JSON.stringify([store, account, ledger, measure]), value);
    const valueOfField = (row: RecordRow, seen: Variables, field: Register['fields'][number]): Value =>
      field.by.who === 'ledger'
        ? (balances.get(JSON.stringify([row.store, row.key, field.by.ledger, field.by.measure])) ?? 0)
        : (seen[field.id] ?? null);
    const valuesOf = (row: RecordRow): Variables => {
      const seen = seenValues(register, row.values, actor, true);
      return Object.fromEntries(
        fields
          .map((field) => [field.id, valueOfField(row, seen, field)] as const)
          .filter(([, value]) => value !== null),
      );
    };
    return rows.map((row) => ({
      key: row.key,
      id: row.id,
      title: row.title,
      rev: row.rev,
      store: row.store,
      archived: row.archived,
      updatedAt: row.updatedAt,
      ...places.get(row.id),
      values: valuesOf(row),
    }));
  };
  const write = async (
    published: Published,
    me: Person,
    input: Omit<RecordInput, 'register' | 'version'>,
    reason: string | undefined,
    before: Variables = {},
  ) => {
    const { register } = published;
    const form = { key: register.key, title: register.name, fields: register.fields };
    const files = filesIn(form, input.values);
    const stand = filesIn(form, before);
    const brought = files.filter((id) => !stand.includes(id));
    if ((await strangeFiles(sql, brought, me.id)).length > 0) throw problem('notFound', { what: tell('what.file') });
    const written = await writeRecord(
      sql,
      { is: 'person', actor: actorOf(me) },
      { by: me.id, at: published.at, reason },
      { register: published.register, version: published.version, ...input },
    );
    if (!written.ok) throw await refusal(published, written, me);
    await tieToRecord(sql, files, `${register.key}/${written.record.id}`, me.id);
    const [out] = await shown(published, [written.record], me);
    return out as z.infer<typeof RecordOut>;
  };
  const refusal = async (published: Published, written: Extract<Written, { ok: false }>, me: Person) => {
    const label = (field: string | null) => {
      const found = field === null ? undefined : fieldOf(published.register, field)?.label;
      return { zh: found?.zh ?? field ?? '', en: found?.en ?? found?.zh ?? field ?? '' };
    };
    switch (written.why) {
      case 'ofProcess': {
        const names = written.processes.length ? written.processes.map(textsOf) : '—';
        return problem(
          'fieldOfProcess',
          { field: label(written.field), process: names },
          { field: written.field, processes: written.processes.map(({ key, name }) => ({ key, name })) },
        );
      }
      case 'computed':
        return problem('fieldComputed', { field: label(written.field) }, { field: written.field });
      case 'notYours':
        return problem('fieldNotYours', { field: label(written.field) }, { field: written.field });
      case 'keyStands':
        return problem('keyStands', { field: label(written.field) }, { field: written.field });
      case 'unknownField':
        return problem(
          'invalid',
          { what: written.field },
          { errors: [{ path: written.field, message: 'no such field' }] },
        );
      case 'invalid':
        return problem('recordInvalid', { count: written.errors.length }, { errors: written.errors });
      case 'changed':
        return problem('recordChanged', {}, { record: (await shown(published, [written.record], me))[0] });
      case 'taken':
        return problem(
          'recordTaken',
          { field: label(written.field ?? published.register.keyField ?? null) },
          { field: written.field },
        );
      case 'hasBelow':
        return problem('recordHasBelow', { title: written.title });
      case 'noRecord':
        return problem('notFound', { what: published.register.key });
      case 'mayNot':
        return problem('notAllowed');
    }
  };
  /** People by name, cases by title to who may see them. */
  const withNames = async <T extends { by: string | null; case: string | null }>(
    rows: T[],
    viewer: Viewer,
    language: Language,
  ) => {
    const names = await namesOf(
      sql,
      rows.map(({ by }) => by),
    );
    const mine = await seenCases(
      sql,
      viewer,
      rows.flatMap((row) => row.case ?? []),
    );
    const cases = await titlesOf(sql, [...mine], language);
    return rows.map((row) => ({
      ...row,
      by: row.by === null ? null : { id: row.by, name: names[row.by] ?? row.by },
      case: row.case === null ? null : { id: row.case, title: cases[row.case] ?? null },
    }));
  };
  const pageOfEntries = async <E extends LedgerEntry>(
    ledger: Register,
    rows: E[],
    limit: number,
    me: Person,
    viewer: Viewer,
    language: Language,
  ) => {
    const items = (await withNames(rows.slice(0, limit), viewer, language)).map((entry) => {
      const { verb, ...doc } = entry.doc ?? {};
      const named = ledger.ledger?.verbs.find(({ key: own }) => own === verb);
      return { ...entry, verb: named?.name ?? null, doc: seenValues(ledger, doc, actorOf(me)) };
    });
    const last = items.at(-1);
    return { items, next: rows.length > limit && last ? cursorOf(last.n) : null };
  };
  const chosenFrom = async <R extends Register>(register: R, me: Person, at: number): Promise<R> => ({
    ...register,
    fields: await withOptions(sql, register.fields, actorOf(me), at),
  });
  const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { at } = await now();
      const [published, packs] = await Promise.all([
        publishedContent<Register>(sql, 'register', at),
        installedPacks(sql),
      ]);
      const items = await Promise.all(
        published
          .filter(({ body: register }) => reaches(register.see, actorOf(me)))
          .map(async ({ body, version, pack }) => ({
            ...(await chosenFrom(forReader(body, me), me, at)),
            version,
            pack,
            packName: packs.find(({ key }) => key === pack)?.name ?? null,
          })),
      );
      return c.json({ items }, 200);
    })
    .openapi(one, async (c) => {
      const me = personOf(c);
      const { register, version, pack, at } = await must(c.req.valid('param').register, me);
      const shown = await chosenFrom(forReader(register, me), me, at);
      return c.json({ ...shown, version, pack, writers: await writersByField(sql, shown) }, 200);
    })
    .openapi(query, async (c) => {
      c.set('audited', true);
      const me = personOf(c);
      const { source, cursor, limit, count, ...asked } = c.req.valid('json');
      const published = await must(source.key, me);
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
            items: await shown(published, found.items, me),
            next: found.next && cursorOf(found.next),
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
      const published = await must(register, me);
      const row = await record(published, key, c.req.valid('query').store, me);
      return c.json((await shown(published, [row], me))[0] as z.infer<typeof RecordOut>, 200);
    })
    .openapi(post(deps), async (c) => {
      const me = personOf(c);
      const { values, store, reason } = c.req.valid('json');
      const published = await must(c.req.valid('param').register, me);
      const made = await write(
        published,
        me,
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
      const published = await must(register, me);
      const before = await record(published, key, store, me);
      const asked = { key, store, rev, values: values as Variables, archived };
      const changed = await write(published, me, asked, reason, before.values);
      c.set('auditObject', `${register}/${key}`);
      c.set('auditDetail', { fields: Object.keys(values), archived });
      return c.json(changed, 200);
    })
    .openapi(history, async (c) => {
      const me = personOf(c);
      const { register, key } = c.req.valid('param');
      const { cursor, limit, store } = c.req.valid('query');
      const published = await must(register, me);
      const row = await record(published, key, store, me);
      const rows = await changesOf(sql, row.id, readCursor(z.number(), cursor), limit + 1);
      const only = (values: Variables) => seenValues(published.register, values, actorOf(me));
      const items = (await withNames(rows.slice(0, limit), viewerOf(c), languageOf(c))).map((change) => ({
        ...change,
        before: change.before && only(change.before),
        after: only(change.after),
      }));
      const last = items.at(-1);
      return c.json({ items, next: rows.length > limit && last ? cursorOf(last.rev) : null }, 200);
    })
    .openapi(entries, async (c) => {
      const me = personOf(c);
      const { register, key, ledger } = c.req.valid('param');
      const { cursor, limit, store } = c.req.valid('query');
      const published = await must(register, me);
      const row = await record(published, key, store, me);
      const { register: booked } = await must(ledger, me);
      if (!booked.ledger) throw problem('notFound', { what: ledger });
      const rows = await entriesOf(sql, ledger, row.key, {
        store,
        before: readCursor(z.number(), cursor),
        limit: limit + 1,
        without: hiddenMeasures(published.register, ledger, actorOf(me)),
      });
      return c.json(await pageOfEntries(booked, rows, limit, me, viewerOf(c), languageOf(c)), 200);
    })
    .openapi(ofLedger, async (c) => {
      const me = personOf(c);
      const { cursor, limit, account } = c.req.valid('query');
      const { register: ledger } = await must(c.req.valid('param').register, me);
      if (!ledger.ledger) throw problem('notFound', { what: ledger.key });
      const { register: accounts } = await must(ledger.ledger.account, me);
      const rows = await entriesOfAll(sql, ledger, rowsOf(accounts, me), {
        ...(account !== undefined && { account }),
        before: readCursor(z.number(), cursor),
        limit: limit + 1,
        without: hiddenMeasures(accounts, ledger.key, actorOf(me)),
      });
      return c.json(await pageOfEntries(ledger, rows, limit, me, viewerOf(c), languageOf(c)), 200);
    });
};

/** As it is for this reader: fields that he sees, and what he may do with each. */
function forReader(register: Register, me: Person): Register & { may: Record<string, boolean>; finds: string[] } {
  const actor = actorOf(me);
  const { fields } = seenRegister(register, actor);
  const seen = new Set(fields.map(({ id }) => id));
  const finds = [
    ...slotsOf(register).keys(),
    ...fields.filter(({ by }) => by.who === 'ledger').map(({ id }) => id),
  ].filter((id) => seen.has(id));
  return {
    ...register,
    fields,
    views: register.views.flatMap((view) => fittingView(register, view, actor) ?? []),
    finds,
    sort:
      register.sort && [...finds, 'title', 'key', 'updated'].includes(register.sort.field) ? register.sort : undefined,
    may: {
      add: reaches(register.add, actor),
      change: reaches(register.change, actor),
      export: reaches(register.export, actor),
      ...Object.fromEntries(fields.map((field) => [`change.${field.id}`, mayType(register, field, actor)])),
    },
  };
}
