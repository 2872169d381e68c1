// Today: for each block of the page one route, so that each loads, fails and is read again by itself.

import { createRoute, z } from '@hono/zod-openapi';
import { wantsOpinion } from '../../bpmn/compile.ts';
import { zoneOf } from '../../bpmn/duration.ts';
import type { Sql } from '../../db/connect.ts';
import { publishedContent } from '../../db/content.ts';
import { listStartable } from '../../db/drafts.ts';
import { readShop } from '../../db/settings.ts';
import { answeredBefore, tasksByIds } from '../../db/tasks.ts';
import {
  DAY_MS,
  daysOfWork,
  groupsOfWork,
  leftBetween,
  lowStock,
  type Step,
  type StockOf,
  salesByDay,
  stagesOf,
  standingOf,
  stepsWithForms,
  type WhoseWork,
  workAtSteps,
  workOfToday,
} from '../../db/today.ts';
import { viewerFor } from '../../db/viewer.ts';
import { waysOf } from '../../db/ways.ts';
import { decisionOf, mayDecide } from '../../forms/decision.ts';
import { fieldOf, otherField, type Register } from '../../records/register.ts';
import { reaches, seesField } from '../../records/rights.ts';
import { dayIn } from '../../records/service.ts';
import { slotsOf } from '../../records/slots.ts';
import { shopTime } from '../../workflows/clock.ts';
import { ok } from '../answers.ts';
import { valuesAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { FieldOut, Texts, Who, who } from '../schemas.ts';
import { digestOf, shownAt } from '../step-form.ts';
import { Item, taskItem } from '../task-item.ts';
import { titledFor } from '../title.ts';
import { allow, atLeast, type Person, personOf, viewerOf } from '../who.ts';
import { mayStart } from './start.ts';

const DAYS = 8;
const FEW = 6;
/** Decisions whose cases are read to tell them from other work. */
const READ = 60;

const work = createRoute({
  method: 'get',
  path: '/today/work',
  tags: ['today'],
  summary:
    'What is due until the day ends, late, done today and stuck: mine, for managers everybody’s; counted up to 10,000',
  middleware: allow('staff'),
  responses: ok(
    z.object({
      of: z.enum(['me', 'part', 'all']).describe('whose work: mine, that of my departments, all'),
      due: z.number(),
      late: z.number(),
      oldest: z.number().nullable().describe('the limit longest past'),
      done: z.number(),
      stuck: z.number(),
      now: z.number(),
    }),
    'Numbers',
  ),
});
const Day = z.object({ day: z.string(), done: z.number(), timed: z.number(), inTime: z.number() });
const days = createRoute({
  method: 'get',
  path: '/today/days',
  tags: ['today'],
  summary: 'Work done by day, the last a week and today; `timed` had a limit',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(Day) }), 'Days'),
});
const Decision = z.object({
  task: Item,
  asks: Who.nullable().describe('who started it'),
  facts: z.array(z.object({ field: FieldOut, value: z.unknown() })).describe('what the form shows, to decide by'),
  field: FieldOut.describe('the choice'),
  answers: z
    .array(z.object({ value: z.string(), here: z.boolean(), remark: FieldOut }))
    .describe('`here`: all that decides is in sight and nothing else is asked; others are given on the task itself'),
  shown: z.string().describe('goes with the answer'),
});
const decisions = createRoute({
  method: 'get',
  path: '/today/decisions',
  tags: ['today'],
  summary: 'Work of mine, or that I may take, that asks for one choice, most urgent first',
  middleware: allow('staff'),
  responses: ok(
    z.object({
      items: z.array(Decision),
      count: z.number(),
      more: z.boolean().describe('there may be more than were counted'),
    }),
    'Decisions',
  ),
});
const Group = z.object({
  department: z.object({ id: z.string(), name: z.string(), texts: Texts }).nullable(),
  head: z.string().nullable(),
  open: z.number(),
  late: z.number(),
  worst: z
    .object({
      id: z.string(),
      case: z.string(),
      name: z.string(),
      texts: Texts,
      title: z.string().nullable(),
      due: z.number(),
      createdAt: z.number(),
      who: z.string().nullable(),
      holder: z.string().nullable(),
      stuck: z.boolean(),
    })
    .nullable(),
});
const groups = createRoute({
  method: 'get',
  path: '/today/groups',
  tags: ['today'],
  summary: 'Open and late work by department, with what is latest',
  middleware: allow('manager'),
  responses: ok(z.object({ items: z.array(Group) }), 'Departments'),
});
const Stock = z.object({
  register: z.string().nullable(),
  view: z.string().nullable().describe('of the register, that lists them'),
  count: z.number(),
  items: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      available: z.number(),
      safety: z.number(),
      coming: z.number().nullable(),
      restocking: z.string().nullable().describe('the case that sees to it'),
    }),
  ),
  start: z.object({ process: z.string(), element: z.string() }).nullable().describe('how I start restocking'),
});
const stock = createRoute({
  method: 'get',
  path: '/today/stock',
  tags: ['today'],
  summary: 'Goods below their safety stock by the ledger, the emptiest first',
  middleware: allow('staff'),
  responses: ok(Stock, 'Stock'),
});
const Orders = z.object({
  register: z.string().nullable(),
  field: FieldOut,
  stages: z.array(z.object({ value: z.string(), count: z.number() })),
  late: z.number().nullable().describe('past the promise, not shipped'),
  sales: z.array(z.object({ day: z.string(), orders: z.number(), amount: z.number() })).nullable(),
});
const orders = createRoute({
  method: 'get',
  path: '/today/orders',
  tags: ['today'],
  summary: 'Orders that are open, by state; what was sold by day, for who sees amounts',
  middleware: allow('staff'),
  responses: ok(Orders, 'Orders'),
});

