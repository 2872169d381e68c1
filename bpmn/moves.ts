// How tokens move: entering, leaving by flows, completing activities, being cancelled (BPMN 2.0.2 13.3, 13.4).

import { asItStood, closeBody, collect, instanceDone, openBody } from './body.ts';
import { takeBack } from './calls.ts';
import { notingCalls, remember } from './compensation.ts';
import { expr, isActivity, type Link, type Node } from './compile.ts';
import { byAge, calledNode, type Draft, Fault, shown, tell } from './draft.ts';
import { copyOf } from './informing.ts';
import type { Body, Scope, ScopeId, Token, TokenId, Value, Variables, Why } from './instance.ts';
import { met, passed } from './trail.ts';
import { condition, mapInto, on, write, writeLocal } from './variables.ts';
import { tellResult } from './voting.ts';
import { arm, disarmAll } from './waits.ts';

export function createToken(d: Draft, scope: ScopeId, node: Node, more: Partial<Token> = {}): Token {
  const token = d.tokens.set({ id: d.nextId(), node: node.id, scope, state: 'moving', startSeq: d.meta.seq, ...more });
  addLive(d, scope, 1);
  return token;
}

export function addLive(d: Draft, id: ScopeId, by: number) {
  const scope = d.scopes.get(id);
  if (scope) d.scopes.set({ ...scope, live: scope.live + by });
}

export function openScope(
  d: Draft,
  parent: ScopeId,
  kind: Scope['kind'],
  element: string,
  owner?: Token,
  body?: Body,
): Scope {
  const scope = d.scopes.set({
    id: d.nextId(),
    element,
    kind,
    parent,
    ...(owner && { owner: owner.id }),
    state: 'active',
    variables: {},
    live: 0,
    startSeq: d.meta.seq,
    compensation: [],
    ...notingCalls(d, element),
    ...(body && { body }),
  });
  if (owner) d.tokens.set({ ...d.tokens.must(owner.id), child: scope.id });
  addLive(d, parent, 1);
  return scope;
}

/** Waits of a scope's event sub-processes, then a token at each entry. */
export function startScope(d: Draft, scope: Scope, variables: Variables = {}) {
  const holder = d.model.holders[scope.element];
  if (!holder) throw new Error(`no holder ${scope.element}`);
  for (const object of Object.values(d.model.definition.dataObjects)) {
    if (object.scope === holder.id && object.value !== undefined)
      variables = { [object.name ?? object.id]: object.value as Value, ...variables };
  }
  if (Object.keys(variables).length) d.scopes.set({ ...d.scopes.must(scope.id), variables: { ...variables } });
  for (const sub of holder.eventSubProcesses) {
    const start = sub.inside?.starts[0];
    if (start) armStart(d, scope.id, start);
  }
}

/** What starts an event sub-process of the case itself has no token that could stand still: its fault is the case's. */
export function armStart(d: Draft, scope: ScopeId, start: Node) {
  try {
    arm(d, { scope }, start);
  } catch (fault) {
    if (!(fault instanceof Fault) || d.scopes.get(scope)?.kind !== 'process') throw fault;
    d.openIncident(undefined, scope, start.id, fault.kind, 'enter', fault.why, fault.detail);
  }
}

/** The token arrives at its node. */
export function enter(d: Draft, token: Token, node: Node, why: Why | undefined): 'act' | 'wait' {
  if (node.cyclic) guardLoop(d, token, node);
  const scope = d.scopes.must(token.scope);
  const inner = scope.kind === 'body' && scope.element === node.id;
  if (isActivity(node)) {
    if ((node.loop || token.again) && !inner) {
      openBody(d, token, node, why);
      return 'wait';
    }
    const seq = d.row('entered', { element: node.id, token: token.id, scope: token.scope, ...(why && { why }) });
    d.phase = 'input';
    const locals = node.input.length
      ? mapInto(d, on(token), node.input, token.locals ?? {}, node.element.zf?.lenient)
      : token.locals;
    d.tokens.set({ ...token, state: 'active', startSeq: seq, ...(locals && { locals }) });
    if (!inner) for (const event of node.boundary) arm(d, { token: token.id }, event);
  } else if (why || node.triggers.length) {
    d.tokens.set({
      ...token,
      state: 'active',
      startSeq: d.row('entered', { element: node.id, token: token.id, scope: token.scope, ...(why && { why }) }),
    });
  } else d.tokens.set({ ...token, state: 'active', startSeq: d.meta.seq });
  return 'act';
}

