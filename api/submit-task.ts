// Submitting a task: claim, form and files are checked, submission and command stored in one transaction, then sent
// (architecture, rule 4). Who comes second is told who was first.
import type { Context } from 'hono';
import { capabilityOfTask, formOfCapability, resultOf } from '../activities/connectors/people.ts';
import { lacksOpinion, verdictsAt } from '../bpmn/compile.ts';
import type { Element } from '../bpmn/definition.ts';
import { type Check, checksOf } from '../bpmn/guide.ts';
import type { Verdict } from '../bpmn/votes.ts';
import { writeAudit } from '../db/audit.ts';
import { caseState } from '../db/case-lists.ts';
import { type Standing, type Stored, storeCommand } from '../db/commands.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { type FileRef, tieFiles } from '../db/files.ts';
import { aboutTask, dropDraft, submitDraft } from '../db/form-drafts.ts';
import { latestHolding } from '../db/holding.ts';
import { namesOf } from '../db/people.ts';
import {
  answeredBefore,
  claimTask,
  type Locked,
  lockTask,
  salted,
  storeSubmitted,
  type TaskDetail,
  taskById,
} from '../db/tasks.ts';
import { type Tick, ticksOf } from '../db/ticks.ts';
import { markSubmitted } from '../db/undo.ts';
import { waysOf } from '../db/ways.ts';
import { sendStored } from '../dispatch/send.ts';
import type { Clock } from '../feel/expression.ts';
import type { Value, Variables } from '../feel/value.ts';
import { askedNow } from '../forms/asked.ts';
import type { Field, Form } from '../forms/form.ts';
import { formulaOf, withFormulas } from '../forms/formula.ts';
import { type Covered, keptBeside, laidBack, nothingCovered } from '../forms/rows.ts';
import { type FieldError, validate } from '../forms/validate.ts';
import { settled, withinLimits } from './answer-of-case.ts';
import { auditRow } from './audited.ts';
import { coveredAt, coveredFor, filesIn, valuesAt } from './case-values.ts';
import type { Deps, Env } from './deps.ts';
import { bodyDigest, requestId } from './once.ts';
import { type ProblemError, problem, tell } from './problem.ts';
import { actorOf } from './record-rights.ts';
import { resolvedFor } from './resolved.ts';
import { clockNow } from './shop-now.ts';
import { digestOf, parametersInTexts, shownAt } from './step-form.ts';
import { toldParameters, valuesTold } from './told-parameters.ts';
import { type Person, personOf } from './who.ts';

type Values = Record<string, unknown>;

type Submission = {
  values: Record<string, unknown>;
  verdict?: Verdict | undefined;
  comment?: string | undefined;
  /** Digest of what was on screen; absent: whoever sends takes the case as it is. */
  shown?: string | undefined;
  /** Seconds for which it may be undone; absent: it is sent at once. */
  undoFor?: number | undefined;
  guest?: Guest;
  /** Where one request submits several. */
  request?: string;
};
/** Whoever has it has let one outside fill it in: his name, and what is kept with it. `use`: false where he came too late. */
export type Guest = {
  id: string;
  name: string;
  holder: Person;
  use(tx: Transaction): Promise<boolean>;
};

