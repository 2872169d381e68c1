// Notes, and the lines that tie artifacts to what they are about.
import type { Bounds, Model, Point } from '../../bpmn/definition.ts';
import type { Edit } from './edit.ts';
import { elementOf } from './find.ts';
import { freeId, freeSpot, processOf, snap } from './geometry.ts';

export function associate(model: Model, source: string, target: string): string {
  const id = freeId(model, 'association');
  const scope = (elementOf(model, source) ?? elementOf(model, target))?.element.scope ?? processOf(model).processId;
  const directed = elementOf(model, source) && elementOf(model, target) ? { associationDirection: 'One' } : {};
  model.artifacts[id] = { id, type: 'association', scope, source, target, ...directed };
  redrawArtifact(model, id);
  return id;
}

export function redrawArtifact(model: Model, id: string): void {
  const { source, target } = model.artifacts[id] ?? {};
  const a = source && model.diagram.shapes[source];
  const b = target && model.diagram.shapes[target];
  if (!a || !b) return;
  const centre = (box: typeof a): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const handler = source && elementOf(model, source)?.element.type === 'boundaryEvent';
  const start = handler ? { x: centre(a).x, y: a.y + a.height } : centre(a);
  model.diagram.edges[id] = {
    waypoints: handler
      ? [start, { x: start.x, y: centre(b).y }, { x: start.x < b.x ? b.x : b.x + b.width, y: centre(b).y }]
      : [towards(a, centre(b)), towards(b, centre(a))],
  };
}

/** Where the line from the middle of a box to a point leaves the box. */
function towards(box: Bounds, to: Point): Point {
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const part = Math.min(1, box.width / 2 / Math.abs(dx), box.height / 2 / Math.abs(dy));
  return { x: from.x + dx * part, y: from.y + dy * part };
}

export function addAnnotation(model: Model, edit: Extract<Edit, { edit: 'addAnnotation' }>): string[] {
  const id = freeId(model, 'note');
  model.artifacts[id] = { id, type: 'textAnnotation', scope: processOf(model).processId, text: edit.text };
  const size = { width: 144, height: 48 };
  const wished = { x: snap(edit.at.x - 72), y: snap(edit.at.y - 24), ...size };
  const { processId } = processOf(model);
  model.diagram.shapes[id] = { ...freeSpot(model, processOf(model), processId, wished), ...size };
  if (edit.about) {
    const link = freeId(model, 'note_link');
    model.artifacts[link] = {
      id: link,
      type: 'association',
      scope: processOf(model).processId,
      source: edit.about,
      target: id,
    };
    redrawArtifact(model, link);
  }
  return [id];
}
