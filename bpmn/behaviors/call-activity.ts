// Call activity: another case in the same host; nothing passes unmapped (BPMN 2.0.2 13.3.4, core-semantics §2).
import { expr, type Node } from '../compile.ts';
import { type Draft, Fault } from '../draft.ts';
import type { Token, Variables, Which } from '../instance.ts';
import { mapInto, on, value } from '../variables.ts';
import type { Behavior } from './index.ts';

export const callActivity: Behavior = {
  act(d, token, node) {
    const zf = node.element.zf;
    const called = zf?.process ?? (node.element.type === 'callActivity' ? node.element.calledElement : undefined);
    if (!called)
      throw new Fault('missingDefinition', `"${node.element.name ?? node.id}" does not say which process it calls`);
    const process = value(d, on(token), expr(called));
    const which = whichVersion(d, token, node, String(process));
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
      ...(which && { which }),
      ...(key !== undefined && key !== null && { businessKey: String(key) }),
      variables: mapped,
      token: token.id,
    });
  },
};

function whichVersion(d: Draft, token: Token, node: Node, process: string): Which | undefined {
  const { binding, version } = node.element.zf ?? {};
  if (binding === 'deployment') {
    const pinned = d.model.definition.pinned?.[process];
    return pinned === undefined ? undefined : { version: pinned };
  }
  if (version === undefined || binding === 'latest') return undefined;
  const wanted = value(d, on(token), expr(version));
  if (binding === 'versionTag') return { tag: String(wanted) };
  const number = Number(wanted);
  if (wanted === null || wanted === '' || !Number.isInteger(number) || number < 1)
    throw new Fault(
      'missingDefinition',
      `"${node.element.name ?? node.id}" asks for version ${JSON.stringify(wanted)} of "${process}": a version is a number from 1`,
    );
  return { version: number };
}

function visible(d: Draft, from: string): Variables {
  const chain: Variables[] = [];
  for (let scope = d.scopes.get(from); scope; scope = scope.parent ? d.scopes.get(scope.parent) : undefined) {
    chain.unshift(scope.variables);
    const locals = scope.owner ? d.tokens.get(scope.owner)?.locals : undefined;
    if (locals) chain.unshift(locals);
  }
  return Object.assign({}, ...chain) as Variables;
}
