// A step that no path reaches will never be done.
import type { Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

export const unreachable: Rule = ({ process, elements, outgoing, called }) => {
  const reached = new Set<string>();
  const attached = by(elements, (one) => (one.type === 'boundaryEvent' ? one.attachedToRef : undefined));
  const inside = by(elements, ({ scope }) => scope);
  const caught = by(elements, (one) => (one.type === 'intermediateCatchEvent' ? linkName(one) : undefined));
  /** A queue, not a descent: a process may be as long as it likes. */
  const walk = (from: Element): void => {
    const queue: (Element | undefined)[] = [from];
    for (let element = queue.pop(); element; element = queue.pop()) next(element, queue);
  };
  const next = (element: Element, queue: (Element | undefined)[]): void => {
    if (reached.has(element.id)) return;
    reached.add(element.id);
    const link = element.type === 'intermediateThrowEvent' ? linkName(element) : undefined;
    const following = [
      ...outgoing(element.id).map(({ target }) => process.elements[target]),
      ...(attached.get(element.id) ?? []).flatMap((one) => [
        one,
        one.type === 'boundaryEvent' && one.handler ? process.elements[one.handler] : undefined,
      ]),
      ...(inside.get(element.id) ?? []).filter((one) => begins(one, element)),
      ...(link === undefined ? [] : (caught.get(link) ?? [])),
    ];
    for (const one of following) if (one) queue.push(one);
  };
  const begins = (one: Element, scope?: Element): boolean =>
    one.type === 'startEvent' ||
    ('triggeredByEvent' in one && one.triggeredByEvent) ||
    scope?.type === 'adHocSubProcess' ||
    (one.type === 'receiveTask' && one.instantiate === true) ||
    (one.type === 'eventBasedGateway' && one.instantiate === true);
  const top = elements.filter(({ scope }) => scope === process.processId);
  if (!top.some((one) => begins(one))) return [];
  for (const one of top) if (begins(one)) walk(one);
  return elements
    .filter((one) => !reached.has(one.id) && (reached.has(one.scope) || one.scope === process.processId))
    .filter((one) => !('isForCompensation' in one && one.isForCompensation))
    .map((one) => ({
      element: one.id,
      message: tell('unreachable', { step: called(one) }),
      fix: { label: tell('fix.remove'), edit: { edit: 'remove', ids: [one.id] } },
    }));
};

const linkName = (element: Element): string | undefined =>
  'eventDefinitions' in element
    ? element.eventDefinitions.find((one) => one.type === 'linkEventDefinition')?.name
    : undefined;

function by(elements: Element[], of: (one: Element) => string | undefined): Map<string, Element[]> {
  const found = new Map<string, Element[]>();
  for (const one of elements) {
    const key = of(one);
    if (key === undefined) continue;
    const list = found.get(key);
    if (list) list.push(one);
    else found.set(key, [one]);
  }
  return found;
}
