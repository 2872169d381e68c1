// What is caught at the edge of a step must lead somewhere.
import { type Rule, tell } from './survey.ts';

export const boundaryOutgoing: Rule = ({ elements, outgoing, called }) =>
  elements
    .filter((one) => one.type === 'boundaryEvent' && outgoing(one.id).length === 0)
    .filter(
      (one) =>
        one.type === 'boundaryEvent' && !one.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition'),
    )
    .map((one) => ({
      element: one.id,
      message: tell('boundary-outgoing', { step: called(one) }),
    }));
