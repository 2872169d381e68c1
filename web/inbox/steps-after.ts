// The named steps that may come next: forks and joins are seen through, each way once, nearest first.
import type { Definition, Element } from '../../bpmn/definition.ts';

const isStep = ({ type }: Element): boolean =>
  !type.endsWith('Gateway') && type !== 'boundaryEvent' && type !== 'intermediateThrowEvent';

export function stepsAfter(definition: Definition, from: string): string[] {
  const found: string[] = [];
  const seen = new Set([from]);
  let edge = [from];
  while (edge.length && found.length < 4) {
    const next: string[] = [];
    for (const id of edge)
      for (const { target } of Object.values(definition.flows)
        .filter((flow) => flow.source === id)
        .sort((a, b) => a.order - b.order)) {
        const element = definition.elements[target];
        if (!element || seen.has(target)) continue;
        seen.add(target);
        if (isStep(element)) {
          if (element.name) found.push(target);
        } else next.push(target);
      }
    edge = next;
  }
  return found;
}
