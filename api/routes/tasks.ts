// The inbox: what is mine, what I may claim, what I have done; and one task with all that it takes to do it.
import { createRoute, z } from '@hono/zod-openapi';
import { capabilityOfTask, formOfCapability } from '../../activities/connectors/people.ts';
import { clockOf } from '../../bpmn/behaviors/user-task.ts';
import type { Calendar as WorkingTime } from '../../bpmn/calendar.ts';
import { caseNumber } from '../../bpmn/case-number.ts';
import { compile, verdictsAt } from '../../bpmn/compile.ts';
import type { Definition } from '../../bpmn/definition.ts';
import { parseDuration } from '../../bpmn/duration.ts';
import { guideIn } from '../../bpmn/guide.ts';
import type { Instance } from '../../bpmn/instance.ts';
import { VERDICTS } from '../../bpmn/votes.ts';
import { caseById } from '../../db/case-lists.ts';
import { heldFor } from '../../db/commands.ts';
import { aboutTask, readDraft } from '../../db/form-drafts.ts';
import { listHistory } from '../../db/history.ts';
import { latestHolding } from '../../db/holding.ts';
import { namesOf } from '../../db/people.ts';
import { processName } from '../../db/processes.ts';
import { readShop } from '../../db/settings.ts';
import {
  answeredBefore,
  countTasks,
  isNever,
  listClaimable,
  listDone,
  listOpen,
  listTodo,
  processesOf,
  searchTasks,
  seesTask,
  type TaskRow,
  taskById,
} from '../../db/tasks.ts';
import { shopTime } from '../../workflows/clock.ts';
import { ok } from '../answers.ts';
import { coverCells, coveredColumnsIn, fieldOf, hiddenAt, valuesAt } from '../case-values.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { fieldsWithOptions, withOptions } from '../options.ts';
import { PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { actorOf } from '../record-rights.ts';
import { Calendar, FieldOut, FormOut, Pause, pauseOf, Texts, Values, Who, WhyOut, who } from '../schemas.ts';
import { shopNow } from '../shop-now.ts';
import { digestOf, namedIn, namesInTexts, shownAt } from '../step-form.ts';
import { titledFor } from '../title.ts';
import { toldParameters, valuesTold } from '../told-parameters.ts';
import { Votes, votesOf } from '../votes-of.ts';
import { allow, atLeast, personOf, viewerOf } from '../who.ts';

export const Item = z.object({
  id: z.string(),
  case: z.string(),
  process: z.object({ key: z.string(), name: z.string(), texts: Texts, version: z.number() }),
  element: z.string(),
  name: z.string(),
  texts: Texts,
  title: z.string().nullable().describe('of the case'),
  businessKey: z.string().nullable(),
  number: z.string().nullable().describe('what people call it by; null where its key only keeps two of the same apart'),
  summary: z.array(
    z.object({
      name: z.string(),
      label: z.string().nullable(),
      texts: Texts.nullable(),
      type: z.string(),
      field: FieldOut,
      value: z.unknown(),
    }),
  ),
  state: z
    .enum(['open', 'submitted', 'closed', 'withdrawn'])
    .describe('submitted: its case has not heard of it yet; see `undoMs`'),
  paused: z.boolean().describe('its case is held: nothing can be done with it for now'),
  assignee: Who.nullable(),
  claimedAt: z.string().nullable(),
  priority: z.number(),
  createdAt: z.number(),
  due: z.number().nullable(),
  closedAt: z.number().nullable(),
  closedBy: Who.nullable(),
  verdict: z.string().nullable(),
  hasDraft: z.boolean().describe('I have typed into it'),
  from: z
    .object({ element: z.string(), name: z.string(), texts: Texts, by: Who.nullable() })
    .nullable()
    .describe('the step before, and who did it'),
});
const list = createRoute({
  method: 'get',
  path: '/tasks',
  tags: ['tasks'],
  summary: 'One view of the inbox, most urgent first (done: newest first). What I started is GET /cases?mine=started',
  middleware: allow('staff'),
  request: {
    query: PageQuery.extend({
      view: z.enum(['todo', 'claimable', 'done', 'all']).default('todo').describe('all: managers'),
      process: z.string().max(80).optional(),
      element: z.string().max(100).optional(),
      assignee: z.string().max(100).optional().describe('view=all'),
      overdue: z.enum(['true', 'false']).optional().describe('view=all'),
      q: z.string().trim().max(100).optional().describe('any part of number, title, buyer, SKU; one page'),
    }),
  },
  responses: ok(pageOf(Item).extend({ now: z.number() }), 'Tasks'),
});
const counts = createRoute({
  method: 'get',
  path: '/tasks/counts',
  tags: ['tasks'],
  summary: 'How many in each view, up to 100',
  middleware: allow('staff'),
  responses: ok(
    z.object({ todo: z.number(), overdue: z.number(), claimable: z.number(), started: z.number() }),
    'Counts',
  ),
});
const processes = createRoute({
  method: 'get',
  path: '/tasks/processes',
  tags: ['tasks'],
  summary: 'Processes with work in a view: what its list can be filtered by',
  middleware: allow('staff'),
  request: { query: z.object({ view: z.enum(['todo', 'claimable', 'done']).default('todo') }) },
  responses: ok(
    z.object({ items: z.array(z.object({ key: z.string(), name: z.string(), texts: Texts })) }),
    'Processes',
  ),
});
const Step = z.object({
  seq: z.number(),
  at: z.number(),
  kind: z.string(),
  element: z.string().nullable(),
  name: z.string().nullable(),
  by: Who.nullable(),
  why: WhyOut,
});
const Detail = Item.extend({
  now: z.number(),
  pause: Pause,
  limit: z
    .object({ duration: z.string().describe('ISO 8601'), calendar: Calendar.nullable().describe('of working time') })
    .nullable()
    .describe('how long the process gives for it; null where it gives a date, or no limit'),
  can: z.object({ claim: z.boolean(), complete: z.boolean(), release: z.boolean(), assign: z.boolean() }),
  form: FormOut.nullable(),
  values: Values.describe(
    'while open: facts, and what fields marked `prefill` begin with; when closed: what was on screen as it was submitted',
  ),
  shown: z
    .string()
    .describe('digest of `values`; sent back with the form, it tells whether the case has changed since'),
  draft: z.object({ revision: z.number(), values: Values }).nullable().describe('what I have typed, whoever holds it'),
  holding: z
    .object({
      kind: z.enum(['claimed', 'released', 'assigned']),
      at: z.number(),
      person: Who.nullable(),
      by: Who.nullable(),
    })
    .nullable()
    .describe('how its holder, or nobody, came to it'),
  submitted: z
    .object({
      values: Values,
      verdict: z.string().optional(),
      comment: z.string().optional(),
      by: z.string(),
      at: z.string(),
    })
    .nullable(),
  undoMs: z.number().nullable().describe('for how long I may still take my submission back'),
  variables: Values.describe('what texts and conditions of this step name; secret ones only where the form reads them'),
  about: z
    .array(
      z.object({
        name: z.string(),
        label: z.string().nullable(),
        texts: Texts.nullable(),
        type: z.string(),
        field: FieldOut,
      }),
    )
    .describe('how the data that the texts name is called and written'),
  instruction: z.string().nullable(),
  documentation: z.string().nullable(),
  checklist: z.array(z.string()),
  scripts: z.array(z.object({ title: z.string(), text: z.string() })),
  verdicts: z.array(z.enum(VERDICTS)).describe('what I may say, where people decide; none: it is only submitted'),
  votes: Votes.nullable().describe('who decides it together, and what they have said'),
  history: z.array(Step).describe('what happened before, newest first'),
});
const get = createRoute({
  method: 'get',
  path: '/tasks/{id}',
  tags: ['tasks'],
  summary: 'One task: form, values, instruction, what happened before',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(300) }) },
  responses: ok(Detail, 'The task'),
});

