// Records that are one thing: found by what they have alike, and made one.
import { createRoute, z } from '@hono/zod-openapi';
import { publishedBody } from '../../db/content.ts';
import { likelyTwins } from '../../db/duplicates.ts';
import { mergeRecords } from '../../db/merge-records.ts';
import { processNames } from '../../db/processes.ts';
import { writersOf } from '../../db/record-writes.ts';
import { recordByKey } from '../../db/records.ts';
import { kindOf } from '../../forms/kinds.ts';
import { fieldOf, type Register } from '../../records/register.ts';
import { reaches, seenFields, seesRow } from '../../records/rights.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { once, RequestKey } from '../once.ts';
import { problem } from '../problem.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { StoreName } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { titledFor, titleIn } from '../title.ts';
import { allow, type Person, personOf } from '../who.ts';

const Of = z.object({ register: z.string().max(60) });
const GROUPS = 50;
const duplicates = createRoute({
  method: 'get',
  path: '/registers/{register}/duplicates',
  tags: ['registers'],
  summary: `Records with the same text in a field (\`title\`: in what they are called), but for case, width, blanks and signs; the ${GROUPS} largest groups`,
  middleware: allow('manager'),
  request: { params: Of, query: z.object({ field: z.string().max(60) }) },
  responses: ok(
    z.object({
      fields: z.array(z.string()).describe('fields to look by, beside the title'),
      items: z.array(
        z.object({
          field: z.string(),
          value: z.string(),
          count: z.number(),
          records: z.array(z.object({ key: z.string(), title: z.string(), store: z.string() })),
        }),
      ),
    }),
    'Groups',
  ),
});
const Side = z.object({ key: z.string().min(1).max(200), rev: z.number().int().min(1) });
const merge = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/registers/{register}/merges',
    tags: ['registers'],
    summary:
      'Make a record part of another: values by field, what was booked, and all that names it; it stays, put away, and is found as the other. 409 `recordChanged`, `mergeShort`',
    middleware: [allow('manager'), once(deps)] as const,
    request: {
      params: Of,
      headers: RequestKey,
      ...body(
        z.object({
          survivor: Side,
          other: Side,
          store: StoreName.default(''),
          choices: z.record(z.string(), z.enum(['survivor', 'other'])).default({}),
        }),
      ),
    },
    responses: ok(z.object({ key: z.string(), title: z.string(), rev: z.number() }), 'One record'),
  });

export const recordMergeRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = async (key: string, me: Person) => {
    const at = await shopNow(sql);
    const published = await publishedBody<Register>(sql, 'register', key, at);
    if (!published || !reaches(published.body.see, actorOf(me))) throw problem('notFound', { what: key });
    return { register: published.body, version: published.version, at };
  };
  const comparable = (register: Register, me: Person): string[] =>
    seenFields(register, actorOf(me)).flatMap((field) =>
      field.type === 'text' || field.type === 'phone' || field.type === 'url' || kindOf(field).names ? field.id : [],
    );
  return router()
    .openapi(duplicates, async (c) => {
      const me = personOf(c);
      const { register } = await must(c.req.valid('param').register, me);
      const { field } = c.req.valid('query');
      const fields = comparable(register, me).filter((id) => id !== register.keyField);
      if (field !== 'title' && !fields.includes(field)) throw problem('notFindable', { field });
      const groups = await likelyTwins(sql, register.key, rowsOf(register, me), field, GROUPS);
      const items = groups.map(({ records, ...group }) => ({ ...group, records: titledFor(c, records) }));
      return c.json({ fields, items }, 200);
    })
    .openapi(merge(deps), async (c) => {
      const me = personOf(c);
      const { register, version, at } = await must(c.req.valid('param').register, me);
      const given = c.req.valid('json');
      for (const { key } of [given.survivor, given.other]) {
        const row = await recordByKey(sql, register.key, key, given.store);
        if (!row || !seesRow(rowsOf(register, me), row)) throw problem('notFound', { what: key });
      }
      const done = await mergeRecords(sql, {
        register,
        version,
        ...given,
        actor: actorOf(me),
        hand: { by: me.id, at },
      });
      c.set('auditObject', `${register.key}/${given.survivor.key}`);
      c.set('auditDetail', { merged: given.other.key });
      if (done.ok)
        return c.json({ key: done.record.key, title: titleIn(done.record, languageOf(c)), rev: done.record.rev }, 200);
      const label = (id: string) => fieldOf(register, id)?.label ?? { zh: id };
      switch (done.why) {
        case 'noRecord':
          throw problem('mergeSame', { key: done.key });
        case 'changed':
          throw problem('recordChanged');
        case 'invalid':
          throw problem('recordInvalid', { count: done.errors.length }, { errors: done.errors });
        case 'short':
          throw problem('mergeShort', { ledger: done.ledger.name, account: done.short.map(({ account }) => account) });
        case 'ofProcess': {
          const keys = done.processes.length ? done.processes : await writersOf(sql, register.key, done.field);
          const names = await processNames(sql, keys);
          throw problem('fieldOfProcess', {
            field: label(done.field),
            process: keys.map((key) => names.get(key) ?? key),
          });
        }
        case 'computed':
          throw problem('fieldComputed', { field: label(done.field) });
        case 'keyStands':
          throw problem('keyStands', { field: label(done.field) });
        case 'notYours':
          throw problem('fieldNotYours', { field: label(done.field) });
        case 'unknownField':
          throw problem('notFindable', { field: done.field });
        default:
          throw problem('notAllowed');
      }
    });
};
