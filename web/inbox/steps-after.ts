// The named steps that may come next, seen through forks and joins; and whether all of them come, or one of several.
import type { Definition, Element } from '../../bpmn/definition.ts';

const isStep = ({ type }: Element): boolean =>
  !type.endsWith('Gateway') && type !== 'boundaryEvent' && type !== 'intermediateThrowEvent';

export type After = { steps: string[]; together: boolean };

export function stepsAfter({ flows, elements }: Definition, from: string): After {
  const steps: string[] = [];
  const seen = new Set([from]);
  let together = true;
  const follow = (id: string): void => {
    const out = Object.values(flows)
      .filter(({ source }) => source === id)
      .sort((a, b) => a.order - b.order);
    const type = elements[id]?.type;
    if (out.length > 1 && (type === 'exclusiveGateway' || type === 'eventBasedGateway' || type === 'inclusiveGateway'))
      together = false;
    if (out.some(({ condition }) => condition)) together = false;
    for (const { target } of out) {
      const element = elements[target];
      if (!element || seen.has(target)) continue;
      seen.add(target);
      if (isStep(element) && element.name) steps.push(target);
      else follow(target);
    }
  };
  follow(from);
  return { steps, together };
}
