// One task with all that it takes to do it: form, values, what it says to whoever does it, what happened before.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { capabilityOfTask, formOfCapability } from '../activities/connectors/people.ts';
import { refsFrom } from '../bpmn/assignment.ts';
import { aheadOf } from '../bpmn/clocks.ts';

import { offersVerb, verdictsAt } from '../bpmn/compile.ts';
import type { Definition, Element } from '../bpmn/definition.ts';
import { parseDuration } from '../bpmn/duration.ts';
import { guideIn } from '../bpmn/guide.ts';
import type { Instance, Env as Surroundings } from '../bpmn/instance.ts';
import { begin, step } from '../bpmn/step.ts';
import { VERDICTS } from '../bpmn/votes.ts';
import { caseById } from '../db/case-lists.ts';
import { heldFor } from '../db/commands.ts';
import { questionsOf } from '../db/copies.ts';
import { aboutTask, readDraft } from '../db/form-drafts.ts';
import { listHistory } from '../db/history.ts';
import { HOLDINGS, latestHolding } from '../db/holding.ts';
import { namesOf, peopleWith, refNames } from '../db/people.ts';
import { readShop } from '../db/settings.ts';
import { answeredBefore, type TaskDetail, touchedIn } from '../db/tasks.ts';
import { ticksOf } from '../db/ticks.ts';
import { SYSTEM } from '../db/viewer.ts';
import type { Language } from '../words/message.ts';
import { shopTime } from '../workflows/clock.ts';
import { fieldOf, hiddenAt, valuesAt } from './case-values.ts';
import type { Deps, Env } from './deps.ts';
import { languageOf } from './language.ts';
import { fieldsWithOptions, withOptions } from './options.ts';
import { problem } from './problem.ts';
import { actorOf } from './record-rights.ts';
import { FileRef } from './routes/files.ts';
import { Calendar, FieldOut, FormOut, Pause, pauseOf, Texts, Values, Who, WhyOut, who } from './schemas.ts';
import { digestOf, namedIn, namesInTexts, shownAt } from './step-form.ts';
import { checkedOff, hasOthers, isExcluded } from './submit-task.ts';
import { countInGrid } from './task-grid.ts';
import { Item, taskItem } from './task-item.ts';
import { titledFor } from './title.ts';
import { toldParameters, valuesTold } from './told-parameters.ts';
import { Signers, signersOf, Votes, votesOf } from './votes-of.ts';
import { atLeast, type Person, personOf, seesCovered } from './who.ts';

const Step = z.object({
  seq: z.number(),
  at: z.number(),
  kind: z.string(),
  element: z.string().nullable(),
  name: z.string().nullable(),
  by: Who.nullable(),
  why: WhyOut,
});
export const Detail = Item.extend({
  now: z.number(),
  pause: Pause,
  limit: z
    .object({
      kind: z.enum(['response', 'resolution', 'wait']).describe('response: somebody has to look at it by then'),
      duration: z.string().nullable().describe('ISO 8601; null where it is a date'),
      calendar: Calendar.nullable().describe('of working time'),
      missed: z.boolean(),
      stands: z.enum(['held', 'paused']).nullable().describe('paused: while others are waited for'),
      left: z.number().nullable().describe('how much is left while it stands, in milliseconds of its time'),
      ahead: z
        .array(z.object({ at: z.number(), act: z.string(), to: z.array(z.string()).describe('names') }))
        .describe('what will happen on the way, next first'),
    })
    .nullable()
    .describe('the limit that counts now; null where there is none'),
  questions: z
    .array(
      z.object({
        id: z.string(),
        by: Who.nullable(),
        to: Who.nullable(),
        text: z.string(),
        at: z.number(),
        answer: z.string().nullable(),
        answeredAt: z.number().nullable(),
      }),
    )
    .describe('what people have asked each other about it, oldest first'),
  can: z.object({
    claim: z.boolean(),
    complete: z.boolean(),
    release: z.boolean(),
    giveBack: z.boolean().describe('somebody else could take it then'),
    transfer: z.boolean(),
    delegate: z.boolean(),
    return: z.boolean(),
    addSigners: z.boolean(),
    removeSigners: z.boolean(),
    takeBack: z.boolean().describe('I have done it, and nobody has begun with what came of it'),
    assign: z.boolean(),
    due: z.boolean().describe('set another date for it'),
    ask: z.boolean().describe('ask somebody about it'),
    copy: z.boolean().describe('let others read along'),
    guest: z.boolean().describe('one outside may be let fill in the form'),
  }),
  others: z
    .object({ people: z.array(Who), more: z.boolean() })
    .nullable()
    .describe('where the step excludes me: who could take it instead'),
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
      kind: z.enum(HOLDINGS),
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
      guest: z.string().optional().describe('who has filled it in, outside'),
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
  checklist: z.array(
    z.object({
      text: z.string(),
      photo: z.boolean().describe('ticked with a photo only'),
      done: z.object({ by: Who.nullable(), at: z.number(), files: z.array(FileRef) }).nullable(),
    }),
  ),
  scripts: z.array(z.object({ title: z.string(), text: z.string() })),
  verdicts: z.array(z.enum(VERDICTS)).describe('what I may say, where people decide; none: it is only submitted'),
  inGrid: z.number().describe('how many of its step I hold in this case that can be filled in as rows of one grid'),
  opinions: z
    .array(z.enum([...VERDICTS, 'complete']))
    .describe('what of it is said with a comment only; `complete`: that it is done'),
  askedBy: Who.nullable().describe('who wants my opinion: it is submitted as the comment, and nothing else'),
  signers: Signers,
  votes: Votes.nullable().describe('who decides it together, and what they have said'),
  history: z.array(Step).describe('what happened before, newest first'),
});

