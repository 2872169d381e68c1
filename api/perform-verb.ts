// What somebody does with his task beside submitting it, by him who holds it, once, and told to its case.
import type { Context } from 'hono';
import type { Happening } from '../bpmn/scenario.ts';
import { type Stored, storeCommand } from '../db/commands.ts';
import { activePerson } from '../db/people.ts';
import { lockTask, salted, storeSubmitted, type TaskDetail } from '../db/tasks.ts';
import { markSubmitted } from '../db/undo.ts';
import { sendStored } from '../dispatch/send.ts';
import { settled } from './answer-of-case.ts';
import { lackingFor, uncertified } from './certified.ts';
import type { Deps, Env } from './deps.ts';
import { languageOf } from './language.ts';
import { bodyDigest, requestId } from './once.ts';
import { problem } from './problem.ts';
import { shopNow } from './shop-now.ts';
import { asDone, isExcluded, shownTo, whyNot } from './submit-task.ts';
import { personOf } from './who.ts';

/** `to`: whom it would reach; `undoFor`: seconds for which it may be undone; `request`: where one request does several. */
export type Perform = {
  happening: Happening;
  to?: string[];
  undoFor?: number | undefined;
  comment?: string | undefined;
  request?: string;
};
/** How a task that waits for second thoughts says what was done with it. */
const DONE: Partial<Record<Happening['type'], string>> = {
  taskReturned: 'returned',
  taskTransferred: 'transferred',
  taskDelegated: 'delegated',
};

export async function performVerb(
  deps: Deps,
  c: Context<Env>,
  task: TaskDetail,
  { happening: wanted, to, undoFor, comment, request = requestId(c) }: Perform,
): Promise<{ confirming: boolean; undoMs?: number }> {
  const { sql, door, answerMs } = deps;
  const me = personOf(c);
  const decides = wanted.type === 'taskReturned';
  const shown = decides ? await shownTo(deps, task) : undefined;
  const at = await shopNow(sql);
  const places = wanted.type === 'taskTransferred' || wanted.type === 'signersAdded';
  const lacks = places ? await lackingFor(deps, task, to ?? [], at) : undefined;
  const happening = lacks ? ({ ...wanted, lacking: lacks.course } as Happening) : wanted;
  const command: Stored = {
    id: request,
    host: task.host,
    family: task.family,
    case: task.case,
    by: me.id,
    content: await bodyDigest(c),
    ...(undoFor !== undefined && { delayMs: undoFor * 1000 }),
    body: { do: 'occur', occurrence: happening },
  };
  const standing = await sql.begin(async (tx) => {
    const row = await lockTask(tx, task.id, command.id);
    // By then another has it: what was answered first is answered again.
    if (row?.repeated) return storeCommand(tx, command);
    if (row?.undone) throw problem('undoneBefore');
    if (row?.state !== 'open' || row.assignee !== me.id || task.paused)
      throw await whyNot(tx, { ...task, ...row }, me.id);
    if (isExcluded(task, me.refs)) throw problem('excluded');
    for (const person of to ?? []) {
      if (!(await activePerson(tx, person))) throw problem('notFound', { what: person });
      if (isExcluded(task, [`person:${person}`])) throw problem('excluded');
    }
    let submission: string | undefined;
    if (decides || undoFor !== undefined) {
      const said = { request: command.id, content: command.content, by: me.id, at: new Date().toISOString() };
      const { submitted, digest } = salted({
        ...said,
        values: {},
        verdict: DONE[happening.type],
        comment,
        ...(shown && { shown }),
      });
      await storeSubmitted(tx, task.id, submitted);
      if (decides) submission = digest;
      if (undoFor !== undefined) await markSubmitted(tx, task.id, me.id, at);
    }
    return storeCommand(tx, { ...command, body: asDone(command.body, { for: row.heldFor, submission }) });
  });
  const sent = await sendStored(door, standing, answerMs);
  if (lacks && !sent.ok && sent.code === 'uncertified') throw await uncertified(deps, lacks, languageOf(c));
  const confirming = settled(sent, { named: (element) => element });
  return { confirming, ...('heldMs' in sent && { undoMs: Math.floor(sent.heldMs) }) };
}