/** A token that comes round without a write or a join fired in between can never stop. */
function guardLoop(d: Draft, token: Token, node: Node) {
  const key = `${token.id} ${node.id}`;
  if (d.visits.get(key) === d.progress)
    throw new Fault('loopWithoutWait', tell('loopWithoutWait.at', { step: calledNode(node) }));
  d.visits.set(key, d.progress);
}

/** The activity or event has done its work: outputs, boundary events off, on to what follows. */
export function complete(d: Draft, id: TokenId, why: Why | undefined) {
  const token = d.tokens.get(id);
  if (!token) return;
  const node = d.node(token.node);
  const scope = d.scopes.must(token.scope);
  const inner = scope.kind === 'body' && scope.element === node.id;
  const isBody = token.child !== undefined && d.scopes.get(token.child)?.kind === 'body';
  d.phase = 'output';
  const asked = isBody ? d.scopes.must(token.child as string) : undefined;
  if (asked?.body?.signers) {
    d.todo({ do: 'signed', token: id });
    return;
  }
  const body = isBody ? d.scopes.must(token.child as string).body : undefined;
  if (isBody) closeBody(d, token, node);
  else {
    if (token.returned) takeBack(d, id, node, token.returned);
    const error =
      why?.is === 'service' && node.errorMap.find(({ when }) => condition(d, on(d.tokens.must(id)), when).value);
    if (error) {
      d.todo({ do: 'raise', token: id, kind: 'error', code: error.code, thrower: node.id });
      return;
    }
    if (node.output.length) mapOut(d, d.tokens.must(id), node, inner);
    if (inner) collect(d, d.tokens.must(id), node);
  }
  if (!inner) disarmAll(d, token.id);
  const seq = isBody
    ? d.meta.seq
    : d.row('completed', { element: node.id, token: token.id, scope: token.scope, ...(why && { why }) });
  if (!isBody && isActivity(node)) remember(d, token, node, seq);
  else if (token.child) closeScope(d, token.child);
  const alone = d.tokens.must(token.id).vote;
  if (alone && !inner && !isBody) tellResult(d, token, node, { slots: [{ person: alone.person }], votes: [alone] });
  const {
    locals: _locals,
    child: _child,
    vote: _vote,
    verdict,
    undoable: _undoable,
    returned: _returned,
    calls: _calls,
    ...rest
  } = d.tokens.must(token.id);
  if (inner) {
    const run = d.tokens.set({ ...rest, ...(_locals && { locals: _locals }), state: 'completing' });
    instanceDone(d, run, node);
    return;
  }
  const now = d.tokens.set({ ...rest, state: 'completing' });
  copyOf(d, now, node, 'decided');
  if (verdict === 'refuse' && node.voting?.ends) {
    d.todo({ do: 'end', outcome: 'refused' });
    return;
  }
  if (verdict === 'refuse' && node.voting?.returnsTo !== undefined) {
    const again = body && asItStood(node, body, new Set());
    d.tokens.set({ ...now, ...(again && { again }), ...(alone && { vote: alone }) });
    d.todo({ do: 'sendBack', token: id });
    return;
  }
  passed(d, token, node, seq, verdict === 'agree' ? (body?.votes ?? (alone && [alone])) : undefined);
  if (now.correction) {
    d.todo({ do: 'back', token: id, refused: verdict === 'refuse' });
    return;
  }
  if (scope.kind === 'adHoc' && isActivity(node) && endsAdHoc(d, scope.id, id)) consume(d, now);
  else d.todo({ do: 'leave', token: token.id });
}

