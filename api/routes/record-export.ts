// A register as a file: sent at once where nothing of it is secret; else a case decides, and hands it over (sops/base/data-export).

import { createRoute, z } from '@hono/zod-openapi';
import { type Export, ExportAsk, exportColumns, exportFile, tooLong } from '../../activities/register-export.ts';
import { zoneOf } from '../../bpmn/duration.ts';
import { publishedBody } from '../../db/content.ts';
import { familyOf, nextCaseNumber } from '../../db/new-case.ts';
import { NotFindable } from '../../db/record-filters.ts';
import { countRecords } from '../../db/record-lists.ts';
import { readShop } from '../../db/settings.ts';
import { type MessageStart, messageStarts } from '../../db/start-subscriptions.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import type { Value } from '../../feel/value.ts';
import { kindOf } from '../../forms/kinds.ts';
import { type Filter, fieldOf, type Register } from '../../records/register.ts';
import { reaches } from '../../records/rights.ts';
import { dayIn } from '../../records/service.ts';
import type { Message, Texts } from '../../words/message.ts';
import { sayOfRecord, tellRecord } from '../../words/records.ts';
import { clauses } from '../../words/say.ts';
import { shopTime } from '../../workflows/clock.ts';
import { hostOf } from '../../workflows/messages.ts';
import { settled } from '../answer-of-case.ts';
import { body } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { download } from '../download.ts';
import { languageOf } from '../language.ts';
import { bodyDigest, RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { allow, type Person, personOf } from '../who.ts';

/** What a process listens to that decides about exports with secrets. */
export const ASKED = 'register.export.asked';
const Of = z.object({ register: z.string().max(60) });

const now = createRoute({
  method: 'post',
  path: '/registers/{register}/export',
  tags: ['registers'],
  summary:
    'A register as CSV or XLSX, in the order and by the filter given, with what I may see; 403 `exportNeedsCase` where a column is secret',
  middleware: allow('staff'),
  request: { params: Of, ...body(ExportAsk) },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/octet-stream': { schema: z.custom<Uint8Array>().openapi({ type: 'string', format: 'binary' }) },
      },
    },
  },
});
const CaseOut = z.object({ case: z.string(), confirming: z.boolean() });
const ask = createRoute({
  method: 'post',
  path: '/registers/{register}/export-cases',
  tags: ['registers'],
  summary: 'Ask for an export with secrets: begins the case that decides about it, and hands me the file',
  middleware: allow('staff'),
  request: {
    params: Of,
    headers: RequestKey,
    ...body(ExportAsk.extend({ reason: z.string().trim().min(1).max(500) })),
  },
  responses: {
    201: { description: 'Begun', content: { 'application/json': { schema: CaseOut } } },
    202: { description: 'Being confirmed', content: { 'application/json': { schema: CaseOut } } },
  },
});

