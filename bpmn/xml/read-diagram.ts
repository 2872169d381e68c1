// BPMN DI → Diagram, keyed by what a shape or edge stands for. The first picture of an element wins. Several pictures of one file, each
// with an origin of its own, are put below each other.
import type { ModdleElement } from 'bpmn-moddle';
import type { Bounds, Diagram, Point } from '../definition.ts';
import { refId } from './document.ts';

export function readDiagram(root: ModdleElement): Diagram {
  const diagram: Diagram = { shapes: {}, edges: {} };
  const planes = new Map<string, ModdleElement>();
  const silent = new Map<string, ModdleElement>();
  const lowered = loweredBy(root);
  for (const { element, target, plane } of pictures(root)) {
    const down = lowered.get(plane) ?? 0;
    if (!planes.has(target)) planes.set(target, plane);
    const label = shifted(bounds(element.label?.bounds), down);
    if (element.$instanceOf('bpmndi:BPMNShape')) {
      const own = shifted(bounds(element.bounds), down);
      if (!own) continue;
      diagram.shapes[target] ??= {
        ...own,
        ...(element.isExpanded !== undefined && { isExpanded: element.isExpanded }),
        ...(element.isHorizontal !== undefined && { isHorizontal: element.isHorizontal }),
        ...colorOf(element),
        ...(label && { label }),
      };
      if (element.isExpanded === undefined) silent.set(target, element.bpmnElement as ModdleElement);
    } else
      diagram.edges[target] ??= {
        waypoints: ((element.get('waypoint') as ModdleElement[] | undefined) ?? []).map(({ x, y }) => ({
          x: number(x),
          y: number(y) + down,
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

/** bpmn.io's colours and those of the OMG that came after them. */
function colorOf(shape: ModdleElement): { color?: string } {
  const said = String(shape.get('color:border-color') ?? shape.get('bioc:stroke') ?? '');
  return /^#[0-9a-f]{6}$/i.test(said) ? { color: said.toLowerCase() } : {};
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

export const shifted = <T extends Point | undefined>(box: T, down: number): T =>
  box && down !== 0 ? { ...box, y: box.y + down } : box;

const ROOM = 80;

/** How far each picture of a process or collaboration is put down, so that it does not lie on one before it. Those of sub-processes stay. */
export function loweredBy(root: ModdleElement): Map<ModdleElement, number> {
  const lowered = new Map<ModdleElement, number>();
  const taken = new Set<string>();
  const boxes: Bounds[] = [];
  const all = pictures(root);
  for (const plane of new Set(all.map((one) => one.plane))) {
    const about = plane.bpmnElement as ModdleElement | undefined;
    const own = all.filter((one) => one.plane === plane && !taken.has(one.target));
    for (const { target } of own) taken.add(target);
    if (about?.$instanceOf?.('bpmn:SubProcess')) continue;
    const shapes = own.flatMap(({ element }) => bounds(element.bounds) ?? []);
    if (shapes.length === 0) continue;
    const top = Math.min(...shapes.map(({ y }) => y));
    const floor = Math.max(...boxes.map(({ y, height }) => y + height));
    const covers = shapes.some((one) => boxes.some((other) => meet(one, other)));
    const down = covers ? Math.ceil((floor + ROOM - top) / 10) * 10 : 0;
    if (down > 0) lowered.set(plane, down);
    boxes.push(...shapes.map((one) => shifted(one, down)));
  }
  return lowered;
}

const meet = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

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
