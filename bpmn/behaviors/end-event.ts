// End event: what it throws goes out, then its token ends (BPMN 2.0.2 13.5.6).
import { throwOn } from '../throwing.ts';
import type { Behavior } from './index.ts';
import { invoke, sentBy } from './service-task.ts';

export const endEvent: Behavior = {
  act(d, token, node) {
    const topic = token.thrown === undefined ? sentBy(node) : undefined;
    if (topic) return invoke(d, token, node, topic);
    if (token.thrown === undefined) d.row('completed', { element: node.id, token: token.id, scope: token.scope });
    throwOn(d, token, node);
  },
};
