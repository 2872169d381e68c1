// What an operator does to a case that people and systems cannot: hold it, let it go on, move its tokens (core-semantics §5).

import { ok, type Refused, refuse } from './answer.ts';
import { isActivity, type Link, type Node, reachability } from './compile.ts';
import { Draft } from './draft.ts';
import {
  type Answer,
  type Env,
  type Move,
  type Occurrence,
  type OccurrenceType,
  ROOT,
  type Scope,
  type ScopeId,
  type Token,
  type TokenId,
} from './instance.ts';
import { cancelToken, closeScope, createToken, openScope, startScope } from './moves.ts';
import { parkedAround } from './parking.ts';
import { goesOn, leftOn, type TimerWait, timersAmong } from './standing.ts';
import { write } from './variables.ts';
import { arm } from './waits.ts';

type Of<T extends OccurrenceType> = Extract<Occurrence, { type: T }>;

/** What happens outside while a case is held waits for it; what people do to it is refused; operators may go on. */
export const WHILE_HELD: Record<OccurrenceType, 'keep' | 'refuse' | 'act'> = {
  started: 'refuse',
  taskCompleted: 'refuse',
  taskTransferred: 'refuse',
  taskDelegated: 'refuse',
  taskReturned: 'refuse',
  taskTakenBack: 'refuse',
  taskUrged: 'refuse',
  taskTouched: 'refuse',
  copied: 'act',
  asked: 'act',
  answered: 'act',
  deadlineChanged: 'refuse',
  calendarChanged: 'act',
  signersAdded: 'refuse',
  signersRemoved: 'refuse',
  caseRecalled: 'refuse',
  caseVoided: 'act',
  caseRevived: 'refuse',
  triggered: 'refuse',
  adHocActivated: 'refuse',
  adHocCompleted: 'refuse',
  suspended: 'refuse',
  serviceCompleted: 'keep',
  serviceFailed: 'keep',
  errorThrown: 'keep',
  timerFired: 'keep',
  messageReceived: 'keep',
  signalReceived: 'keep',
  peopleResolved: 'keep',
  calledEnded: 'keep',
  calledRaised: 'keep',
  calledReturned: 'refuse',
  repetitionEnded: 'keep',
  raiseAnswered: 'keep',
  callFailed: 'keep',
  undoAsked: 'keep',
  calleeUndone: 'keep',
  variablesSet: 'act',
  moved: 'act',
  incidentResolved: 'act',
  caseCancelled: 'act',
  resumed: 'act',
  continued: 'act',
};

/** A result that nobody would have taken is refused as ever; the others wait in order. */
export function keepForLater(d: Draft, occurrence: Occurrence): Answer {
  if ('wait' in occurrence && occurrence.wait !== undefined && !d.waits.get(occurrence.wait)) {
    if (!d.meta.cancelled?.[occurrence.wait]) return refuse('notOpen');
  }
  if (occurrence.type === 'signalReceived' && d.waitsFor.of(`signal:${occurrence.signal}`).size === 0)
    return refuse('notOpen');
  const suspension = d.meta.suspended;
  if (!suspension) throw new Error('a case that is not held keeps nothing');
  d.meta.suspended = { ...suspension, buffer: [...suspension.buffer, occurrence] };
  d.row('kept', { data: { type: occurrence.type } });
  return ok;
}

const timersOf = (d: Draft) => [...d.waitsFor.of('timer')].map((id) => d.waits.must(id) as TimerWait);
/** Those of a step that waits for a correction are held anyway. */
const calleesOf = (d: Draft) =>
  [...d.waits.values()].flatMap((wait) => (wait.kind === 'call' && !parkedAround(d, wait) ? [wait.case] : []));

export function suspend(d: Draft, { reason }: Of<'suspended'>): Answer {
  d.meta.status = 'suspended';
  d.meta.suspended = {
    since: d.at,
    ...(d.by !== undefined && { by: d.by }),
    ...(reason !== undefined && { reason }),
    remaining: {},
    buffer: [],
  };
  d.row('suspended', { why: { is: 'operator', verb: 'suspend', ...(reason !== undefined && { reason }) } });
  for (const timer of timersOf(d)) d.emit({ type: 'stopTimer', wait: timer.id });
  for (const callee of calleesOf(d)) d.emit({ type: 'suspendCase', case: callee });
  noteRemaining(d);
  return ok;
}

