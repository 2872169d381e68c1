// Complex gateway: fires once its activation condition holds, then waits for reset (BPMN 2.0.2 13.4.5, joins.ts).

import { fork } from './inclusive-gateway.ts';
import type { Behavior } from './index.ts';

export const complexGateway: Behavior = {
  act(d, token, node) {
    if (node.in.length <= 1 || !token.via) return fork(d, token, node);
    d.tokens.set({ ...token, state: 'joining' });
    d.arrive(`${token.scope}/${node.id}`, token.via, token.id);
    d.todo({ do: 'joins', scope: token.scope });
  },
};
