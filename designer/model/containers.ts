// Sub-processes opened and closed in the picture.
import type { Definition, Element, Model } from '../../bpmn/definition.ts';
import { elementOf } from './find.ts';
import { growAround, redraw, sizeForType, snap, withDependents } from './geometry.ts';
import { makeRoom, redrawMoved } from './move.ts';

export function fold(model: Model, id: string, isExpanded: boolean): void {
  const found = elementOf(model, id);
  const shape = model.diagram.shapes[id];
  if (!found || !shape) return;
  const inside = Object.values(found.process.elements).filter(({ scope }) => scope === id);
  if (!isExpanded) model.diagram.shapes[id] = { ...shape, ...sizeForType(found.element), isExpanded };
  else {
    bringInside(model, found.process, id, inside);
    const ends = [
      ...inside
        .flatMap((one) => model.diagram.shapes[one.id] ?? [])
        .map((box) => [box.x + box.width, box.y + box.height]),
      ...Object.values(found.process.flows)
        .filter(({ scope }) => scope === id)
        .flatMap((flow) => model.diagram.edges[flow.id]?.waypoints ?? [])
        .map(({ x, y }) => [x, y]),
    ] as [number, number][];
    const right = Math.max(shape.x + Math.max(240, shape.width), ...ends.map(([x]) => x + 24));
    const bottom = Math.max(shape.y + Math.max(136, shape.height), ...ends.map(([, y]) => y + 24));
    makeRoom(model, found.process, found.element.scope, shape.x + shape.width, right);
    model.diagram.shapes[id] = { ...shape, width: right - shape.x, height: bottom - shape.y, isExpanded };
    growAround(model, id);
  }
  redraw(model, found.process, (flow) => flow.source === id || flow.target === id);
}

/** What was drawn on a plane of its own, or left behind when its frame moved, comes to stand inside the frame. */
function bringInside(model: Model, _process: Definition, id: string, inside: Element[]): void {
  const frame = model.diagram.shapes[id]!;
  const boxes = inside.flatMap((one) => model.diagram.shapes[one.id] ?? []);
  if (boxes.length === 0) return;
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const fits =
    left >= frame.x && top >= frame.y && left < frame.x + frame.width + 240 && top < frame.y + frame.height + 240;
  if (fits) return;
  const by = { x: snap(frame.x + 24 - left), y: snap(frame.y + 48 - top) };
  const moved = withDependents(
    model,
    inside.map((one) => one.id),
  );
  for (const one of moved) {
    const shape = model.diagram.shapes[one];
    if (shape) model.diagram.shapes[one] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  for (const artifact of Object.values(model.artifacts)) {
    const shape = model.diagram.shapes[artifact.id];
    if (artifact.scope === id && shape && !moved.has(artifact.id))
      model.diagram.shapes[artifact.id] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  redrawMoved(model, moved, by);
}
