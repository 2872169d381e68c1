// BPMN 2.0.2 §10.5.2: where a process begins must be plain; two plain starts leave it open which one a person means.
import { type Finding, type Rule, tell } from './survey.ts';

export const startEvent: Rule = ({ process, elements, called }) => {
  const found: Finding[] = [];
  const scopes = [
    { id: process.processId, element: undefined },
    ...elements
      .filter((one) => (one.type === 'subProcess' || one.type === 'transaction') && !one.triggeredByEvent)
      .map((element) => ({ id: element.id, element })),
  ];
  for (const { id, element } of scopes) {
    const inside = elements.filter(({ scope }) => scope === id);
    if (inside.length === 0) continue;
    const starts = inside.filter((one) => one.type === 'startEvent');
    const plain = starts.filter((one) => one.eventDefinitions.length === 0);
    const where = element ? called(element) : tell('this-process');
    if (starts.length === 0 && !element)
      found.push({
        element: inside[0]!.id,
        message: tell('start-event'),
      });
    if (element && starts.length === 0 && inside.every((one) => one.type !== 'startEvent'))
      found.push({
        element: element.id,
        message: tell('start-event.inside', { where }),
      });
    for (const extra of plain.slice(1))
      found.push({
        element: extra.id,
        message: tell('start-event.several', { where, count: plain.length }),
        fix: { label: tell('fix.removeThis'), edit: { edit: 'remove', ids: [extra.id] } },
      });
  }
  return found;
};
