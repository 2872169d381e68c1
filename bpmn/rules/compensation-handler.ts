// "Undo" needs a step that does it.
import type { Rule } from './survey.ts';

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
      zh: `${called(one).zh}没有连到撤销的步骤；画一条虚线到撤销要做的事`,
      en: `${called(one).en} leads to no undo step; connect it to what undoes the work`,
    }));
