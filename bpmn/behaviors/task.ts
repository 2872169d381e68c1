// Task without a type, and manual task: done at once (BPMN 2.0.2 13.3.3).
import type { Behavior } from './index.ts';

export const task: Behavior = {
  act(d, token) {
    d.todo({ do: 'complete', token: token.id });
  },
};
