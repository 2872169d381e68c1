// BPMN DI → Diagram, keyed by what a shape or edge stands for. The first picture of an element wins.
import type { ModdleElement } from 'bpmn-moddle';
import type { Bounds, Diagram } from '../definition.ts';
import { refId } from './document.ts';

export function readDiagram(root: ModdleElement): Diagram {
  const diagram: Diagram = { shapes: {}, edges: {} };
  const planes = new Map<string, ModdleElement>();
  const silent = new Map<string, ModdleElement>();
  for (const { element, target, plane } of pictures(root)) {
    if (!planes.has(target)) planes.set(target, plane);
    const label = bounds(element.label?.bounds);
    if (element.$instanceOf('bpmndi:BPMNShape')) {
      const own = bounds(element.bounds);
      if (!own) continue;
      diagram.shapes[target] ??= {
        ...own,
        ...(element.isExpanded !== undefined && { isExpanded: element.isExpanded }),
        ...(element.isHorizontal !== undefined && { isHorizontal: element.isHorizontal }),
        ...(label && { label }),
      };
      if (element.isExpanded === undefined) silent.set(target, element.bpmnElement as ModdleElement);
    } else
      diagram.edges[target] ??= {
        waypoints: ((element.get('waypoint') as ModdleElement[] | undefined) ?? []).map(({ x, y }) => ({
          x: number(x),
          y: number(y),
        })),
        ...(label && { label }),
      };
  }
  // Some tools do not say whether a sub-process stands open: it does where its content is drawn inside of it.
  for (const [id, element] of silent)
    if (element.$instanceOf?.('bpmn:SubProcess') && holdsItsOwn(id, element, diagram, planes))
      diagram.shapes[id] = { ...diagram.shapes[id]!, isExpanded: true };
  return diagram;
}

function holdsItsOwn(
  id: string,
  element: ModdleElement,
  { shapes }: Diagram,
  planes: Map<string, ModdleElement>,
): boolean {
  const frame = shapes[id]!;
  const inner = (element.get('flowElements') as ModdleElement[]).flatMap((one) => {
    const shape = one.id !== undefined && planes.get(one.id) === planes.get(id) ? shapes[one.id] : undefined;
    return shape ? [shape] : [];
  });
  return (
    inner.length > 0 &&
    inner.every(
      (box) =>
        box.x >= frame.x &&
        box.y >= frame.y &&
        box.x + box.width <= frame.x + frame.width + 1 &&
        box.y + box.height <= frame.y + frame.height + 1,
    )
  );
}

/** Every shape and edge with the id of what it stands for. */
export function pictures(root: ModdleElement): { element: ModdleElement; target: string; plane: ModdleElement }[] {
  return (root.get('diagrams') as ModdleElement[]).flatMap((diagram) => {
    const plane = diagram.plane as ModdleElement | undefined;
    if (!plane) return [];
    return (plane.get('planeElement') as ModdleElement[]).flatMap((element) => {
      const target = refId(element.bpmnElement);
      const drawn = element.$instanceOf('bpmndi:BPMNShape') || element.$instanceOf('bpmndi:BPMNEdge');
      return target !== undefined && drawn ? [{ element, target, plane }] : [];
    });
  });
}

const bounds = (element: ModdleElement | undefined): Bounds | undefined =>
  element && {
    x: number(element.x),
    y: number(element.y),
    width: number(element.width),
    height: number(element.height),
  };

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