/** Also timers that an operator's move starts while the case is held count from its resumption. */
export function noteRemaining(d: Draft) {
  const suspension = d.meta.suspended;
  if (!suspension) return;
  const fresh = timersOf(d).flatMap((timer) => {
    const rest = suspension.remaining[timer.id] === undefined ? leftOn(d, timer) : undefined;
    return rest === undefined ? [] : [[timer.id, rest] as const];
  });
  if (fresh.length === 0) return;
  const remaining = { ...suspension.remaining, ...Object.fromEntries(fresh) };
  d.meta.suspended = { ...suspension, remaining };
}

export function resume(d: Draft, { reason }: Of<'resumed'>): Answer {
  const suspension = d.meta.suspended;
  if (!suspension) return refuse('notSuspended');
  d.meta.status = 'running';
  d.meta.suspended = undefined;
  d.row('resumed', { why: { is: 'operator', verb: 'resume', ...(reason !== undefined && { reason }) } });
  for (const callee of calleesOf(d)) d.emit({ type: 'resumeCase', case: callee });
  const past: TimerWait[] = [];
  for (const timer of timersAmong(d.waits.values())) {
    if (parkedAround(d, timer)) continue;
    const now = goesOn(d, timer, suspension.remaining[timer.id]);
    d.waits.set(now);
    d.emit({ type: 'startTimer', wait: now.id, element: now.element, due: now.due });
    if (now.due <= d.at) past.push(now);
  }
  for (const timer of past.sort((a, b) => a.due - b.due))
    d.todo({ do: 'fire', wait: timer.id, why: { is: 'timer', spec: timer.spec, due: timer.due } });
  for (const occurrence of suspension.buffer) d.todo({ do: 'occurrence', occurrence });
  return ok;
}

export type Blocked =
  | 'undoing'
  | 'boundary'
  | 'start'
  | 'handler'
  | 'byEvent'
  | 'eventGateway'
  | 'noWay'
  | 'noFollowing'
  | 'severalRuns';
type Planned = { sources: Token[]; target: Node; move: Move; via?: Link };

/** The step itself, for trying out. */
export type Apply = (d: Draft, occurrence: Occurrence, env?: Env) => { answer: Answer };

/** All checks first, then all sources go, then all targets begin: whole or not at all. */
export function move(d: Draft, occurrence: Of<'moved'>, apply: Apply): Answer {
  const { moves, variables, force, reason } = occurrence;
  const plan: Planned[] = [];
  for (const each of moves) {
    const planned = check(d, each);
    if ('code' in planned) return planned;
    plan.push(planned);
  }
  if (!force) {
    const stuck = wouldStick(d, occurrence, apply);
    if (stuck) return refuse('wouldStick', stuck);
  }
  if (variables) write(d, { scope: ROOT }, variables);
  const left = new Set<ScopeId>();
  const homes = plan.map((planned) => homeOf(d, planned));
  for (const { sources } of plan)
    for (const { id } of sources) {
      const token = d.tokens.get(id);
      if (!token) continue;
      left.add(token.scope);
      terminated(d, token);
      cancelToken(d, id, 'moved');
    }
  for (const [index, { sources, target, move: each, via }] of plan.entries()) {
    const home = homes[index] as Home;
    const scope = 'scope' in home ? home.scope : openAround(d, home.missing, home.outer);
    d.row('moved', {
      element: target.id,
      scope,
      why: { is: 'operator', verb: 'move', ...(reason !== undefined && { reason }) },
      data: { from: sources.map((token) => token.node), to: target.id, where: each.where },
    });
    place(d, scope, target, each, via);
  }
  for (const scope of left) closeLeft(d, scope);
  return ok;
}

