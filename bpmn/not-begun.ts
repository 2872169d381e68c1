// A call that could not even begin: nobody is there to do it, or its inputs are no good. What is missing is told by its name.
import type { Message } from '../words/message.ts';
import { unknownTo } from './assignment.ts';
import { topicOf } from './behaviors/service-task.ts';
import type { Node } from './compile.ts';
import { calledData, calledNode, type Draft, shown, tell } from './draft.ts';
import type { Because, Token } from './instance.ts';
import { on, read } from './variables.ts';

/** Its inputs are read once more, from data that may have been corrected. */
export function unread(d: Draft, token: Token): Token {
  const node = d.node(token.node);
  const { input } = node;
  // Nothing else reads them again.
  if (input.length === 0 || !topicOf(node)) return token;
  const targets = new Set(input.map(({ target }) => target));
  const locals = Object.fromEntries(Object.entries(token.locals ?? {}).filter(([name]) => !targets.has(name)));
  return { ...token, locals, reads: true };
}

/** `missing` of the incident: the data that its inputs read; `types`: what they have to be. */
export function notBegun(d: Draft, token: Token, node: Node, because: Extract<Because, { is: 'nobody' | 'data' }>) {
  if (because.is === 'nobody') {
    const { asked } = because;
    d.openIncident(token, token.scope, node.id, 'assignment', 'act', unknownTo(node, asked), { asked });
    return;
  }
  const types: Record<string, string> = {};
  const inputs = because.inputs.map(({ name, label, type }): { reads: string[]; said: Message } => {
    const source = node.input.find(({ target }) => target === name)?.source;
    const reads = source ? (source.feel?.names ?? []) : [name];
    // What is read as it is has the type that is asked for.
    if (reads.length === 1 && reads[0] === (source?.feel?.text ?? name)) types[reads[0]] = type;
    const given = node.input.length ? token.locals?.[name] : read(d, on(token), name);
    const isEmpty = given === undefined || given === null || given === '';
    const args = { label, from: reads.length ? reads.map((one) => calledData(d, one)) : '—' };
    return {
      reads,
      said: isEmpty ? tell('mapping.empty', args) : tell('mapping.wrong', { ...args, value: shown(given) }),
    };
  });
  d.openIncident(
    token,
    token.scope,
    node.id,
    'mapping',
    'act',
    tell('mapping.inputs', { step: calledNode(node), inputs: inputs.map(({ said }) => said) }),
    { missing: [...new Set(inputs.flatMap(({ reads }) => reads))], types },
  );
}
