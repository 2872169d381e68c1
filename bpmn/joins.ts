// Joins that look at the whole scope: inclusive and complex ones (BPMN 2.0.2 13.4.3, 13.4.5), and joins that can never fire.
import { expr, isActivity, type Node } from './compile.ts';
import { calledNode, type Draft, Fault, tell } from './draft.ts';
import type { ScopeId, Token, TokenId, Variables } from './instance.ts';
import { consume, consumeJoined, createToken, take } from './moves.ts';
import { passed } from './trail.ts';
import { condition, on } from './variables.ts';

/** Fires every waiting inclusive or complex join of a quiet scope that no other token can still feed. */
export function checkJoins(d: Draft, id: ScopeId) {
  const holder = d.model.holders[d.scopes.get(id)?.element ?? ''];
  for (const gateway of holder?.joins ?? []) {
    const slots = d.joins.get(`${id}/${gateway.id}`);
    const fired = d.scopes.must(id).resets?.[gateway.id];
    if (fired) {
      if (!canStillFill(d, id, gateway, (flow) => slots?.has(flow) || fired.includes(flow)))
        reset(d, id, gateway, fired);
    } else if (slots && isReady(d, id, gateway, slots)) fireJoin(d, id, gateway);
  }
}

function isReady(d: Draft, scope: ScopeId, gateway: Node, slots: ReadonlyMap<string, TokenId[]>): boolean {
  const { element } = gateway;
  if (element.type !== 'complexGateway' || !element.activationCondition)
    return !canStillFill(d, scope, gateway, (flow) => slots.has(flow));
  const oldest = d.tokens.must([...slots.values()][0]?.[0] as TokenId);
  try {
    const token = { ...oldest, locals: { ...oldest.locals, ...gatewayFacts(slots, true) } };
    return condition(d, { scope, token }, expr(element.activationCondition)).value;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    // Said once, on the token that has waited longest; it keeps its place in the join.
    if (d.incidentsOf.of(oldest.id).size === 0)
      d.openIncident(oldest, scope, gateway.id, fault.kind, 'enter', fault.why, fault.detail);
    return false;
  }
}

/** What a complex gateway's expressions may read (13.4.5). */
const gatewayFacts = (slots: ReadonlyMap<string, TokenId[]>, waitingForStart: boolean): Variables => ({
  activationCount: [...slots.values()].reduce((sum, queue) => sum + queue.length, 0),
  waitingForStart,
});

/** Is there a token that can reach an empty incoming flow, but none of those that already hold one? */
function canStillFill(d: Draft, scope: ScopeId, gateway: Node, isFilled: (flow: string) => boolean): boolean {
  for (const node of d.occupied.get(scope)?.keys() ?? []) {
    const { ix } = d.node(node);
    if (any(gateway, gateway.reach?.byFlow.get(ix), isFilled)) continue;
    if (any(gateway, gateway.reach?.waiting.get(ix), (flow) => !isFilled(flow))) return true;
  }
  return false;
}

/** Does this hold for one of the incoming flows that these bits name? */
function any(gateway: Node, reach: Uint32Array | undefined, holds: (flow: string) => boolean): boolean {
  for (let word = 0; word < (reach?.length ?? 0); word++) {
    for (let bits = reach?.[word] as number; bits; bits &= bits - 1) {
      const link = gateway.in[(word << 5) + 31 - Math.clz32(bits & -bits)];
      if (link && holds(link.id)) return true;
    }
  }
  return false;
}

/** Takes the oldest token of each flow that has one and sends one on. */
export function fireJoin(d: Draft, scope: ScopeId, gateway: Node) {
  const key = `${scope}/${gateway.id}`;
  const slots = d.joins.get(key);
  if (!slots) return;
  const flows = [...slots.keys()];
  const facts = gateway.type === 'complexGateway' ? { locals: gatewayFacts(slots, true) } : {};
  const first = join(d, scope, gateway, flows);
  const { via: _via, ...rest } = first;
  d.tokens.set({ ...rest, ...facts, state: 'active' });
  d.todo({ do: 'act', token: first.id });
  if (gateway.type === 'complexGateway') {
    const now = d.scopes.must(scope);
    d.scopes.set({ ...now, resets: { ...now.resets, [gateway.id]: flows } });
    d.todo({ do: 'joins', scope });
  } else if (d.joins.has(key)) d.todo({ do: 'joins', scope });
}