export const recordExportRoutes = (deps: Deps) => {
  const { sql, door } = deps;
  const prepared = async (
    key: string,
    me: Person,
    asked: ExportAsk,
    language: Export['language'],
  ): Promise<{ made: Export; secrets: string[]; rows: number }> => {
    const { clock, env } = await readShop(sql);
    const at = shopTime(clock, Date.now());
    const published = await publishedBody<Register>(sql, 'register', key, at);
    const actor = actorOf(me);
    if (!published || !reaches(published.body.see, actor)) throw problem('notFound', { what: key });
    const register = published.body;
    if (!reaches(register.export, actor)) throw problem('notAllowed');
    const { fields, unknown } = exportColumns(register, asked, actor);
    if (unknown[0] !== undefined) throw problem('notFindable', { field: unknown[0] });
    const today = dayIn(zoneOf(env.zone), at);
    const { columns: _, format, sort, ...query } = asked;
    try {
      const rows = await countRecords(sql, register, rowsOf(register, me), { ...query, today, me: me.id }, 2_000_000);
      if (tooLong(format, rows)) throw problem('exportTooLong', { rows });
      const made = { register, fields, actor, person: me.id, ask: asked, language, zone: env.zone, today };
      return { made, secrets: fields.flatMap(({ id, secret }) => (secret ? id : [])), rows };
    } catch (error) {
      if (error instanceof NotFindable) throw problem('notFindable', { field: error.field });
      throw error;
    }
  };
  const decider = async (): Promise<MessageStart> => {
    const [start] = await messageStarts(sql, ASKED);
    if (!start) throw problem('exportUndecided');
    return start;
  };

  return router()
    .openapi(now, async (c) => {
      const me = personOf(c);
      const { made, secrets, rows } = await prepared(
        c.req.valid('param').register,
        me,
        c.req.valid('json'),
        languageOf(c),
      );
      if (secrets.length > 0)
        throw problem('exportNeedsCase', { fields: namesOf(made.register, secrets) }, { secrets });
      c.set('auditObject', made.register.key);
      c.set('auditDetail', { columns: made.fields.map(({ id }) => id), rows, where: made.ask.where });
      return download(c, exportFile(sql, made)) as never;
    })
    .openapi(ask, async (c) => {
      const me = personOf(c);
      const { reason, ...asked } = c.req.valid('json');
      const language = languageOf(c);
      const { made, secrets, rows } = await prepared(c.req.valid('param').register, me, asked, language);
      const start = await decider();
      const id = requestId(c);
      const family = familyOf(start.key, 'case', id);
      const say = (message: Message) => sayOfRecord(message, language);
      const businessKey = await nextCaseNumber(sql, start.key, start.number);
      const sent = await storeAndSend(
        sql,
        door,
        {
          id,
          host: hostOf(family, start.hosting),
          family,
          case: family,
          by: me.id,
          body: {
            do: 'start',
            key: start.key,
            version: start.version,
            element: start.element,
            variables: {
              register: made.register.key,
              ask: asked as unknown as Value,
              reason,
              askedBy: me.id,
              asker: me.name,
              registerName: say(tellRecord('head.of', { field: made.register.name })),
              columns: say(
                tellRecord('head.of', {
                  field: namesOf(
                    made.register,
                    made.fields.map((f) => f.id),
                  ),
                }),
              ),
              secrets: say(tellRecord('head.of', { field: namesOf(made.register, secrets) })),
              filter: clauses(filterWords(made.register, asked).map(say), language),
              expected: rows,
            },
            ...(businessKey !== undefined && { businessKey }),
          },
          content: await bodyDigest(c),
        },
        deps.answerMs,
      );
      const confirming = settled(sent, {});
      c.set('auditObject', family);
      c.set('auditDetail', { register: made.register.key, columns: made.fields.map((field) => field.id) });
      return c.json({ case: family, confirming }, confirming ? 202 : 201);
    });
};

const labelOf = (register: Register, id: string): Texts => fieldOf(register, id)?.label ?? { zh: id };
const namesOf = (register: Register, ids: string[]): Texts[] => ids.map((id) => labelOf(register, id));

/** For who decides: which rows are meant. */
function filterWords(register: Register, { where, q }: ExportAsk): Message[] {
  return [
    ...where.map(({ field: id, is, value }: Filter) => {
      const field = labelOf(register, id);
      if (is === 'empty' || is === 'filled') return tellRecord(`filter.${is}`, { field });
      const own = fieldOf(register, id);
      const options = own && 'options' in own ? own.options : [];
      const values = [value ?? ''].flat().map((one): Texts => {
        const option = options.find((known) => known.value === one);
        const text = own && kindOf(own).stored === 'number' ? String(value) : String(one);
        return option?.label ?? { zh: text };
      });
      return tellRecord('filter.is', { field, is: is === 'in' ? '=' : is, values });
    }),
    ...(q ? [tellRecord('filter.search', { text: q })] : []),
  ];
}