const TOLD_BEFORE = ['completed', 'triggered', 'decided', 'incident', 'resolved', 'caseStarted', 'cancelled'];

/** Names that a row lacks come from its version. */
export async function taskItem({ definitions, sql }: Deps, row: TaskRow, processNames: Map<string, string>) {
  const published = await definitions.get(row.process, row.version);
  const declared = new Map((published?.definition.zf.variable ?? []).map((variable) => [variable.name, variable]));
  const name = processNames.get(row.process) ?? (await processName(sql, row.process)) ?? row.process;
  processNames.set(row.process, name);
  const {
    process,
    version,
    assignee,
    assigneeName,
    closedBy,
    closedByName,
    fromBy,
    fromName,
    fromElement,
    summary,
    due,
  } = row;
  const before = fromElement && (published ? stepBefore(published.definition, fromElement) : fromElement);
  const hidden = hiddenAt(published?.definition.elements[row.element]);
  const columns = published ? coveredColumnsIn(published.definition) : new Map<string, Set<string>>();
  const capability = capabilityOfTask(row.form);
  const given = new Map((capability ? formOfCapability(capability).fields : []).map((field) => [field.id, field]));
  // Column by column: a new one of the table is on the wire only when somebody puts it here.
  return {
    id: row.id,
    case: row.case,
    element: row.element,
    name: row.name,
    texts: row.texts,
    title: row.title,
    businessKey: row.businessKey,
    number: caseNumber(row.businessKey, published?.definition.zf),
    state: row.state,
    paused: row.paused,
    claimedAt: row.claimedAt,
    priority: row.priority,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
    verdict: row.verdict,
    hasDraft: row.hasDraft,
    process: { key: process, name, texts: published?.definition.zf.text ?? {}, version },
    due: isNever(due) ? null : due,
    assignee: who(assignee, assigneeName),
    closedBy: who(closedBy, closedByName),
    from: before
      ? {
          element: before,
          name: published?.definition.elements[before]?.name ?? before,
          texts: published?.definition.elements[before]?.zf?.text ?? {},
          by: who(fromBy, fromName),
        }
      : null,
    summary: summary
      .filter(({ name: one }) => !hidden.has(one))
      .map((each) => {
        // What a capability is given is called, and counted, as the capability says.
        const own = given.get(each.name);
        const about = own ? undefined : declared.get(each.name);
        return {
          name: each.name,
          label: about?.label ?? null,
          texts: about?.text ?? null,
          type: about?.type ?? 'any',
          field: own ?? fieldOf(published?.forms ?? {}, each.name, about, each.value),
          value: about?.secret ? '••••' : coverCells(each.value, columns.get(each.name) ?? new Set()),
        };
      }),
  };
}

