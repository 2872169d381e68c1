// Joins that look at the whole scope: inclusive and complex ones (BPMN 2.0.2 13.4.3, 13.4.5), and joins that can never fire.
import { expr, type Node } from './compile.ts';
import type { Draft } from './draft.ts';
import type { ScopeId, Token, TokenId } from './instance.ts';
import { consumeJoined } from './moves.ts';
import { condition } from './variables.ts';

/** Fires every waiting inclusive or complex join of a quiet scope that no other token can still feed. */
export function checkJoins(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (!scope) return;
  for (const gateway of d.model.holders[scope.element]?.joins ?? []) {
    const key = `${id}/${gateway.id}`;
    const slots = d.joins.get(key);
    if (!slots) continue;
    if (gateway.element.type === 'complexGateway' && gateway.element.activationCondition) {
      const activationCount = [...slots.values()].reduce((sum, queue) => sum + queue.length, 0);
      const token: Token = {
        id: '',
        node: gateway.id,
        scope: id,
        state: 'joining',
        startSeq: 0,
        locals: { activationCount },
      };
      if (!condition(d, { scope: id, token }, expr(gateway.element.activationCondition)).value) continue;
    } else if (canStillFill(d, id, gateway, slots)) continue;
    fireJoin(d, id, gateway);
  }
}

/** Is there a token that can reach an empty incoming flow, but none of those that already hold one? */
function canStillFill(d: Draft, scope: ScopeId, gateway: Node, slots: ReadonlyMap<string, TokenId[]>): boolean {
  const filled = new Uint32Array(Math.ceil(gateway.in.length / 32));
  for (const [bit, link] of gateway.in.entries())
    if (slots.has(link.id)) filled[bit >> 5] = (filled[bit >> 5] as number) | (1 << (bit & 31));
  for (const id of d.tokensIn.of(scope)) {
    const token = d.tokens.must(id);
    if (token.node === gateway.id && token.state === 'joining') continue;
    const reach = gateway.reach?.get(d.node(token.node).ix);
    if (!reach) continue;
    let toEmpty = false;
    let toFilled = false;
    for (const [word, bits] of reach.entries()) {
      if (bits & ~(filled[word] as number)) toEmpty = true;
      if (bits & (filled[word] as number)) toFilled = true;
    }
    if (toEmpty && !toFilled) return true;
  }
  return false;
}

/** Takes the oldest token of each flow that has one and sends one on. */
export function fireJoin(d: Draft, scope: ScopeId, gateway: Node) {
  const key = `${scope}/${gateway.id}`;
  const slots = d.joins.get(key);
  if (!slots) return;
  const flows = [...slots.keys()];
  const tokens = flows.map((flow) => (slots.get(flow) as TokenId[])[0] as TokenId);
  const first = consumeJoined(d, key, tokens, tokens[0] as TokenId);
  d.progress += 1;
  d.row('joined', { element: gateway.id, token: first.id, scope, why: { is: 'joined', flows, tokens } });
  const { via: _via, ...rest } = first;
  d.tokens.set({ ...rest, state: 'active' });
  d.todo({ do: 'act', token: first.id });
  if (d.joins.has(key)) d.todo({ do: 'joins', scope });
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
      const slots = d.joins.get(`${id}/${token.node}`);
      const missing = gateway.in.filter((link) => !slots?.has(link.id)).map((link) => link.id);
      d.openIncident(
        token,
        id,
        token.node,
        'joinStuck',
        'enter',
        `"${gateway.element.name ?? gateway.id}" waits for a way that nobody is on any more`,
        { missing, token: tokenId },
      );
    }
  }
}
