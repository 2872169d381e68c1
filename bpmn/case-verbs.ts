// What becomes of a case as a whole: its starter recalls it, a manager makes it void or brings an ended one back to life (core-semantics §3.4).
import { ok, refuse } from './answer.ts';
import { joinsAfter, otherWaysInto } from './branches.ts';
import { startCaseClocks } from './clocks.ts';
import { keepDone, undoBetween } from './compensation.ts';
import type { Node } from './compile.ts';
import type { Draft } from './draft.ts';
import { endCase } from './end-case.ts';
import { type Answer, type Occurrence, ROOT, type Why } from './instance.ts';
import { armStart, createToken, emptyScope } from './moves.ts';
import { place, reopen } from './returning.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
const said = (verb: string, reason: string | undefined): { why: Why } => ({
  why: { is: 'operator', verb, ...(reason !== undefined && { reason }) },
});

/** The form that begins the case, where one does. */
const firstForm = ({ model: { root } }: Pick<Draft, 'model'>): Node | undefined =>
  root.starts.find(({ triggers, element }) => triggers.length === 0 && element.zf?.form !== undefined);

/** Of a case that stands for itself: the form that this person has again by recalling it. undefined: he may not, or may no more. */
export function formToRecall(
  { model, meta }: { model: Draft['model']; meta: Pick<Draft['meta'], 'spoken' | 'starter'> },
  person: string | undefined,
): Node | undefined {
  const { recall = 'no' } = model.definition.zf;
  const late = recall === 'untilFirstVerdict' && meta.spoken;
  return recall === 'no' || late || person === undefined || person !== meta.starter ? undefined : firstForm({ model });
}

/** 撤回: all that runs is cut, what was done is undone, then the starter has the form again. */
export function recallCase(d: Draft, { reason }: Of<'caseRecalled'>): Answer {
  if (d.meta.parent) return refuse('recallAtCaller');
  const form = formToRecall(d, d.by);
  if (!form) return refuse('notAllowed');
  d.row('recalled', said('recall', reason));
  const token = createToken(d, ROOT, form, { state: 'active' });
  keepDone(d, ROOT);
  emptyScope(d, ROOT, 'recalled', { token: token.id });
  forgetAll(d);
  const next = { to: form.id };
  if (!undoBetween(d, token, () => true, next)) reopen(d, token.id, next);
  return ok;
}

/** 作废: as if it had never been; what was done is undone, also of a case that has ended. */
export function voidCase(d: Draft, { reason }: Of<'caseVoided'>): Answer {
  if (d.meta.parent) return refuse('notAllowed');
  if (d.meta.outcome === 'voided') return refuse('ended');
  d.row('voided', said('void', reason));
  d.meta.status = 'running';
  d.meta.suspended = undefined;
  d.meta.kept = undefined;
  d.meta.outcome = undefined;
  const [somewhere] = d.model.root.nodes;
  const token = createToken(d, ROOT, somewhere as Node, { state: 'active', helper: true });
  keepDone(d, ROOT);
  emptyScope(d, ROOT, 'voided', { token: token.id });
  forgetAll(d);
  if (!undoBetween(d, token, () => true, 'void')) endCase(d, 'voided');
  return ok;
}

/** 唤醒: goes on where it was, or at the steps that are named; what they meet need not be done again. */
export function reviveCase(d: Draft, { elements, reason }: Of<'caseRevived'>): Answer {
  if (d.meta.status !== 'ended') return refuse('notEnded');
  if (d.meta.parent) return refuse('notAllowed');
  const ids = elements ?? (d.meta.lastTask === undefined ? [] : [wholeOf(d, d.meta.lastTask)]);
  const nodes = ids.flatMap((id) => d.model.nodes[id] ?? []);
  const wrong = ids.find((id) => !d.model.nodes[id]);
  if (wrong !== undefined || nodes.length === 0) return refuse('noSuchElement', wrong ?? '');
  const blocked = nodes.find((node) => (elements && node.type !== 'userTask') || insideSeveral(d, node));
  if (blocked) return refuse('targetBlocked', `${blocked.id}:severalRuns`);
  d.meta.status = 'running';
  d.meta.outcome = undefined;
  d.meta.outcomeCode = undefined;
  d.meta.kept = undefined;
  d.row('revived', said('revive', reason));
  startCaseClocks(d);
  for (const sub of d.model.root.eventSubProcesses) {
    const start = sub.inside?.starts[0];
    if (start) armStart(d, ROOT, start);
  }
  for (const node of nodes) place(d, ROOT, node, { from: node.id });
  for (const meeting of meetingsOf(d, nodes))
    for (const flow of meeting.in.map(({ id }) => id)) {
      if (nodes.some((node) => !otherWaysInto(meeting, node).includes(flow))) continue;
      const kept = createToken(d, ROOT, meeting, { via: flow, state: 'joining' });
      d.arrive(`${ROOT}/${meeting.id}`, flow, kept.id);
    }
  return ok;
}

/** Part of something that is done several times, or on an event: there is no one place for it. */
function insideSeveral(d: Draft, node: Node): boolean {
  for (let at = d.model.nodes[node.holder.id]; at; at = d.model.nodes[at.holder.id])
    if (at.loop || ('triggeredByEvent' in at.element && at.element.triggeredByEvent)) return true;
  return false;
}

/** A step, or the whole of what is done several times and holds it: no single run of it comes back. */
function wholeOf(d: Draft, id: string): string {
  let whole = id;
  for (let at = d.model.nodes[id]; at; at = d.model.nodes[at.holder.id]) if (at.loop) whole = at.id;
  return whole;
}

/** Joins of the case itself that come behind these steps. */
const meetingsOf = ({ model: { root } }: Draft, nodes: Node[]): Set<Node> =>
  new Set(nodes.flatMap((node) => (node.holder === root ? joinsAfter(node, 'parallelGateway') : [])));

/** Who has done and decided what counts for nothing any more. */
function forgetAll(d: Draft) {
  d.meta.trail = undefined;
  d.meta.done = undefined;
  d.meta.agreed = undefined;
  d.meta.doers = undefined;
  d.meta.spoken = undefined;
}