function check(d: Draft, each: Move): Planned | Refused {
  const sources = d.tokens.get(each.from)
    ? [d.tokens.must(each.from)]
    : [...d.tokens.values()].filter((token) => token.node === each.from && !isRunOfBody(d, token));
  if (sources.length === 0) return refuse('noSuchToken', each.from);
  for (const token of sources) {
    if (token.state === 'compensating' || d.scopes.must(token.scope).state === 'cancelling')
      return refuse('targetBlocked', `${token.node}:undoing`);
  }
  const target = d.model.nodes[each.to];
  if (!target) return refuse('noSuchElement', each.to);
  const why = blocked(target, each);
  if (why) return refuse('targetBlocked', `${each.to}:${why}`);
  const via = each.flow === undefined ? undefined : target.in.find((link) => link.id === each.flow);
  if (each.flow !== undefined && !via) return refuse('noSuchElement', each.flow);
  if (each.where === 'before' && isJoin(target)) return refuse('needsFlow', each.to);
  const planned: Planned = { sources, target, move: each, ...(via && { via }) };
  const home = homeOf(d, planned);
  return 'code' in home ? home : planned;
}

const isRunOfBody = (d: Draft, token: Token) => {
  const scope = d.scopes.must(token.scope);
  return scope.kind === 'body' && scope.element === token.node;
};
const isJoin = ({ type, in: incoming }: Node) =>
  incoming.length > 1 && (type === 'parallelGateway' || type === 'inclusiveGateway' || type === 'complexGateway');

/** Why nothing can be moved there, as a word that the rim has a sentence for. */
function blocked(target: Node, { where, flow }: Move): Blocked | undefined {
  if (target.type === 'boundaryEvent') return 'boundary';
  if (target.type === 'startEvent') return 'start';
  if ('isForCompensation' in target.element && target.element.isForCompensation) return 'handler';
  if ('triggeredByEvent' in target.element && target.element.triggeredByEvent) return 'byEvent';
  if (target.in.some((link) => link.source.type === 'eventBasedGateway')) return 'eventGateway';
  if (where === 'onFlow' && flow === undefined) return 'noWay';
  if (where === 'after' && (target.type === 'endEvent' || target.type === 'eventBasedGateway')) return 'noFollowing';
  return undefined;
}

type Home = { scope: ScopeId } | { missing: Node[]; outer: ScopeId };

/** Where the target's tokens live: a scope that runs, or sub-processes that are to be opened, outermost first. */
function homeOf(d: Draft, { sources, target, move: { into } }: Planned): Home | Refused {
  const missing: Node[] = [];
  for (let holder = target.holder; ; ) {
    if (holder === d.model.root) return missing.length ? { missing, outer: ROOT } : { scope: ROOT };
    const running = [...d.scopes.values()].filter(
      (scope) =>
        scope.element === holder.id && scope.kind !== 'body' && scope.kind !== 'snapshot' && scope.kind !== 'handler',
    );
    const chosen = into === undefined ? nearest(d, running, sources) : running.filter((scope) => scope.id === into);
    if (chosen.length > 1) return refuse('ambiguous', chosen.map((scope) => scope.id).join(', '));
    const [only] = chosen;
    if (only) return missing.length ? { missing, outer: only.id } : { scope: only.id };
    const node = d.node(holder.id);
    if (into !== undefined && missing.length === 0) return refuse('noSuchElement', into);
    if (node.loop) return refuse('targetBlocked', `${node.id}:severalRuns`);
    if ('triggeredByEvent' in node.element && node.element.triggeredByEvent)
      return refuse('targetBlocked', `${node.id}:byEvent`);
    missing.unshift(node);
    holder = node.holder;
  }
}

/** Of several runs the one that a source stands in. */
function nearest(d: Draft, running: Scope[], sources: Token[]): Scope[] {
  const around = new Set<ScopeId>();
  for (const { scope } of sources)
    for (let at: Scope | undefined = d.scopes.get(scope); at; at = at.parent ? d.scopes.get(at.parent) : undefined)
      around.add(at.id);
  const own = running.filter((scope) => around.has(scope.id));
  return own.length === 1 ? own : running;
}

