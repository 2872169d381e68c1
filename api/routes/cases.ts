// Cases: finding them, one with everything a page shows of it, and its story.

import { createRoute, z } from '@hono/zod-openapi';
import type { Calendar as WorkingTime } from '../../bpmn/calendar.ts';
import { caseNumber } from '../../bpmn/case-number.ts';
import { formToRecall } from '../../bpmn/case-verbs.ts';
import { shownOf } from '../../bpmn/clocks.ts';
import { compile } from '../../bpmn/compile.ts';
import type { Definition } from '../../bpmn/definition.ts';
import type { Instance } from '../../bpmn/instance.ts';
import { type CaseDetail, type CaseRow, caseById, listCases, openWork } from '../../db/case-lists.ts';
import { versionOf } from '../../db/drafts.ts';
import { listHistory, pathOf } from '../../db/history.ts';
import { HOLDINGS, holdingOfCase } from '../../db/holding.ts';
import { namesOf } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { body, ok } from '../answers.ts';
import { coverCells, coveredColumnsIn, coveredIn, missingAt, shownVariables, valuesAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { fieldsWithOptions } from '../options.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { readerOf } from '../record-rights.ts';
import {
  Calendar,
  FieldOut,
  ModelOut,
  Pause,
  pauseOf,
  StoreName,
  Texts,
  WeighedOut,
  Who,
  WhyOut,
  who,
} from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { takenFlows } from '../taken-flows.ts';
import { titledFor } from '../title.ts';
import { weighedIn } from '../told-parameters.ts';
import { allow, atLeast, personOf, seesCovered, viewerOf, whoOf } from '../who.ts';
import { Seen, seenIn } from '../worded.ts';

const Id = z.object({ id: z.string().max(200) });
const Status = z.enum(['running', 'suspended', 'ended']);
export const CaseItem = z.object({
  id: z.string(),
  process: z.object({ key: z.string(), name: z.string(), texts: Texts, version: z.number() }),
  businessKey: z.string().nullable(),
  number: z.string().nullable().describe('what people call it by; null where its key only keeps two of the same apart'),
  title: z.string().nullable(),
  store: z.string().describe('empty: the shop as a whole'),
  status: Status,
  outcome: z.string().nullable(),
  starter: Who.nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  incidents: z.number(),
  due: z.number().nullable(),
  at: z.array(
    z.object({
      element: z.string(),
      name: z.string(),
      texts: Texts,
      who: z.string().nullable(),
      due: z.number().nullable(),
    }),
  ),
  places: z.array(z.string()).describe('elements where it stands'),
});
const Shown = z.object({
  name: z.string(),
  label: z.string().nullable(),
  texts: Texts.nullable(),
  type: z.string(),
  field: FieldOut,
  secret: z.boolean(),
  value: z.unknown(),
});
const Detail = CaseItem.extend({
  parent: z.string().nullable(),
  now: z.number().describe('shop time'),
  pause: Pause,
  variables: z.array(Shown),
  calendars: z.record(z.string(), Calendar).describe('of the working time that its limits count in'),
  tokens: z.array(z.object({ id: z.string(), element: z.string(), state: z.string() })),
  tasks: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['open', 'submitted', 'parked']),
      element: z.string(),
      name: z.string(),
      assignee: Who.nullable(),
      offers: z.array(z.string()),
      due: z.number().nullable(),
      response: z.boolean(),
      timeLeft: z.number().nullable(),
      escalatedAt: z.number().nullable(),
      createdAt: z.number(),
    }),
  ),
  limit: z
    .object({ due: z.number().nullable(), timeLeft: z.number().nullable() })
    .nullable()
    .describe('of the case as a whole; `timeLeft` while it stands'),
  waiting: z
    .array(z.object({ element: z.string(), kind: z.string(), name: z.string().nullable(), due: z.number().nullable() }))
    .describe('messages, timers, services it waits for'),
  open: z
    .array(
      z.object({
        id: z.string(),
        element: z.string(),
        kind: z.string(),
        ...Seen,
        detail: z.unknown(),
        openedAt: z.number(),
      }),
    )
    .describe('incidents'),
  holdings: z
    .array(
      z.object({
        task: z.string(),
        element: z.string(),
        at: z.number(),
        kind: z.enum(HOLDINGS),
        person: Who.nullable(),
        before: Who.nullable(),
        by: Who.nullable(),
        comment: z.string().nullable(),
      }),
    )
    .describe('who held which task from when, oldest first'),
  called: z.array(z.object({ id: z.string(), process: z.string(), name: z.string(), status: z.string() })),
  can: z.object({ urge: z.boolean(), recall: z.boolean(), void: z.boolean(), revive: z.boolean() }),
  model: ModelOut,
  done: z.array(z.string()).describe('elements finished at least once'),
  entered: z.array(z.string()),
  skipped: z.array(z.string()).describe('of the finished ones, those that an operator skipped'),
  taken: z.array(z.string()).describe('flows that were taken'),
});
const HistoryItem = z.object({
  seq: z.number(),
  at: z.number(),
  kind: z.string(),
  element: z.string().nullable(),
  token: z.string().nullable(),
  scope: z.string().nullable(),
  by: Who.nullable(),
  for: Who.nullable().describe('who is away, and was stood in for'),
  to: Who.nullable().describe('of several, who was given it'),
  cause: z.number(),
  why: WhyOut,
  data: z.unknown(),
  parameters: WeighedOut,
});

