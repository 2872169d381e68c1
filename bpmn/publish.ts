// What a case says to others: messages leave as commands, signals reach this case's own catchers at once (BPMN 2.0.2 10.5.1).

import { type Expr, expr, type Node, type Trigger } from './compile.ts';
import { byAge, type Draft, Fault, shown, tell } from './draft.ts';
import { addDuration, parseDuration, zoneOf } from './duration.ts';
import type { Token, Variables } from './instance.ts';
import { keyOf } from './keys.ts';
import { mapInto, on, value, visible } from './variables.ts';

const payload = (d: Draft, token: Token, node: Node): Variables => ({
  ...(node.element.zf?.propagateIn && visible(d, token)),
  ...(node.input.length && mapInto(d, on(token), node.input, {})),
});

export function publish(d: Draft, token: Token, node: Node, name: Expr) {
  const message = String(value(d, on(token), name));
  const given = node.element.zf?.correlationKey;
  const key = given !== undefined ? value(d, on(token), expr(given)) : d.meta.businessKey;
  const ttl = node.element.zf?.ttl && lifetime(d, value(d, on(token), expr(node.element.zf.ttl)), node.element.zf.ttl);
  d.emit({
    type: 'publish',
    element: node.id,
    message,
    ...(key !== undefined && key !== null && { key: keyOf(key, node.id) }),
    ...(typeof ttl === 'number' && { ttl }),
    variables: payload(d, token, node),
    token: token.id,
  });
}

/** Milliseconds, months counted from now in the shop's zone. */
function lifetime(d: Draft, spec: unknown, said: string): number {
  const duration = parseDuration(String(spec));
  if (duration?.sign !== 1)
    throw new Fault('timerSpec', tell('timerSpec.duration', { expression: said, value: shown(spec) }));
  return addDuration(d.at, duration, zoneOf(d.env.zone)) - d.at;
}

export function broadcast(d: Draft, token: Token, node: Node, trigger: Extract<Trigger, { kind: 'signal' }>) {
  const signal = String(value(d, on(token), trigger.name));
  const variables = payload(d, token, node);
  const waits = byAge(d.waitsFor.of(`signal:${signal}`));
  if (waits.length) d.todo({ do: 'signal', signal, waits, variables });
  // Cases that begin by it get this key.
  const key = node.element.zf?.businessKey && value(d, on(token), expr(node.element.zf.businessKey));
  d.emit({
    type: 'broadcast',
    signal,
    ...(key !== undefined && key !== null && { businessKey: keyOf(key, node.id) }),
    variables,
    token: token.id,
  });
}
