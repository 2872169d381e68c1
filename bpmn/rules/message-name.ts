// Messages meet by name: without one nobody can be waiting for it.
import type { Element } from '../definition.ts';
import { type Fix, type Rule, tell } from './survey.ts';

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
        fix: cureOf(one, kind),
      }));
  });

/** What is thrown without a name reaches nobody; what is waited for can bear the name of its step. */
function cureOf(one: Element, kind: 'message' | 'signal'): Fix {
  if (one.type === 'intermediateThrowEvent' || one.type === 'endEvent') {
    const eventDefinitions = one.eventDefinitions.filter(({ type }) => type !== `${kind}EventDefinition`);
    return {
      label: tell('fix.nothingSent'),
      edit: { edit: 'setAttribute', id: one.id, values: { eventDefinitions } },
    };
  }
  const name = one.name?.trim() || one.id;
  return {
    label: tell('fix.call', { name }),
    edit: { edit: 'setMessage', id: one.id, kind: `${kind}s`, name },
  };
}
