// "Undo" needs a step that does it.
import { type Rule, tell } from './survey.ts';

export const compensationHandler: Rule = ({ elements, called }) =>
  elements
    .filter(
      (one) =>
        one.type === 'boundaryEvent' &&
        one.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition') &&
        !one.handler,
    )
    .map((one) => ({
      element: one.id,
      message: tell('compensation-handler', { step: called(one) }),
    }));
