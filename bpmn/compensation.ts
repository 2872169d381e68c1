// Undoing finished work (BPMN 2.0.2 13.5.5): what is remembered at completion, and in which order handlers run.
import type { Node } from './compile.ts';
import type { Draft } from './draft.ts';
import {
  type Answer,
  type Entry,
  ROOT,
  type Scope,
  type ScopeId,
  type Token,
  type TokenId,
  type Variables,
} from './instance.ts';
import { addLive, closeScope, consume, createToken, startScope } from './moves.ts';
import { disarmAll } from './waits.ts';

/** Whether something undoes this activity, or what it is part of, as one. */
const canBeUndone = (d: Draft, node: Node): boolean => {
  if (node.handler || node.inside?.compensation) return true;
  const around = d.model.nodes[node.holder.id];
  return around !== undefined && canBeUndone(d, around);
};

/** A scope in which service calls are noted, so that what undoes it knows which are its own. */
export const notingCalls = (d: Draft, element: string): { calls?: string[] } => {
  const node = d.model.nodes[element];
  return node && canBeUndone(d, node) ? { calls: [] } : {};
};

/** A service call has come back: whoever undoes its activity is told its key. */
export function noteCall(d: Draft, token: Token, node: Node, key: string) {
  if (canBeUndone(d, node)) d.tokens.patch(token.id, { calls: [key] });
}

/** The scope around learns what an activity has called. */
export function passCalls(d: Draft, home: ScopeId, keys: string[]) {
  const scope = d.scopes.must(home);
  if (!scope.calls || keys.length === 0) return;
  const calls = d.own(scope.calls);
  if (calls !== scope.calls) d.scopes.set({ ...scope, calls });
  d.splice(calls, calls.length, 0, ...keys);
}

/**
 * Which calls of the step `of` the handler at work undoes: those of the one activity that it belongs to, not those of its other runs and
 * passes (13.5.5). undefined: all that the case has made, since the step lies elsewhere, or was done before this was noted.
 */
export function undoneCalls(d: Draft, wait: string): string[] | undefined {
  const { owner, element } = d.waits.must(wait);
  const of = d.node(element).element.zf?.header?.find(({ name }) => name === 'of')?.value;
  let at = 'token' in owner ? d.scopes.get(d.tokens.must(owner.token).scope) : undefined;
  while (at && at.kind !== 'snapshot') at = at.parent ? d.scopes.get(at.parent) : undefined;
  for (let step = of ? d.model.nodes[of] : undefined; at && step; step = d.model.nodes[step.holder.id])
    if (step.id === at.element) return at.calls;
  return undefined;
}

/** An activity that runs several times can be undone when it is over: until then its body keeps what its runs have done. */
export function handOver(d: Draft, body: Scope) {
  passCalls(d, body.parent as string, body.calls ?? []);
  if (body.compensation.length === 0) return;
  const home = d.scopes.must(body.parent as string);
  for (const { snapshot } of body.compensation) d.scopes.patch(snapshot, { parent: home.id });
  keep(d, home, body.compensation);
}

function keep(d: Draft, home: Scope, entries: Entry[]) {
  const compensation = d.own(home.compensation);
  if (compensation !== home.compensation) d.scopes.set({ ...home, compensation });
  d.splice(compensation, compensation.length, 0, ...entries);
}

/** At successful completion: an entry with the variables as they are now, if anything could undo this activity. Closes its child scope either way. */
export function remember(d: Draft, token: Token, node: Node, endSeq: number) {
  const child = token.child ? d.scopes.get(token.child) : undefined;
  const inner = child?.compensation ?? [];
  const own = node.inside?.compensation;
  const calls = [...(token.calls ?? []), ...(child?.calls ?? [])];
  passCalls(d, token.scope, calls);
  if (!node.handler && !own && inner.length === 0 && token.undoable === undefined) {
    if (child) closeScope(d, child.id);
    return;
  }
  const home = d.scopes.must(token.scope);
  const variables = { ...token.locals, ...child?.variables };
  const { owner: _owner, ...kept } = child ?? {
    id: d.nextId(),
    element: node.id,
    live: 0,
    startSeq: token.startSeq,
    compensation: [],
  };
  if (child) {
    disarmAll(d, child.id);
    if (child.parent) addLive(d, child.parent, -1);
  }
  const snapshot = d.scopes.set({
    ...kept,
    kind: 'snapshot',
    parent: home.id,
    state: 'active',
    variables,
    compensation: inner,
    ...((token.calls || child?.calls) && { calls }),
  });
  const callee = node.handler ? undefined : token.undoable;
  const kind = node.handler ? 'boundary' : callee !== undefined ? 'case' : own ? 'eventSubProcess' : 'default';
  const handler = node.handler?.id ?? own?.id;
  const entry: Entry = {
    activity: node.id,
    kind,
    ...(handler && { handler }),
    ...(callee !== undefined && { case: callee }),
    startSeq: token.startSeq,
    endSeq,
    snapshot: snapshot.id,
    inner,
  };
  keep(d, d.scopes.must(home.id), [entry]);
}

