// Throwing events, one trigger after the other: an end event's token then ends, an intermediate one's leaves (BPMN 2.0.2 10.5.4, 13.5.2, 13.5.6).
import { startUndo } from './compensation.ts';
import { linkTarget, type Node } from './compile.ts';
import { type Draft, Fault, tell } from './draft.ts';
import { endCase } from './end-case.ts';
import type { Token, TokenId } from './instance.ts';
import { consume, createToken, emptyScope } from './moves.ts';
import { broadcast, publish } from './publish.ts';
import { cancelTransaction } from './transaction.ts';
import { on, value } from './variables.ts';

/** Throws what the event has not thrown yet. What has to be waited for comes back here by `thrown`. */
export function throwOn(d: Draft, token: Token, node: Node): void {
  for (let at = token.thrown ?? 0; at < node.triggers.length; at++) {
    const now = d.tokens.set({ ...d.tokens.must(token.id), thrown: at + 1 });
    if (throwOne(d, now, node, at) === 'wait') return;
  }
  const { thrown: _thrown, ...rest } = d.tokens.must(token.id);
  const now = d.tokens.set(rest);
  if (node.type === 'endEvent') consume(d, now);
  else {
    if (waitsForUndo(node)) d.row('completed', { element: node.id, token: token.id, scope: token.scope });
    d.todo({ do: 'leave', token: token.id });
  }
}

/** It is done only when all is undone. */
export const waitsForUndo = (node: Node): boolean =>
  node.triggers.some((trigger) => trigger.kind === 'compensate' && trigger.wait);

/** What was waited for is over, and has not interrupted the thrower. */
export function thrown(d: Draft, id: TokenId) {
  const token = d.tokens.get(id);
  if (!token) return;
  const node = d.node(token.node);
  if (token.helper) consume(d, token);
  else if (node.type === 'endEvent' || node.type === 'intermediateThrowEvent') throwOn(d, token, node);
}

function throwOne(d: Draft, token: Token, node: Node, at: number): 'on' | 'wait' {
  const trigger = node.triggers[at] ?? { kind: 'none' };
  const end = node.type === 'endEvent';
  switch (trigger.kind) {
    case 'message':
      publish(d, token, node, trigger.name);
      return 'on';
    case 'signal':
      broadcast(d, token, node, trigger);
      return 'on';
    case 'error':
    case 'escalation': {
      const message = trigger.kind === 'error' && trigger.message ? value(d, on(token), trigger.message) : undefined;
      d.todo({
        do: 'raise',
        token: token.id,
        kind: trigger.kind,
        code: trigger.code ?? '',
        thrower: node.id,
        ...(message !== undefined && message !== null && { message: String(message) }),
        ...(end && { end }),
      });
      return 'wait';
    }
    case 'link': {
      const target = linkTarget(node);
      if (!target) throw new Fault('noOutgoingFlow', tell('noOutgoingFlow.link', { name: trigger.name }));
      const { thrown: _thrown, ...rest } = token;
      d.tokens.set({ ...rest, node: target.id, state: 'moving' });
      d.todo({ do: 'enter', token: token.id });
      return 'wait';
    }
    case 'compensate': {
      if (trigger.wait) return startUndo(d, token, trigger.activity) ? 'wait' : 'on';
      // Nobody waits: a second token carries the undoing.
      const helper = createToken(d, token.scope, node, { state: 'active', helper: true });
      if (!startUndo(d, helper, trigger.activity)) consume(d, helper);
      return 'on';
    }
    case 'terminate':
      if (trigger.what === 'family') return terminateFamily(d);
      if (trigger.what === 'repetition') return terminateRepetition(d, token);
      emptyScope(d, token.scope, 'terminated', { token: token.id });
      if (d.scopes.must(token.scope).kind === 'process') d.meta.outcome = 'terminated';
      return 'on';
    case 'cancel':
      cancelTransaction(d, token);
      return 'wait';
    default:
      return 'on';
  }
}

/** The root case ends, and with it all that it has called. */
function terminateFamily(d: Draft): 'wait' {
  if (d.meta.parent) d.emit({ type: 'cancelCase', case: d.meta.root, outcome: 'terminated' });
  else endCase(d, 'terminated');
  return 'wait';
}

/** The innermost repetition around the token ends and is left by its flows; in a called case it may be the caller's. */
export function terminateRepetition(d: Draft, token: Token): 'wait' {
  for (let scope = d.scopes.get(token.scope); scope; scope = scope.parent ? d.scopes.get(scope.parent) : undefined) {
    if (scope.kind !== 'body' || !scope.body || scope.body.loop) continue;
    emptyScope(d, scope.id, 'terminated');
    d.scopes.patch(scope.id, { body: { ...scope.body, terminated: scope.body.started - scope.body.completed } });
    d.todo({ do: 'complete', token: scope.owner as string });
    return 'wait';
  }
  if (d.meta.parent) d.emit({ type: 'endRepetition', parent: d.meta.parent });
  else endCase(d, 'terminated');
  return 'wait';
}
