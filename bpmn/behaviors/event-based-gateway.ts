// Event-based gateway: arms all its targets under its own token; the first to happen wins (BPMN 2.0.2 13.4.4).
import { arm } from '../waits.ts';
import type { Behavior } from './index.ts';

export const eventBasedGateway: Behavior = {
  act(d, token, node) {
    d.tokens.patch(token.id, { state: 'waiting' });
    for (const link of node.out) arm(d, { token: token.id }, link.target);
  },
};
