// What was copied comes in under ids of its own.
import type { Model } from '../../bpmn/definition.ts';
import type { Edit } from './edit.ts';
import { freeId, freeSpot, laneAt, processOf, snap } from './geometry.ts';

export function paste(model: Model, { clip, at }: Extract<Edit, { edit: 'paste' }>): string[] {
  const process = processOf(model, at);
  const boxes = Object.values(clip.diagram.shapes);
  if (boxes.length === 0) return [];
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const box = {
    width: Math.max(...boxes.map(({ x, width }) => x + width)) - left,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) - top,
  };
  const spot = freeSpot(model, process, process.processId, { x: snap(at.x), y: snap(at.y), ...box });
  const by = { x: snap(spot.x - left), y: snap(spot.y - top) };
  const ids = new Map<string, string>();
  for (const element of Object.values(clip.elements)) {
    const id = freeId(model, element.type);
    ids.set(element.id, id);
    process.elements[id] = { ...structuredClone(element), id };
    const shape = clip.diagram.shapes[element.id];
    if (shape) model.diagram.shapes[id] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  for (const old of Object.keys(clip.elements)) {
    const element = process.elements[ids.get(old)!]!;
    element.scope = ids.get(element.scope) ?? process.processId;
    if (element.type === 'boundaryEvent') {
      element.attachedToRef = ids.get(element.attachedToRef) ?? element.attachedToRef;
      if (element.handler) {
        const handler = ids.get(element.handler);
        if (handler) element.handler = handler;
        else delete element.handler;
      }
    }
    delete (element as { default?: string }).default;
    const shape = model.diagram.shapes[element.id];
    if (shape && element.scope === process.processId && element.type !== 'boundaryEvent')
      laneAt(process, model, { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 })?.nodes.push(element.id);
  }
  const order = 1 + Math.max(-1, ...Object.values(process.flows).map((flow) => flow.order));
  Object.values(clip.flows).forEach((flow, index) => {
    const source = ids.get(flow.source);
    const target = ids.get(flow.target);
    if (!source || !target) return;
    const id = freeId(model, 'flow');
    process.flows[id] = {
      ...structuredClone(flow),
      id,
      source,
      target,
      scope: process.elements[source]!.scope,
      order: order + index,
    };
    const edge = clip.diagram.edges[flow.id];
    if (edge) model.diagram.edges[id] = { waypoints: edge.waypoints.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })) };
    const wasDefault = (clip.elements[flow.source] as { default?: string }).default === flow.id;
    if (wasDefault) (process.elements[source] as { default?: string }).default = id;
  });
  return [...ids.values()].filter((id) => process.elements[id]?.scope === process.processId);
}