/** All that runs in this scope is about to be cut: what it has done so far can be undone like what is over. */
export function keepDone(d: Draft, home: ScopeId) {
  for (const id of d.tokensIn.of(home)) {
    const { undo } = d.tokens.must(id);
    if (undo) keep(d, d.scopes.must(home), undo.pending);
    keepDoneOfCalled(d, id);
  }
  for (const id of [...d.scopesIn.of(home)]) keepDoneOf(d, home, id);
}

/** The same of one part, whose own handlers undo it only once it is over. */
export function keepDoneOf(d: Draft, home: ScopeId, part: ScopeId) {
  if (d.scopes.must(part).kind === 'snapshot') return;
  keepDone(d, part);
  const { element, startSeq, variables, compensation: inner, calls = [], owner } = d.scopes.must(part);
  passCalls(d, home, calls);
  if (inner.length === 0) return;
  const { id: snapshot } = d.scopes.set({
    id: d.nextId(),
    element,
    kind: 'snapshot',
    parent: home,
    state: 'active',
    variables: { ...(owner && d.tokens.get(owner)?.locals), ...variables },
    live: 0,
    startSeq,
    compensation: inner,
    ...(calls.length > 0 && { calls }),
  });
  for (const entry of inner) d.scopes.patch(entry.snapshot, { parent: snapshot });
  d.scopes.patch(part, { compensation: [] });
  const endSeq = inner.reduce((latest, entry) => Math.max(latest, entry.endSeq), startSeq);
  keep(d, d.scopes.must(home), [{ activity: element, kind: 'default', startSeq, endSeq, snapshot, inner }]);
}

/** A case that is called ends here and now; what it has done is undone in its turn, like that of one that is over. */
export function keepDoneOfCalled(d: Draft, id: TokenId) {
  for (const one of [...d.waitsOf.of(id)]) {
    const wait = d.waits.must(one);
    if (wait.kind !== 'call') continue;
    d.waits.delete(one);
    // It has not even begun, and does not any more.
    if (d.commands.some((command) => command.type === 'callProcess' && command.case === wait.case)) continue;
    d.emit({ type: 'cancelCase', case: wait.case, keep: true, token: id });
    const { node, scope: home, startSeq, locals = {} } = d.tokens.must(id);
    const snapshot = d.nextId();
    const element = node;
    d.scopes.set({
      ...{ id: snapshot, element, kind: 'snapshot', parent: home, state: 'active', variables: locals },
      ...{ live: 0, startSeq, compensation: [] },
    });
    const entry: Entry = {
      activity: node,
      kind: 'case',
      case: wait.case,
      startSeq,
      endSeq: startSeq,
      snapshot,
      inner: [],
    };
    keep(d, d.scopes.must(home), [entry]);
  }
}

const flatten = (entries: Entry[]): Entry[] =>
  entries.flatMap((entry) => (entry.kind === 'default' ? flatten(entry.inner) : [entry]));

/** A compensation throw (or a cancel end): takes the fitting entries and starts undoing. Returns false where there is nothing to undo. */
export function startUndo(
  d: Draft,
  token: Token,
  activity: string | undefined,
  cancel = false,
  others: Entry[] = [],
): boolean {
  const own = d.scopes.must(token.scope);
  // An event sub-process may undo its own work and that of what it belongs to.
  const around = own.kind === 'eventSubProcess' && own.parent && !cancel ? [d.scopes.must(own.parent)] : [];
  const chosen = takeEntries(d, [own, ...around], (entry) => !activity || entry.activity === activity);
  return undoThese(d, token, [...chosen, ...others], cancel ? { cancel } : {});
}

/** Undoes what of the token's scope is chosen; `next` says what comes after. False: there is nothing to undo. */
export const undoBetween = (
  d: Draft,
  token: Token,
  isChosen: (entry: Entry) => boolean,
  next: NonNullable<Undo['next']>,
): boolean => undoThese(d, token, takeEntries(d, [d.scopes.must(token.scope)], isChosen), { next });

type Undo = NonNullable<Token['undo']>;

function takeEntries(d: Draft, scopes: Scope[], isChosen: (entry: Entry) => boolean): Entry[] {
  for (const scope of scopes)
    if (scope.compensation.some(isChosen))
      d.scopes.set({ ...scope, compensation: scope.compensation.filter((entry) => !isChosen(entry)) });
  return scopes.flatMap(({ compensation }) => compensation.filter(isChosen));
}

function undoThese(d: Draft, token: Token, entries: Entry[], more: Pick<Undo, 'cancel' | 'next'>): boolean {
  if (entries.length === 0) return false;
  const pending = flatten(entries).sort((a, b) => a.endSeq - b.endSeq);
  d.tokens.set({ ...d.tokens.must(token.id), state: 'compensating', undo: { pending, running: [], ...more } });
  d.todo({ do: 'undo', token: token.id });
  return true;
}

/** Starts every handler whose later work is already undone; true when nothing is left to do. */
export function undoNext(d: Draft, token: Token): boolean {
  const { pending, running } = ownUndo(d, token);
  const first = firstReady(pending, running);
  const ready = pending.slice(first);
  d.splice(pending, first, ready.length);
  for (const entry of ready) {
    const scope = startHandler(d, token, entry);
    d.splice(running, running.length, 0, {
      scope,
      startSeq: entry.startSeq,
      ...(entry.case !== undefined && { case: entry.case }),
    });
  }
  return pending.length + running.length === 0;
}

