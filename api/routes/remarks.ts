// What people say of a case, a task or a record: who may read the thing may read it, and only such people can be named with @.

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { caseById } from '../../db/case-lists.ts';
import { publishedContent } from '../../db/content.ts';
import { activePerson, peopleNamed } from '../../db/people.ts';
import {
  decisionsSeen,
  editRemark,
  type Fact,
  ForeignFile,
  insertRemark,
  type RemarkRow,
  remarkById,
  remarksOf,
  strikeRemark,
} from '../../db/remarks.ts';
import { seenRegisters } from '../../db/seen-registers.ts';
import type { Register } from '../../records/register.ts';
import { seenFields } from '../../records/rights.ts';
import type { Language } from '../../words/message.ts';
import { body, created, Done, ok } from '../answers.ts';
import { shownVariables, valuesAt } from '../case-values.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem, tell } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { FieldOut, Texts, Values, Who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { mustSee, readersOf, type Thing, ThingKind, thingFor } from '../things.ts';
import { titledFor } from '../title.ts';
import { allow, atLeast, type Person, personOf, seesCovered, viewerOf } from '../who.ts';

/** For so long its writer may change what he has said. */
export const EDIT_MS = 10 * 60_000;
const MOST_FACTS = 60;
const Id = z.object({ id: z.string().max(100) });
const ThingQuery = z.object({ kind: ThingKind, id: z.string().min(1).max(300) });
const Text = z.string().trim().max(4_000);
const Mentions = z.array(z.string().max(100)).max(20).default([]);
const Flag = z.enum(['true', 'false']).optional();
const RemarkOut = z.object({
  id: z.string(),
  about: z.object({ kind: ThingKind, id: z.string() }),
  case: z.string().nullable(),
  step: z.string().nullable().describe('of a task'),
  title: z.string().nullable().describe('of the case or record'),
  at: z.number(),
  by: Who,
  kind: z.enum(['remark', 'decision']),
  text: z.string(),
  mentions: z.array(Who),
  files: z.array(z.object({ file: z.string(), name: z.string(), size: z.number(), type: z.string() })),
  saw: z
    .array(
      z.object({
        name: z.string(),
        label: z.string().nullable(),
        texts: Texts.nullable(),
        type: z.string(),
        field: FieldOut,
        value: z.unknown(),
      }),
    )
    .nullable()
    .describe('of a decision: the facts that stood on the screen, as far as I may see them'),
  editable: z.number().describe('milliseconds for which I may still change it; 0: no more'),
  editedAt: z.number().nullable(),
  deletedAt: z.number().nullable().describe('struck through'),
  deletedBy: z.string().nullable(),
  mayDelete: z.boolean(),
});
const list = createRoute({
  method: 'get',
  path: '/remarks',
  tags: ['remarks'],
  summary: 'Remarks on a case (with those on its tasks), a task or a record, newest first',
  middleware: allow('staff'),
  request: {
    query: PageQuery.extend({ ...ThingQuery.shape, decisions: Flag, q: z.string().trim().max(100).optional() }),
  },
  responses: ok(pageOf(RemarkOut), 'Remarks'),
});
const decisions = createRoute({
  method: 'get',
  path: '/decisions',
  tags: ['remarks'],
  summary: 'Decisions on all that I may see, newest first',
  middleware: allow('staff'),
  request: { query: PageQuery.extend({ q: z.string().trim().max(100).optional() }) },
  responses: ok(pageOf(RemarkOut), 'Decisions'),
});
const people = createRoute({
  method: 'get',
  path: '/remarks/people',
  tags: ['remarks'],
  summary: 'Whom I can name with @ here: people who may read it, by the beginning of their name',
  middleware: allow('staff'),
  request: { query: ThingQuery.extend({ q: z.string().trim().max(40).default('') }) },
  responses: ok(z.object({ items: z.array(Who.extend({ username: z.string().nullable() })) }), 'People'),
});
const say = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/remarks',
    tags: ['remarks'],
    summary: 'Say something; a decision keeps the facts in `saw`, which must still stand (409 `decisionMoved`)',
    middleware: [allow('staff'), once(deps)] as const,
    request: {
      headers: RequestKey,
      ...body(
        z.object({
          about: z.object({ kind: ThingKind, id: z.string().min(1).max(300) }),
          text: Text,
          decision: z.boolean().default(false),
          mentions: Mentions,
          files: z
            .array(z.string().regex(/^[a-f0-9]{24}$/))
            .max(10)
            .default([]),
          saw: Values.optional().describe('of a decision: the facts on the screen by name'),
        }),
      ),
    },
    responses: created(RemarkOut, 'The remark'),
  });
