// What people do with a task beside completing it (core-semantics §3.4). Who holds it, the rim has seen.
import { mayNotDo } from './assignment.ts';
import { offersVerb } from './compile.ts';
import type { Draft } from './draft.ts';
import type { Answer, Occurrence, Refusal, Wait } from './instance.ts';
import { bodyOf } from './voting.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
const ok: Answer = { ok: true };
const refuse = (code: Refusal): Answer => ({ ok: false, code });

/** 转办: another person in the same place, with its weight and veto; the clock runs on. */
export function transfer(d: Draft, { task, to, comment }: Of<'taskTransferred'>): Answer {
  const wait = d.waits.get(task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token) return refuse('notOpen');
  const node = d.node(token.node);
  if (!offersVerb(node.element, 'transfer')) return refuse('notAllowed');
  if (mayNotDo(d, node, to, wait.excluded)) return refuse('fourEyes');
  const body = bodyOf(d, token);
  if (body?.slots?.some(({ person }, index) => person === to && index !== token.run)) return refuse('alreadySigner');
  giveTo(d, wait, to);
  d.tokens.patch(token.id, { assigned: to });
  if (body?.slots) {
    const slots = body.slots.map((slot, index) => (index === token.run ? { ...slot, person: to } : slot));
    d.scopes.patch(token.scope, { body: { ...body, slots } });
  }
  d.row('given', {
    element: node.id,
    token: token.id,
    why: { is: 'person', verb: 'transfer', ...(comment !== undefined && { comment }) },
    data: { from: wait.person ?? null, to },
  });
  d.emit({
    type: 'giveTask',
    task,
    to,
    ...(d.by !== undefined && { by: d.by }),
    ...(comment !== undefined && { comment }),
    token: token.id,
  });
  return ok;
}

const giveTo = (d: Draft, wait: Extract<Wait, { kind: 'userTask' }>, person: string) =>
  d.waits.set({ ...wait, person });
