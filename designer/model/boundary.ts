// Events docked at the edge of a step.
import { Element as ElementSchema, type Model, type Point } from '../../bpmn/definition.ts';
import type { Edit } from './edit.ts';
import { elementOf } from './find.ts';
import { boundaryPlace, redraw, takeOutOfLanes } from './geometry.ts';
import { newElement } from './new-element.ts';

export function attach(model: Model, id: string, host: string, at: Point): void {
  const found = elementOf(model, id);
  const target = elementOf(model, host);
  if (!found || !target || found.process !== target.process) return;
  const { process, element } = found;
  if (!('eventDefinitions' in element)) return;
  const scope = target.element.scope;
  process.elements[id] = ElementSchema.parse({
    ...element,
    type: 'boundaryEvent',
    scope,
    attachedToRef: host,
    cancelActivity: element.type === 'boundaryEvent' ? element.cancelActivity : true,
  });
  for (const flow of Object.values(process.flows)) if (flow.target === id) delete process.flows[flow.id];
  takeOutOfLanes(process, [id]);
  model.diagram.shapes[id] = boundaryPlace(model, host, at, id);
  redraw(model, process, (flow) => flow.source === id);
}

export function addBoundary(model: Model, edit: Extract<Edit, { edit: 'addBoundary' }>): string | undefined {
  const found = elementOf(model, edit.host);
  if (!found || !model.diagram.shapes[edit.host]) return undefined;
  const { process, element: host } = found;
  const element = newElement(
    model,
    { type: 'boundaryEvent', definition: edit.definition, cancelActivity: edit.cancelActivity },
    host.scope,
  );
  if (element.type !== 'boundaryEvent') return undefined;
  element.attachedToRef = edit.host;
  const first = element.eventDefinitions[0];
  if (edit.timer && first?.type === 'timerEventDefinition') first.timeDuration = edit.timer;
  process.elements[element.id] = element;
  model.diagram.shapes[element.id] = boundaryPlace(model, edit.host, edit.at, element.id);
  return element.id;
}