/** What the step gives to those around it. A run keeps what its repetition gathers; `local` at a start event belongs to that event sub-process. */
function mapOut(d: Draft, token: Token, node: Node, inner: boolean) {
  const place = token.child ? { scope: token.child } : on(token);
  const mapped = mapInto(d, place, node.output, {}, node.element.zf?.lenient);
  const scope = d.scopes.must(token.scope);
  const begins = scope.kind === 'eventSubProcess' && node.type === 'startEvent';
  const kept = new Set(
    begins
      ? node.output.flatMap(({ local, target }) => (local ? [target] : []))
      : inner && node.loop?.kind === 'multi'
        ? node.loop.gives.map(({ name }) => name)
        : [],
  );
  const part = (own: boolean): Variables =>
    Object.fromEntries(Object.entries(mapped).filter(([name]) => kept.has(name) === own));
  if (begins) writeLocal(d, scope.id, part(true));
  else write(d, on(token), part(true));
  write(d, { scope: token.scope }, part(false));
}

/** After each activity inside, the ad-hoc sub-process asks whether it is done: then what still runs is cancelled, or goes on to its own end (13.3.5). */
function endsAdHoc(d: Draft, id: ScopeId, token: TokenId): boolean {
  const scope = d.scopes.must(id);
  const { element } = d.node(scope.element);
  if (element.type !== 'adHocSubProcess' || !element.completionCondition) return false;
  if (scope.state !== 'completing' && !condition(d, { scope: id }, expr(element.completionCondition)).value)
    return false;
  d.scopes.set({ ...scope, state: 'completing' });
  if (element.cancelRemainingInstances) emptyScope(d, id, 'enough', { token });
  return element.cancelRemainingInstances ?? true;
}

/** Which flows a token takes out of an activity or event: all unconditional ones and every true conditional one; the default where no condition holds (13.3.1). */
export function leave(d: Draft, token: Token, node: Node) {
  d.phase = 'leave';
  if (node.out.length === 0) return consume(d, token);
  if (node.out.length === 1 && !(node.out[0] as Link).condition) return take(d, token, repeated(node, node.out));
  const taken: Link[] = [];
  const whys = new Map<string, Why>();
  const tried: Tried[] = [];
  let conditional = false;
  for (const link of node.out) {
    if (link.isDefault) continue;
    if (!link.condition) {
      taken.push(link);
      continue;
    }
    const test = condition(d, on(token), link.condition);
    tried.push({ flow: link.id, condition: link.condition.feel?.text ?? '', reads: test.reads });
    if (!test.value) continue;
    conditional = true;
    taken.push(link);
    whys.set(link.id, { is: 'flow', flow: link.id, condition: link.condition.feel?.text ?? '', reads: test.reads });
  }
  if (!conditional && node.defaultLink) {
    taken.push(node.defaultLink);
    whys.set(node.defaultLink.id, { is: 'default', flow: node.defaultLink.id, tried });
  }
  if (taken.length === 0) throw noFlow(node, tried);
  take(d, token, repeated(node, taken), whys);
}

const repeated = ({ completionQuantity }: Node, links: Link[]): Link[] =>
  completionQuantity > 1 ? links.flatMap((link) => Array.from({ length: completionQuantity }, () => link)) : links;

export type Tried = { flow: string; condition: string; reads: Variables };
export const noFlow = (node: Node, tried: Tried[]) =>
  new Fault(
    'noOutgoingFlow',
    tell('noOutgoingFlow.at', {
      step: calledNode(node),
      tried: tried.length
        ? tried.map(({ condition: text, reads }) =>
            tell('noOutgoingFlow.tried', { condition: text, reads: shown(reads) }),
          )
        : tell('noOutgoingFlow.none'),
    }),
    tried,
  );

/** The first flow keeps the token, each further one gets a new token. */
export function take(d: Draft, token: Token, links: Link[], whys?: Map<string, Why>) {
  const {
    child: _child,
    locals: _locals,
    undo: _undo,
    thrown: _thrown,
    assigned: _assigned,
    found: _found,
    reads: _reads,
    ...rest
  } = token;
  for (const [index, link] of links.entries()) {
    const why = whys?.get(link.id);
    const moved =
      index === 0
        ? d.tokens.set({ ...rest, node: link.target.id, via: link.id, state: 'moving' })
        : createToken(d, token.scope, link.target, { via: link.id });
    d.todo({ do: 'enter', token: moved.id, ...(why && { why }) });
  }
  touchJoins(d, token.scope);
}

