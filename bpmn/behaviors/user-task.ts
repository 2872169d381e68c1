// User task: a work item for people; whom its references mean is resolved where it is recorded (core-semantics §3.1).
import { assignmentOf } from '../assignment.ts';
import { expr, type Node } from '../compile.ts';
import { askPeople, toBeAsked } from '../convene.ts';
import type { DeadlineRule } from '../definition.ts';
import { calledNode, type Draft, Fault, shown, tell } from '../draft.ts';
import { parseInstant, zoneOf } from '../duration.ts';
import type { Instant, Token } from '../instance.ts';
import { agreedAsItStands } from '../trail.ts';
import { on, value } from '../variables.ts';
import { agreesAnyway, bodyOf, castVote, notInstead } from '../voting.ts';
import { after } from '../waits.ts';
import type { Behavior } from './index.ts';

export const userTask: Behavior = {
  act(d, token, node) {
    const asked = toBeAsked(d, token, node);
    if (asked.length > 0) return askPeople(d, token, node, asked);
    const slot = bodyOf(d, token)?.slots?.[token.run ?? -1];
    const { person, offers, excluded } = assignmentOf(d, token, node, slot?.person);
    const stands = slot || !node.voting ? undefined : agreedAsItStands(d, token, node)[0]?.person;
    const how = !slot && person !== undefined ? agreesAnyway(d, node, person) : undefined;
    if (how || stands !== undefined) {
      castVote(d, token, 'agree', stands ?? (person as string), { how: how ?? 'unchanged' });
      return d.todo({ do: 'complete', token: token.id });
    }
    const task = d.nextId();
    const limit = limitOf(d, token, node);
    const priority =
      node.element.zf?.priority !== undefined ? Number(value(d, on(token), expr(node.element.zf.priority))) : undefined;
    d.tokens.patch(token.id, { state: 'waiting' });
    d.waits.set({
      id: task,
      owner: { token: token.id },
      element: node.id,
      kind: 'userTask',
      ...(person !== undefined && { person }),
      ...(excluded.length > 0 && { excluded }),
      ...limit,
    });
    const not = notInstead(d, node);
    d.emit({
      type: 'createTask',
      task,
      element: node.id,
      ...(person !== undefined && { person }),
      ...(slot?.for !== undefined && { for: slot.for }),
      ...(not !== undefined && { notInstead: not }),
      offers,
      ...(excluded.length > 0 && { excluded }),
      ...(limit && { due: limit.due }),
      ...(Number.isFinite(priority) && { priority: Math.max(0, Math.min(100, Math.round(priority as number))) }),
      ...(token.locals && { locals: token.locals }),
      token: token.id,
    });
  },
};

/** The clock that the task itself shows: its resolution time, or the first that it has. */
export const clockOf = (node: Node): DeadlineRule | undefined => {
  const rules = node.element.zf?.deadline;
  return rules?.find((each) => each.kind === 'resolution') ?? rules?.[0];
};

/** When that clock runs out: after a duration in the calendar's working time, or at an instant. */
function limitOf(d: Draft, token: Token, node: Node): { due: Instant; spec: string } | undefined {
  const rule = clockOf(node);
  if (!rule) return undefined;
  const spec = value(d, on(token), expr(rule.target));
  const due =
    typeof spec === 'string' ? (parseInstant(spec, zoneOf(d.env.zone)) ?? after(d, d.at, spec, rule.calendar)) : null;
  if (typeof spec !== 'string' || due === null)
    throw new Fault('timerSpec', tell('timerSpec.limit', { step: calledNode(node), value: shown(spec) }));
  return { due, spec };
}