const TOLD_BEFORE = ['completed', 'triggered', 'decided', 'incident', 'resolved', 'caseStarted', 'cancelled'];

/** So many are named of those who could take it. */
const NAMED = 5;

export async function taskDetail(deps: Deps, c: Context<Env>, task: TaskDetail): Promise<z.infer<typeof Detail>> {
  const { sql, definitions } = deps;
  const me = personOf(c);
  const [found, published, rows, shop, draft, holding, answered] = await Promise.all([
    caseById(sql, SYSTEM, task.case),
    definitions.get(task.process, task.version),
    listHistory(sql, task.case, { kinds: TOLD_BEFORE, limit: 30 }),
    readShop(sql),
    readDraft(sql, me.id, aboutTask(task.id)),
    latestHolding(sql, task.id),
    answeredBefore(sql, task),
  ]);
  const element = published?.definition.elements[task.element];
  if (!found || !published || !element) throw problem('notFound', { what: task.id });
  const suspension = found.state.suspended;
  const names = await namesOf(sql, [
    ...rows.map(({ by }) => by),
    suspension?.by,
    holding?.person,
    holding?.by,
    task.askedBy,
  ]);
  const capability = capabilityOfTask(task.form);
  const ofModel = task.form ? published.forms[task.form] : undefined;
  const stored = capability ? formOfCapability(capability) : ofModel;
  const known = { ...valuesAt(found.state, task.wait), ...task.locals };
  const now = shopTime(shop.clock, Date.now());
  const clock = { at: now, offset: shop.env.zone };
  const { definition } = published;
  const free_ = task.state === 'open' && task.assignee === null;
  const others = free_ && isExcluded(task, me.refs) ? await othersFor(sql, task) : null;
  const guide = guideIn(element, languageOf(c));
  const told = await toldParameters(sql, definition, element, found.state.store, known, clock);
  const shown = stored && shownAt({ form: stored, element, definition, known, answered, now: clock });
  const form = shown ? { ...shown.form, fields: await withOptions(sql, shown.form.fields, actorOf(me), now) } : null;
  const secret = new Set(
    (published.definition.zf.variable ?? []).filter((each) => each.secret).map((each) => each.name),
  );
  const inForm = new Set(form?.fields.map((field) => field.id));
  // Who only reads along, or is asked about it, has no task with them.
  const does = mayDo(task, me);
  const shows = (name: string) => seesCovered(c) || !secret.has(name) || (does && inForm.has(name));
  const seenOf = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => shows(name)));
  const { submitted, offered } = task;
  const holds = task.state === 'open' && task.assignee === me.id;
  const free = task.state === 'open' && task.assignee === null && offered;
  // When it is done, it shows what was seen and said then, never what the case holds today.
  const given = task.state === 'closed' || task.state === 'submitted';
  const values = seenOf(given ? (submitted?.shown ?? submitted?.values ?? {}) : (shown?.values ?? {}));
  const [seen = task] = titledFor(c, [task]);
  const item = await taskItem(deps, seen, new Map());
  const ticks = guide.checklist.length > 0 ? await ticksOf(sql, task.id) : [];
  const tickers = await namesOf(
    sql,
    [...ticks, ...(submitted?.checklist ?? []).flatMap(({ done }) => done ?? [])].map(({ by }) => by),
  );
  return {
    ...item,
    now,
    pause: pauseOf(suspension, names),
    limit: await limitOf(sql, definition, found.state, task.wait, { env: shop.env, at: now, language: languageOf(c) }),
    questions: (await questionsOf(sql, task.id)).map((one) => ({
      id: one.id,
      by: who(one.by, one.byName),
      to: who(one.to, one.toName),
      text: one.text,
      at: one.at,
      answer: one.answer,
      answeredAt: one.answeredAt,
    })),
    can: {
      claim: free && !task.paused,
      complete: (holds || free) && !task.paused,
      release: holds,
      giveBack: holds && hasOthers(task, me.id),
      transfer: holds && !task.paused && !capability && offersVerb(element, 'transfer'),
      delegate: holds && !task.paused && !capability && offersVerb(element, 'delegate'),
      return: holds && !task.paused && !capability && task.askedBy === null && offersVerb(element, 'return'),
      addSigners: holds && !task.paused && !capability && task.askedBy === null && offersVerb(element, 'addSigners'),
      removeSigners: holds && !task.paused && !capability && offersVerb(element, 'removeSigners'),
      takeBack: await canTakeBack(sql, definition, found, task, { me: me.id, at: now, env: shop.env }),
      assign: task.state === 'open' && atLeast(me, 'manager'),
      due: task.state === 'open' && !task.paused && atLeast(me, 'manager'),
      ask: task.state === 'open' && !capability,
      copy: task.state === 'open' && !capability,
      guest:
        (holds || (task.state === 'open' && task.assignee !== null && atLeast(me, 'manager'))) &&
        !task.paused &&
        element.zf?.guest === true &&
        ofModel !== undefined,
    },
    others,
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
            values: seenOf(submitted.values),
            by: submitted.by,
            at: submitted.at,
            ...(submitted.verdict && { verdict: submitted.verdict }),
            ...(submitted.comment && { comment: submitted.comment }),
            ...(submitted.guest && { guest: submitted.guest }),
          }
        : null,
    undoMs:
      task.state === 'submitted' && submitted && task.closedBy === me.id
        ? ((await heldFor(sql, submitted.request)) ?? null)
        : null,
    variables: seenOf(task.state === 'open' ? { ...namedIn(element, form, known), ...valuesTold(told) } : values),
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
    checklist: (given && submitted?.checklist ? submitted.checklist : checkedOff(guide.checklist, ticks)).map(
      ({ text, done, ...check }) => ({
        text,
        photo: 'photo' in check && check.photo === true,
        done: done ? { by: who(done.by, tickers[done.by]), at: done.at, files: done.files } : null,
      }),
    ),
    scripts: guide.scripts,
    verdicts: capability || task.askedBy !== null ? [] : verdictsAt(element),
    opinions: task.askedBy === null ? (element.zf?.opinion ?? []) : [],
    inGrid: await countInGrid(deps, task, element, stored, me.id),
    askedBy: who(task.askedBy, task.askedBy && names[task.askedBy]),
    signers: await signersOf(sql, found.state, task.wait),
    votes: await votesOf(sql, found.state, task.wait, element),
    history: rows.map(({ seq, at, kind, element: at_, by, why }) => ({
      seq,
      at,
      kind,
      element: at_,
      name: at_ ? nameIn(published.definition.elements[at_], at_, languageOf(c)) : null,
      by: who(by, by && names[by]),
      why: secret.size || hiddenAt(element).size ? null : why,
    })),
  };
}

