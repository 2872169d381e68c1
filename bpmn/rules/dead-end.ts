// A path that just stops is legal, but a reader cannot tell whether it was meant.
import { type Rule, tell } from './survey.ts';

export const deadEnd: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => {
      if (outgoing(one.id).length > 0 || one.type === 'endEvent' || one.type === 'boundaryEvent') return false;
      if ('triggeredByEvent' in one && one.triggeredByEvent) return false;
      if ('isForCompensation' in one && one.isForCompensation) return false;
      if (process.elements[one.scope]?.type === 'adHocSubProcess') return false;
      if (
        one.type === 'intermediateThrowEvent' &&
        one.eventDefinitions.some(({ type }) => type === 'linkEventDefinition')
      )
        return false;
      return elements.some(({ scope, id }) => scope === one.scope && id !== one.id);
    })
    .map((one) => ({
      element: one.id,
      message: tell('dead-end', { step: called(one) }),
      fix: { label: tell('fix.end'), edit: { edit: 'append', from: one.id, type: 'endEvent' } },
    }));
