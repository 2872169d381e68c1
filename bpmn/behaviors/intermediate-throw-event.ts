// Intermediate throw event: message, signal, escalation, link, compensation, several of them, or nothing (BPMN 2.0.2 13.5.2).
import { throwOn, waitsForUndo } from '../throwing.ts';
import type { Behavior } from './index.ts';
import { invoke, sentBy } from './service-task.ts';

export const intermediateThrowEvent: Behavior = {
  act(d, token, node) {
    const topic = token.thrown === undefined ? sentBy(node) : undefined;
    if (topic) return invoke(d, token, node, topic);
    if (token.thrown === undefined && !waitsForUndo(node))
      d.row('completed', { element: node.id, token: token.id, scope: token.scope });
    throwOn(d, token, node);
  },
};