const Flag = z.enum(['true', 'false']).optional();
const list = createRoute({
  method: 'get',
  path: '/cases',
  tags: ['cases'],
  summary: 'Cases, newest first; staff get those they take part in, and with `q` those they may see',
  middleware: allow('staff', 'cases:read'),
  request: {
    query: PageQuery.extend({
      process: z.string().max(80).optional(),
      status: z.enum(['running', 'suspended', 'ended', 'open']).optional(),
      stuck: Flag,
      overdue: Flag,
      mine: z.enum(['started', 'involved']).optional(),
      element: z.string().max(100).optional(),
      store: StoreName.optional().describe('one of the shop’s stores; empty: the shop as a whole'),
      subject: z.string().max(280).optional().describe('`sku/QH-1001`: about this record'),
      q: z
        .string()
        .trim()
        .max(100)
        .optional()
        .describe('any part of number, title, buyer, SKU, among the newest 1,000 hits'),
    }),
  },
  responses: ok(pageOf(CaseItem).extend({ now: z.number() }), 'Cases'),
});
const get = createRoute({
  method: 'get',
  path: '/cases/{id}',
  tags: ['cases'],
  summary: 'One case with its picture and all that stands open',
  middleware: allow('staff', 'cases:read'),
  request: { params: Id },
  responses: ok(Detail, 'The case'),
});
const history = createRoute({
  method: 'get',
  path: '/cases/{id}/history',
  tags: ['cases'],
  summary: 'What happened and why, newest first; with `after`, oldest first from that number',
  middleware: allow('staff', 'cases:read'),
  request: {
    params: Id,
    query: PageQuery.extend({
      after: z.coerce.number().int().min(0).optional(),
      kinds: z.string().max(300).optional().describe('of the kinds, comma between'),
    }),
  },
  responses: ok(pageOf(HistoryItem), 'History'),
});

/** Where it stands although nobody has a task there: it waits, or is stuck. What only holds other steps is no place. */
const elsewhere = (places: string[], at: CaseRow['at'], definition: Definition | undefined): CaseRow['at'] =>
  places.flatMap((element) => {
    const known = definition?.elements[element];
    if (!known || at.some((each) => each.element === element) || /subProcess|transaction/i.test(known.type)) return [];
    return known.name ? [{ element, name: known.name, who: null, due: null }] : [];
  });

/** Names in other languages come from its version. */
export const caseItem = (
  { process, processName, version, starter, starterName, at, ...row }: CaseRow,
  definition: Definition | undefined,
) => ({
  id: row.id,
  businessKey: row.businessKey,
  number: caseNumber(row.businessKey, definition?.zf),
  store: row.store,
  title: row.title,
  status: row.status,
  outcome: row.outcome,
  startedAt: row.startedAt,
  endedAt: row.endedAt,
  incidents: row.incidents,
  due: row.due,
  places: row.places,
  at: [...at, ...elsewhere(row.places, at, definition)].map((each) => ({
    ...each,
    texts: definition?.elements[each.element]?.zf?.text ?? {},
  })),
  process: { key: process, name: processName, texts: definition?.zf.text ?? {}, version },
  starter: who(starter, starterName),
});

