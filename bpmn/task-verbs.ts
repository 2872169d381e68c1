// What people do with a task beside completing it (core-semantics §3.4). Who holds it, the rim has seen.
import { ok, refuse } from './answer.ts';
import { mayNotDo } from './assignment.ts';
import { type Node, offersVerb, type Verb } from './compile.ts';
import type { Draft } from './draft.ts';
import { addDuration, parseDuration } from './duration.ts';
import { type Answer, type Occurrence, type Refusal, ROOT, type Token, type Value, type Wait } from './instance.ts';
import { read } from './variables.ts';
import { bodyOf } from './voting.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
type UserTask = Extract<Wait, { kind: 'userTask' }>;

/** Opinions asked of opinions. */
const DEEPEST = 3;

type Given = { wait: UserTask; token: Token; node: Node };
/** The open task, where its step offers the verb and nothing keeps this person from it. */
function givable(d: Draft, task: string, verb: Verb, to: string): Given | Refusal {
  const wait = d.waits.get(task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token) return 'notOpen';
  const node = d.node(token.node);
  if (!offersVerb(node.element, verb)) return 'notAllowed';
  return mayNotDo(d, node, to, wait.excluded) ? 'fourEyes' : { wait, token, node };
}

/** 转办: another person in the same place, with its weight and veto; the clock runs on. An opinion may be given by who has no certificate. */
export function transfer(d: Draft, { task, to, lacking, comment }: Of<'taskTransferred'>): Answer {
  const found = givable(d, task, 'transfer', to);
  if (typeof found === 'string') return refuse(found);
  const { token, wait } = found;
  const body = bodyOf(d, token);
  // Who has been asked for an opinion gives that on, and not the place.
  if (!wait.lent?.length) {
    if (lacking !== undefined) return refuse('uncertified', lacking);
    if (body?.slots?.some(({ person }, index) => person === to && index !== token.run)) return refuse('alreadySigner');
    d.tokens.patch(token.id, { assigned: to });
    if (body?.slots) {
      const slots = body.slots.map((slot, index) => {
        const { for: _away, ...rest } = slot;
        return index === token.run ? { ...rest, person: to } : slot;
      });
      d.scopes.patch(token.scope, { body: { ...body, slots } });
    }
  }
  give(d, found, 'transfer', to, comment);
  return ok;
}

/** 委派: an opinion is asked for; then it is the asker's again. */
export function delegate(d: Draft, { task, to, comment }: Of<'taskDelegated'>): Answer {
  const found = givable(d, task, 'delegate', to);
  if (typeof found === 'string') return refuse(found);
  const { wait } = found;
  const asker = wait.person ?? d.by;
  if (asker === undefined || asker === to) return refuse('notAllowed');
  const lent = [...(wait.lent ?? []), asker];
  if (lent.length > DEEPEST) return refuse('depth');
  give(d, { ...found, wait: { ...wait, lent } }, 'delegate', to, comment);
  return ok;
}

/** Whoever was asked has answered. */
export function handBack(d: Draft, wait: UserTask, token: Token, comment: string | undefined) {
  const lent = [...(wait.lent ?? [])];
  const asker = lent.pop() as string;
  give(d, { wait: { ...wait, lent }, token, node: d.node(token.node) }, 'answer', asker, comment);
}

function give(d: Draft, { wait, token, node }: Given, verb: string, to: string, comment: string | undefined) {
  const said = comment === undefined ? {} : { comment };
  const from = d.waits.must(wait.id) as UserTask;
  const { lent, ...rest } = wait;
  d.waits.set({ ...rest, ...(lent?.length && { lent }), person: to });
  d.row('given', {
    element: node.id,
    token: token.id,
    why: { is: 'person', verb, ...said },
    data: { from: from.person ?? null, to },
  });
  const asker = lent?.at(-1);
  const slot = bodyOf(d, token)?.slots?.[token.run ?? -1];
  d.emit({
    type: 'giveTask',
    task: wait.id,
    to,
    ...(d.by !== undefined && { by: d.by }),
    ...said,
    ...(asker !== undefined && { asker }),
    ...(slot?.for !== undefined && slot.person === to && { for: slot.for }),
    token: token.id,
  });
}

/** Says who has done it, to whoever keeps the list of what people have to do. */
export function closeTask(d: Draft, task: string, at: Token, verdict?: string) {
  d.emit({
    type: 'closeTask',
    task,
    ...(d.by !== undefined && { by: d.by }),
    ...(d.request !== undefined && { request: d.request }),
    ...(verdict !== undefined && { verdict }),
    token: at.id,
  });
}

const HALF_AN_HOUR = 30 * 60_000;
/** 催办: whoever holds it is told, not more often than the shop says (`urge.interval`, a duration or minutes); refused with the milliseconds left. */
export function urge(d: Draft, { task, manages }: Of<'taskUrged'>): Answer {
  const wait = d.waits.get(task);
  if (wait?.kind !== 'userTask' || !('token' in wait.owner)) return refuse('notOpen');
  const { by } = d;
  if (by === undefined || (by !== d.meta.starter && !manages)) return refuse('notAllowed');
  const last = d.meta.urged?.[by];
  const next = last === undefined ? d.at : last + intervalOf(d);
  if (next > d.at) return refuse('tooSoon', String(next - d.at));
  d.meta.urged = { ...d.meta.urged, [by]: d.at };
  d.row('urged', { element: wait.element, token: wait.owner.token, why: { is: 'person', verb: 'urge' } });
  d.emit({ type: 'urgeTask', task, by, token: wait.owner.token });
  return ok;
}

function intervalOf(d: Draft): number {
  const shop = read(d, { scope: ROOT }, 'shop') as { urge?: { interval?: Value } } | undefined;
  const said = shop?.urge?.interval;
  if (typeof said === 'number' && said >= 0) return said * 60_000;
  const duration = typeof said === 'string' ? parseDuration(said) : null;
  return duration ? addDuration(0, duration) : HALF_AN_HOUR;
}
