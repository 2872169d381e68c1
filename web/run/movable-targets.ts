// From where and to where a case may be moved: what has a place of its own. The core has the last word (bpmn/operate.ts).
import { compile, type Node } from '../../bpmn/compile.ts';
import type { Definition } from '../../bpmn/definition.ts';

const JOINS = new Set(['parallelGateway', 'inclusiveGateway', 'complexGateway']);

export type Part = { scope: string; ids: string[] };

/** Named steps as people meet them: the process first, then what is inside its parts, each in the order of the flows. */
export function movableTargets(definition: Definition): Part[] {
  const nodes = Object.values(compile(definition).nodes);
  const parts = new Map<string, string[]>();
  for (const node of inOrder(nodes)) {
    if (!isMovable(node)) continue;
    const { scope } = node.element;
    parts.set(scope, [...(parts.get(scope) ?? []), node.id]);
  }
  return [...parts]
    .map(([scope, ids]) => ({ scope, ids }))
    .sort((a, b) => Number(b.scope === definition.processId) - Number(a.scope === definition.processId));
}

function isMovable({ type, element, in: incoming }: Node): boolean {
  if (!element.name || type === 'startEvent' || type === 'boundaryEvent') return false;
  if ('isForCompensation' in element && element.isForCompensation) return false;
  if ('triggeredByEvent' in element && element.triggeredByEvent) return false;
  if (JOINS.has(type) && incoming.length > 1) return false;
  return !incoming.some(({ source }) => source.type === 'eventBasedGateway');
}

/** Along the flows from the starts; what only an event leads to comes after. */
function inOrder(nodes: Node[]): Node[] {
  const seen = new Set<Node>();
  const walk = (queue: Node[]): void => {
    for (let node = queue.shift(); node; node = queue.shift()) {
      if (seen.has(node)) continue;
      seen.add(node);
      queue.push(...node.out.map(({ target }) => target));
    }
  };
  walk(nodes.filter(({ type }) => type === 'startEvent'));
  walk(nodes.filter(({ type }) => type === 'boundaryEvent'));
  walk([...nodes]);
  return [...seen];
}

export type Source = { from: string; element: string; count: number; whole: boolean };

/** Where it stands, innermost first; several tokens of one element go together; `whole`: a part with what is inside. */
export function movableSources(tokens: { id: string; element: string }[], definition: Definition): Source[] {
  const { elements } = definition;
  const around = (id: string): string[] => {
    const scope = elements[id]?.scope;
    return scope && elements[scope] ? [scope, ...around(scope)] : [];
  };
  const standing = tokens.filter(({ element }) => elements[element]);
  const containers = new Set(standing.flatMap(({ element }) => around(element)));
  const byElement = new Map<string, string[]>();
  for (const { id, element } of standing) byElement.set(element, [...(byElement.get(element) ?? []), id]);
  return [...byElement]
    .map(([element, ids]) => ({
      element,
      from: ids.length === 1 && ids[0] ? ids[0] : element,
      count: ids.length,
      whole: containers.has(element),
    }))
    .sort((a, b) => around(b.element).length - around(a.element).length);
}