/** @returns whether it is still being confirmed, and how long it may be undone */
export async function submitTask(
  deps: Deps,
  c: Context<Env>,
  task: TaskDetail,
  { values: given, verdict, comment, shown: seen, undoFor, guest, request = requestId(c) }: Submission,
): Promise<{ confirming: boolean; undoMs?: number }> {
  const { sql, door } = deps;
  const me = guest?.holder ?? personOf(c);
  const content = await bodyDigest(c);
  // A repeat after success is answered from the row; an unanswered one is sent again as it was stored.
  if (task.state === 'closed' && task.closedBy === me.id && task.submitted?.request === request) {
    if (task.submitted.content && task.submitted.content !== content) throw problem('requestReused');
    return { confirming: false };
  }
  // Who is asked for an opinion says it in words; the form is the asker's.
  const asked = task.askedBy !== null && task.state === 'open';
  if (asked && !comment?.trim()) throw problem('opinionMissing');
  const capability = capabilityOfTask(task.form);
  const clock = await clockNow(sql);
  const now = clock.at;
  const { form, stored, element, known, shown, told } = await formOf(
    deps,
    task,
    clock,
    asked ? NO_FORM : capability && formOfCapability(capability),
  );
  // What was not touched stands as the case holds it: it is checked and kept as seen, and not written again.
  const back = laidBackAll(stored, element, known, given);
  const checked = form
    ? await resolvedFor(sql, form, validate(form, { ...shown, ...back.values }, clock, known), {
        before: known as Variables,
        reader: actorOf(me),
        at: now,
      })
    : { values: {}, errors: [] };
  checked.errors.unshift(...back.errors);
  for (const { field, rows, covered } of back.tables) {
    if (checked.values[field.id] === undefined) continue;
    const whole = { ...checked.values, [field.id]: keptBeside(field, checked.values[field.id] ?? null, rows, covered) };
    // What is computed of hidden columns, too.
    checked.values[field.id] = withFormulas([field], whole, clock, known as Variables)[field.id] ?? null;
  }
  // Rows are laid back under what stood here: it must be what was seen.
  if (back.tables.length > 0 && seen === undefined) throw problem('shownChanged');
  const open = (values: Values): Values => (stored ? coveredFor(stored, element, values, false) : values);
  const computed = new Set(form?.fields.filter((field) => formulaOf(field) !== undefined).map(({ id }) => id));
  const touched = Object.fromEntries(
    Object.entries(checked.values).filter(([name]) => Object.hasOwn(given, name) || computed.has(name)),
  );
  if (verdict && (asked || !(element && verdictsAt(element).includes(verdict)))) throw problem('notAllowed');
  if (!asked && !guest && element && lacksOpinion(element, verdict, comment)) throw problem('opinionMissing');
  const command: Stored = {
    id: request,
    host: task.host,
    family: task.family,
    case: task.case,
    by: me.id,
    content,
    ...(undoFor !== undefined && { delayMs: undoFor * 1000 }),
    body: {
      do: 'occur',
      occurrence: capability
        ? resultOf(capability, task.wait, checked.values, me.name)
        : {
            type: 'taskCompleted',
            task: task.wait,
            variables: touched,
            ...(verdict && { verdict }),
            ...(comment && { comment }),
            ...(guest && { guest: guest.name }),
          },
    },
  };
  const standing = await sql.begin(async (tx): Promise<Standing> => {
    const row = await lockTask(tx, task.id, request);
    if (row?.repeated) return storeCommand(tx, command);
    if (row?.undone) throw problem('undoneBefore');
    if (row?.state !== 'open') throw await whyNot(tx, { ...task, ...row }, me.id);
    if (task.paused) throw problem('caseSuspended');
    if (isExcluded(task, me.refs)) throw problem('excluded');
    let { heldFor } = row;
    if (row.assignee === null) {
      const taken = await claimTask(tx, task.id, { person: me.id, ways: waysOf(me), at: now });
      if (!taken) throw problem('notHolder', { who: '—' });
      heldFor = taken.for;
    } else if (row.assignee !== me.id) throw await whyNot(tx, { ...task, ...row }, me.id);
    if (row.pending && row.submitted) throw await submitting(tx, row);
    if (seen !== undefined && !asked && seen !== digestOf(shown)) throw problem('shownChanged');
    if (checked.errors.length)
      throw problem('formInvalid', { count: checked.errors.length }, { errors: checked.errors });
    withinLimits(touched);
    const checklist = asked ? [] : checkedOff(checksOf(element?.zf), await ticksIn(tx, task, element));
    const unproven = checklist.filter(({ photo, done }) => photo && !done?.files.length);
    if (unproven.length && (verdict ?? 'agree') === 'agree')
      throw problem('ticksMissing', { items: unproven.map(({ text }) => text) });
    if (guest && !(await guest.use(tx))) throw problem('guestOver');
    if (form && !(await tieFiles(tx, filesIn(form, touched), task.case, guest ? guestFiles(guest) : me.id)))
      throw problem('notFound', { what: tell('what.file') });
    const { submitted, digest } = salted({
      request,
      content,
      by: me.id,
      at: new Date().toISOString(),
      values: open(touched),
      verdict,
      comment,
      ...(guest && { guest: guest.name }),
      ...(checklist.length > 0 && { checklist: checklist.map(({ text, done }) => ({ text, ...(done && { done }) })) }),
      shown: { ...(form && open(onScreen(form, { ...shown, ...checked.values }, known, clock))), ...told },
    });
    const [, , , stored] = await Promise.all([
      storeSubmitted(tx, task.id, submitted),
      undoFor === undefined
        ? dropDraft(tx, me.id, aboutTask(task.id))
        : submitDraft(tx, me.id, aboutTask(task.id), given, request),
      writeAudit(tx, { ...auditRow(c), object: task.id }),
      storeCommand(tx, { ...command, body: asDone(command.body, { for: heldFor, submission: digest }) }),
    ]);
    if (undoFor !== undefined) await markSubmitted(tx, task.id, me.id, now);
    return stored;
  });
  c.set('audited', true);
  const sent = await sendStored(door, standing, deps.answerMs);
  if (!sent.ok && (sent.code === 'notOpen' || sent.code === 'ended')) {
    const after = await taskById(sql, task.id, me.id, waysOf(me));
    if (after && after.state !== 'open') throw await whyNot(sql, after, me.id);
  }
  return { confirming: settled(sent), ...('heldMs' in sent && { undoMs: Math.floor(sent.heldMs) }) };
}

