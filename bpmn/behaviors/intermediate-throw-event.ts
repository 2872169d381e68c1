// Intermediate throw event: message, signal, escalation, link, compensation, or nothing (BPMN 2.0.2 13.5.2).

import { startUndo } from '../compensation.ts';
import { linkTarget } from '../compile.ts';
import { Fault } from '../draft.ts';
import { createToken } from '../moves.ts';
import { broadcast, publish } from '../publish.ts';
import type { Behavior } from './index.ts';

export const intermediateThrowEvent: Behavior = {
  act(d, token, node) {
    const trigger = node.triggers[0] ?? { kind: 'none' };
    const done = () => d.row('completed', { element: node.id, token: token.id, scope: token.scope });
    const leave = () => d.todo({ do: 'leave', token: token.id });
    switch (trigger.kind) {
      case 'message':
        publish(d, token, node, trigger.name);
        done();
        return leave();
      case 'signal':
        done();
        broadcast(d, token, node, trigger);
        return leave();
      case 'escalation':
        done();
        return d.todo({ do: 'raise', token: token.id, kind: 'escalation', code: trigger.code ?? '', thrower: node.id });
      case 'link': {
        const target = linkTarget(node);
        if (!target) throw new Fault('noOutgoingFlow', `no place in this part is called "${trigger.name}"`);
        done();
        d.tokens.patch(token.id, { node: target.id, state: 'moving' });
        return d.todo({ do: 'enter', token: token.id });
      }
      case 'compensate': {
        if (!trigger.wait) {
          // Nobody waits: a second token carries the undoing.
          const helper = createToken(d, token.scope, node, { state: 'active', helper: true });
          if (!startUndo(d, helper, trigger.activity)) d.todo({ do: 'undo', token: helper.id });
          done();
          return leave();
        }
        if (startUndo(d, token, trigger.activity)) return;
        done();
        return leave();
      }
      default:
        done();
        return leave();
    }
  },
};