const edit = createRoute({
  method: 'patch',
  path: '/remarks/{id}',
  tags: ['remarks'],
  summary: 'Change what I have said, within ten minutes; it is marked so',
  middleware: allow('staff'),
  request: { params: Id, ...body(z.object({ text: Text.min(1), mentions: Mentions })) },
  responses: ok(RemarkOut, 'The remark'),
});
const strike = createRoute({
  method: 'delete',
  path: '/remarks/{id}',
  tags: ['remarks'],
  summary: 'Strike through what I have said; a manager may strike what anybody has said',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(Done, 'Struck through'),
});

export const remarkRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  const mustMention = async (thing: Thing, ids: string[]): Promise<void> => {
    const mayRead = await readersOf(sql, thing);
    for (const id of ids) {
      const person = await activePerson(sql, id);
      if (!person) throw problem('notFound', { what: id });
      if (!mayRead(person)) throw problem('mentionCannotSee', { who: person.name });
    }
  };
  /** What stands on the screen of this person: simple values only. */
  const factsOf = async (c: Parameters<typeof viewerOf>[0], thing: Thing): Promise<Fact[]> => {
    const simple = ({ value }: { value: unknown }) =>
      ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
    if (thing.kind === 'record') {
      const { register, row } = thing;
      return seenFields(register, actorOf(personOf(c)))
        .filter(({ by }) => by.who !== 'ledger')
        .map((field) => ({
          name: field.id,
          label: null,
          texts: null,
          type: field.type,
          field,
          secret: field.secret ?? false,
          value: row.values[field.id] ?? null,
        }))
        .filter(simple)
        .slice(0, MOST_FACTS);
    }
    const found = await caseById(sql, viewerOf(c), thing.case);
    const published = found && (await definitions.get(found.process, found.version));
    if (!found || !published) return [];
    return shownVariables(published.definition, valuesAt(found.state), seesCovered(c), published.forms)
      .filter((fact) => simple(fact) && (seesCovered(c) || !fact.secret))
      .slice(0, MOST_FACTS);
  };
  /** Each with those of its facts that this reader may see. */
  const shown = async (me: Person, rows: RemarkRow[]): Promise<z.infer<typeof RemarkOut>[]> => {
    const registers = rows.some(({ aboutKind, saw }) => aboutKind === 'record' && saw)
      ? await publishedContent<Register>(sql, 'register', await shopNow(sql))
      : [];
    const seesFact = (row: RemarkRow, fact: Fact): boolean => {
      if (row.aboutKind !== 'record') return !fact.secret || atLeast(me, 'manager');
      const found = registers.find(({ body: register }) => register.key === row.aboutId.split('/')[0]);
      return found !== undefined && seenFields(found.body, actorOf(me)).some(({ id }) => id === fact.name);
    };
    return rows.map((row) => {
      const mine = row.by === me.id && row.deletedAt === null;
      return {
        id: row.id,
        about: { kind: row.aboutKind, id: row.aboutId },
        case: row.case,
        step: row.step,
        title: row.title,
        at: row.at,
        by: { id: row.by, name: row.byName ?? row.by },
        kind: row.kind,
        text: row.text,
        mentions: row.mentions,
        files: row.files,
        saw:
          row.saw
            ?.filter((fact) => seesFact(row, fact))
            .map(({ secret: _, ...fact }) => ({ ...fact, texts: fact.texts as never, field: fact.field as never })) ??
          null,
        editable: mine ? Math.max(0, EDIT_MS - row.age) : 0,
        editedAt: row.editedAt,
        deletedAt: row.deletedAt,
        deletedBy: row.deletedByName,
        mayDelete: row.deletedAt === null && (row.by === me.id || atLeast(me, 'manager')),
      };
    });
  };
  const one = async (c: Context<Env>, me: Person, id: string) => {
    const row = await remarkById(sql, id);
    const [out] = row ? await shown(me, titledFor(c, [row])) : [];
    if (!row || !out) throw problem('notFound', { what: id });
    return { row, out };
  };
  const mustSeeRemark = async (me: Person, id: string): Promise<{ row: RemarkRow; thing: Thing }> => {
    const row = await remarkById(sql, id);
    const thing = row && (await thingFor(sql, me, { kind: row.aboutKind, id: row.aboutId }));
    if (!row || !thing) throw problem('notFound', { what: id });
    return { row, thing };
  };
  const Cursor = z.tuple([z.number(), z.string()]);

  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { cursor, limit, decisions: only, q, ...about } = c.req.valid('query');
      await mustSee(sql, me, about);
      const rows = await remarksOf(sql, about, {
        decisions: only === 'true',
        q,
        after: readCursor(Cursor, cursor),
        limit: limit + 1,
      });
      return c.json(
        page(await shown(me, titledFor(c, rows)), limit, ({ at, id }) => [at, id]),
        200,
      );
    })
    .openapi(decisions, async (c) => {
      const me = personOf(c);
      const { cursor, limit, q } = c.req.valid('query');
      const rows = await decisionsSeen(sql, viewerOf(c), await seenRegisters(sql, me), {
        q,
        after: readCursor(Cursor, cursor),
        limit: limit + 1,
      });
      return c.json(
        page(await shown(me, titledFor(c, rows)), limit, ({ at, id }) => [at, id]),
        200,
      );
    })
    .openapi(people, async (c) => {
      const { q, ...about } = c.req.valid('query');
      const mayRead = await readersOf(sql, await mustSee(sql, personOf(c), about));
      const found = (await peopleNamed(sql, q, 200)).filter(mayRead).slice(0, 20);
      return c.json({ items: found.map(({ id, name, username }) => ({ id, name, username })) }, 200);
    })
    .openapi(say(deps), async (c) => {
      const me = personOf(c);
      const { about, text, decision, mentions, files, saw } = c.req.valid('json');
      const thing = await mustSee(sql, me, about);
      if (!text && files.length === 0) throw problem('invalid', { what: tell('invalid.remarkEmpty') });
      const named = [...new Set(mentions)];
      await mustMention(thing, named);
      const facts = decision ? await factsOf(c, thing) : null;
      const moved = (facts ?? []).filter(({ name, value }) => saw?.[name] !== value);
      if (moved.length > 0) throw problem('decisionMoved', { what: moved.map(labelOf) });
      const id = requestId(c);
      try {
        await insertRemark(sql, {
          id,
          about,
          case: thing.case,
          at: await shopNow(sql),
          by: me.id,
          kind: decision ? 'decision' : 'remark',
          text,
          mentions: named,
          files,
          saw: facts,
          ...(thing.kind === 'record' && { keeps: `${thing.register.key}/${thing.row.id}` }),
        });
      } catch (error) {
        if (error instanceof ForeignFile) throw problem('notFound', { what: tell('what.file') });
        throw error;
      }
      c.set('auditObject', `${about.kind}:${about.id}`);
      return c.json((await one(c, me, id)).out, 201);
    })
    .openapi(edit, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const { text, mentions } = c.req.valid('json');
      const { row, thing } = await mustSeeRemark(me, id);
      if (row.by !== me.id) throw problem('notAllowed');
      const named = [...new Set(mentions)];
      await mustMention(thing, named);
      const about = { kind: row.aboutKind, id: row.aboutId };
      const given = {
        id,
        about,
        case: row.case,
        by: me.id,
        at: await shopNow(sql),
        text,
        mentions: named,
        ms: EDIT_MS,
      };
      if (!(await editRemark(sql, given))) throw problem('remarkStands', { minutes: EDIT_MS / 60_000 });
      return c.json((await one(c, me, id)).out, 200);
    })
    .openapi(strike, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const { row } = await mustSeeRemark(me, id);
      if (row.by !== me.id && !atLeast(me, 'manager')) throw problem('notAllowed');
      await strikeRemark(sql, id, me.id, await shopNow(sql));
      return c.json({ ok: true as const }, 200);
    });
};

const labelOf = ({ name, label, texts, field }: Fact): Record<Language, string> => {
  const own = (field as { label?: { zh: string; en?: string } } | null)?.label;
  if (label === null && own) return { zh: own.zh, en: own.en ?? own.zh };
  return { zh: label ?? name, en: texts?.en?.name ?? label ?? name };
};