/** People know steps, not forks: a fork stands for the one step that leads to it. */
function stepBefore({ elements, flows }: Definition, element: string): string {
  const seen = new Set<string>();
  let at = element;
  while (elements[at]?.type.endsWith('Gateway') && !seen.has(at)) {
    seen.add(at);
    const sources = Object.values(flows).filter(({ target }) => target === at);
    if (sources.length !== 1 || !sources[0]) return at;
    at = sources[0].source;
  }
  return at;
}

/** What the process says: between the beginning and `due` there may be nights and pauses. */
function limitOf(
  definition: Definition,
  { waits }: Instance,
  { element, wait }: Pick<TaskRow, 'element' | 'wait'>,
  calendars: Record<string, WorkingTime>,
) {
  const node = compile(definition).nodes[element];
  const rule = node && clockOf(node);
  const at = waits[wait];
  const duration = (at?.kind === 'userTask' ? at.spec : undefined) ?? rule?.target;
  if (!rule || !duration || !parseDuration(duration)) return null;
  return { duration, calendar: (rule.calendar && calendars[rule.calendar]) || null };
}

export const taskRoutes = (deps: Deps) => {
  const { sql, definitions } = deps;
  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const { view, cursor, limit, q, overdue, assignee, ...filter } = c.req.valid('query');
      if (view === 'all' && !atLeast(me, 'manager')) throw problem('notAllowed');
      const after = readCursor(z.tuple([z.number(), z.string()]), cursor);
      const asked = { ...filter, after, limit: limit + 1 };
      const now = await shopNow(sql);
      const find = (): Promise<TaskRow[]> => {
        if (q) return searchTasks(sql, view, me.id, me.refs, q, asked);
        if (view === 'todo') return listTodo(sql, me.id, asked);
        if (view === 'claimable') return listClaimable(sql, me.id, me.refs, asked);
        if (view === 'done') return listDone(sql, me.id, asked);
        return listOpen(sql, me.id, { ...asked, assignee, overdueAt: overdue === 'true' ? now : undefined });
      };
      const found = page(await find(), limit, (row) => [view === 'done' ? row.closedAt : row.due, row.id]);
      const names = new Map<string, string>();
      const told = await Promise.all(titledFor(c, found.items).map((row) => taskItem(deps, row, names)));
      const summaries = await fieldsWithOptions(
        sql,
        told.flatMap(({ summary }) => summary),
        actorOf(me),
        now,
      );
      const items = told.map((item) => ({ ...item, summary: summaries.splice(0, item.summary.length) }));
      return c.json({ items, next: q ? null : found.next, now }, 200);
    })
    .openapi(counts, async (c) => {
      const me = personOf(c);
      return c.json(await countTasks(sql, me.id, me.refs, await shopNow(sql)), 200);
    })
    .openapi(processes, async (c) => {
      const me = personOf(c);
      return c.json({ items: await processesOf(sql, c.req.valid('query').view, me.id, me.refs) }, 200);
    })
    .openapi(get, async (c) => {
      const me = personOf(c);
      const { id } = c.req.valid('param');
      const task = await taskById(sql, id, me.id, me.refs);
      if (!task || !(await seesTask(sql, viewerOf(c), task))) throw problem('notFound', { what: id });
      const [found, published, rows, shop, draft, holding, answered] = await Promise.all([
        caseById(sql, { all: true }, task.case),
        definitions.get(task.process, task.version),
        listHistory(sql, task.case, { kinds: TOLD_BEFORE, limit: 30 }),
        readShop(sql),
        readDraft(sql, me.id, aboutTask(id)),
        latestHolding(sql, id),
        answeredBefore(sql, task),
      ]);
      const element = published?.definition.elements[task.element];
      if (!found || !published || !element) throw problem('notFound', { what: id });
      const suspension = found.state.suspended;
      const names = await namesOf(sql, [...rows.map(({ by }) => by), suspension?.by, holding?.person, holding?.by]);
      const capability = capabilityOfTask(task.form);
      const ofModel = task.form ? published.forms[task.form] : undefined;
      const stored = capability ? formOfCapability(capability) : ofModel;
      const known = { ...valuesAt(found.state, task.wait), ...task.locals };
      const now = shopTime(shop.clock, Date.now());
      const { definition } = published;
      const guide = guideIn(element, languageOf(c));
      const told = await toldParameters(sql, definition, element, found.state.store, known, now);
      const shown = stored && shownAt({ form: stored, element, definition, known, answered, at: now });
      const form = shown
        ? { ...shown.form, fields: await withOptions(sql, shown.form.fields, actorOf(me), now) }
        : null;
      const secret = new Set(
        (published.definition.zf.variable ?? []).filter((each) => each.secret).map((each) => each.name),
      );
      const inForm = new Set(form?.fields.map((field) => field.id));
      const shows = viewerOf(c).all ? () => true : (name: string) => !secret.has(name) || inForm.has(name);
      const { submitted, offered } = task;
      const holds = task.state === 'open' && task.assignee === me.id;
      const free = task.state === 'open' && task.assignee === null && offered;
      // When it is done, it shows what was seen and said then, never what the case holds today.
      const given = task.state === 'closed' || task.state === 'submitted';
      const values = given ? (submitted?.shown ?? submitted?.values ?? {}) : (shown?.values ?? {});
      const [seen = task] = titledFor(c, [task]);
      const item = await taskItem(deps, seen, new Map());
      return c.json(
        {
          ...item,
          now,
          pause: pauseOf(suspension, names),
          limit: limitOf(published.definition, found.state, task, shop.env.calendars ?? {}),
          can: {
            claim: free && !task.paused,
            complete: (holds || free) && !task.paused,
            release: holds,
            assign: task.state === 'open' && atLeast(me, 'manager'),
          },
          form,
          values,
          shown: digestOf(values),
          draft: draft ? { revision: draft.revision, values: draft.values } : null,
          holding: holding
            ? {
                kind: holding.kind,
                at: holding.at,
                person: who(holding.person, holding.person && names[holding.person]),
                by: who(holding.by, names[holding.by]),
              }
            : null,
          submitted:
            submitted && given
              ? {
                  values: submitted.values,
                  by: submitted.by,
                  at: submitted.at,
                  ...(submitted.verdict && { verdict: submitted.verdict }),
                  ...(submitted.comment && { comment: submitted.comment }),
                }
              : null,
          undoMs:
            task.state === 'submitted' && submitted && task.closedBy === me.id
              ? ((await heldFor(sql, submitted.request)) ?? null)
              : null,
          variables: Object.fromEntries(
            Object.entries(
              task.state === 'open' ? { ...namedIn(element, form, known), ...valuesTold(told) } : values,
            ).filter(([name]) => shows(name)),
          ),
          about: [
            ...(await fieldsWithOptions(
              sql,
              namesInTexts(element).map((name) => {
                const declared = definition.zf.variable?.find((each) => each.name === name);
                return {
                  name,
                  label: declared?.label ?? null,
                  texts: declared?.text ?? null,
                  type: declared?.type ?? 'any',
                  field: fieldOf(published.forms, name, declared, known[name]),
                };
              }),
              actorOf(me),
              now,
            )),
            ...told.map(({ name, parameter }) => ({
              name,
              label: parameter.label.zh,
              texts: parameter.label.en === undefined ? null : { en: { name: parameter.label.en } },
              type: parameter.field.type,
              field: parameter.field,
            })),
          ],
          instruction: guide.instruction ?? capability?.instruction[languageOf(c)] ?? null,
          documentation: guide.documentation ?? null,
          checklist: guide.checklist,
          scripts: guide.scripts,
          verdicts: capability ? [] : verdictsAt(element),
          votes: await votesOf(sql, found.state, task.wait, element),
          history: rows.map(({ seq, at, kind, element: at_, by, why }) => ({
            seq,
            at,
            kind,
            element: at_,
            name: at_ ? (published.definition.elements[at_]?.name ?? at_) : null,
            by: who(by, by && names[by]),
            why: secret.size || hiddenAt(element).size ? null : why,
          })),
        },
        200,
      );
    });
};