function join(d: Draft, scope: ScopeId, gateway: Node, flows: string[]): Token {
  const key = `${scope}/${gateway.id}`;
  const slots = d.joins.get(key);
  const tokens = flows.map((flow) => slots?.get(flow)?.[0] as TokenId);
  const first = consumeJoined(d, key, tokens, tokens[0] as TokenId);
  d.progress += 1;
  const seq = d.row('joined', { element: gateway.id, token: first.id, scope, why: { is: 'joined', flows, tokens } });
  passed(d, first, gateway, seq, undefined);
  return first;
}

/**
 * The second phase of a complex gateway: what came late is taken in, and the gateway waits for a start again. Only flows whose
 * condition holds now are taken: one without a condition was taken at the start (docs/decisions/0002).
 */
function reset(d: Draft, scope: ScopeId, gateway: Node, fired: string[]) {
  const slots = d.joins.get(`${scope}/${gateway.id}`) ?? new Map<string, TokenId[]>();
  const locals = gatewayFacts(slots, false);
  const late = [...slots.keys()].filter((flow) => !fired.includes(flow));
  const now = d.scopes.must(scope);
  const { [gateway.id]: _done, ...others } = now.resets ?? {};
  const { resets: _resets, ...rest } = now;
  d.scopes.set({ ...rest, ...(Object.keys(others).length && { resets: others }) });
  const carrier = late.length ? join(d, scope, gateway, late) : createToken(d, scope, gateway);
  const token = d.tokens.set({ ...carrier, locals, state: 'active' });
  const open = gateway.out.filter((link) => link.condition && condition(d, on(token), link.condition).value);
  if (open.length) take(d, token, open);
  else consume(d, token);
  if (d.joins.has(`${scope}/${gateway.id}`)) d.todo({ do: 'joins', scope });
}

/** Several tokens start an activity once (`startQuantity`, 13.3.1): true for the one that goes in. */
export function gather(d: Draft, token: Token, node: Node, quantity: number): boolean {
  const key = `${token.scope}/${node.id}`;
  d.tokens.set({ ...token, state: 'joining' });
  d.arrive(key, token.via ?? '', token.id);
  const all = [...(d.joins.get(key)?.values() ?? [])].flat();
  if (all.length < quantity) return false;
  gathered(d, token.scope, node, all.slice(0, quantity), token.id);
  return true;
}

function gathered(d: Draft, scope: ScopeId, node: Node, tokens: TokenId[], keep: TokenId): Token {
  const flows = tokens.map((id) => d.tokens.must(id).via ?? '');
  const first = consumeJoined(d, `${scope}/${node.id}`, tokens, keep);
  d.progress += 1;
  d.row('joined', { element: node.id, token: first.id, scope, why: { is: 'joined', flows, tokens } });
  return first;
}

/** An operator lets a join go with what is there. */
export function forceJoin(d: Draft, token: Token) {
  const node = d.node(token.node);
  if (!isActivity(node)) return fireJoin(d, token.scope, node);
  const all = [...(d.joins.get(`${token.scope}/${node.id}`)?.values() ?? [])].flat();
  const first = gathered(d, token.scope, node, all, token.id);
  d.todo({ do: 'enter', token: first.id, gathered: true });
}

/** A scope where every token stands in a join and nothing else lives: no join there can ever fire. Says so, once, on each. */
export function reportStuck(d: Draft) {
  for (const [id, joining] of d.joining) {
    const scope = joining > 0 ? d.scopes.get(id) : undefined;
    if (!scope || scope.live !== joining) continue;
    for (const tokenId of d.tokensIn.of(id)) {
      if (d.incidentsOf.of(tokenId).size) continue;
      const token = d.tokens.must(tokenId);
      const gateway = d.node(token.node);
      const present = [...(d.joins.get(`${id}/${token.node}`)?.keys() ?? [])];
      const missing = gateway.in.filter((link) => !present.includes(link.id)).map((link) => link.id);
      const about = { step: calledNode(gateway), present };
      d.openIncident(
        token,
        id,
        token.node,
        'joinStuck',
        'enter',
        missing.length ? tell('joinStuck.ways', { ...about, missing }) : tell('joinStuck.tokens', about),
        { missing, present },
      );
    }
  }
}