const reveal = createRoute({
  method: 'post',
  path: '/cases/{id}/reveal',
  tags: ['cases'],
  summary: 'Read what is covered, one name at a time, for who works on the case now; the audit keeps who did',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(200) }), ...body(z.object({ name: z.string().max(200) })) },
  responses: ok(z.object({ value: z.unknown() }), 'The value'),
});

function calendarsOf(
  { elements }: Definition,
  calendars: Record<string, WorkingTime> = {},
): Record<string, WorkingTime> {
  const named = new Set(
    Object.values(elements).flatMap(({ zf }) => (zf?.deadline ?? []).flatMap(({ calendar }) => calendar ?? [])),
  );
  return Object.fromEntries(Object.entries(calendars).filter(([id]) => named.has(id)));
}

/** The limit of a step that waits for something outside, or of the case. */
function clockAt(
  { waits }: Instance,
  element: string | undefined,
): { due: number | null; timeLeft: number | null } | null {
  const wait = Object.values(waits).find(
    (one) => one.kind === 'clock' && (element === undefined ? 'scope' in one.owner : one.element === element),
  );
  const shown = wait?.kind === 'clock' ? shownOf(wait.clocks, undefined) : undefined;
  return shown ? { due: shown.due ?? null, timeLeft: shown.left ?? null } : null;
}

export const caseRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  const must = async (c: Parameters<typeof viewerOf>[0], id: string): Promise<CaseDetail> => {
    const found = await caseById(sql, viewerOf(c), id);
    if (!found) throw problem('notFound', { what: id });
    return found;
  };
  return router()
    .openapi(list, async (c) => {
      const { cursor, limit, stuck, overdue, ...filter } = c.req.valid('query');
      const now = await shopNow(sql);
      const rows = await listCases(sql, viewerOf(c), whoOf(c).id, {
        ...filter,
        stuck: stuck === 'true',
        overdueAt: overdue === 'true' ? now : undefined,
        after: readCursor(z.tuple([z.number(), z.string()]), cursor),
        limit: limit + 1,
      });
      const items = await Promise.all(
        titledFor(c, rows).map(async (row) =>
          caseItem(row, (await definitions.get(row.process, row.version))?.definition),
        ),
      );
      return c.json({ ...page(items, limit, ({ startedAt, id }) => [startedAt, id]), now }, 200);
    })
    .openapi(get, async (c) => {
      const found = await must(c, c.req.valid('param').id);
      const { state } = found;
      const [seen = found] = titledFor(c, [found]);
      const [published, version, open, path, now, holdings] = await Promise.all([
        definitions.get(found.process, found.version),
        versionOf(sql, found.process, found.version),
        openWork(sql, viewerOf(c), found.id),
        pathOf(sql, found.id),
        shopNow(sql),
        holdingOfCase(sql, found.id),
      ]);
      if (!published || !version) throw problem('notFound', { what: `${found.process} ${found.version}` });
      const { tokens, tasks, waiting, incidents, called } = open;
      const names = await namesOf(sql, [
        state.suspended?.by,
        ...holdings.flatMap(({ person, before, by }) => [person, before, by]),
      ]);
      const one = (id: string | null) => who(id, id && names[id]);
      return c.json(
        {
          ...caseItem(seen, published.definition),
          parent: found.parent,
          now,
          pause: pauseOf(state.suspended, names),
          calendars: calendarsOf(published.definition, (await readShop(sql)).env.calendars),
          variables: await fieldsWithOptions(
            sql,
            shownVariables(
              published.definition,
              valuesAt(state),
              seesCovered(c),
              published.forms,
              missingAt(incidents),
            ),
            readerOf(whoOf(c)),
            now,
          ),
          tokens,
          tasks: tasks.map(({ assigneeName, ...task }) => ({ ...task, assignee: who(task.assignee, assigneeName) })),
          waiting: waiting.map((one) => ({ ...one, due: one.due ?? clockAt(state, one.element)?.due ?? null })),
          limit: clockAt(state, undefined),
          open: incidents.map((one) => seenIn(c, one)),
          holdings: holdings.map(({ person, before, by, ...holding }) => ({
            ...holding,
            person: one(person),
            before: one(before),
            by: one(by),
          })),
          called,
          model: version.model,
          done: path.done,
          can: canDo(found, published.definition, whoOf(c)),
          entered: path.entered,
          skipped: path.skipped,
          taken: takenFlows(
            published.definition,
            path,
            tokens.map(({ element }) => element),
          ),
        },
        200,
      );
    })
    .openapi(reveal, async (c) => {
      const found = await must(c, c.req.valid('param').id);
      const { name } = c.req.valid('json');
      const published = await definitions.get(found.process, found.version);
      const declared = published?.definition.zf.variable?.find((one) => one.name === name && one.secret);
      const values = valuesAt(found.state);
      if (!declared || !Object.hasOwn(values, name)) throw problem('notFound', { what: name });
      const { tasks } = await openWork(sql, viewerOf(c), found.id);
      const me = personOf(c).id;
      if (!seesCovered(c) && !tasks.some(({ assignee }) => assignee === me)) throw problem('notAllowed');
      c.set('auditDetail', { name });
      return c.json({ value: values[name] }, 200);
    })
    .openapi(history, async (c) => {
      const found = await must(c, c.req.valid('param').id);
      const { cursor, limit, after, kinds } = c.req.valid('query');
      const position = readCursor(z.number(), cursor);
      const forward = after !== undefined;
      const rows = await listHistory(sql, found.id, {
        ...(forward ? { after: position ?? after } : { before: position }),
        kinds: kinds?.split(','),
        limit: limit + 1,
      });
      const [names, published] = await Promise.all([
        namesOf(
          sql,
          rows.flatMap(({ by, why, data }) => [by, absentIn(why), chosenIn(why, data)]),
        ),
        definitions.get(found.process, found.version),
      ]);
      const cover = seesCovered(c) ? (row: (typeof rows)[number]) => row : coverSecrets(published?.definition);
      const weighed = await weighedIn(sql, rows);
      return c.json(
        page(
          rows.map(cover).map(({ by, ...row }) => {
            const absent = absentIn(row.why);
            const chosen = chosenIn(row.why, row.data);
            return {
              ...row,
              by: who(by, by && names[by]),
              for: who(absent, absent && names[absent]),
              to: who(chosen, chosen && names[chosen]),
              parameters: weighed(row),
            };
          }),
          limit,
          ({ seq }) => seq,
        ),
        200,
      );
    });
};

