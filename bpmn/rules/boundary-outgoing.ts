// What is caught at the edge of a step must lead somewhere.
import type { Rule } from './survey.ts';

export const boundaryOutgoing: Rule = ({ elements, outgoing, called }) =>
  elements
    .filter((one) => one.type === 'boundaryEvent' && outgoing(one.id).length === 0)
    .filter(
      (one) =>
        one.type === 'boundaryEvent' && !one.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition'),
    )
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}发生以后没有下一步；连到要做的事`,
      en: `Nothing follows ${called(one).en}; connect what should be done`,
    }));
