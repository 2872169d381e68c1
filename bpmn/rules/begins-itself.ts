// A process that sends what it begins by: each case begins another, for ever, unless somebody counts.
import type { Element } from '../definition.ts';
import { type Rule, type Survey, tell } from './survey.ts';

export const beginsItself: Rule = (seen) => {
  const { elements, process, called } = seen;
  const begins = new Set(
    elements
      .filter((one) => one.type === 'startEvent' && one.scope === process.processId)
      .flatMap((one) => signs(seen, one)),
  );
  return elements
    .filter((one) => one.type === 'endEvent' || one.type === 'intermediateThrowEvent' || one.type === 'sendTask')
    .filter((one) => !one.zf?.topic && !one.zf?.connector && signs(seen, one).some((sign) => begins.has(sign)))
    .map((one) => ({
      element: one.id,
      message: tell('begins-itself', { step: called(one) }),
    }));
};

/** Kind and name of what an element waits for or sends. */
function signs({ process }: Survey, one: Element): string[] {
  const refs: [kind: 'messages' | 'signals', ref: string | undefined][] = [];
  if ('messageRef' in one) refs.push(['messages', one.messageRef]);
  for (const each of 'eventDefinitions' in one ? one.eventDefinitions : []) {
    if (each.type === 'messageEventDefinition') refs.push(['messages', each.messageRef]);
    if (each.type === 'signalEventDefinition') refs.push(['signals', each.signalRef]);
  }
  return refs.flatMap(([kind, ref]) => {
    const name = ref && process[kind][ref]?.name;
    return name ? [`${kind}/${name}`] : [];
  });
}