/** What becomes of it as a whole is for its starter, or for managers, to say. */
function canDo({ state, erased }: CaseDetail, definition: Definition, me: ReturnType<typeof whoOf>) {
  const own = !state.parent && !erased;
  const form = formToRecall({ model: compile(definition), meta: state }, me.id);
  const manages = atLeast(me, 'manager') && own;
  return {
    urge: state.status === 'running' && (state.starter === me.id || atLeast(me, 'manager')),
    recall: own && form !== undefined && state.status === 'running',
    void: manages && state.outcome !== 'voided',
    revive: manages && state.status === 'ended' && state.lastTask !== undefined,
  };
}

/** Rows show values that were read or written; secret ones only to those who may see them. */
function coverSecrets(definition: Definition | undefined) {
  const secret = definition ? coveredIn(definition) : new Set<string>();
  const columns = definition ? coveredColumnsIn(definition) : new Map<string, Set<string>>();
  const cells = (name: string, inner: unknown): unknown => coverCells(inner, columns.get(name) ?? new Set());
  const cover = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cover);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secret.has(name) ? '••••' : cover(cells(name, inner))]),
    );
  };
  return <T extends { why: unknown; data: unknown }>(row: T): T =>
    secret.size + columns.size === 0 ? row : { ...row, why: cover(row.why), data: cover(row.data) };
}

/** Whom somebody stood in for, as the history knows it. */
const absentIn = (why: unknown): string | null => {
  const { for: absent } = (why ?? {}) as { for?: unknown };
  return typeof absent === 'string' ? absent : null;
};

/** Of those among whom it is spread, who was given it. */
const chosenIn = (why: unknown, data: unknown): string | null => {
  const { is } = (why ?? {}) as { is?: unknown };
  const { to } = (data ?? {}) as { to?: unknown };
  return is === 'spread' && typeof to === 'string' ? to : null;
};
