// A table of a file brought into a register: read, its columns chosen, looked at, written, and taken back; every row has its outcome. The
// work goes on by itself (import-work.ts).
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { publishedBody } from '../../db/content.ts';
import {
  allOutcomes,
  beginWork,
  type ImportJob,
  importById,
  listImports,
  NO_COUNTS,
  NOTHING_FOUND,
  refusedOf,
  rememberColumns,
  rememberedColumns,
  storeImport,
  undoneOf,
} from '../../db/import-jobs.ts';
import { namesOf } from '../../db/people.ts';
import type { Value } from '../../feel/value.ts';
import { columnsOf } from '../../records/read-table.ts';
import type { Register } from '../../records/register.ts';
import { reaches, seenFields, seenValues } from '../../records/rights.ts';
import type { Message } from '../../words/message.ts';
import { sayOfRecord, tellRecord } from '../../words/records.ts';
import { body, created, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { CSV_TYPE, download } from '../download.ts';
import { readFileTable } from '../import-file.ts';
import { cellsFor, refusalsOf, reportLines } from '../import-report.ts';
import { workImport } from '../import-work.ts';
import { languageOf } from '../language.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { Instant, PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { StoreName, Who, who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, type Person, personOf } from '../who.ts';

export const IMPORT_BYTES = 32 * 1024 * 1024;
/** Rows that are told one by one; of more the rest is counted, and the report has them all. */
const TOLD = 5_000;
const SHOWN = 100;
const Counts = z.object({
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  refused: z.number(),
});
const Refused = z.object({
  row: z.number().describe('line of the file'),
  key: z.string().nullable(),
  why: z.string(),
  field: z.string().nullable(),
  message: z.custom<Message>().optional().openapi({ type: 'object', description: 'code and arguments' }),
});
const Report = z.object({
  import: z.string(),
  counts: Counts,
  encoding: z.enum(['UTF-8', 'UTF-16', 'GB18030', 'XLSX']),
  heads: z.array(z.string()),
  columns: z.array(z.string().nullable()).describe('for each column the field that it fills'),
  sample: z.array(z.array(z.string())).describe('the first rows as they are'),
  refused: z.array(Refused),
  more: z.number().describe('refused rows that are not told one by one'),
});
const Told = z.custom<Message>().openapi({ type: 'object', description: 'why, and what to do: code and arguments' });
const ImportOut = z.object({
  id: z.string(),
  register: z.string(),
  file: z.string(),
  encoding: z.string(),
  by: Who.nullable(),
  at: z.string(),
  status: z.enum(['read', 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'failed']),
  total: z.number(),
  done: z.number().describe('rows that are worked through'),
  quiet: z.boolean(),
  counts: Counts.extend({ back: z.number(), kept: z.number() }),
  undoneBy: Who.nullable(),
});
const ImportDetail = ImportOut.extend({
  heads: z.array(z.string()),
  columns: z.array(z.string().nullable()),
  sample: z.array(z.array(z.string())),
  found: z
    .custom<{
      changes: { row: number; key: string; fields: { field: string; before: unknown; after: unknown }[] }[];
      starts: { process: string; name: string; count: number }[];
      anew?: boolean;
    }>()
    .openapi({
      type: 'object',
      description: `the first ${SHOWN} changes; which processes would start, how often; \`anew\`: the look was broken off and has begun again`,
    }),
  refused: z.array(z.object({ row: z.number(), key: z.string().nullable(), field: z.string().nullable(), why: Told })),
  kept: z.array(z.object({ row: z.number(), key: z.string(), why: Told })),
});
const FileBody = { required: true, content: { 'application/octet-stream': { schema: z.string() } } } as const;
const sized = bodyLimit({
  maxSize: IMPORT_BYTES,
  onError: () => {
    throw problem('tooLarge');
  },
});
const Of = z.object({ register: z.string().max(60) });
const One = z.object({ id: z.string().max(64) });

const whole = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/registers/{register}/import',
    tags: ['registers'],
    summary:
      'Bring in a table in one go (the body: a workbook, or CSV in UTF-8, UTF-16 or GB18030, at most 32 MB). `dry` looks only; what is there already stays, the same file again changes nothing; a field of a process is filled while it is empty, and never changed',
    middleware: [allow('staff'), sized, once(deps)] as const,
    request: {
      params: Of,
      headers: RequestKey,
      query: z.object({
        dry: z.stringbool().default(false),
        columns: z.string().max(10_000).optional().describe('JSON: for each column a field, or null'),
        store: StoreName.default(''),
        file: z.string().max(200).default('table.csv'),
      }),
      body: { required: true, content: { 'text/csv': { schema: z.string() } } },
    },
    responses: ok(Report, 'What became, or would become, of every row'),
  });
