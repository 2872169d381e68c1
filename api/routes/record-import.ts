// A table of a file brought into a register: which column is which field, looked at first, then written; every row has its outcome.
import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import Papa from 'papaparse';
import { publishedBody } from '../../db/content.ts';
import { importRecords } from '../../db/record-imports.ts';
import { readShop } from '../../db/settings.ts';
import { decodeTable } from '../../orders/decode-table.ts';
import { instantOf } from '../../orders/read-row.ts';
import { UnreadableFile } from '../../orders/unreadable-file.ts';
import { columnsOf, readCells } from '../../records/read-table.ts';
import type { Register } from '../../records/register.ts';
import { reaches } from '../../records/rights.ts';
import type { Message } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { once, RequestKey } from '../once.ts';
import { problem } from '../problem.ts';
import { actorOf, dayOf } from '../record-rights.ts';
import { allow, personOf } from '../who.ts';

const BYTES = 32 * 1024 * 1024;
/** Said by a code: pages word it. */
const IMPORTED = 'import';
/** Rows that are told one by one; of more the rest is counted. */
const TOLD = 5_000;
const Report = z.object({
  counts: z.object({ new: z.number(), changed: z.number(), same: z.number(), refused: z.number() }),
  encoding: z.enum(['UTF-8', 'UTF-16', 'GB18030']),
  heads: z.array(z.string()),
  columns: z.array(z.string().nullable()).describe('for each column the field that it fills'),
  sample: z.array(z.array(z.string())).describe('the first rows as they are'),
  refused: z.array(
    z.object({
      row: z.number().describe('line of the file'),
      key: z.string().nullable(),
      why: z.string(),
      field: z.string().nullable(),
      message: z.custom<Message>().optional().openapi({ type: 'object', description: 'code and arguments' }),
    }),
  ),
  more: z.number().describe('refused rows that are not told one by one'),
});
const route = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/registers/{register}/import',
    tags: ['registers'],
    summary:
      'Bring in a table (the body, CSV in UTF-8, UTF-16 or GB18030, at most 32 MB). `dry` looks only; what is there already stays, the same file again changes nothing; a field of a process is filled while it is empty, and never changed',
    middleware: [
      allow('staff'),
      bodyLimit({
        maxSize: BYTES,
        onError: () => {
          throw problem('tooLarge');
        },
      }),
      once(deps),
    ] as const,
    request: {
      params: z.object({ register: z.string().max(60) }),
      headers: RequestKey,
      query: z.object({
        dry: z.stringbool().default(false),
        columns: z.string().max(10_000).optional().describe('JSON: for each column a field, or null'),
        store: z.string().max(60).default(''),
      }),
      body: { required: true, content: { 'text/csv': { schema: z.string() } } },
    },
    responses: ok(Report, 'What became, or would become, of every row'),
  });

export const recordImportRoutes = (deps: Deps) => {
  const { sql } = deps;
  return router().openapi(route(deps), async (c) => {
    const me = personOf(c);
    const { register: key } = c.req.valid('param');
    const { dry, columns: chosen, store } = c.req.valid('query');
    const { clock, env } = await readShop(sql);
    const at = shopTime(clock, Date.now());
    const zone = env.zone ?? '+08:00';
    const published = await publishedBody<Register>(sql, 'register', key, at);
    if (!published || !reaches(published.body.see, actorOf(me))) throw problem('notFound', { what: key });
    if (!reaches(published.body.add, actorOf(me))) throw problem('notAllowed');
    const { heads, rows, encoding } = tableOf(new Uint8Array(await c.req.arrayBuffer()));
    const columns = columnsOf(published.body, heads);
    const mapped = chosen === undefined ? columns : readChoice(chosen, published.body, heads.length);
    const language = languageOf(c);
    const reader = { today: dayOf(at, zone), language, toInstant: (wall: string) => instantOf(wall, zone) };
    const read = rows.map((cells, index) => ({ n: index + 2, ...readCells(published.body, mapped, cells, reader) }));
    const outcomes = await importRecords(
      sql,
      published.body,
      published.version,
      actorOf(me),
      { by: me.id, at, reason: IMPORTED },
      read,
      { dry, store },
    );
    const count = (what: string) => outcomes.filter((one) => one.what === what).length;
    const counts = { new: count('new'), changed: count('changed'), same: count('same'), refused: count('refused') };
    const refused = outcomes.filter(({ what }) => what === 'refused');
    if (dry) c.set('audited', true);
    c.set('auditDetail', counts);
    return c.json(
      {
        counts,
        encoding,
        heads,
        columns: mapped,
        sample: rows.slice(0, 5),
        refused: refused.slice(0, TOLD).map(({ n, key: name, errors, barred, taken }) => ({
          row: n,
          key: name,
          why: barred?.why ?? (taken !== undefined ? 'taken' : errors.length ? 'invalid' : 'noKey'),
          field:
            errors[0]?.path ??
            (barred && 'field' in barred ? barred.field : (taken ?? published.body.keyField ?? null)),
          ...(errors[0] && { message: errors[0].message }),
        })),
        more: Math.max(0, refused.length - TOLD),
      },
      200,
    );
  });
};

function tableOf(bytes: Uint8Array): { heads: string[]; rows: string[][]; encoding: 'UTF-8' | 'UTF-16' | 'GB18030' } {
  try {
    const { text, encoding } = decodeTable(bytes);
    // A character that no database holds is no letter of a name.
    const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, '').replaceAll('\0', '\ufffd'), {
      skipEmptyLines: 'greedy',
    });
    const [heads = [], ...rows] = data;
    return { heads, rows, encoding };
  } catch (error) {
    if (error instanceof UnreadableFile) throw problem('ordersRefused', { why: error.text });
    throw error;
  }
}

function readChoice(chosen: string, register: Register, width: number): (string | null)[] {
  const refused = () =>
    problem('invalid', { what: 'columns' }, { errors: [{ path: 'columns', message: 'unreadable' }] });
  let given: unknown;
  try {
    given = JSON.parse(chosen);
  } catch {
    throw refused();
  }
  const read = z.array(z.string().nullable()).length(width).safeParse(given);
  if (!read.success) throw refused();
  const ids = new Set(register.fields.map(({ id }) => id));
  if (read.data.some((id) => id !== null && !ids.has(id))) throw refused();
  return read.data;
}
