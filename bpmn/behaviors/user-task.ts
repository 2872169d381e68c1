// User task: a work item for people; whom its references mean is resolved where it is recorded (core-semantics §3.1).
import { assignmentOf, spreadOf } from '../assignment.ts';
import { clocksFrom, isTimed, shownOf } from '../clocks.ts';
import { expr } from '../compile.ts';
import { askPeople, toBeAsked } from '../convene.ts';
import { calledNode, type Draft } from '../draft.ts';
import { copyOf } from '../informing.ts';
import type { Instant, Token } from '../instance.ts';
import { agreedAsItStands } from '../trail.ts';
import { on, value } from '../variables.ts';
import { agreesAnyway, bodyOf, castVote, notInstead } from '../voting.ts';
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
    if (!slot || token.run === 0) copyOf(d, token, node, 'entry');
    const task = d.nextId();
    const rules = node.element.zf?.deadline ?? [];
    const clocks = rules.length
      ? clocksFrom(d, on(token), rules, calledNode(node), slot?.addedBy === undefined ? undefined : latestOf(d, token))
      : undefined;
    const clock = clocks && shownOf(clocks, undefined);
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
      ...(clocks && { clocks }),
    });
    const not = notInstead(d, node);
    const spread = !slot && token.found && person !== undefined ? spreadOf(d, token, node) : undefined;
    d.emit({
      type: 'createTask',
      task,
      element: node.id,
      ...(person !== undefined && { person }),
      ...(slot?.for !== undefined && { for: slot.for }),
      ...(not !== undefined && { notInstead: not }),
      ...(spread && { spread }),
      offers,
      ...(excluded.length > 0 && { excluded }),
      ...(clock && { clock }),
      ...(Number.isFinite(priority) && { priority: Math.max(0, Math.min(100, Math.round(priority as number))) }),
      ...(token.locals && { locals: token.locals }),
      token: token.id,
    });
  },
};

/** Whoever is asked beside others is asked within their time. */
function latestOf(d: Draft, token: Token): Instant | undefined {
  const dues = [...d.tokensIn.of(token.scope)]
    .flatMap((id) => [...d.waitsOf.of(id)].map((wait) => d.waits.must(wait)))
    .flatMap((wait) => (isTimed(wait) ? wait.clocks : []))
    .flatMap(({ kind, due }) => (kind === 'resolution' && due > d.at ? [due] : []));
  return dues.length ? Math.max(...dues) : undefined;
}
