// Parameters as one sheet: what each is, what it is now and since when, what is to come, where it is used; and saying a new value.
import { createRoute, z } from '@hono/zod-openapi';
import { keysRead, valueInForce } from '../../bpmn/parameters.ts';
import { type ContentRow, contentDraft, listContent, publishedBody, publishedContent } from '../../db/content.ts';
import { type SaidValue, saidValues, sayParameter, takeBack, usesOfParameters } from '../../db/parameters.ts';
import { namesOf } from '../../db/people.ts';
import { wordsOf } from '../../dmn/decision-version.ts';
import type { SharedDecision } from '../../dmn/shared-decision.ts';
import { Words } from '../../forms/kinds/kind.ts';
import { namesOf as namesOfPage } from '../../pages/names.ts';
import type { Page } from '../../pages/page.ts';
import { checkValue, groupOf, Parameter } from '../../parameters/parameter.ts';
import type { Register } from '../../records/register.ts';
import { reaches, seesField } from '../../records/rights.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey, requestId } from '../once.ts';
import { problem } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { ShopTime, Texts } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { allow, atLeast, type Person, personOf } from '../who.ts';
import { PackOut } from './content.ts';

const Who = z.object({ id: z.string(), name: z.string() });
const Said = z.object({
  n: z.number(),
  value: z.unknown(),
  from: z.number(),
  to: z.number().nullable(),
  scope: z.string(),
  by: Who.nullable(),
  reason: z.string(),
  case: z.string().nullable(),
  saidAt: z.string(),
});
const Row = z.object({
  parameter: z.custom<z.infer<typeof Parameter>>().openapi({ type: 'object', description: 'parameters/parameter.ts' }),
  group: z.string(),
  now: Said.nullable().describe('null: blank'),
  next: Said.nullable(),
  uses: z.array(z.object({ process: z.string(), name: z.string(), texts: Texts })),
  formulas: z
    .array(z.object({ register: z.string(), name: Words, field: Words }))
    .describe('fields of registers that are computed from it'),
  decisions: z.array(z.object({ key: z.string(), name: Words })).describe('decisions of the shop that read it'),
  pages: z.array(z.object({ key: z.string(), name: Words })).describe('pages that say it, of those that I may see'),
  may: z.boolean().describe('whether I may say a new value'),
  life: z
    .object({
      pack: PackOut.nullable(),
      latest: z.number().nullable().describe('null: a draft only'),
      isDraft: z.boolean(),
      draftBy: z.string().nullable(),
      draftAt: z.string().nullable(),
      publishedAt: z.string().nullable(),
    })
    .nullable()
    .describe('of its declaration; null for who manages none'),
});
const list = createRoute({
  method: 'get',
  path: '/parameters',
  tags: ['parameters'],
  summary: 'The sheet of all parameters',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(Row), now: z.number() }), 'Sheet'),
});
const One = z.object({ key: z.string().max(80) });
const history = createRoute({
  method: 'get',
  path: '/parameters/{key}/values',
  tags: ['parameters'],
  summary: 'All that was said of one, the latest first',
  middleware: allow('staff'),
  request: { params: One },
  responses: ok(z.object({ items: z.array(Said) }), 'Values'),
});
const say = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/parameters/{key}/values',
    tags: ['parameters'],
    summary:
      'Say a value, from now or from an instant to come; running cases decide by it from their next evaluation on',
    middleware: [allow('staff'), once(deps)] as const,
    request: {
      params: One,
      headers: RequestKey,
      ...body(
        z.object({
          value: z.unknown(),
          from: ShopTime.optional().describe('shop time; absent: now'),
          to: ShopTime.optional(),
          scope: z
            .string()
            .max(80)
            .regex(/^$|^[a-z]+:.+$/, 'a kind and a name: campaign:…')
            .default(''),
          reason: z.string().trim().min(1).max(500),
        }),
      ),
    },
    responses: ok(Done, 'Said'),
  });
const drop = createRoute({
  method: 'delete',
  path: '/parameters/{key}/values/{n}',
  tags: ['parameters'],
  summary: 'Take back a value that has not begun',
  middleware: allow('staff'),
  request: { params: One.extend({ n: z.coerce.number().int() }) },
  responses: ok(Done, 'Gone'),
});

