// A transaction is cancelled: its other work stops, what is finished is undone, also in parts and called cases that were still open, then
// the cancel boundary is left (BPMN 2.0.2 13.5.2, 10.7).
import { keepDone, startUndo } from './compensation.ts';
import { calledNode, type Draft, Fault, tell } from './draft.ts';
import type { Entry, Token } from './instance.ts';
import { emptyScope } from './moves.ts';
import { fireBoundary } from './raise.ts';

/** @throws Fault where the transaction has no cancel boundary event. */
export function cancelTransaction(d: Draft, token: Token) {
  const scope = d.scopes.must(token.scope);
  const host = scope.owner ? d.tokens.get(scope.owner) : undefined;
  if (scope.kind !== 'transaction' || !host)
    throw new Fault('noCancelBoundary', tell('noCancelBoundary.outside', { step: calledNode(d.node(token.node)) }));
  d.scopes.set({ ...scope, state: 'cancelling' });
  keepDone(d, scope.id);
  emptyScope(d, scope.id, 'cancelled', { token: token.id });
  if (!startUndo(d, token, undefined, true, othersToUndo(d, host))) cancelled(d, token);
}

/** One cancelled run of a transaction that runs several times cancels them all: what the other runs have done is undone too. */
function othersToUndo(d: Draft, host: Token): Entry[] {
  const body = d.scopes.must(host.scope);
  if (body.kind !== 'body' || body.element !== host.node) return [];
  const entries: Entry[] = [];
  for (const id of [...d.tokensIn.of(body.id)]) {
    const child = id === host.id ? undefined : d.tokens.must(id).child;
    if (!child) continue;
    keepDone(d, child);
    emptyScope(d, child, 'cancelled');
    const scope = d.scopes.must(child);
    entries.push(...scope.compensation);
    d.scopes.set({ ...scope, state: 'cancelling', compensation: [] });
  }
  const finished = d.scopes.must(body.id).compensation;
  d.scopes.patch(body.id, { compensation: [] });
  return [...entries, ...finished];
}

/** All is undone: the transaction leaves by its cancel boundary event. */
export function cancelled(d: Draft, token: Token) {
  const scope = d.scopes.must(token.scope);
  let host = d.tokens.must(scope.owner as string);
  const around = d.scopes.must(host.scope);
  if (around.kind === 'body' && around.element === host.node) host = d.tokens.must(around.owner as string);
  const event = d.node(host.node).boundary.find((each) => each.triggers.some((trigger) => trigger.kind === 'cancel'));
  if (!event) throw new Fault('noCancelBoundary', tell('noCancelBoundary.at', { step: calledNode(d.node(host.node)) }));
  fireBoundary(d, host, event, {}, undefined);
}
