// Errors and escalations: who catches them, innermost first (BPMN 2.0.2 10.5.3–4, 13.5.3–4), and firing of caught events.
import { takeBack } from './calls.ts';
import { isActivity, type Node, type Trigger } from './compile.ts';
import { calledNode, type Draft, Fault, tell } from './draft.ts';
import {
  ROOT,
  type Scope,
  type ScopeId,
  type Token,
  type TokenId,
  type Variables,
  type Wait,
  type Why,
  type Work,
} from './instance.ts';
import { cancelToken, consume, createToken, emptyScope, openScope, startScope } from './moves.ts';
import { thrown } from './throwing.ts';
import { on, read, runOf, write } from './variables.ts';
import { disarm, disarmAll, repeat } from './waits.ts';

type Raise = Extract<Work, { do: 'raise' }>;
type Catcher = { node: Node; trigger: Extract<Trigger, { kind: 'error' | 'escalation' }> } & (
  | { host: Token }
  | { sub: Node; scope: Scope }
);

const isInner = (d: Draft, token: Token) => {
  const scope = d.scopes.must(token.scope);
  return scope.kind === 'body' && scope.element === token.node;
};

/** Exact code before catch-all on the same level. */
function fitting(
  list: Node[],
  kind: Raise['kind'],
  code: string,
): { node: Node; trigger: Catcher['trigger'] } | undefined {
  let any: { node: Node; trigger: Catcher['trigger'] } | undefined;
  for (const node of list) {
    for (const trigger of node.triggers) {
      if (trigger.kind !== kind) continue;
      if (trigger.code === code) return { node, trigger };
      if (trigger.code === undefined) any ??= { node, trigger };
    }
  }
  return any;
}

function atBoundary(host: Token, node: Node, kind: Raise['kind'], code: string): Catcher | undefined {
  const found = isActivity(node) ? fitting(node.boundary, kind, code) : undefined;
  return found && { ...found, host };
}

function atEventSubProcess(
  d: Draft,
  scope: Scope,
  kind: Raise['kind'],
  code: string,
  but: string | undefined,
): Catcher | undefined {
  if (scope.state === 'interrupted') return undefined;
  const starts = (d.model.holders[scope.element]?.eventSubProcesses ?? [])
    .filter((sub) => sub.id !== but)
    .flatMap((sub) => sub.inside?.starts ?? []);
  const found = fitting(starts, kind, code);
  const sub = found && d.model.nodes[found.node.holder.id];
  return found && sub && { ...found, sub, scope };
}

/** Walks outwards from the thrower. What is thrown inside an event sub-process is not caught by that one, but by its siblings; a compensation handler's error is looked up from the throw event. */
function find(d: Draft, thrower: Token, kind: Raise['kind'], code: string): Catcher | undefined {
  let found = isInner(d, thrower) ? undefined : atBoundary(thrower, d.node(thrower.node), kind, code);
  let scope: Scope | undefined = d.scopes.must(thrower.scope);
  let inside: string | undefined;
  while (!found && scope) {
    const here: Scope = scope;
    if (here.kind !== 'body' && here.kind !== 'handler') found = atEventSubProcess(d, here, kind, code, inside);
    inside = here.kind === 'eventSubProcess' && !here.owner ? here.element : undefined;
    if (found) break;
    if (inside) {
      scope = here.parent ? d.scopes.must(here.parent) : undefined;
      continue;
    }
    const owner = here.owner ? d.tokens.get(here.owner) : undefined;
    if (!owner) return undefined;
    if (!isInner(d, owner)) found = atBoundary(owner, d.node(owner.node), kind, code);
    scope = d.scopes.must(owner.scope);
  }
  return found;
}

/** Delivers an error or escalation to its catcher, to the caller, or says that nobody catches it. */
export function raise(d: Draft, work: Raise) {
  const thrower = d.tokens.get(work.token);
  if (!thrower) return;
  if (thrower.returned) {
    takeBack(d, thrower.id, d.node(thrower.node), thrower.returned, true);
    const { returned: _returned, ...rest } = d.tokens.must(thrower.id);
    d.tokens.set(rest);
    return d.todo({ ...work });
  }
  const catcher = work.asked ? undefined : find(d, thrower, work.kind, work.code);
  if (catcher) return deliver(d, thrower, catcher, work);
  if (d.meta.parent && !work.asked) {
    const { do: _do, cause: _cause, token: _token, beside, ...raising } = work;
    // Nobody waits for the answer to what a clock says.
    if (!beside)
      d.tokens.set({ ...thrower, state: 'raising', raising: { ...raising, ...(work.for && { for: work.for }) } });
    d.row('raised', { element: work.thrower, token: thrower.id, data: { kind: work.kind, code: work.code } });
    d.emit({
      type: 'raise',
      parent: d.meta.parent,
      kind: work.kind,
      code: work.code,
      ...(work.message !== undefined && { message: work.message }),
      variables: work.variables ?? {},
      returned: d.scopes.must(ROOT).variables,
      token: thrower.id,
    });
    return;
  }
  uncaught(d, thrower, work);
}