export const parameterRoutes = (deps: Deps) => {
  const { sql } = deps;
  const must = async (key: string, now: number) => {
    const published = await publishedBody<Parameter>(sql, 'parameter', key, now);
    if (!published) throw problem('notFound', { what: key });
    return published.body;
  };
  const shown = async (rows: SaidValue[]) => {
    const names = await namesOf(
      sql,
      rows.map(({ by }) => by),
    );
    return rows.map(({ to, scope, by, ...row }) => ({
      ...row,
      to: to ?? null,
      scope: scope ?? '',
      by: by === null ? null : { id: by, name: names[by] ?? by },
    }));
  };
  const mayChange = ({ change, owner }: Parameter, me: Person): boolean =>
    change === 'owner' && (atLeast(me, 'manager') || (owner !== undefined && me.refs.includes(owner)));
  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const now = await shopNow(sql);
      const [declared, registers, said, uses] = [
        await publishedContent<Parameter>(sql, 'parameter', now),
        await publishedContent<Register>(sql, 'register', now),
        await saidValues(sql),
        await usesOfParameters(sql),
      ];
      const tables = (await publishedContent<SharedDecision>(sql, 'decision', now)).map(({ body }) => ({
        key: body.id,
        name: wordsOf(body),
        keys: [...(keysRead(JSON.stringify(body)) ?? [])],
      }));
      const pages = (await publishedContent<Page>(sql, 'page', now))
        .filter(({ body: { see, read } }) => reaches([...see, ...(read?.who ?? [])], actorOf(me)))
        .map(({ body }) => ({ key: body.key, name: body.title, keys: namesOfPage(body).parameters }));
      const formulas = registers.flatMap(({ body }) => formulasOf(body, me));
      const lives = atLeast(me, 'manager') ? await listContent(sql, 'parameter') : [];
      // What nobody has published yet is nobody's business but who manages it.
      const drafts = await Promise.all(
        lives.filter(({ latest }) => latest === null).map(({ key }) => contentDraft(sql, 'parameter', key)),
      );
      const begun = drafts.flatMap((draft) => {
        const read = draft && Parameter.safeParse(draft.body);
        return read?.success ? [{ body: read.data, isBegun: true }] : [];
      });
      const items = await Promise.all(
        [...declared.map(({ body }) => ({ body, isBegun: false })), ...begun].map(
          async ({ body: parameter, isBegun }) => {
            const values = await shown(said[parameter.key] ?? []);
            const plain = (said[parameter.key] ?? []).filter(({ scope }) => (scope ?? '') === '');
            const inForce = valueInForce([...plain].reverse(), now, []) as SaidValue | undefined;
            const next = plain.filter(({ from }) => from > now).at(-1);
            const row = (one: SaidValue | undefined) => values.find(({ n }) => n === one?.n) ?? null;
            return {
              parameter,
              group: groupOf(parameter),
              now: row(inForce),
              next: row(next),
              uses: uses.filter(({ key }) => reads(key, parameter.key)).map(({ key: _, ...rest }) => rest),
              formulas: formulas
                .filter(({ keys }) => keys === null || [...keys].some((key) => reads(key, parameter.key)))
                .map(({ keys: _, ...rest }) => rest),
              decisions: tables
                .filter(({ keys }) => keys.some((key) => reads(key, parameter.key)))
                .map(({ keys: _, ...rest }) => rest),
              pages: pages
                .filter(({ keys }) => keys.some((key) => reads(key, parameter.key)))
                .map(({ keys: _, ...rest }) => rest),
              may: !isBegun && mayChange(parameter, me),
              life: lifeOf(lives.find(({ key }) => key === parameter.key)),
            };
          },
        ),
      );
      return c.json({ items, now } as never, 200);
    })
    .openapi(history, async (c) => {
      const { key } = c.req.valid('param');
      await must(key, await shopNow(sql));
      return c.json({ items: await shown((await saidValues(sql, [key]))[key] ?? []) } as never, 200);
    })
    .openapi(say(deps), async (c) => {
      const me = personOf(c);
      const { key } = c.req.valid('param');
      const { value, from, to, scope, reason } = c.req.valid('json');
      const now = await shopNow(sql);
      const parameter = await must(key, now);
      if (parameter.change === 'process') throw problem('parameterOfProcess', { parameter: textsOf(parameter) });
      if (!mayChange(parameter, me)) throw problem('notAllowed');
      // Nobody says what has been: cases have decided by it.
      if (from !== undefined && from < now - LATE_MS) throw problem('inThePast');
      if (to !== undefined && to <= (from ?? now)) throw problem('inThePast');
      const checked = checkValue(parameter, value, now);
      if ('errors' in checked)
        throw problem('recordInvalid', { count: checked.errors.length }, { errors: checked.errors });
      await sayParameter(sql, {
        key,
        value: checked.value,
        from: from ?? now,
        to,
        scope,
        by: me.id,
        reason,
        request: requestId(c),
      });
      c.set('auditDetail', { from, to, scope });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(drop, async (c) => {
      const { key, n } = c.req.valid('param');
      const now = await shopNow(sql);
      if (!mayChange(await must(key, now), personOf(c))) throw problem('notAllowed');
      if (!(await takeBack(sql, key, n, now))) throw problem('begunAlready');
      return c.json({ ok: true as const }, 200);
    });
};

const lifeOf = (row: ContentRow | undefined) => {
  if (!row) return null;
  const { pack, latest, isDraft, draftBy, draftAt, publishedAt } = row;
  return { pack, latest, isDraft, draftBy, draftAt, publishedAt };
};

/** `price.floorFactor` is read by its own name, and by what is asked of it. */
const reads = (key: string, parameter: string): boolean => key === parameter || key.startsWith(`${parameter}.`);
/** Fields that I may see and that are computed from what the shop says; `null`: from all of it. */
const formulasOf = (register: Register, me: Person) =>
  register.fields.flatMap((field) => {
    if (field.by.who !== 'formula' || !seesField(field, { refs: me.refs, manager: atLeast(me, 'manager') })) return [];
    return [{ register: register.key, name: register.name, field: field.label, keys: keysRead(field.by.feel) }];
  });

/** A minute's clock is not the past. */
const LATE_MS = 120_000;
const textsOf = ({ label }: Parameter) => ({ zh: label.zh, en: label.en ?? label.zh });
