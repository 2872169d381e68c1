// Parallel gateway: fires when every incoming flow holds a token, takes the oldest of each (BPMN 2.0.2 13.4.1).
import type { Node } from '../compile.ts';
import type { Draft } from '../draft.ts';
import type { Token, TokenId } from '../instance.ts';
import { consumeJoined, take } from '../moves.ts';
import { passed } from '../trail.ts';
import type { Behavior } from './index.ts';

export const parallelGateway: Behavior = {
  act(d, token, node) {
    if (node.in.length <= 1 || !token.via) return pass(d, token, node);
    const key = `${token.scope}/${node.id}`;
    d.tokens.set({ ...token, state: 'joining' });
    d.arrive(key, token.via, token.id);
    const slots = d.joins.get(key);
    if (!slots || slots.size < node.in.length) return;
    const tokens: TokenId[] = [];
    for (const link of node.in) tokens.push((slots.get(link.id) as TokenId[])[0] as TokenId);
    const first = consumeJoined(d, key, tokens, token.id);
    d.progress += 1;
    const seq = d.row('joined', {
      element: node.id,
      token: first.id,
      scope: token.scope,
      why: { is: 'joined', flows: node.in.map((link) => link.id), tokens },
    });
    passed(d, first, node, seq, undefined);
    pass(d, first, node);
  },
};

function pass(d: Draft, token: Token, node: Node) {
  d.row('completed', { element: node.id, token: token.id, scope: token.scope });
  if (node.out.length) take(d, token, node.out);
  else d.todo({ do: 'leave', token: token.id });
}
