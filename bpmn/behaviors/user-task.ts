// User task: a work item for a person; who may do it is resolved where it is recorded (core-semantics §3.1).
import type { Behavior } from './index.ts';

export const userTask: Behavior = {
  act(d, token, node) {
    const task = d.nextId();
    d.tokens.patch(token.id, { state: 'waiting' });
    d.waits.set({ id: task, owner: { token: token.id }, element: node.id, kind: 'userTask' });
    d.emit({ type: 'createTask', task, element: node.id, ...(token.locals && { locals: token.locals }), token: token.id });
  },
};
