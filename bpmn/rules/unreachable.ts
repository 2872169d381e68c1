// A step that no path reaches will never be done.
import type { Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

export const unreachable: Rule = ({ process, elements, outgoing, called }) => {
  const reached = new Set<string>();
  const walk = (element: Element | undefined): void => {
    if (!element || reached.has(element.id)) return;
    reached.add(element.id);
    for (const flow of outgoing(element.id)) walk(process.elements[flow.target]);
    for (const one of elements) {
      if (one.type === 'boundaryEvent' && one.attachedToRef === element.id) {
        walk(one);
        if (one.handler) walk(process.elements[one.handler]);
      }
      if (one.scope === element.id && begins(one, element)) walk(one);
      if (isLinkTarget(element, one)) walk(one);
    }
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

const isLinkTarget = (from: Element, to: Element): boolean =>
  from.type === 'intermediateThrowEvent' &&
  to.type === 'intermediateCatchEvent' &&
  linkName(from) !== undefined &&
  linkName(from) === linkName(to);
