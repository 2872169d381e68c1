// New nodes: anywhere, after a step, into a line.
import type { Definition, Element, Flow, Model, Point } from '../../bpmn/definition.ts';
import type { EventKind, NodeSpec } from './edit.ts';
import { elementOf, flowOf } from './find.ts';
import {
  containerAt,
  freeSpot,
  growAround,
  laneAt,
  nodeSize,
  processOf,
  redraw,
  snapPoint,
  spotAfter,
} from './geometry.ts';
import { joinLane } from './lanes.ts';
import { connect } from './lines.ts';
import { makeRoom } from './move.ts';
import { newElement } from './new-element.ts';

export function addNode(model: Model, spec: NodeSpec, at: Point): Element {
  const host = containerAt(model, at);
  const process = host?.process ?? processOf(model, at);
  const element = newElement(model, spec, host?.id ?? process.processId);
  process.elements[element.id] = element;
  const size = nodeSize(element);
  const expanded = spec.type === 'subProcess' && !spec.triggeredByEvent ? { isExpanded: false } : {};
  const wished = { ...snapPoint({ x: at.x - size.width / 2, y: at.y - size.height / 2 }, size), ...size };
  const spot = freeSpot(model, process, element.scope, wished);
  model.diagram.shapes[element.id] = { ...spot, ...size, ...expanded };
  if (spec.triggeredByEvent) addInside(model, process, element.id, spec.definition ?? 'messageEventDefinition');
  laneAt(process, model, { x: spot.x + size.width / 2, y: spot.y + size.height / 2 })?.nodes.push(element.id);
  growAround(model, element.id);
  return element;
}

/** An event sub-process begins with what it waits for. */
function addInside(model: Model, process: Definition, scope: string, definition: EventKind): void {
  const start = newElement(model, { type: 'startEvent', definition }, scope);
  process.elements[start.id] = start;
  const outer = model.diagram.shapes[scope]!;
  outer.isExpanded = false;
  model.diagram.shapes[start.id] = { x: outer.x + 24, y: outer.y + 32, width: 36, height: 36 };
}

export function append(model: Model, from: string, spec: NodeSpec): string[] | undefined {
  const found = elementOf(model, from);
  const shape = model.diagram.shapes[from];
  if (!found || !shape) return undefined;
  const { process, element: source } = found;
  const onward = leadsOn(process, source, spec);
  if (onward) return insertAfter(model, process, source, onward, spec);
  const element = newElement(model, spec, source.scope);
  const size = nodeSize(element);
  process.elements[element.id] = element;
  const spot = spotAfter(model, process, source, size);
  model.diagram.shapes[element.id] = { ...spot, ...size };
  joinLane(model, process, source, element.id);
  connect(model, from, element.id);
  growAround(model, element.id);
  return [element.id];
}

/** The one line out of a step, into which what follows it goes; gateways lead several ways, and after an end comes nothing. */
function leadsOn(process: Definition, source: Element, spec: NodeSpec): Flow | undefined {
  if (source.type.endsWith('Gateway') || spec.type === 'endEvent') return undefined;
  const out = Object.values(process.flows).filter((flow) => flow.source === source.id && flow.condition === undefined);
  return out.length === 1 ? out[0] : undefined;
}

/** Between a step and what it led to, which makes room. */
function insertAfter(model: Model, process: Definition, source: Element, flow: Flow, spec: NodeSpec): string[] {
  const element = newElement(model, spec, source.scope);
  const size = nodeSize(element);
  process.elements[element.id] = element;
  const box = model.diagram.shapes[source.id]!;
  const next = model.diagram.shapes[flow.target];
  const ahead = next && next.x >= box.x + box.width;
  const wished = snapPoint({ x: box.x + box.width + 40, y: box.y + (box.height - size.height) / 2 }, size);
  if (ahead && source.type !== 'boundaryEvent')
    makeRoom(model, process, source.scope, box.x + box.width, wished.x + size.width);
  const spot =
    source.type === 'boundaryEvent'
      ? spotAfter(model, process, source, size)
      : freeSpot(model, process, source.scope, { ...wished, ...size });
  model.diagram.shapes[element.id] = { ...spot, ...size };
  joinLane(model, process, source, element.id);
  const target = flow.target;
  flow.target = element.id;
  connect(model, element.id, target);
  redraw(model, process, (one) => one.id === flow.id);
  growAround(model, element.id);
  return [element.id];
}

/** Puts a node into a flow: the flow then leads to it, and a new one leads on. */
export function insertInto(model: Model, flowId: string, spec: NodeSpec, at: Point): string[] | undefined {
  const found = flowOf(model, flowId);
  if (!found) return undefined;
  const { process, flow } = found;
  const size = nodeSize(newElement(model, spec, flow.scope));
  const [box, next] = [model.diagram.shapes[flow.source], model.diagram.shapes[flow.target]];
  // Between two that stand side by side there is made room; elsewhere it takes the free place nearest to where it was let go.
  const level = box && next && next.x >= box.x + box.width && at.y > box.y - 40 && at.y < box.y + box.height + 40;
  const place = level ? { x: Math.max(at.x, box.x + box.width + 40 + size.width / 2), y: at.y } : at;
  if (level) makeRoom(model, process, flow.scope, box.x + box.width, place.x + size.width / 2);
  const element = addNode(model, spec, place);
  if (element.scope !== flow.scope) element.scope = flow.scope;
  const target = flow.target;
  flow.target = element.id;
  connect(model, element.id, target);
  redraw(model, process, (one) => one.id === flow.id);
  return [element.id];
}
