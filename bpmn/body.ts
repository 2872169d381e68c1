// Several runs of one activity are one body (BPMN 2.0.2 13.3.6, 13.3.7): multi-instance and standard loop.
// The outer token stands for the activity and carries its boundary events; each run is a token inside the body's scope.
import { handOver } from './compensation.ts';
import type { Loop, Node } from './compile.ts';
import { calledNode, type Draft, Fault, shown, tell } from './draft.ts';
import type { Body, Scope, Token, Value, Variables, Why } from './instance.ts';
import { cancelToken, closeScope, createToken, emptyScope, openScope } from './moves.ts';
import { broadcast, publish } from './publish.ts';
import { condition, evaluate, on, value, write, writeLocal } from './variables.ts';
import { isDecided, tellResult } from './voting.ts';
import { arm } from './waits.ts';

/** Runs started in one work item; more follow in the next, so that a turn stays short. */
const CHUNK = 50;
const UNBOUNDED = -1;

export function openBody(d: Draft, token: Token, node: Node, why: Why | undefined) {
  const { loop } = node;
  const seq = d.row('entered', { element: node.id, token: token.id, scope: token.scope, ...(why && { why }) });
  const { again, ...rest } = token;
  const active = d.tokens.set({ ...rest, state: 'active', startSeq: seq });
  if (again) {
    const scope = openScope(d, token.scope, 'body', node.id, active, again);
    if (loop && loop.kind !== 'people') count(d, scope.id, again);
    for (const event of node.boundary) arm(d, { token: token.id }, event);
    d.todo({ do: 'next', scope: scope.id });
    return;
  }
  if (!loop || loop.kind === 'people') {
    for (const event of node.boundary) arm(d, { token: token.id }, event);
    d.todo({ do: 'act', token: token.id });
    return;
  }
  const body =
    loop.kind === 'multi'
      ? multiBody(d, active, node, loop)
      : { ...EMPTY, sequential: true, loop: true, total: loop.maximum ?? UNBOUNDED };
  const skip = loop.kind === 'multi' ? body.total === 0 : loop.testBefore && !goesOn(d, active, loop);
  if (skip) {
    if (loop.kind === 'multi' && loop.collectInto) write(d, { scope: token.scope }, { [loop.collectInto]: [] });
    d.tokens.set({ ...d.tokens.must(token.id), state: 'completing' });
    d.todo({ do: 'leave', token: token.id });
    return;
  }
  const scope = openScope(d, token.scope, 'body', node.id, active, body);
  count(d, scope.id, body);
  for (const event of node.boundary) arm(d, { token: token.id }, event);
  d.todo({ do: 'next', scope: scope.id });
}
const EMPTY = { started: 0, completed: 0, terminated: 0 };

function multiBody(d: Draft, token: Token, node: Node, loop: Extract<Loop, { kind: 'multi' }>): Body {
  const wrong = (code: 'list' | 'listOrNumber' | 'number', seen: Value): never => {
    throw new Fault('expression', tell(`several.${code}`, { step: calledNode(node), value: shown(seen) }), seen);
  };
  const base = { ...EMPTY, sequential: loop.sequential, loop: false, results: {} };
  const slots = (total: number) =>
    node.voting && { slots: Array.from({ length: total }, () => ({ person: '' })), votes: [] };
  if (loop.collection) {
    const items = value(d, on(token), loop.collection);
    return Array.isArray(items)
      ? { ...base, total: items.length, items, ...slots(items.length) }
      : wrong('list', items);
  }
  if (!loop.cardinality) return wrong('listOrNumber', null);
  const given = evaluate(d, on(token), loop.cardinality).value;
  const total = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  return typeof total === 'number' && Number.isInteger(total) && total >= 0
    ? { ...base, total, ...slots(total) }
    : wrong('number', given);
}

/** Standard loop: is there another turn? No condition means yes, until the maximum. */
function goesOn(d: Draft, token: Token, loop: Extract<Loop, { kind: 'standard' }>): boolean {
  return loop.condition ? condition(d, on(token), loop.condition).value : true;
}