/** Of the core registers, by names that packs may rely on (docs/registers.md). */
const RESTOCK = 'restock';
/** What is not sold, or not any more, is not missed. */
const NOT_BOUGHT = ['draft', 'off', 'clearing'];
const ENDED = ['done', 'closed', 'cancelled'];
export const UNSHIPPED = ['paid', 'short'];
const NOT_SOLD = ['unpaid', 'cancelled'];

export const todayRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  const scope = (me: Person): WhoseWork => (atLeast(me, 'manager') ? { seenBy: viewerFor(me) } : { person: me.id });
  return router()
    .openapi(work, async (c) => {
      const me = personOf(c);
      const { now, dayStart } = await dayOfShop(sql);
      const of = scope(me);
      return c.json(
        {
          of: 'person' in of ? ('me' as const) : of.seenBy.all ? ('all' as const) : ('part' as const),
          ...(await workOfToday(sql, { of, now, dayStart })),
          now,
        },
        200,
      );
    })
    .openapi(days, async (c) => {
      const { dayStart, named } = await dayOfShop(sql);
      const from = dayStart - (DAYS - 1) * DAY_MS;
      const rows = await daysOfWork(sql, { of: scope(personOf(c)), from, days: DAYS });
      return c.json({ items: rows.map(({ day, ...row }) => ({ day: named(from + day * DAY_MS), ...row })) }, 200);
    })
    .openapi(decisions, async (c) => {
      const me = personOf(c);
      const { clock } = await dayOfShop(sql);
      const formOf = async ({ process, version, element, form: key }: Step) => {
        const published = await definitions.get(process, version);
        const form = published?.forms[key];
        const node = published?.definition.elements[element];
        return form && node && mayDecide(form) ? { form, element: node, definition: published.definition } : undefined;
      };
      const steps = [];
      for (const step of await stepsWithForms(sql)) if (await formOf(step)) steps.push(step);
      const found = steps.length ? await workAtSteps(sql, { person: me.id, ways: waysOf(me), steps }) : [];
      const looked = found.slice(0, READ);
      const ids = looked.map(({ id }) => id);
      const [rows, standing] = ids.length
        ? await Promise.all([tasksByIds(sql, ids, me.id), standingOf(sql, ids)])
        : [[], []];
      const names = new Map<string, string>();
      const items = [];
      let count = 0;
      for (const { id, ...step } of looked) {
        const of = await formOf(step);
        if (!of) continue;
        const { form, element, definition } = of;
        const row = rows.find((one) => one.id === id);
        const at = standing.find((one) => one.id === id);
        if (!row || !at) continue;
        const known = { ...valuesAt(at.state, at.wait), ...at.locals };
        const begins = form.fields.some((field) => !field.readOnly && 'prefill' in field && field.prefill);
        const answered = begins ? await answeredBefore(sql, row) : new Set<string>();
        const shown = shownAt({ form, element, definition, known, answered, now: clock });
        const decision = decisionOf(shown.form, shown.values, known, clock);
        if (!decision) continue;
        count++;
        if (items.length === FEW) continue;
        // What has to be ticked off, or said with words, is before one's eyes on the task alone.
        const listed = (element.zf?.checklist ?? []).length > 0 || wantsOpinion(element, 'complete');
        items.push({
          task: await taskItem(deps, titledFor(c, [row])[0] ?? row, names),
          asks: who(at.starter, at.starterName),
          facts: decision.facts.map((field) => ({ field, value: shown.values[field.id] })),
          field: decision.field,
          answers: decision.answers.map((answer) => ({ ...answer, here: answer.here && !listed })),
          shown: digestOf(shown.values),
        });
      }
      return c.json({ items, count, more: found.length > READ || found.some(({ full }) => full) }, 200);
    })
    .openapi(groups, async (c) => {
      const { now } = await dayOfShop(sql);
      const rows = await groupsOfWork(sql, viewerOf(c), now);
      return c.json(
        {
          items: rows.map(({ id, name, texts, worst, ...rest }) => ({
            ...rest,
            department: id === null ? null : { id, name: name ?? id, texts: texts ?? {} },
            worst: worst && (titledFor(c, [worst])[0] ?? null),
          })),
        },
        200,
      );
    })
    .openapi(stock, async (c) => {
      const me = personOf(c);
      const { now } = await dayOfShop(sql);
      const register = await coreRegister(sql, me, 'sku', now);
      const of = register && stockOf(register, me);
      if (!of) return c.json({ register: null, view: null, count: 0, items: [], start: null }, 200);
      const [found, startable] = await Promise.all([
        lowStock(sql, rowsOf(of.register, me), of, { process: RESTOCK, limit: FEW }),
        listStartable(sql, mayStart(me), RESTOCK),
      ]);
      return c.json(
        {
          register: of.register.key,
          view:
            of.register.views.find(({ where }) => where.some(({ value }) => otherField(value) === 'safety'))?.key ??
            null,
          count: found[0]?.count ?? 0,
          items: found.map(({ count: _, ...item }) => item),
          start: startable[0] ? { process: startable[0].key, element: startable[0].element } : null,
        },
        200,
      );
    })
    .openapi(orders, async (c) => {
      const me = personOf(c);
      const { now, dayStart, named } = await dayOfShop(sql);
      const register = await coreRegister(sql, me, 'order', now);
      const field = register && fieldOf(register, 'state');
      const state = register && slotOf(register, 'state', me);
      if (!register || field?.type !== 'choice' || !state)
        return c.json({ register: null, field: null, stages: [], late: null, sales: null }, 200);
      const seen = rowsOf(register, me);
      const [shipBy, placed, amount] = ['shipBy', 'placedAt', 'amount'].map((id) => slotOf(register, id, me));
      const open = field.options.map(({ value }) => value).filter((value) => !ENDED.includes(value));
      const from = dayStart - (DAYS - 1) * DAY_MS;
      const [stages, late, sales] = await Promise.all([
        stagesOf(sql, seen, register, state, open),
        shipBy ? leftBetween(sql, seen, register, { state, values: UNSHIPPED, day: shipBy, to: now }) : null,
        placed && amount && atLeast(me, 'manager')
          ? salesByDay(sql, seen, register, { placed, amount, state, not: NOT_SOLD, from, days: DAYS })
          : null,
      ]);
      return c.json(
        {
          register: register.key,
          field,
          stages,
          late: late?.count ?? null,
          sales: sales?.map(({ day, ...rest }) => ({ day: named(from + day * DAY_MS), ...rest })) ?? null,
        },
        200,
      );
    });
};