const post = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/registers/{register}/imports',
    tags: ['registers'],
    summary:
      'Read a file, step by step: nothing is written. Columns are guessed by their names, or as they were chosen last',
    middleware: [allow('staff'), sized, once(deps)] as const,
    request: {
      params: Of,
      headers: RequestKey,
      query: z.object({ file: z.string().max(200), store: StoreName.default('') }),
      body: FileBody,
    },
    responses: created(ImportDetail, 'Read'),
  });
const list = createRoute({
  method: 'get',
  path: '/registers/{register}/imports',
  tags: ['registers'],
  summary: 'What was brought in before, the newest first: of everybody for managers, else one’s own',
  middleware: allow('staff'),
  request: { params: Of, query: PageQuery },
  responses: ok(pageOf(ImportOut), 'Imports'),
});
const get = createRoute({
  method: 'get',
  path: '/imports/{id}',
  tags: ['registers'],
  summary: 'How far it is, and what was found',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(ImportDetail, 'Import'),
});
const check = createRoute({
  method: 'post',
  path: '/imports/{id}/check',
  tags: ['registers'],
  summary: 'Look what would become of every row with these columns; goes on by itself',
  middleware: allow('staff'),
  request: { params: One, ...body(z.object({ columns: z.array(z.string().nullable()).max(200) })) },
  responses: ok(ImportOut, 'Begun'),
});
const run = createRoute({
  method: 'post',
  path: '/imports/{id}/run',
  tags: ['registers'],
  summary:
    'Write what was looked at; `quiet`: only record it, no process starts and no wait hears it. Goes on by itself',
  middleware: allow('staff'),
  request: { params: One, ...body(z.object({ quiet: z.boolean() })) },
  responses: ok(ImportOut, 'Begun'),
});
const undo = createRoute({
  method: 'post',
  path: '/imports/{id}/undo',
  tags: ['registers'],
  summary: 'Take back what it has written, where nobody has changed it since; the others are told',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(ImportOut, 'Begun'),
});
const report = createRoute({
  method: 'get',
  path: '/imports/{id}/report',
  tags: ['registers'],
  summary: 'Every row with what became of it, as CSV',
  middleware: allow('staff'),
  request: { params: One },
  responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
});