/** Has it, has done it, has begun to, or was offered it. */
const mayDo = ({ offered, assignee, closedBy, hasDraft, offers }: TaskDetail, { id, refs }: Person): boolean =>
  offered || assignee === id || closedBy === id || hasDraft || offers.some((ref) => refs.includes(ref));

const nameIn = (element: Element | undefined, id: string, language: Language): string =>
  element?.zf?.text?.[language]?.name || element?.name || id;

/** What the process says: between the beginning and `due` there may be nights and pauses; and what will happen on the way. */
async function limitOf(
  sql: Deps['sql'],
  definition: Definition,
  state: Instance,
  wait: string,
  { env, at, language }: { env: Surroundings; at: number; language: Language },
) {
  const draft = begin(definition, state);
  Object.assign(draft, { env, at });
  const found = aheadOf(draft, wait);
  if (!found) return null;
  const { clock, rungs } = found;
  const names = await refNames(sql, [...new Set(rungs.flatMap(({ to }) => refsFrom(draft, to)))], language);
  return {
    kind: clock.kind,
    duration: parseDuration(clock.spec) ? clock.spec : null,
    calendar: (clock.calendar && env.calendars?.[clock.calendar]) || null,
    missed: clock.missed ?? false,
    stands: clock.stands ?? null,
    left: clock.stands && clock.goal !== undefined ? Math.max(0, clock.goal - clock.used) : null,
    ahead: rungs.slice(0, 5).map((rung) => ({
      at: rung.at,
      act: rung.act,
      to: refsFrom(draft, rung.to).flatMap((ref) => names[ref] ?? []),
    })),
  };
}

/** Tried on a copy. */
async function canTakeBack(
  sql: Deps['sql'],
  definition: Definition,
  { state, status }: { state: Instance; status: string },
  task: TaskDetail,
  { me, at, env }: { me: string; at: number; env: Surroundings },
): Promise<boolean> {
  if (task.state !== 'closed' || task.closedBy !== me || status !== 'running') return false;
  if (!state.done?.some(({ task: one, code }) => one === task.wait && code === undefined)) return false;
  const touched = await touchedIn(sql, task.case);
  return step(definition, state, { type: 'taskTakenBack', at, by: me, task: task.wait, touched }, env).answer.ok;
}

async function othersFor(sql: Deps['sql'], { offers, excluded }: TaskDetail) {
  const able = (await peopleWith(sql, offers)).filter(({ refs }) => !excluded.some((ref) => refs.includes(ref)));
  return { people: able.slice(0, NAMED).map(({ id, name }) => ({ id, name })), more: able.length > NAMED };
}
