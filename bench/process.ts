// The process of the benches: a small order of three steps by people, drawn in code.
import { Definition } from '../bpmn/definition.ts';

export const STEPS = ['check', 'pick', 'pack'];

/** start → check → pick → pack → end; each step belongs to whoever started the case. */
export function threeSteps(): Definition {
  const nodes = ['start', ...STEPS, 'end'];
  return Definition.parse({
    key: 'bench-order',
    version: 0,
    sha256: '',
    name: 'Bench order',
    processId: 'bench-order',
    isExecutable: true,
    elements: Object.fromEntries(
      nodes.map((id) => {
        const base = { id, scope: 'bench-order', name: id };
        if (id === 'start') return [id, { ...base, type: 'startEvent' }];
        if (id === 'end') return [id, { ...base, type: 'endEvent' }];
        return [id, { ...base, type: 'userTask', zf: { participants: [{ rule: 'starter', value: '' }] } }];
      }),
    ),
    flows: Object.fromEntries(
      nodes
        .slice(1)
        .map((target, index) => [
          `f${index}`,
          { id: `f${index}`, source: nodes[index], target, scope: 'bench-order', order: index },
        ]),
    ),
  });
}

/** A straight run of `length` nodes without conditions; every fifth is a gateway. */
export function straight(length: number): Definition {
  const nodes = Array.from({ length }, (_, index) => ({
    id: `n${index}`,
    scope: 'p',
    type: index % 5 === 0 ? 'exclusiveGateway' : 'task',
  }));
  const all = [{ id: 'start', scope: 'p', type: 'startEvent' }, ...nodes, { id: 'last', scope: 'p', type: 'userTask' }];
  return Definition.parse({
    key: 'straight',
    version: 1,
    sha256: 'bench',
    processId: 'p',
    elements: Object.fromEntries(all.map((node) => [node.id, node])),
    flows: Object.fromEntries(
      all
        .slice(1)
        .map((node, index) => [
          `f${index}`,
          { id: `f${index}`, source: all[index]?.id, target: node.id, scope: 'p', order: index },
        ]),
    ),
  });
}