export const recordImportRoutes = (deps: Deps) => {
  const { sql } = deps;
  const register = async (key: string, me: Person): Promise<Register> => {
    const held = await publishedBody<Register>(sql, 'register', key, await shopNow(sql));
    if (!held || held.body.kind === 'ledger' || !reaches(held.body.see, actorOf(me)))
      throw problem('notFound', { what: key });
    if (!reaches(held.body.add, actorOf(me)) && !reaches(held.body.change, actorOf(me))) throw problem('notAllowed');
    return held.body;
  };
  const must = async (c: Context<Env>, id: string): Promise<{ job: ImportJob; held: Register; me: Person }> => {
    const me = personOf(c);
    const job = await importById(sql, id);
    if (!job || (job.by !== me.id && !atLeast(me, 'manager'))) throw problem('notFound', { what: id });
    return { job, held: await register(job.register, me), me };
  };
  const guessed = async (held: Register, me: Person, heads: string[]): Promise<(string | null)[]> => {
    const mine = { ...held, fields: seenFields(held, actorOf(me)) };
    const last = await rememberedColumns(sql, held.key, heads);
    const fresh = columnsOf(mine, heads);
    const used = new Set<string>();
    return heads.map((head, at) => {
      const remembered = last.get(head.trim());
      const field = remembered === undefined ? (fresh[at] ?? null) : remembered;
      if (field === null || used.has(field) || !mine.fields.some(({ id }) => id === field)) return null;
      used.add(field);
      return field;
    });
  };
  const chosen = (held: Register, me: Person, width: number, columns: (string | null)[]) => {
    const ids = new Set(seenFields(held, actorOf(me)).map(({ id }) => id));
    const named = columns.filter((id) => id !== null);
    if (columns.length !== width || new Set(named).size < named.length || named.some((id) => !ids.has(id)))
      throw problem('invalid', { what: 'columns' }, { errors: [{ path: 'columns', message: 'unreadable' }] });
    return columns;
  };
  /** Reads the file of this request once, whoever sends it how often. */
  const readIn = async (
    c: Context<Env>,
    me: Person,
    held: Register,
    { file, store }: { file: string; store: string },
    columns?: string,
  ): Promise<ImportJob> => {
    const id = requestId(c);
    const { heads, rows, encoding } = await readFileTable(new Uint8Array(await c.req.arrayBuffer()));
    const mapped =
      columns === undefined ? await guessed(held, me, heads) : chosen(held, me, heads.length, readChoice(columns));
    await storeImport(
      sql,
      {
        id,
        register: held.key,
        store,
        by: me.id,
        language: languageOf(c),
        file: file.replace(/\p{C}/gu, ' ').slice(-200),
        encoding,
        heads,
        columns: mapped,
      },
      rows.map(({ n, cells }) => [n, cells]),
    );
    return (await importById(sql, id)) as ImportJob;
  };
  const shown = async (jobs: ImportJob[]): Promise<z.infer<typeof ImportOut>[]> => {
    const names = await namesOf(
      sql,
      jobs.flatMap(({ by, undoneBy }) => [by, undoneBy]),
    );
    return jobs.map(
      ({ id, register: key, file, encoding, by, createdAt, status, total, next, quiet, counts, undoneBy }) => ({
        id,
        register: key,
        file,
        encoding,
        by: who(by, names[by]),
        at: createdAt,
        status,
        total,
        done: Math.min(total, next * 500),
        quiet,
        counts: { ...NO_COUNTS, ...counts },
        undoneBy: who(undoneBy, undoneBy === null ? null : names[undoneBy]),
      }),
    );
  };
  const one = async (job: ImportJob) => (await shown([job]))[0] as z.infer<typeof ImportOut>;
  const detail = async (job: ImportJob, held: Register, me: Person): Promise<z.infer<typeof ImportDetail>> => {
    const found = { ...NOTHING_FOUND, ...job.found };
    const actor = actorOf(me);
    const told = await refusalsOf(sql, held, actor);
    const mine = new Set(seenFields(held, actor).map(({ id }) => id));
    const seen = (field: string, value: unknown) => seenValues(held, { [field]: value as Value }, actor)[field] ?? null;
    const open = cellsFor(job, held, actor);
    const [first] = await allOutcomes(sql, job.id, 0);
    return {
      ...(await one(job)),
      heads: job.heads,
      columns: job.columns,
      sample: (first?.rows ?? []).slice(0, 5).map(([, cells]) => open(cells)),
      found: {
        ...found,
        changes: found.changes.map((change) => ({
          ...change,
          fields: change.fields
            .filter(({ field }) => mine.has(field))
            .map(({ field, before, after }) => ({
              field,
              before: seen(field, before),
              after: seen(field, after),
            })),
        })),
      },
      refused: (await refusedOf(sql, job.id, SHOWN)).map((outcome) => ({
        row: outcome.n,
        key: outcome.key,
        ...told(outcome),
      })),
      kept: (await undoneOf(sql, job.id, SHOWN)).map(({ n, key, why }) => ({
        row: n,
        key,
        why: why ?? tellRecord('kept.gone'),
      })),
    };
  };
  const begun = async (c: Context<Env>, id: string, going: boolean) => {
    if (going) void workImport(deps, id);
    else if (!['checking', 'running', 'undoing', 'done', 'undone'].includes((await importById(sql, id))?.status ?? ''))
      throw problem('importNotSo');
    c.set('auditObject', id);
    return one((await importById(sql, id)) as ImportJob);
  };

  return router()
    .openapi(whole(deps), async (c) => {
      const me = personOf(c);
      const { dry, columns, store, file } = c.req.valid('query');
      const held = await register(c.req.valid('param').register, me);
      const { id } = await readIn(c, me, held, { file, store }, columns);
      const at = await shopNow(sql);
      await beginWork(sql, id, ['read', 'checked'], dry ? 'checking' : 'running', dry ? {} : { at });
      await workImport(deps, id);
      const job = (await importById(sql, id)) as ImportJob;
      if (job.status === 'failed') throw problem('importNotSo');
      // Storage went away on the way, and it goes on by itself: what is counted now is not the answer.
      if (job.status !== 'done' && job.status !== 'checked')
        throw problem('stillRunning', {}, {}, { 'retry-after': '5' });
      const refused = await refusedOf(sql, id, TOLD);
      const { back: _, kept: __, ...counts } = { ...NO_COUNTS, ...job.counts };
      const [first] = await allOutcomes(sql, id, 0);
      if (dry) c.set('audited', true);
      c.set('auditObject', id);
      c.set('auditDetail', counts);
      return c.json(
        {
          import: id,
          counts,
          encoding: job.encoding as 'UTF-8',
          heads: job.heads,
          columns: job.columns,
          sample: (first?.rows ?? []).slice(0, 5).map(([, cells]) => cells),
          refused: refused.map(({ n, key, why = 'invalid', field, message }) => ({
            row: n,
            key,
            why,
            field: field ?? held.keyField ?? null,
            ...(typeof message === 'object' && { message }),
          })),
          more: Math.max(0, counts.refused - refused.length),
        },
        200,
      );
    })
    .openapi(post(deps), async (c) => {
      const me = personOf(c);
      const held = await register(c.req.valid('param').register, me);
      const job = await readIn(c, me, held, c.req.valid('query'));
      c.set('audited', true);
      return c.json(await detail(job, held, me), 201);
    })
    .openapi(list, async (c) => {
      const me = personOf(c);
      const held = await register(c.req.valid('param').register, me);
      const { limit, cursor } = c.req.valid('query');
      const rows = await listImports(sql, held.key, {
        limit: limit + 1,
        after: readCursor(z.tuple([Instant, z.string()]), cursor),
        ...(!atLeast(me, 'manager') && { by: me.id }),
      });
      const { items, next } = page(rows, limit, ({ createdAt, id }) => [createdAt, id]);
      return c.json({ items: await shown(items), next }, 200);
    })
    .openapi(get, async (c) => {
      const { job, held, me } = await must(c, c.req.valid('param').id);
      return c.json(await detail(job, held, me), 200);
    })
    .openapi(check, async (c) => {
      const { job, held, me } = await must(c, c.req.valid('param').id);
      const columns = chosen(held, me, job.heads.length, c.req.valid('json').columns);
      c.set('audited', true);
      return c.json(
        await begun(c, job.id, await beginWork(sql, job.id, ['read', 'checking', 'checked'], 'checking', { columns })),
        200,
      );
    })
    .openapi(run, async (c) => {
      const { job } = await must(c, c.req.valid('param').id);
      const { quiet } = c.req.valid('json');
      const going = await beginWork(sql, job.id, ['checked'], 'running', { quiet, at: await shopNow(sql) });
      if (going) await rememberColumns(sql, job.register, job.heads, job.columns);
      c.set('auditDetail', { register: job.register, file: job.file, quiet });
      return c.json(await begun(c, job.id, going), 200);
    })
    .openapi(undo, async (c) => {
      const { job, me, held } = await must(c, c.req.valid('param').id);
      if (!reaches(held.change, actorOf(me))) throw problem('notAllowed');
      const going = await beginWork(sql, job.id, ['done', 'failed'], 'undoing', { by: me.id });
      c.set('auditDetail', { register: job.register, file: job.file, undone: true });
      return c.json(await begun(c, job.id, going), 200);
    })
    .openapi(report, async (c) => {
      const { job, held, me } = await must(c, c.req.valid('param').id);
      return download(c, {
        name: `${job.file.replace(/\.\w+$/, '')}.${sayOfRecord({ code: 'head.report', args: {} }, languageOf(c))}.csv`,
        type: CSV_TYPE,
        pieces: reportLines(sql, job, held, languageOf(c), actorOf(me)),
      });
    });
};

function readChoice(chosen: string): (string | null)[] {
  let given: unknown;
  try {
    given = JSON.parse(chosen);
  } catch {}
  const read = z.array(z.string().nullable()).safeParse(given);
  if (!read.success)
    throw problem('invalid', { what: 'columns' }, { errors: [{ path: 'columns', message: 'unreadable' }] });
  return read.data;
}
