// A path that just stops is legal, but a reader cannot tell whether it was meant.
import type { Rule } from './survey.ts';

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
      zh: `${called(one).zh}后面没有路，到这里就停了；连到下一步，或者接一个结束`,
      en: `Nothing follows ${called(one).en}; connect the next step, or end here on purpose`,
      fix: { label: { zh: '接一个结束', en: 'Add an end' }, edit: { edit: 'append', from: one.id, type: 'endEvent' } },
    }));