/** A step without a checklist asks nothing. */
const ticksIn = (tx: Transaction, task: TaskDetail, element: Element | undefined): Promise<Tick[]> =>
  checksOf(element?.zf).length > 0 ? ticksOf(tx, task.id) : Promise.resolve([]);

type Done = { by: string; at: number; files: FileRef[] };
export const checkedOff = <C extends Check>(checks: C[], ticks: Tick[]): (C & { done?: Done })[] =>
  checks.map((check, place) => {
    const tick = ticks.find(({ item }) => item === place);
    return tick ? { ...check, done: { by: tick.by, at: tick.at, files: tick.files } } : check;
  });

/** Under which name files of one outside wait until they are given to a case. */
export const guestFiles = ({ id }: { id: string }): string => `guest:${id}`;

/** What is done for somebody who is away says so; `submission`: the digest of what was on screen. */
export const asDone = (
  body: Stored['body'],
  said: { for: string | null; submission?: string | undefined },
): Stored['body'] =>
  body.do === 'occur'
    ? {
        ...body,
        occurrence: {
          ...body.occurrence,
          ...(said.for !== null && { for: said.for }),
          ...(said.submission !== undefined && { submission: said.submission }),
        },
      }
    : body;

/** What whoever has the task sees of its case. */
export async function shownTo(deps: Deps, task: TaskDetail): Promise<Record<string, unknown>> {
  const clock = await clockNow(deps.sql);
  const { form, stored, element, known, shown, told } = await formOf(deps, task, clock);
  const open = form ? onScreen(form, shown, known, clock) : {};
  return { ...(stored ? coveredFor(stored, element, open, false) : open), ...told };
}

/** Tables of which this step shows, or lets be written, some columns only: the rows as they will stand. */
function laidBackAll(form: Form | undefined, element: Element | undefined, known: Values, given: Values) {
  const values = { ...given };
  const errors: FieldError[] = [];
  const tables: { field: Table; rows: Value; covered: Covered }[] = [];
  for (const field of form?.fields ?? []) {
    if (field.type !== 'table' || !Object.hasOwn(given, field.id)) continue;
    const covered = coveredAt(field, element);
    const back = laidBack(field, (known[field.id] ?? null) as Value, given[field.id] as Value, covered);
    values[field.id] = back.rows;
    errors.push(...back.errors);
    if (!nothingCovered(covered)) tables.push({ field, rows: back.rows, covered });
  }
  return { values, errors, tables };
}
type Table = Extract<Field, { type: 'table' }>;

