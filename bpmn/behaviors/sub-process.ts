// Embedded sub-process and transaction: a scope with its own event sub-processes; over when nothing lives in it (BPMN 2.0.2 13.3.4).
import type { Scope } from '../instance.ts';
import { createToken, openScope, startScope } from '../moves.ts';
import type { Behavior } from './index.ts';

export const subProcess: Behavior = {
  act(d, token, node) {
    const kind: Scope['kind'] = node.type === 'transaction' ? 'transaction' : 'subProcess';
    const scope = openScope(d, token.scope, kind, node.id, token);
    startScope(d, scope);
    const holder = node.inside;
    const none = holder?.starts.filter((start) => start.triggers.length === 0) ?? [];
    const entries = none.length ? none : [...(holder?.starts ?? []), ...(holder?.entries ?? [])];
    for (const entry of entries) d.todo({ do: 'enter', token: createToken(d, scope.id, entry).id });
    if (entries.length === 0) d.todo({ do: 'scopeEnd', scope: scope.id });
  },
};
