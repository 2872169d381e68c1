// Start event: the token is already there; it leaves (BPMN 2.0.2 13.5.1).
import type { Behavior } from './index.ts';

export const startEvent: Behavior = {
  act(d, token) {
    d.todo({ do: 'complete', token: token.id });
  },
};
