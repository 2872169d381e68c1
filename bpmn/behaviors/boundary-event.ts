// Boundary event: a token only stands here after it was triggered (raise.ts); it leaves (BPMN 2.0.2 13.5.3).
import type { Behavior } from './index.ts';

export const boundaryEvent: Behavior = {
  act(d, token) {
    d.todo({ do: 'complete', token: token.id });
  },
};
