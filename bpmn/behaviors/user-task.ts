// User task: a work item for a person; roles and departments are resolved where it is recorded (core-semantics §3.1).
import { expr, type Node } from '../compile.ts';
import type { Draft } from '../draft.ts';
import type { Token } from '../instance.ts';
import { on, value } from '../variables.ts';
import type { Behavior } from './index.ts';

export const userTask: Behavior = {
  act(d, token, node) {
    const task = d.nextId();
    const person = assignee(d, token, node);
    d.tokens.patch(token.id, { state: 'waiting' });
    d.waits.set({ id: task, owner: { token: token.id }, element: node.id, kind: 'userTask', ...(person !== undefined && { person }) });
    d.emit({ type: 'createTask', task, element: node.id, ...(person !== undefined && { person }), ...(token.locals && { locals: token.locals }), token: token.id });
  },
};

/** One named person, a variable that holds one, an expression, or who started the case. */
function assignee(d: Draft, token: Token, node: Node): string | undefined {
  for (const { rule, value: text } of node.element.zf?.participants ?? []) {
    if (rule === 'starter') return d.meta.starter;
    if (rule !== 'person' && rule !== 'variable' && rule !== 'expression') continue;
    const read = rule === 'variable' && !text.startsWith('=') ? `=${text}` : text;
    const found = value(d, on(token), expr(read));
    if (typeof found === 'string' && found !== '') return found;
  }
  return undefined;
}