/** Four eyes: what somebody has begun or done, another decides. */
export const isExcluded = ({ excluded }: Pick<TaskDetail, 'excluded'>, refs: string[]): boolean =>
  excluded.some((ref) => refs.includes(ref));

/** Whether others could take it again; whom its holder stands in for is none. */
export const hasOthers = ({ offers, heldFor }: Pick<TaskDetail, 'offers' | 'heldFor'>, me: string): boolean =>
  offers.some((ref) => ref !== `person:${me}` && ref !== `person:${heldFor}`);

async function submitting(sql: Sql | Transaction, { submitted }: Locked): Promise<ProblemError> {
  const names = await namesOf(sql, [submitted?.by]);
  return problem('submitting', { who: names[submitted?.by ?? ''] ?? '—' });
}

type TaskStanding = Pick<TaskDetail, 'id' | 'state' | 'paused' | 'assignee' | 'closedBy' | 'closedAt' | 'verdict'>;
/** Who was faster, when, and what they chose. */
export async function whyNot(
  sql: Sql | Transaction,
  { id, state, paused, assignee, closedBy, closedAt, verdict }: TaskStanding,
  me: string,
): Promise<ProblemError> {
  const given = state === 'open' ? await latestHolding(sql, id) : undefined;
  const names = await namesOf(sql, [assignee, closedBy, given?.by]);
  const person = (id: string | null) => (id ? { id, name: names[id] ?? id } : null);
  if (state === 'parked') return problem('refused', { why: tell('reason.parked') }, { refusal: 'parked' });
  if (state === 'withdrawn') return problem('taskWithdrawn', {}, { at: closedAt });
  if (state === 'submitted')
    return problem('submitting', { who: names[closedBy ?? ''] ?? '—' }, { who: person(closedBy), at: closedAt });
  if (state === 'closed')
    return problem(
      'taskClosed',
      { who: names[closedBy ?? ''] ?? '—' },
      { who: person(closedBy), at: closedAt, verdict },
    );
  if (paused) return problem('caseSuspended');
  if (assignee && assignee !== me && given?.kind === 'assigned')
    return problem(
      'givenAway',
      { by: names[given.by] ?? given.by, who: names[assignee] ?? assignee },
      { who: person(assignee), at: given.at },
    );
  if (assignee && assignee !== me)
    return problem('taken', { who: names[assignee] ?? assignee }, { who: person(assignee) });
  return problem('notHolder', { who: names[assignee ?? ''] ?? '—' }, { who: person(assignee) });
}

/** The fields that were asked or shown, with what they held; what a condition left out was not on screen. */
const onScreen = (form: Form, values: Values, known: Values, now: Clock): Values =>
  Object.fromEntries(
    askedNow(form.fields, values, now, known)
      .asked.filter(({ id }) => Object.hasOwn(values, id))
      .map(({ id }) => [id, values[id]]),
  );

const NO_FORM: Form = { key: '', title: { zh: '' }, fields: [] };
/** `own`: of a capability, which is in no model. */
async function formOf({ definitions, sql }: Deps, task: TaskDetail, now: Clock, own?: Form) {
  const published = await definitions.get(task.process, task.version);
  const element = published?.definition.elements[task.element];
  const stored = own ?? (task.form ? published?.forms[task.form] : undefined);
  if (!published || !element) return { form: undefined, stored, element, known: {}, shown: {}, told: {} };
  // Where nothing is filled in and nothing told, it makes no difference what the case holds.
  if (!stored && parametersInTexts(element).length === 0)
    return { form: undefined, stored, element, known: {}, shown: {}, told: {} };
  const [state, answered] = await Promise.all([
    caseState(sql, task.case),
    stored ? answeredBefore(sql, task) : new Set<string>(),
  ]);
  const known: Values = state ? { ...valuesAt(state, task.wait), ...task.locals } : {};
  const { definition } = published;
  const told = valuesTold(await toldParameters(sql, definition, element, state?.store, known, now));
  if (!stored) return { form: undefined, stored, element, known, shown: {}, told };
  const { whole: form, values } = shownAt({ form: stored, element, definition, known, answered, now });
  return { form, stored, element, known, shown: values, told };
}