/** Opens sub-processes without entering them: their boundary events and event sub-processes are armed. */
export function openAround(d: Draft, missing: Node[], outer: ScopeId): ScopeId {
  let inside = outer;
  for (const node of missing) {
    const again = [...d.scopesIn.of(inside)].find((id) => {
      const { element, kind } = d.scopes.must(id);
      return element === node.id && kind !== 'snapshot' && kind !== 'body' && kind !== 'handler';
    });
    if (again) {
      inside = again;
      continue;
    }
    const token = createToken(d, inside, node, { state: 'active' });
    const seq = d.row('entered', { element: node.id, token: token.id, scope: inside });
    d.tokens.patch(token.id, { startSeq: seq });
    for (const event of node.boundary) arm(d, { token: token.id }, event);
    const kind = node.type === 'transaction' ? 'transaction' : node.type === 'adHocSubProcess' ? 'adHoc' : 'subProcess';
    const scope = openScope(d, inside, kind, node.id, d.tokens.must(token.id));
    startScope(d, scope);
    inside = scope.id;
  }
  return inside;
}

function place(d: Draft, scope: ScopeId, target: Node, { where }: Move, via: Link | undefined) {
  if (where === 'after') {
    const token = createToken(d, scope, target, { state: 'active' });
    // A gateway is passed by what it decides; an activity or event by its flows.
    d.todo({ do: isActivity(target) || target.type.endsWith('Event') ? 'leave' : 'act', token: token.id });
    return;
  }
  const token = createToken(d, scope, target, via ? { via: via.id } : {});
  d.todo({ do: 'enter', token: token.id, why: { is: 'operator', verb: 'move' } });
}

/** A run that leaves its body counts as terminated there. */
function terminated(d: Draft, token: Token) {
  const scope = d.scopes.must(token.scope);
  if (scope.kind !== 'body' || !scope.body || scope.element !== token.node) return;
  d.scopes.set({ ...scope, body: { ...scope.body, terminated: scope.body.terminated + 1 } });
}

/** What the moves have left empty ends without completing; so does, then, what was around it. */
function closeLeft(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (!scope || scope.live > 0 || id === ROOT) return;
  if (scope.kind === 'body' && scope.body?.sequential && scope.body.started < scope.body.total) {
    d.todo({ do: 'next', scope: id });
    return;
  }
  const owner: TokenId | undefined = scope.owner;
  const parent = scope.parent;
  if (owner && d.tokens.get(owner)) {
    terminated(d, d.tokens.must(owner));
    const around = d.tokens.must(owner).scope;
    cancelToken(d, owner, 'moved');
    closeLeft(d, around);
  } else {
    closeScope(d, id);
    if (parent) closeLeft(d, parent);
  }
}

/** Tries it on a copy: names the joins that could then never fire, and could before. */
function wouldStick(d: Draft, occurrence: Of<'moved'>, apply: Apply): string | undefined {
  const copy = new Draft(d.model, d.plain());
  const before = new Set(deadJoins(copy));
  copy.meta.status = 'running';
  copy.meta.suspended = undefined;
  const { answer } = apply(copy, { ...occurrence, force: true }, d.env);
  const stuck = answer.ok ? deadJoins(copy).filter((join) => !before.has(join)) : [];
  return stuck.length ? stuck.join(', ') : undefined;
}

/** Parallel joins with tokens where no other token of their scope can reach a way that is still missing. */
function deadJoins(d: Draft): string[] {
  const dead: string[] = [];
  for (const [key, slots] of d.joins) {
    const [scope = '', id = ''] = key.split('/');
    const gateway = d.node(id);
    if (gateway.type !== 'parallelGateway') continue;
    const reach = reachability(gateway);
    const alive = gateway.in.every((link, bit) => {
      if (slots.has(link.id)) return true;
      return [...d.tokensIn.of(scope)].some((tokenId) => {
        const bits = reach.get(d.node(d.tokens.must(tokenId).node).ix)?.[bit >> 5] ?? 0;
        return (bits & (1 << (bit & 31))) !== 0;
      });
    });
    if (!alive) dead.push(id);
  }
  return dead;
}