/** Starts what may start now. */
export function startNext(d: Draft, scope: Scope) {
  const body = scope.body as Body;
  const node = d.node(scope.element);
  const room = body.total === UNBOUNDED ? 1 : body.total - body.started;
  // Who agrees by himself is not asked, and what stands is not done again.
  const out = (body.slots ?? []).flatMap((slot, index) => (slot.out ? [index] : []));
  const spoken = new Set([...(body.votes?.map(({ slot }) => slot) ?? []), ...(body.stands ?? []), ...out]);
  let first = body.started;
  while (body.sequential && spoken.has(first)) first += 1;
  const now = Math.min(room, body.sequential ? first - body.started + 1 : CHUNK);
  let silent = 0;
  for (let index = body.started; index < body.started + now; index++) {
    if (spoken.has(index)) {
      silent += 1;
      continue;
    }
    startRun(d, scope.id, node, body, index);
  }
  const after = { ...body, started: body.started + now, completed: body.completed + silent };
  d.scopes.set({ ...d.scopes.must(scope.id), body: after });
  if (node.loop && node.loop.kind !== 'people' && !body.policy) count(d, scope.id, after);
  if (!body.sequential && after.started < after.total) d.todo({ do: 'next', scope: scope.id });
}

/** @param index of the run, from 0 */
export function startRun(d: Draft, scope: string, node: Node, { items }: Body, index: number) {
  const { loop } = node;
  const own = loop?.kind === 'multi' ? ownNames(loop) : {};
  const item = loop?.kind === 'multi' && loop.item && items ? { [loop.item]: items[index] as Value } : {};
  const locals: Variables = { ...own, loopCounter: index + counterFrom(node), ...item };
  const of = !loop || loop.kind === 'people' ? {} : { locals };
  d.todo({ do: 'enter', token: createToken(d, scope, node, { ...of, run: index }).id });
}

/** `loopCounter` of the first run: 1 (BPMN 2.0.2 Table 10.30), unless the model comes from an engine that counts from 0. */
const counterFrom = ({ loop }: Node): number => loop?.counterFrom ?? 1;

/** What a run plainly gives is its own from the beginning, and nothing: neither that of the run before nor that of its neighbour (13.3.7). */
const ownNames = ({ gives }: Extract<Loop, { kind: 'multi' }>): Variables =>
  Object.fromEntries(gives.flatMap(({ name, always }) => (always ? [[name, null]] : [])));

function count(d: Draft, scope: string, body: Body) {
  const active = body.started - body.completed - body.terminated;
  const total = body.total === UNBOUNDED ? body.started : body.total;
  writeLocal(d, scope, {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: body.completed,
    numberOfTerminatedInstances: body.terminated,
    nrOfInstances: total,
    nrOfActiveInstances: active,
    nrOfCompletedInstances: body.completed,
  });
}

/** One run's contribution to the output list, read while its variables still stand. */
export function collect(d: Draft, token: Token, node: Node) {
  const scope = d.scopes.must(token.scope);
  if (node.loop?.kind !== 'multi' || !node.loop.collect || !scope.body?.results) return;
  const place = token.child ? { scope: token.child } : on(token);
  const results = d.own(scope.body.results);
  if (results !== scope.body.results) d.scopes.set({ ...scope, body: { ...scope.body, results } });
  // Of a case that an older core has begun, the number is only in its name.
  const index = token.run ?? Number(token.locals?.loopCounter) - counterFrom(node);
  d.write(results, String(index), value(d, place, node.loop.collect));
}