/** 10.5.3 leaves an uncaught error open: an error end in the root scope ends the case; everywhere else it becomes an incident and nothing is lost. */
function uncaught(d: Draft, thrower: Token, work: Raise) {
  if (work.for) {
    answer(d, work, false, false);
    return;
  }
  d.row('raised', { element: work.thrower, token: thrower.id, why: { is: 'uncaught', code: work.code } });
  if (work.kind === 'escalation') {
    if (!work.beside) thrown(d, thrower.id);
    return;
  }
  const scope = d.scopes.must(thrower.scope);
  if (work.end && scope.kind === 'process') {
    d.meta.outcome = 'error';
    if (work.code) d.meta.outcomeCode = work.code;
    emptyScope(d, scope.id, 'error', { token: thrower.id });
    consume(d, thrower);
    return;
  }
  throw new Fault(
    'unhandledError',
    tell(work.message ? 'unhandledError.said' : 'unhandledError.at', {
      step: calledNode(d.node(work.thrower)),
      code: work.code || tell('unhandledError.noCode'),
      message: work.message ?? '',
    }),
    { code: work.code, message: work.message ?? null },
  );
}

/** What a called case threw is answered to it. */
const answer = (d: Draft, work: Raise, handled: boolean, interrupted: boolean) =>
  work.for && d.emit({ type: 'answerRaise', ...work.for, handled, interrupted });

function deliver(d: Draft, thrower: Token, catcher: Catcher, work: Raise) {
  const { node, trigger } = catcher;
  const variables: Variables = { ...work.variables };
  if (trigger.codeVariable) variables[trigger.codeVariable] = work.code;
  if (trigger.kind === 'error' && trigger.messageVariable) variables[trigger.messageVariable] = work.message ?? null;
  const why: Why = { is: 'caught', code: work.code, thrower: work.thrower, catcher: node.id };
  if ('host' in catcher) fireBoundary(d, catcher.host, node, variables, why);
  else openEventSubProcess(d, catcher.scope.id, catcher.sub, node, variables, why);
  const still = d.tokens.get(thrower.id);
  answer(d, work, true, !still);
  if (still && !work.for && !work.beside) thrown(d, still.id);
}

export function fireBoundary(d: Draft, host: Token, event: Node, variables: Variables, why: Why | undefined) {
  const interrupting =
    event.element.type === 'boundaryEvent' && (event.element.cancelActivity || event.triggers[0]?.kind === 'error');
  d.row('triggered', { element: event.id, token: host.id, scope: host.scope, ...(why && { why }) });
  if (interrupting) cancelToken(d, host.id, `interrupted by ${event.id}`);
  caught(d, host.scope, event, variables);
}

/** A token on a caught event that leaves by its flows. */
function caught(d: Draft, scope: ScopeId, event: Node, variables: Variables) {
  const token = createToken(d, scope, event, { state: 'active' });
  receive(d, token, event, variables);
  d.todo({ do: 'complete', token: token.id });
}

/** A payload follows the write rule, unless the element maps what it takes; what a form asks in a run of several stays in that run. */
export function receive(d: Draft, token: Token, node: Node, variables: Variables | undefined) {
  const run = node.type === 'userTask' && node.element.zf?.form !== undefined ? runOf(d, token) : undefined;
  if (run !== undefined) answered(d, run, variables ?? {});
  if (!variables || Object.keys(variables).length === 0) return;
  if (node.output.length && node.element.zf?.propagate !== 'all') {
    const now = d.tokens.must(token.id);
    d.tokens.set({ ...now, locals: { ...now.locals, ...variables } });
  } else write(d, { scope: token.scope, token }, variables, undefined, run);
}

