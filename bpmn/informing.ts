// What moves nothing: others may read along (抄送), somebody is asked and answers (沟通); core-semantics §3.4.
import { ok, refuse } from './answer.ts';
import { refsFrom } from './assignment.ts';
import type { Node } from './compile.ts';
import type { Draft } from './draft.ts';
import type { Answer, Occurrence, Token } from './instance.ts';
import { on } from './variables.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
const isRef = (name: string): boolean => /^(?:person|role|department):./.test(name);

/** 抄送 by a person. Who may, the rim has seen. */
export function copy(d: Draft, { people, task, comment }: Of<'copied'>): Answer {
  const wait = task === undefined ? undefined : d.waits.get(task);
  if (task !== undefined && wait?.kind !== 'userTask') return refuse('notOpen');
  const to = [...new Set(people.map((one) => (isRef(one) ? one : `person:${one}`)))];
  if (to.length === 0) return refuse('notAllowed');
  const said = comment === undefined ? {} : { comment };
  const token = wait && 'token' in wait.owner ? { token: wait.owner.token } : {};
  d.row('copied', {
    ...(wait && { element: wait.element }),
    ...token,
    why: { is: 'person', verb: 'cc', ...said },
    data: { to },
  });
  d.emit({
    type: 'copy',
    to,
    ...(task !== undefined && { task }),
    ...(d.by !== undefined && { by: d.by }),
    ...said,
    ...token,
  });
  return ok;
}

/** Whom the step names; `as`: it begins, or has been decided, whatever was decided. */
export function copyOf(d: Draft, token: Token, node: Node, as: 'entry' | 'decided') {
  const { cc = [], ccAt = 'decided' } = node.element.zf ?? {};
  if (cc.length === 0 || ccAt !== as) return;
  const to = cc.flatMap((text) => refsFrom(d, text, on(token)));
  if (to.length === 0) return;
  d.row('copied', { element: node.id, token: token.id, data: { to } });
  d.emit({ type: 'copy', to, token: token.id });
}

/** 沟通: a question about an open task, to anybody. */
export function ask(d: Draft, { task, to, text }: Of<'asked'>): Answer {
  const wait = d.waits.get(task);
  if (wait?.kind !== 'userTask' || !('token' in wait.owner)) return refuse('notOpen');
  const { by } = d;
  if (by === undefined || by === to || to === '') return refuse('notAllowed');
  const id = d.nextId();
  d.waits.set({ ...wait, questions: [...(wait.questions ?? []), { id, by, to }] });
  const { token } = wait.owner;
  d.row('asked', { element: wait.element, token, why: { is: 'person', verb: 'ask', comment: text }, data: { to } });
  d.emit({ type: 'say', task, id, to, by, text, token });
  return ok;
}

/** By whoever has been asked: his oldest question. */
export function answer(d: Draft, { task, text }: Of<'answered'>): Answer {
  const wait = d.waits.get(task);
  if (wait?.kind !== 'userTask' || !('token' in wait.owner)) return refuse('notOpen');
  const question = wait.questions?.find(({ to }) => to === d.by);
  if (!question) return refuse('notAllowed');
  const { questions = [], ...rest } = wait;
  const left = questions.filter(({ id }) => id !== question.id);
  d.waits.set({ ...rest, ...(left.length && { questions: left }) });
  const { token } = wait.owner;
  d.row('answered', {
    element: wait.element,
    token,
    why: { is: 'person', verb: 'answer', comment: text },
    data: { to: question.by },
  });
  d.emit({
    type: 'say',
    task,
    id: d.nextId(),
    to: question.by,
    by: question.to,
    text,
    question: question.id,
    token,
  });
  return ok;
}
