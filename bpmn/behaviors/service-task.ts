// Service and send task: a job for a worker where a topic or connector is bound; otherwise nothing to wait for.
import { expr, type Node } from '../compile.ts';
import type { Draft } from '../draft.ts';
import type { Token, Value, Variables } from '../instance.ts';
import { publish } from '../publish.ts';
import { mapInto, on } from '../variables.ts';
import { callKey } from '../waits.ts';
import type { Behavior } from './index.ts';

export const serviceTask: Behavior = {
  act(d, token, node) {
    const topic = topicOf(node);
    if (topic) return invoke(d, token, node, topic);
    const message = node.element.type === 'sendTask' && node.element.messageRef;
    if (message) publish(d, token, node, expr(d.model.definition.messages[message]?.name ?? message));
    d.todo({ do: 'complete', token: token.id });
  },
};

export const topicOf = (node: Node) => node.element.zf?.topic ?? node.element.zf?.connector;

/** A message that a connector or worker sends for the event. */
export const sentBy = (node: Node) => (node.triggers[0]?.kind === 'message' ? topicOf(node) : undefined);

export function invoke(d: Draft, begun: Token, node: Node, topic: string) {
  const token = begun.reads ? readInputs(d, begun, node) : begun;
  const wait = d.nextId();
  const key = callKey(d, node.id, wait);
  d.tokens.patch(token.id, { state: 'waiting' });
  d.waits.set({ id: wait, owner: { token: token.id }, element: node.id, kind: 'job', key, topic });
  d.emit({
    type: 'invokeService',
    wait,
    element: node.id,
    key,
    topic,
    input: node.input.length ? handed(token, node) : { ...d.scopes.must(token.scope).variables, ...token.locals },
    ...(token.assigned !== undefined && { person: token.assigned }),
    ...(node.element.zf?.retries !== undefined && { retries: node.element.zf.retries }),
    token: token.id,
  });
}

/** What the step says that it hands over, and nothing else that one of several runs has of its own. */
const handed = ({ locals = {} }: Token, { input }: Node): Variables =>
  Object.fromEntries(input.flatMap(({ target }) => (target in locals ? [[target, locals[target] as Value]] : [])));

function readInputs(d: Draft, { reads: _, ...token }: Token, node: Node): Token {
  const locals = mapInto(d, on(token), node.input, token.locals ?? {}, node.element.zf?.lenient);
  return d.tokens.set({ ...token, locals });
}
