// Moving: what belongs to a node goes along, lines follow, others make room.
import type { Definition, Model, Point } from '../../bpmn/definition.ts';
import { redrawArtifact } from './annotations.ts';
import { growAround, laneAt, redraw, roomFor, takeOutOfLanes, withDependents } from './geometry.ts';

export function move(model: Model, ids: string[], by: Point): void {
  if (by.x === 0 && by.y === 0) return;
  const moved = withDependents(model, ids);
  for (const id of moved) {
    const shape = model.diagram.shapes[id];
    if (!shape) continue;
    model.diagram.shapes[id] = {
      ...shape,
      x: shape.x + by.x,
      y: shape.y + by.y,
      ...(shape.label && { label: { ...shape.label, x: shape.label.x + by.x, y: shape.label.y + by.y } }),
    };
  }
  redrawMoved(model, moved, by);
  for (const process of model.processes)
    for (const id of ids) {
      const element = process.elements[id];
      const shape = model.diagram.shapes[id];
      if (!element || !shape || element.type === 'boundaryEvent') continue;
      const middle = { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
      const lane = laneAt(process, model, middle);
      if (lane && !lane.nodes.includes(id)) {
        takeOutOfLanes(process, [id]);
        lane.nodes.push(id);
      }
      growAround(model, id);
    }
}

/** Lines whose both ends moved go along; where one end moved the line is drawn anew. */
export function redrawMoved(model: Model, moved: Set<string>, by: Point): void {
  for (const process of model.processes) {
    for (const flow of Object.values(process.flows)) {
      const from = moved.has(flow.source);
      const to = moved.has(flow.target);
      const edge = model.diagram.edges[flow.id];
      if (from && to && edge) {
        model.diagram.edges[flow.id] = {
          waypoints: edge.waypoints.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
          ...(edge.label && { label: { ...edge.label, x: edge.label.x + by.x, y: edge.label.y + by.y } }),
        };
      }
    }
    redraw(model, process, (flow) => moved.has(flow.source) !== moved.has(flow.target));
  }
  for (const artifact of Object.values(model.artifacts)) {
    if (!artifact.source || !artifact.target) continue;
    if (moved.has(artifact.source) || moved.has(artifact.target)) redrawArtifact(model, artifact.id);
  }
}

/** What stands right of `from` moves on, until something that ends at `right` fits before it. */
export function makeRoom(model: Model, process: Definition, scope: string, from: number, right: number): void {
  const { ids, by } = roomFor(model, process, scope, from, right);
  if (by > 0) move(model, ids, { x: by, y: 0 });
}
