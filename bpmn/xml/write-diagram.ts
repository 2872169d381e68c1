// Diagram → BPMN DI: changed shapes and edges are patched, new ones added to the first plane, gone ones removed.
import type { ModdleElement } from 'bpmn-moddle';
import type { Bounds, Diagram, Model } from '../definition.ts';
import { moddle, refId } from './document.ts';
import { equal } from './equal.ts';
import { loweredBy, pictures, shifted } from './read-diagram.ts';
import type { Writing } from './write-extension.ts';
import { freeId } from './write-root.ts';

type Shape = Diagram['shapes'][string];
type Edge = Diagram['edges'][string];

export function writeDiagram(before: Diagram, model: Model, writing: Writing): void {
  if (equal(before, model.diagram)) return;
  const lowered = loweredBy(writing.root);
  const drawn = new Map<string, ModdleElement>();
  const planeOf = new Map<ModdleElement, ModdleElement>();
  for (const { element, target, plane } of pictures(writing.root)) {
    const kept = element.$instanceOf('bpmndi:BPMNShape') ? model.diagram.shapes[target] : model.diagram.edges[target];
    if (kept) {
      if (!drawn.has(target)) drawn.set(target, element);
      planeOf.set(element, plane);
    } else {
      const list = plane.get('planeElement') as ModdleElement[];
      list.splice(list.indexOf(element), 1);
    }
  }
  const add = (type: string, target: string): ModdleElement => {
    const element = moddle.create(type, { id: freeId(`${target}_di`, writing) });
    element.set('bpmnElement', writing.byId.get(target) ?? { id: target });
    const plane = ownPlane(target, model, writing) ?? ensurePlane(model, writing);
    element.$parent = plane;
    planeOf.set(element, plane);
    (plane.get('planeElement') as ModdleElement[]).push(element);
    return element;
  };
  for (const [target, shape] of Object.entries(model.diagram.shapes)) {
    if (equal(before.shapes[target], shape)) continue;
    const element = drawn.get(target) ?? add('bpmndi:BPMNShape', target);
    writeShape(element, before.shapes[target], shape, -(lowered.get(planeOf.get(element)!) ?? 0));
  }
  for (const [target, edge] of Object.entries(model.diagram.edges)) {
    if (equal(before.edges[target], edge)) continue;
    const element = drawn.get(target) ?? add('bpmndi:BPMNEdge', target);
    writeEdge(element, before.edges[target], edge, -(lowered.get(planeOf.get(element)!) ?? 0));
  }
}

/** A sub-process may have a picture of its own: what stands in it is drawn there. */
function ownPlane(target: string, model: Model, writing: Writing): ModdleElement | undefined {
  const planes = new Map<string, ModdleElement>();
  for (const { plane } of writing.root.get('diagrams') as ModdleElement[]) {
    const shown = refId(plane?.bpmnElement);
    if (shown !== undefined && !planes.has(shown)) planes.set(shown, plane);
  }
  const scopeOf = (id: string): string | undefined => {
    for (const { elements, flows, lanes } of model.processes) {
      const part = elements[id] ?? flows[id] ?? lanes[id];
      if (part) return part.scope;
    }
    return model.artifacts[id]?.scope;
  };
  for (let scope = scopeOf(target); scope !== undefined; scope = scopeOf(scope)) {
    const plane = planes.get(scope);
    if (plane) return plane;
  }
  return undefined;
}

function ensurePlane(model: Model, writing: Writing): ModdleElement {
  const diagrams = writing.root.get('diagrams') as ModdleElement[];
  const first = diagrams.find(({ plane }) => plane !== undefined);
  if (first) return first.plane;
  const collaboration = (writing.root.get('rootElements') as ModdleElement[]).find((one) =>
    one.$instanceOf('bpmn:Collaboration'),
  );
  const plane = moddle.create('bpmndi:BPMNPlane', { id: freeId('plane', writing) });
  plane.set('bpmnElement', collaboration ?? { id: model.processes[0]?.processId ?? model.id });
  const diagram = moddle.create('bpmndi:BPMNDiagram', { id: freeId('diagram', writing), plane });
  plane.$parent = diagram;
  diagram.$parent = writing.root;
  diagrams.push(diagram);
  return plane;
}

/** `down`: from the place in our one picture to the place in its own. */
function writeShape(element: ModdleElement, before: Shape | undefined, shape: Shape, down: number): void {
  setBounds(element, shifted(shape, down));
  // What was only inferred from the picture is not written into it.
  for (const property of ['isExpanded', 'isHorizontal'] as const)
    if (before && before[property] === shape[property]) continue;
    else if (shape[property] === undefined) delete element[property];
    else element.set(property, shape[property]);
  if (before?.color !== shape.color) setColor(element, shape.color);
  if (!equal(before?.label, shape.label)) setLabel(element, shifted(shape.label, down));
}

function setColor(element: ModdleElement, color: string | undefined): void {
  for (const name of ['bioc:stroke', 'bioc:fill', 'color:border-color', 'color:background-color'])
    element.set(name, undefined);
  if (color !== undefined) for (const name of ['bioc:stroke', 'color:border-color']) element.set(name, color);
}

function writeEdge(element: ModdleElement, before: Edge | undefined, edge: Edge, down: number): void {
  if (!equal(before?.waypoints, edge.waypoints)) {
    const points = edge.waypoints.map(({ x, y }) => {
      const point = moddle.create('dc:Point', { x, y: y + down });
      point.$parent = element;
      return point;
    });
    (element.get('waypoint') as ModdleElement[]).splice(0, Infinity, ...points);
  }
  if (!equal(before?.label, edge.label)) setLabel(element, shifted(edge.label, down));
}

function setBounds(element: ModdleElement, { x, y, width, height }: Bounds): void {
  const bounds = (element.bounds as ModdleElement | undefined) ?? moddle.create('dc:Bounds');
  bounds.$parent = element;
  Object.assign(bounds, { x, y, width, height });
  element.set('bounds', bounds);
}

function setLabel(element: ModdleElement, bounds: Bounds | undefined): void {
  if (!bounds) {
    const label = element.label as ModdleElement | undefined;
    if (label) delete label.bounds;
    return;
  }
  const label = (element.label as ModdleElement | undefined) ?? moddle.create('bpmndi:BPMNLabel');
  label.$parent = element;
  setBounds(label, bounds);
  element.set('label', label);
}
