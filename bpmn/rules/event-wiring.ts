// Events that could never happen as they are drawn: what waits behind an event gateway, codes of errors, cancelling, links (BPMN 2.0.2 10.5, 10.6.6).
import type { Element, EventDefinition } from '../definition.ts';
import type { Finding, Rule, Survey } from './survey.ts';

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
              zh: `${called(gateway).zh}后面只能接等待的事件，${called(next).zh}不是`,
              en: `Only events that wait can follow ${called(gateway).en}; ${called(next).en} is none`,
            },
          ];
        if (incoming(next.id).length > 1)
          return [
            {
              element: next.id,
              zh: `${called(next).zh}在${called(gateway).zh}后面等着，不能再从别处连进来`,
              en: `${called(next).en} waits behind ${called(gateway).en}; nothing else may lead to it`,
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
          zh: `${called(one).zh}没写报什么错`,
          en: `${called(one).en} does not say which error it reports`,
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
          zh: `${called(one).zh}只能用在事务里`,
          en: `${called(one).en} makes sense in a transaction only`,
        },
      ];
    const others = cancels.filter((each) => each.type === 'boundaryEvent' && each.attachedToRef === around);
    if (one.type !== 'boundaryEvent' || others[0] === one) return [];
    return [
      {
        element: one.id,
        zh: `一个事务只能有一个取消事件，${called(one).zh}是多出来的`,
        en: `A transaction has one cancel event; ${called(one).en} is one too many`,
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
      zh: `${called(one).zh}要跳到的地方不存在`,
      en: `There is no place that ${called(one).en} could jump to`,
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
        zh: `${called(one).zh}要撤销的步骤「${activity}」不在这个流程里`,
        en: `The step “${activity}” that ${called(one).en} undoes is not in this process`,
      },
    ];
  });
}
