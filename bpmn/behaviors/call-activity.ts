// Call activity: another case in the same host; nothing passes unmapped (BPMN 2.0.2 13.3.4, core-semantics §2).
import { handedOver, whichVersion } from '../calls.ts';
import { calledProcess, expr } from '../compile.ts';
import { calledNode, Fault, tell } from '../draft.ts';
import type { Variables } from '../instance.ts';
import { keyOf } from '../keys.ts';
import { on, value, visible } from '../variables.ts';
import type { Behavior } from './index.ts';

export const callActivity: Behavior = {
  act(d, token, node) {
    const zf = node.element.zf;
    const called = calledProcess(node.element);
    if (!called) throw new Fault('missingDefinition', tell('missingDefinition.unsaid', { step: calledNode(node) }));
    const process = value(d, on(token), expr(called));
    const which = whichVersion(d, token, node, String(process));
    const wait = d.nextId();
    const callee = `${d.meta.case}.${wait}`;
    const variables: Variables = {
      ...(zf?.propagateIn && visible(d, token)),
      ...handedOver(d, token, node),
    };
    const key = zf?.businessKey && value(d, on(token), expr(zf.businessKey));
    d.tokens.patch(token.id, { state: 'waiting' });
    d.waits.set({ id: wait, owner: { token: token.id }, element: node.id, kind: 'call', case: callee });
    d.emit({
      type: 'callProcess',
      wait,
      element: node.id,
      case: callee,
      process: String(process),
      ...(which && { which }),
      ...(key !== undefined && key !== null && { businessKey: keyOf(key, zf?.businessKey ?? '') }),
      variables,
      token: token.id,
    });
  },
};
