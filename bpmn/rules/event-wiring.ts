// Events that could never happen as they are drawn: what waits behind an event gateway, codes of errors, cancelling, links (BPMN 2.0.2 10.5, 10.6.6).
import type { Element, EventDefinition } from '../definition.ts';
import { type Finding, type Rule, type Survey, tell } from './survey.ts';

type OfKind<T extends EventDefinition['type']> = Extract<EventDefinition, { type: T }>;
const eventsOf = (one: Element): EventDefinition[] => ('eventDefinitions' in one ? one.eventDefinitions : []);
const find = <T extends EventDefinition['type']>(one: Element, type: T) =>
  eventsOf(one).find((each): each is OfKind<T> => each.type === type);

export const eventWiring: Rule = (seen) => [
  ...behindGateways(seen),
  ...errorCodes(seen),
  ...cancelling(seen),
  ...links(seen),
  ...undone(seen),
];

function behindGateways({ elements, outgoing, incoming, called, process }: Survey): Finding[] {
  return elements
    .filter((one) => one.type === 'eventBasedGateway')
    .flatMap((gateway) =>
      outgoing(gateway.id).flatMap(({ target }) => {
        const next = process.elements[target];
        if (!next) return [];
        if (next.type !== 'intermediateCatchEvent' && next.type !== 'receiveTask')
          return [
            {
              element: next.id,
              message: tell('event-wiring.waits', { gateway: called(gateway), next: called(next) }),
            },
          ];
        if (incoming(next.id).length > 1)
          return [
            {
              element: next.id,
              message: tell('event-wiring.alone', { next: called(next), gateway: called(gateway) }),
            },
          ];
        return [];
      }),
    );
}

function errorCodes({ elements, called, process }: Survey): Finding[] {
  return elements
    .filter((one) => one.type === 'endEvent')
    .flatMap((one) => {
      const thrown = find(one, 'errorEventDefinition');
      if (!thrown || (thrown.errorRef && process.errors[thrown.errorRef]?.errorCode)) return [];
      return [
        {
          element: one.id,
          message: tell('event-wiring.error', { step: called(one) }),
          ...(one.name?.trim() && {
            fix: {
              label: tell('fix.call', { name: one.name.trim() }),
              edit: { edit: 'setMessage', id: one.id, kind: 'errors', name: one.name.trim() },
            },
          }),
        },
      ];
    });
}

function cancelling({ elements, called, process }: Survey): Finding[] {
  const cancels = elements.filter((one) => find(one, 'cancelEventDefinition'));
  return cancels.flatMap((one) => {
    const around = one.type === 'boundaryEvent' ? one.attachedToRef : one.scope;
    if (process.elements[around]?.type !== 'transaction')
      return [
        {
          element: one.id,
          message: tell('event-wiring.transaction', { step: called(one) }),
        },
      ];
    const others = cancels.filter((each) => each.type === 'boundaryEvent' && each.attachedToRef === around);
    if (one.type !== 'boundaryEvent' || others[0] === one) return [];
    return [
      {
        element: one.id,
        message: tell('event-wiring.cancel', { step: called(one) }),
      },
    ];
  });
}

function links({ elements, called }: Survey): Finding[] {
  const nameOf = (one: Element) => find(one, 'linkEventDefinition')?.name;
  return elements
    .filter((one) => one.type === 'intermediateThrowEvent' && find(one, 'linkEventDefinition'))
    .filter(
      (one) =>
        !elements.some(
          (each) =>
            each.type === 'intermediateCatchEvent' &&
            each.scope === one.scope &&
            nameOf(each) === nameOf(one) &&
            find(each, 'linkEventDefinition'),
        ),
    )
    .map((one) => ({
      element: one.id,
      message: tell('event-wiring.link', { step: called(one) }),
    }));
}

function undone({ elements, called, process }: Survey): Finding[] {
  return elements.flatMap((one) => {
    if (one.type !== 'endEvent' && one.type !== 'intermediateThrowEvent') return [];
    const activity = find(one, 'compensateEventDefinition')?.activityRef;
    if (!activity || process.elements[activity]) return [];
    return [
      {
        element: one.id,
        message: tell('event-wiring.undo', { step: called(one), activity }),
      },
    ];
  });
}
