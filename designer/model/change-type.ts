// An element becomes one of another kind and keeps what that kind can have.
import { type Element, Element as ElementSchema, type Model } from '../../bpmn/definition.ts';
import type { NodeSpec } from './edit.ts';
import { elementOf } from './find.ts';
import { isSubProcess, nodeSize, redraw, sizeForType } from './geometry.ts';
import { newDefinition } from './new-element.ts';
import { remove } from './remove.ts';

export function changeType(model: Model, id: string, spec: NodeSpec): void {
  const found = elementOf(model, id);
  if (!found) return;
  const { process, element } = found;
  const next = ElementSchema.parse({
    ...element,
    type: spec.type,
    ...(spec.type.endsWith('Event') && {
      eventDefinitions: spec.definition
        ? 'eventDefinitions' in element && element.eventDefinitions[0]?.type === spec.definition
          ? element.eventDefinitions
          : [newDefinition(spec.definition)]
        : spec.type === element.type && !('definition' in spec)
          ? (element as { eventDefinitions?: unknown }).eventDefinitions
          : [],
    }),
    ...(spec.cancelActivity !== undefined && { cancelActivity: spec.cancelActivity }),
    ...(spec.triggeredByEvent !== undefined && { triggeredByEvent: spec.triggeredByEvent }),
  });
  // what the new kind cannot have goes: a default, what stood inside, what was docked at its edge
  if ('default' in next && !hasDefault(next)) delete next.default;
  const orphans = Object.values(process.elements).filter(
    (one) =>
      (one.scope === id && !isSubProcess(next)) ||
      (one.type === 'boundaryEvent' && one.attachedToRef === id && /Event$|Gateway$/.test(next.type)),
  );
  if (orphans.length > 0)
    remove(
      model,
      orphans.map((one) => one.id),
    );
  if (next.type === 'userTask') forgetWork(next);
  process.elements[id] = next;
  const shape = model.diagram.shapes[id];
  const was = sizeForType(element);
  const size = nodeSize(next);
  if (shape && (was.width !== size.width || was.height !== size.height) && shape.isExpanded !== true) {
    model.diagram.shapes[id] = {
      ...shape,
      x: shape.x + (shape.width - size.width) / 2,
      y: shape.y + (shape.height - size.height) / 2,
      ...size,
    };
    redraw(model, process, (flow) => flow.source === id || flow.target === id);
  }
}

/** What a connector or a decision was told means nothing to a person. */
function forgetWork(element: Element): void {
  const { zf } = element;
  if (!zf) return;
  for (const field of [
    'connector',
    'topic',
    'decision',
    'resultVariable',
    'header',
    'retries',
    'backoff',
    'timeout',
    'onExhausted',
    'errorMap',
    'propagate',
    'resultMapping',
    'input',
    'output',
  ] as const)
    delete zf[field];
  if (Object.keys(zf).length === 0) delete element.zf;
}

export const hasDefault = ({ type }: Element): boolean => !/Event$|^(parallel|eventBased)Gateway$/.test(type);
