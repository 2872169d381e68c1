// Intermediate catch event: waits for its trigger; a link is passed at once (BPMN 2.0.2 13.5.2).
import { startWaitClocks } from '../clocks.ts';
import { arm } from '../waits.ts';
import type { Behavior } from './index.ts';

export const intermediateCatchEvent: Behavior = {
  act(d, token, node) {
    const waits = node.triggers.some((trigger) => trigger.kind !== 'link');
    if (!waits) return d.todo({ do: 'complete', token: token.id });
    d.tokens.patch(token.id, { state: 'waiting' });
    startWaitClocks(d, token, node);
    arm(d, { token: token.id }, node);
  },
};
