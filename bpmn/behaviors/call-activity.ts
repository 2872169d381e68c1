// Call activity: another case in the same host; nothing passes unmapped (BPMN 2.0.2 13.3.4, core-semantics §2).
import { expr } from '../compile.ts';
import { Fault } from '../draft.ts';
import type { Variables } from '../instance.ts';
import { mapInto, on, value } from '../variables.ts';
import type { Behavior } from './index.ts';

export const callActivity: Behavior = {
  act(d, token, node) {
    const zf = node.element.zf;
    const called = zf?.process ?? (node.element.type === 'callActivity' ? node.element.calledElement : undefined);
    if (!called)
      throw new Fault('missingDefinition', `"${node.element.name ?? node.id}" does not say which process it calls`);
    const process = value(d, on(token), expr(called));
    const wait = d.nextId();
    const callee = `${d.meta.case}.${wait}`;
    const all: Variables = zf?.propagateIn ? visible(d, token.scope) : {};
    const mapped = { ...all, ...mapInto(d, { scope: token.scope }, node.input, {}, zf?.lenient) };
    const key = zf?.businessKey && value(d, on(token), expr(zf.businessKey));
    d.tokens.patch(token.id, { state: 'waiting' });
    d.waits.set({ id: wait, owner: { token: token.id }, element: node.id, kind: 'call', case: callee });
    d.emit({
      type: 'callProcess',
      wait,
      element: node.id,
      case: callee,
      process: String(process),
      ...(zf?.version && { version: zf.version }),
      ...(key !== undefined && key !== null && { businessKey: String(key) }),
      variables: mapped,
      token: token.id,
    });
  },
};

function visible(d: Parameters<Behavior['act']>[0], from: string): Variables {
  const chain: Variables[] = [];
  for (let scope = d.scopes.get(from); scope; scope = scope.parent ? d.scopes.get(scope.parent) : undefined) {
    chain.unshift(scope.variables);
    const locals = scope.owner ? d.tokens.get(scope.owner)?.locals : undefined;
    if (locals) chain.unshift(locals);
  }
  return Object.assign({}, ...chain) as Variables;
}
