// Exclusive gateway: the first true condition in document order; merging never waits (BPMN 2.0.2 13.4.2).
import type { Link } from '../compile.ts';
import { noFlow, type Tried, take } from '../moves.ts';
import { condition, on } from '../variables.ts';
import type { Behavior } from './index.ts';

export const exclusiveGateway: Behavior = {
  act(d, token, node) {
    const tried: Tried[] = [];
    const go = (link: Link, why: Parameters<typeof take>[3]) => {
      d.row('completed', { element: node.id, token: token.id, scope: token.scope });
      take(d, token, [link], why);
    };
    for (const link of node.out) {
      if (link.isDefault) continue;
      if (!link.condition)
        return go(link, node.out.length > 1 ? new Map([[link.id, { is: 'noCondition', flow: link.id }]]) : undefined);
      const test = condition(d, on(token), link.condition);
      const text = link.condition.feel?.text ?? '';
      if (test.value)
        return go(link, new Map([[link.id, { is: 'flow', flow: link.id, condition: text, reads: test.reads }]]));
      tried.push({ flow: link.id, condition: text, reads: test.reads });
    }
    if (node.defaultLink)
      return go(
        node.defaultLink,
        new Map([[node.defaultLink.id, { is: 'default', flow: node.defaultLink.id, tried }]]),
      );
    if (node.out.length) throw noFlow(node, tried);
    d.todo({ do: 'complete', token: token.id });
  },
};
