// Submitting a task: claim, form and files are checked, submission and command stored in one transaction, then sent
// (architecture, rule 4). Who comes second is told who was first.
import type { Context } from 'hono';
import { capabilityOfTask, doneBy, formOfCapability } from '../activities/connectors/people.ts';
import { writeAudit } from '../db/audit.ts';
import { caseById } from '../db/case-lists.ts';
import { type Standing, type Stored, storeCommand } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import { tieFiles } from '../db/files.ts';
import { namesOf } from '../db/people.ts';
import { claimTask, type Locked, lockTask, storeSubmitted, type TaskDetail, taskById } from '../db/tasks.ts';
import { sendStored } from '../dispatch/send.ts';
import { validate } from '../forms/validate.ts';
import { settled, withinLimits } from './answer-of-case.ts';
import { auditRow } from './audited.ts';
import { filesIn, formAt, valuesAt } from './case-values.ts';
import type { Deps, Env } from './deps.ts';
import { requestId } from './once.ts';
import { type ProblemError, problem } from './problem.ts';
import { shopNow } from './shop-now.ts';
import { personOf } from './who.ts';

type Submission = { values: Record<string, unknown>; verdict?: string | undefined; comment?: string | undefined };

/** @returns whether it is still being confirmed */
export async function submitTask(
  deps: Deps,
  c: Context<Env>,
  task: TaskDetail,
  { values: given, verdict, comment }: Submission,
): Promise<boolean> {
  const { sql, door } = deps;
  const me = personOf(c);
  const request = requestId(c);
  // A repeat after success is answered from the row; an unanswered one is sent again as it was stored.
  if (task.state === 'closed' && task.closedBy === me.id && task.submitted?.request === request) return false;
  const capability = capabilityOfTask(task.form);
  const { form, known } = capability ? { form: formOfCapability(capability), known: {} } : await formOf(deps, task);
  const checked = form ? validate(form, given, await shopNow(sql), known) : { values: {}, errors: [] };
  const command: Stored = {
    id: request,
    host: task.host,
    family: task.family,
    case: task.case,
    by: me.id,
    body: {
      do: 'occur',
      occurrence: capability
        ? { type: 'serviceCompleted', wait: task.wait, variables: { ...doneBy(capability), ...checked.values } }
        : {
            type: 'taskCompleted',
            task: task.wait,
            variables: checked.values,
            ...(verdict && { verdict }),
            ...(comment && { reason: comment }),
          },
    },
  };
  const standing = await sql.begin(async (tx): Promise<Standing> => {
    const row = await lockTask(tx, task.id, request);
    if (row?.repeated) return storeCommand(tx, command);
    if (row?.state !== 'open') throw await whyNot(sql, { ...task, ...row }, me.id);
    if (task.paused) throw problem('caseSuspended');
    if (row.assignee === null) {
      if (!(await claimTask(tx, task.id, me.id, me.refs))) throw problem('notHolder', { who: '—' });
    } else if (row.assignee !== me.id) throw await whyNot(sql, { ...task, ...row }, me.id);
    if (row.pending && row.submitted) throw await submitting(sql, row);
    if (checked.errors.length)
      throw problem('formInvalid', { count: checked.errors.length }, { errors: checked.errors });
    withinLimits(checked.values);
    if (form && !(await tieFiles(tx, filesIn(form, checked.values), task.case, me.id)))
      throw problem('notFound', { what: 'file' });
    const at = new Date().toISOString();
    const [, , stored] = await Promise.all([
      storeSubmitted(tx, task.id, { request, by: me.id, at, values: checked.values, verdict, comment }),
      writeAudit(tx, { ...auditRow(c), object: task.id }),
      storeCommand(tx, command),
    ]);
    return stored;
  });
  c.set('audited', true);
  const sent = await sendStored(door, standing, deps.answerMs);
  if (!sent.ok && (sent.code === 'notOpen' || sent.code === 'ended')) {
    const now = await taskById(sql, task.id, me.refs);
    if (now && now.state !== 'open') throw await whyNot(sql, now, me.id);
  }
  return settled(sent);
}

async function submitting(sql: Sql, { submitted }: Locked): Promise<ProblemError> {
  const names = await namesOf(sql, [submitted?.by]);
  return problem('submitting', { who: names[submitted?.by ?? ''] ?? '—' });
}

type TaskStanding = Pick<TaskDetail, 'state' | 'paused' | 'assignee' | 'closedBy' | 'closedAt' | 'verdict'>;
/** Who was faster, when, and what they chose. */
export async function whyNot(
  sql: Sql,
  { state, paused, assignee, closedBy, closedAt, verdict }: TaskStanding,
  me: string,
): Promise<ProblemError> {
  const names = await namesOf(sql, [assignee, closedBy]);
  const person = (id: string | null) => (id ? { id, name: names[id] ?? id } : null);
  if (state === 'withdrawn') return problem('taskWithdrawn', {}, { at: closedAt });
  if (state === 'closed')
    return problem(
      'taskClosed',
      { who: names[closedBy ?? ''] ?? '—' },
      { who: person(closedBy), at: closedAt, verdict },
    );
  if (paused) return problem('caseSuspended');
  if (assignee && assignee !== me)
    return problem('taken', { who: names[assignee] ?? assignee }, { who: person(assignee) });
  return problem('notHolder', { who: names[assignee ?? ''] ?? '—' }, { who: person(assignee) });
}

async function formOf({ definitions, sql }: Deps, task: TaskDetail) {
  const published = await definitions.get(task.process, task.version);
  const element = published?.definition.elements[task.element];
  const form = task.form ? published?.forms[task.form] : undefined;
  if (!form || !element) return { form: undefined, known: {} };
  // Only a form with conditions reads what the case holds.
  const needs = form.fields.some((field) => field.visibleWhen);
  const found = needs ? await caseById(sql, { all: true }, task.case) : undefined;
  return { form: formAt(form, element), known: found ? { ...valuesAt(found.state, task.wait), ...task.locals } : {} };
}
