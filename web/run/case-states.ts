// How each element of a case's picture stands: stuck before late before active before done. Pure.
import type { NodeState } from '../../designer/canvas/faces.ts';
import type { CaseDetail } from '../reach/shapes.ts';

export type Words = {
  due: (limit: number, since: number) => { urgency: 'late' | 'soon' | 'calm'; text: string };
  waiting: (kind: string) => string;
  many: (count: number) => string;
  stuck: string;
  paused: string;
  skipped: string;
};

export function caseStates(detail: CaseDetail, words: Words): Record<string, NodeState> {
  const states: Record<string, NodeState> = {};
  for (const id of detail.done) states[id] = { state: 'done' };
  for (const id of detail.skipped) states[id] = { state: 'skipped', pill: words.skipped };
  if (detail.status === 'ended') return states;
  for (const { element } of detail.tokens) states[element] = { state: 'active' };
  // Boundary events lie in wait without anything being there yet.
  for (const { element, kind, due } of detail.waiting)
    if (states[element]?.state === 'active')
      states[element] = {
        state: 'active',
        pill: detail.pause ? words.paused : due === null ? words.waiting(kind) : words.due(due, detail.startedAt).text,
      };
  const byElement = new Map<string, CaseDetail['tasks']>();
  for (const task of detail.tasks) byElement.set(task.element, [...(byElement.get(task.element) ?? []), task]);
  for (const [element, tasks] of byElement) {
    const [first] = [...tasks].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
    if (!first) continue;
    const due = first.due === null || detail.pause ? undefined : words.due(first.due, first.createdAt);
    const who = tasks.length > 1 ? words.many(tasks.length) : first.assignee?.name;
    const pill = [who, detail.pause ? words.paused : due?.text].filter(Boolean).join(' · ');
    states[element] = { state: due?.urgency === 'late' ? 'late' : 'active', ...(pill && { pill }) };
  }
  for (const { element } of detail.open) states[element] = { state: 'stuck', pill: words.stuck };
  return states;
}