/** Waiting inclusive and complex joins look again when a token of their scope has moved, arrived or died. */
export function touchJoins(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (scope && ((d.joining.get(id) ?? 0) > 0 || scope.resets) && d.model.holders[scope.element]?.joins.length)
    d.todo({ do: 'joins', scope: id });
}

/** The path ends here. */
export function consume(d: Draft, token: Token) {
  dropToken(d, token);
  closeWhenEmpty(d, token.scope);
}

/** Removes the token and what it holds in joins; does not look at the scope. */
function dropToken(d: Draft, token: Token) {
  if (token.state === 'joining') d.depart(`${token.scope}/${token.node}`, token.via ?? '', token.id);
  for (const incident of [...d.incidentsOf.of(token.id)]) {
    d.incidents.delete(incident);
    d.emit({ type: 'closeIncident', incident, why: 'cancelled', token: token.id });
  }
  d.tokens.delete(token.id);
  addLive(d, token.scope, -1);
  // It will not be put right any more: who waits for that waits in vain.
  if (token.correction)
    for (const one of byAge(d.parked)) {
      const parked = d.tokens.get(one)?.parked;
      if (parked && 'by' in parked && parked.by === token.id) cancelToken(d, one, 'returned');
    }
}

/** Something left the scope: it may be over, or only its event sub-processes still run (13.5.4: then no new ones start). */
export function closeWhenEmpty(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (!scope) return;
  if (scope.resets) touchJoins(d, id);
  if (scope.live === 0) d.todo({ do: 'scopeEnd', scope: id });
  else {
    if (scope.state === 'active' && scope.kind !== 'body' && d.tokensIn.of(id).size === 0) {
      d.scopes.set({ ...scope, state: 'completing' });
      disarmAll(d, id);
    }
    touchJoins(d, id);
  }
}

/** Withdraws everything a token stands for, innermost first, then the token. */
export function cancelToken(d: Draft, id: TokenId, why: string, quiet = false) {
  const token = d.tokens.get(id);
  if (!token) return;
  if (token.child) cancelScope(d, token.child, why);
  for (const run of token.undo?.running ?? []) cancelScope(d, run.scope, why);
  disarmAll(d, id, why);
  if (!quiet && isActivity(d.node(token.node)))
    d.row('cancelled', {
      element: token.node,
      token: id,
      scope: token.scope,
      why: { is: 'cancelledBy', seq: d.cause },
    });
  dropToken(d, d.tokens.must(id));
}

/** Empties a scope and removes it. */
export function cancelScope(d: Draft, id: ScopeId, why: string) {
  emptyScope(d, id, why);
  closeScope(d, id);
}

/** Cancels all tokens and child scopes but `except`. */
export function emptyScope(d: Draft, id: ScopeId, why: string, except?: { scope?: ScopeId; token?: TokenId }) {
  for (const token of [...d.tokensIn.of(id)]) if (token !== except?.token) cancelToken(d, token, why);
  for (const child of [...d.scopesIn.of(id)])
    if (child !== except?.scope && d.scopes.get(child)?.kind !== 'snapshot' && !keptBy(d, child, except?.token))
      cancelScope(d, child, why);
}
const keptBy = (d: Draft, scope: ScopeId, token: TokenId | undefined) =>
  token !== undefined && d.scopes.get(scope)?.owner === token;

/** Removes an empty scope, its waits, and the snapshots below it. */
export function closeScope(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (!scope) return;
  disarmAll(d, id);
  for (const child of [...d.scopesIn.of(id)]) closeScope(d, child);
  d.scopes.delete(id);
  if (scope.parent && scope.kind !== 'snapshot') addLive(d, scope.parent, -1);
}

/** A join fires: `keep` (or the first) goes on, the others end here. */
export function consumeJoined(d: Draft, key: string, tokens: TokenId[], keep: TokenId): Token {
  const first = tokens.includes(keep) ? keep : (tokens[0] as TokenId);
  met(d, tokens);
  for (const id of tokens) {
    const token = d.tokens.must(id);
    if (id !== first) {
      dropToken(d, token);
      continue;
    }
    d.depart(key, token.via ?? '', id);
    d.tokens.set({ ...token, state: 'active' });
  }
  return d.tokens.must(first);
}