/** Published, and seen by this person. */
export const coreRegister = async (
  sql: Sql,
  me: Person,
  which: Register['core'],
  now: number,
): Promise<Register | undefined> =>
  (await publishedContent<Register>(sql, 'register', now))
    .map(({ body }) => body)
    .find((register) => register.core === which && reaches(register.see, actorOf(me)));

/** Now, when the shop's day began, and what a day is called. */
export async function dayOfShop(sql: Sql) {
  const { clock, env } = await readShop(sql);
  const zone = env.zone;
  const now = shopTime(clock, Date.now());
  const named = (at: number): string => dayIn(zoneOf(zone), at);
  return { now, clock: { at: now, offset: zone }, named, dayStart: Date.parse(`${named(now)}T00:00:00${zone}`) };
}

export const slotOf = (register: Register, id: string, me: Person) => {
  const field = fieldOf(register, id);
  return field && seesField(field, actorOf(me)) ? slotsOf(register).get(id) : undefined;
};
/** Where a register of goods keeps its safety stock, and the ledger that it is held against; undefined: not seen, or there is none. */
function stockOf(register: Register, me: Person): StockOf | undefined {
  const safety = slotOf(register, 'safety', me);
  const available = fieldOf(register, 'available');
  if (!safety || available?.by.who !== 'ledger' || !seesField(available, actorOf(me))) return undefined;
  const { ledger, measure } = available.by;
  const coming = fieldOf(register, 'onTheWay');
  const state = slotsOf(register).get('state');
  return {
    register,
    safety,
    ledger,
    measure,
    coming: coming?.by.who === 'ledger' && coming.by.ledger === ledger ? coming.by.measure : null,
    state: state ? { slot: state, gone: NOT_BOUGHT } : null,
  };
}
