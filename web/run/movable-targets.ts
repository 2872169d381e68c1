// Where a case may be moved to: what has a place of its own. The core has the last word (bpmn/operate.ts).
import { compile } from '../../bpmn/compile.ts';
import type { Definition } from '../../bpmn/definition.ts';

const JOINS = new Set(['parallelGateway', 'inclusiveGateway', 'complexGateway']);

/** Ids of named elements in the order of the drawing's flows. */
export function movableTargets(definition: Definition): string[] {
  return Object.values(compile(definition).nodes)
    .filter(({ type, element, in: incoming }) => {
      if (!element.name || type === 'startEvent' || type === 'boundaryEvent') return false;
      if ('isForCompensation' in element && element.isForCompensation) return false;
      if ('triggeredByEvent' in element && element.triggeredByEvent) return false;
      if (JOINS.has(type) && incoming.length > 1) return false;
      return !incoming.some(({ source }) => source.type === 'eventBasedGateway');
    })
    .map(({ id }) => id);
}
