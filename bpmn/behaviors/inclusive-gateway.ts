// Inclusive gateway: all true conditions; its join waits for every token that can still arrive (BPMN 2.0.2 13.4.3, joins.ts).
import type { Link, Node } from '../compile.ts';
import type { Draft } from '../draft.ts';
import type { Token, Why } from '../instance.ts';
import { noFlow, type Tried, take } from '../moves.ts';
import { condition, on } from '../variables.ts';
import type { Behavior } from './index.ts';

export const inclusiveGateway: Behavior = {
  act(d, token, node) {
    if (node.in.length <= 1 || !token.via) return fork(d, token, node);
    d.tokens.set({ ...token, state: 'joining' });
    d.arrive(`${token.scope}/${node.id}`, token.via, token.id);
    d.todo({ do: 'joins', scope: token.scope });
  },
};

/** Outgoing flows without a condition count as true; the default only where nothing else is taken. */
export function fork(d: Draft, token: Token, node: Node) {
  const taken: Link[] = [];
  const whys = new Map<string, Why>();
  const tried: Tried[] = [];
  for (const link of node.out) {
    if (link.isDefault) continue;
    if (!link.condition) {
      taken.push(link);
      continue;
    }
    const test = condition(d, on(token), link.condition);
    const text = link.condition.feel?.text ?? '';
    tried.push({ flow: link.id, condition: text, reads: test.reads });
    if (!test.value) continue;
    taken.push(link);
    whys.set(link.id, { is: 'flow', flow: link.id, condition: text, reads: test.reads });
  }
  if (taken.length === 0 && node.defaultLink) {
    taken.push(node.defaultLink);
    whys.set(node.defaultLink.id, { is: 'default', flow: node.defaultLink.id, tried });
  }
  if (taken.length === 0 && node.out.length) throw noFlow(node, tried);
  d.row('completed', { element: node.id, token: token.id, scope: token.scope });
  if (taken.length) take(d, token, taken, whys);
  else d.todo({ do: 'leave', token: token.id });
}
