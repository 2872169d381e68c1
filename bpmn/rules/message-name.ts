// Messages meet by name: without one nobody can be waiting for it.
import { type Rule, tell } from './survey.ts';

export const messageName: Rule = ({ process, elements, called }) =>
  elements.flatMap((one) => {
    const refs: { kind: 'message' | 'signal'; ref: string | undefined }[] = [];
    if ('eventDefinitions' in one)
      for (const definition of one.eventDefinitions) {
        if (definition.type === 'messageEventDefinition' && !one.zf?.topic && !one.zf?.connector)
          refs.push({ kind: 'message', ref: definition.messageRef });
        if (definition.type === 'signalEventDefinition') refs.push({ kind: 'signal', ref: definition.signalRef });
      }
    const step = called(one);
    return refs
      .filter(({ kind, ref }) => !ref || !(kind === 'message' ? process.messages : process.signals)[ref]?.name)
      .map(({ kind }) => ({
        element: one.id,
        message: tell(`message-name.${kind}`, { step }),
      }));
  });