/** From here on the pending entries, which are in the order of their ends, ended after the start of all that is not undone yet. */
function firstReady(pending: Entry[], running: { startSeq: number }[]): number {
  let first = pending.length;
  if (first === 0) return 0;
  let latest = running.reduce((start, run) => Math.max(start, run.startSeq), 0);
  for (; first > 0; first--) {
    const { startSeq, endSeq } = pending[first - 1] as Entry;
    if (endSeq < latest) break;
    latest = Math.max(latest, startSeq);
  }
  return first;
}

/** Its lists, to be changed in place. */
function ownUndo(d: Draft, token: Token): NonNullable<Token['undo']> {
  const given = token.undo ?? { pending: [], running: [] };
  const undo = { ...given, pending: d.own(given.pending), running: d.own(given.running) };
  if (undo.pending !== given.pending || undo.running !== given.running) d.tokens.set({ ...token, undo });
  return undo;
}

function startHandler(d: Draft, thrower: Token, entry: Entry): ScopeId {
  if (entry.case !== undefined) {
    d.row('compensated', {
      element: entry.activity,
      token: thrower.id,
      why: { is: 'compensation', activity: entry.activity },
    });
    d.emit({ type: 'undoCase', case: entry.case, token: thrower.id });
    return entry.snapshot;
  }
  const handler = d.node(entry.handler as string);
  d.row('compensated', {
    element: entry.activity,
    token: thrower.id,
    why: { is: 'compensation', activity: entry.activity },
  });
  const isSub = entry.kind === 'eventSubProcess';
  const scope = d.scopes.set({
    id: d.nextId(),
    element: isSub ? handler.id : handler.holder.id,
    kind: isSub ? 'eventSubProcess' : 'handler',
    parent: entry.snapshot,
    owner: thrower.id,
    state: 'active',
    variables: {},
    live: 0,
    startSeq: d.meta.seq,
    compensation: [],
  });
  addLive(d, entry.snapshot, 1);
  if (isSub) {
    startScope(d, scope);
    const start = handler.inside?.starts[0];
    if (start) d.todo({ do: 'complete', token: createToken(d, scope.id, start, { state: 'active' }).id });
  } else d.todo({ do: 'enter', token: createToken(d, scope.id, handler).id });
  return scope.id;
}

/** A handler has finished: its snapshot is used up, and the thrower looks for the next. */
export function handlerDone(d: Draft, scope: Scope) {
  const thrower = scope.owner ? d.tokens.get(scope.owner) : undefined;
  const snapshot = scope.parent;
  closeScope(d, scope.id);
  if (snapshot) closeScope(d, snapshot);
  if (!thrower?.undo) return;
  const { running } = ownUndo(d, thrower);
  const at = running.findIndex((run) => run.scope === scope.id);
  if (at >= 0) d.splice(running, at, 1);
  d.todo({ do: 'undo', token: thrower.id });
}

/** A called case has undone its work: the thrower looks for the next. False = nobody waits for it. */
export function calleeUndone(d: Draft, callee: string): boolean {
  for (const id of d.undoing) {
    const { running } = ownUndo(d, d.tokens.must(id));
    const at = running.findIndex((each) => each.case === callee);
    const run = running[at];
    if (!run) continue;
    closeScope(d, run.scope);
    d.splice(running, at, 1);
    d.todo({ do: 'undo', token: id });
    return true;
  }
  return false;
}

/** The caller undoes this ended case: a token of nobody's carries its handlers, then the case ends again. */
export function undoCallee(d: Draft): Answer {
  d.meta.status = 'running';
  d.meta.kept = 'undoing';
  const [place] = d.model.root.nodes;
  const token = createToken(d, ROOT, place as Node, { state: 'active', helper: true });
  d.row('raised', { why: { is: 'compensation', activity: d.model.definition.processId } });
  if (!startUndo(d, token, undefined)) consume(d, token);
  return { ok: true };
}

/** A call that was cancelled has had its effect all the same (`compensateLate`): its handler runs with what came back. */
export function undoLate(d: Draft, node: Node, key: string, variables: Variables) {
  const at = d.meta.seq;
  const snapshot = d.scopes.set({
    id: d.nextId(),
    element: node.id,
    kind: 'snapshot',
    parent: ROOT,
    state: 'active',
    variables,
    live: 0,
    startSeq: at,
    compensation: [],
    calls: [key],
  });
  const handler = node.handler?.id;
  const entry: Entry = {
    activity: node.id,
    kind: 'boundary',
    ...(handler && { handler }),
    startSeq: at,
    endSeq: at,
    snapshot: snapshot.id,
    inner: [],
  };
  const [place] = d.model.root.nodes;
  const token = createToken(d, ROOT, place as Node, { state: 'compensating', helper: true });
  d.tokens.set({ ...token, undo: { pending: [entry], running: [] } });
  d.todo({ do: 'undo', token: token.id });
}