/** A run is over: the body goes on, ends early, or ends. */
export function instanceDone(d: Draft, token: Token, node: Node) {
  const { loop } = node;
  const before = d.scopes.must(token.scope);
  const body: Body = { ...(before.body as Body), completed: (before.body as Body).completed + 1 };
  d.scopes.set({ ...before, body });
  if (loop && loop.kind !== 'people' && !body.policy) count(d, before.id, body);
  if (loop?.kind === 'multi' && !body.policy)
    for (const each of loop.throws) throwAtEnd(d, before.owner as string, token, node, each, body);
  const enough = isEnough(d, token, node, body);
  if (loop?.kind === 'standard' && body.started === body.total)
    d.row('limit', { element: node.id, why: { is: 'limit', what: `loopMaximum ${body.total}` } });
  cancelToken(d, token.id, 'done', true);
  if (enough || (body.total !== UNBOUNDED && body.completed + body.terminated === body.total)) {
    emptyScope(d, before.id, 'enough');
    const now = d.scopes.must(before.id);
    const ended = { ...(now.body as Body), terminated: body.started - body.completed };
    d.scopes.set({ ...now, body: ended });
    d.todo({ do: 'complete', token: before.owner as string });
  } else if (body.sequential) d.todo({ do: 'next', scope: before.id });
}

/** Whether the others are not needed any more: the people have decided, and what is drawn agrees. */
function isEnough(d: Draft, token: Token, node: Node, body: Body): boolean {
  const { loop } = node;
  if (body.policy) return isDecided(d, token, node);
  if (loop?.kind === 'standard') return body.started === body.total || !goesOn(d, token, loop);
  if (node.voting && !isDecided(d, token, node)) return false;
  if (loop?.kind !== 'multi') return true;
  return loop.completion ? condition(d, on(token), loop.completion).value : node.voting !== undefined;
}

type Thrown = Extract<Loop, { kind: 'multi' }>['throws'][number];

/** The activity itself throws as one of its runs ends, so that its boundary can catch it. */
function throwAtEnd(
  d: Draft,
  owner: string,
  run: Token,
  node: Node,
  { first, condition: when, trigger }: Thrown,
  body: Body,
) {
  if (first && body.completed > 1) return;
  if (when && !condition(d, on(run), when).value) return;
  const token = d.tokens.must(owner);
  if (trigger.kind === 'signal') broadcast(d, token, node, trigger);
  else if (trigger.kind === 'message') publish(d, token, node, trigger.name);
  else if (trigger.kind === 'error' || trigger.kind === 'escalation')
    d.todo({ do: 'raise', token: owner, kind: trigger.kind, code: trigger.code ?? '', thrower: node.id });
}

/** The whole body is over: its list goes to the parent scope, in order, null where a run did not finish. What people filled in and nobody gathers goes there too, the last answer as it came. */
export function closeBody(d: Draft, token: Token, node: Node) {
  const scope = d.scopes.must(token.child as string);
  const { results, total, answers } = scope.body as Body;
  handOver(d, scope);
  closeScope(d, scope.id);
  if (answers) write(d, { scope: token.scope }, answers);
  if (node.voting) tellResult(d, token, node, scope.body as Body);
  if (node.loop?.kind === 'multi' && node.loop.collectInto && results) {
    write(
      d,
      { scope: token.scope },
      { [node.loop.collectInto]: Array.from({ length: total }, (_, index) => results[index] ?? null) },
    );
  }
}

/** What of it stands when the step begins once more: who had agreed, what was done. `live`: runs that are not over. undefined: it begins anew. */
export function asItStood(node: Node, body: Body, live: ReadonlySet<number | undefined>): Body | undefined {
  if (body.loop) return undefined;
  const { results, answers, items, slots, sequential, loop, total, started, policy, votes = [] } = body;
  const carried = votes.flatMap((vote) => (vote.verdict === 'agree' ? [{ how: 'carried' as const, ...vote }] : []));
  return {
    ...{ sequential, loop, total, started: 0, completed: 0, terminated: 0 },
    ...(results && { results }),
    ...(answers && { answers }),
    ...(items && { items }),
    ...(slots && { slots }),
    ...(policy && { policy }),
    ...(node.voting || policy
      ? { votes: carried }
      : { stands: Array.from({ length: started }, (_, run) => run).filter((run) => !live.has(run)) }),
  };
}
