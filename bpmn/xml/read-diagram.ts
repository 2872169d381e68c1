// BPMN DI → Diagram, keyed by what a shape or edge stands for. The first picture of an element wins.
import type { ModdleElement } from 'bpmn-moddle';
import type { Bounds, Diagram } from '../definition.ts';
import { refId } from './document.ts';

export function readDiagram(root: ModdleElement): Diagram {
  const diagram: Diagram = { shapes: {}, edges: {} };
  for (const { element, target } of pictures(root)) {
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
    } else
      diagram.edges[target] ??= {
        waypoints: ((element.get('waypoint') as ModdleElement[] | undefined) ?? []).map(({ x, y }) => ({
          x: number(x),
          y: number(y),
        })),
        ...(label && { label }),
      };
  }
  return diagram;
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
