// Ad-hoc sub-process: its activities are offered, not started; what ends it is its condition or a person (BPMN 2.0.2 13.3.5).
import { expr } from '../compile.ts';
import { calledNode, Fault, tell } from '../draft.ts';
import { createToken, openScope, startScope } from '../moves.ts';
import { on, value } from '../variables.ts';
import type { Behavior } from './index.ts';

export const adHocSubProcess: Behavior = {
  act(d, token, node) {
    const scope = openScope(d, token.scope, 'adHoc', node.id, token);
    startScope(d, scope);
    const first = node.element.zf?.startWith;
    if (!first) return;
    const ids = value(d, on(token), expr(first));
    if (!Array.isArray(ids)) throw new Fault('expression', tell('expression.steps', { expression: first }), ids);
    for (const id of ids) {
      const entry = node.inside?.entries.find((each) => each.id === id);
      if (!entry)
        throw new Fault('expression', tell('expression.noStep', { step: calledNode(node), id: String(id) }), ids);
      d.todo({ do: 'enter', token: createToken(d, scope.id, entry).id });
    }
  },
};
