// End event: consumes its token; what it throws goes out first (BPMN 2.0.2 13.5.6).
import { startUndo } from '../compensation.ts';
import { consume, emptyScope } from '../moves.ts';
import { broadcast, publish } from '../publish.ts';
import { cancelTransaction } from '../transaction.ts';
import type { Behavior } from './index.ts';

export const endEvent: Behavior = {
  act(d, token, node) {
    const trigger = node.triggers[0] ?? { kind: 'none' };
    d.row('completed', { element: node.id, token: token.id, scope: token.scope });
    switch (trigger.kind) {
      case 'message':
        publish(d, token, node, trigger.name);
        return consume(d, token);
      case 'signal':
        broadcast(d, token, node, trigger);
        return consume(d, token);
      case 'error':
      case 'escalation':
        return d.todo({
          do: 'raise',
          token: token.id,
          kind: trigger.kind,
          code: trigger.code ?? '',
          thrower: node.id,
          end: true,
        });
      case 'terminate':
        emptyScope(d, token.scope, 'terminated', { token: token.id });
        if (d.scopes.must(token.scope).kind === 'process') d.meta.outcome = 'terminated';
        return consume(d, token);
      case 'compensate':
        if (startUndo(d, token, trigger.activity)) return;
        return consume(d, token);
      case 'cancel':
        return cancelTransaction(d, token);
      default:
        return consume(d, token);
    }
  },
};
