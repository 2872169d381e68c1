// BPMN 2.0.2 §10.5.2: where a process begins must be plain; two plain starts leave it open which one a person means.
import type { Finding, Rule } from './survey.ts';

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
    const where = element ? called(element) : { zh: '这个流程', en: 'this process' };
    if (starts.length === 0 && !element)
      found.push({
        element: inside[0]!.id,
        zh: '这个流程没有开始，加一个开始并连到第一步',
        en: 'This process has no start; add one and connect it to the first step',
      });
    if (element && starts.length === 0 && inside.every((one) => one.type !== 'startEvent'))
      found.push({
        element: element.id,
        zh: `${where.zh}里没有开始，加一个并连到第一步`,
        en: `There is no start inside ${where.en}; add one and connect it to the first step`,
      });
    for (const extra of plain.slice(1))
      found.push({
        element: extra.id,
        zh: `${where.zh}有 ${plain.length} 个普通开始，不知道从哪一个走；只留一个，其余改成消息或定时开始`,
        en: `There are ${plain.length} plain starts in ${where.en}, so it is unclear which one is meant; keep one, make the others message or timer starts`,
        fix: { label: { zh: '删掉这个', en: 'Remove this one' }, edit: { edit: 'remove', ids: [extra.id] } },
      });
  }
  return found;
};