/** Kept by the body until all runs are over. */
function answered(d: Draft, run: TokenId, variables: Variables) {
  const token = d.tokens.must(run);
  const scope = d.scopes.must(token.scope);
  const { loop } = d.node(token.node);
  if (!scope.body || loop?.kind !== 'multi') return;
  const given = new Set(loop.gives.map(({ name }) => name));
  // A field that was left empty is nothing, which a gathering expression may ask for.
  const empty = [...given].filter((name) => !Object.hasOwn(variables, name) && read(d, on(token), name) === undefined);
  if (empty.length)
    d.tokens.set({ ...token, locals: { ...token.locals, ...Object.fromEntries(empty.map((name) => [name, null])) } });
  const rest = Object.fromEntries(Object.entries(variables).filter(([name]) => !given.has(name)));
  d.scopes.set({ ...scope, body: { ...scope.body, answers: { ...scope.body.answers, ...rest } } });
}

/** Errors always interrupt (13.5.4). */
export const startInterrupts = ({ element, triggers }: Node): boolean =>
  element.type === 'startEvent' && (element.isInterrupting === true || triggers[0]?.kind === 'error');

export function openEventSubProcess(
  d: Draft,
  parent: ScopeId,
  sub: Node,
  start: Node,
  variables: Variables,
  why: Why | undefined,
) {
  const interrupting = startInterrupts(start);
  d.row('triggered', { element: start.id, scope: parent, ...(why && { why }) });
  if (interrupting) {
    emptyScope(d, parent, `interrupted by ${sub.id}`);
    disarmAll(d, parent);
    d.scopes.set({ ...d.scopes.must(parent), state: 'interrupted' });
  }
  const scope = openScope(d, parent, 'eventSubProcess', sub.id);
  d.row('entered', { element: sub.id, scope: scope.id });
  startScope(d, scope);
  caught(d, scope.id, start, variables);
}

/** What was waited for has happened. */
export function fire(d: Draft, wait: Wait, variables: Variables | undefined, why: Why | undefined) {
  const event = d.node(wait.element);
  const owner = 'token' in wait.owner ? d.tokens.must(wait.owner.token) : undefined;
  if (!ticked(d, wait, event)) return;
  if (event.type === 'boundaryEvent' && owner) {
    const keeps = event.element.type === 'boundaryEvent' && !event.element.cancelActivity;
    used(d, wait, keeps, event);
    fireBoundary(d, owner, event, variables ?? {}, why);
  } else if (!owner) {
    const parent = (wait.owner as { scope: ScopeId }).scope;
    const sub = d.node(event.holder.id);
    used(d, wait, event.element.type === 'startEvent' && !event.element.isInterrupting, event);
    openEventSubProcess(d, parent, sub, event, variables ?? {}, why);
  } else {
    d.waits.delete(wait.id);
    disarmAll(d, owner.id, 'another came first');
    let token = owner;
    if (owner.node !== event.id) {
      d.row('completed', { element: owner.node, token: owner.id, scope: owner.scope });
      token = d.tokens.set({ ...owner, node: event.id, startSeq: d.meta.seq });
    }
    receive(d, token, event, variables);
    d.todo({ do: 'complete', token: token.id, ...(why && { why }) });
  }
}

/** `parallelMultiple`: each trigger is ticked off; true when all have come. */
function ticked(d: Draft, wait: Wait, event: Node): boolean {
  if (!('parallelMultiple' in event.element) || !event.element.parallelMultiple) return true;
  const owner = 'token' in wait.owner ? wait.owner.token : wait.owner.scope;
  const others = [...d.waitsOf.of(owner)].filter((id) => {
    const { element, kind } = d.waits.must(id);
    return id !== wait.id && element === event.id && kind !== 'clock';
  });
  if (others.length) d.waits.delete(wait.id);
  return others.length === 0;
}

/** Messages, signals and conditions stay armed where the event does not interrupt; a timer only if it repeats. */
function used(d: Draft, wait: Wait, keeps: boolean, event: Node) {
  if (keeps && wait.kind === 'timer') {
    if (!repeat(d, wait)) d.waits.delete(wait.id);
  } else if (!keeps) {
    d.waits.delete(wait.id);
    for (const id of [...d.waitsOf.of('token' in wait.owner ? wait.owner.token : wait.owner.scope)]) {
      if (d.waits.must(id).element === event.id) disarm(d, id, 'another came first');
    }
  }
}
