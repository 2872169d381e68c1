// Receive task: waits for its message, or for a plain trigger where none is named (BPMN 2.0.2 13.3.3).
import { startWaitClocks } from '../clocks.ts';
import { arm } from '../waits.ts';
import type { Behavior } from './index.ts';

export const receiveTask: Behavior = {
  act(d, token, node) {
    d.tokens.patch(token.id, { state: 'waiting' });
    startWaitClocks(d, token, node);
    if (node.triggers.length) return arm(d, { token: token.id }, node);
    const id = d.nextId();
    d.waits.set({ id, owner: { token: token.id }, element: node.id, kind: 'trigger' });
    d.emit({ type: 'subscribe', wait: id, element: node.id, kind: 'trigger', name: node.id, token: token.id });
  },
};
