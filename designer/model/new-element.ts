// A fresh element of a kind.
import { type Element, Element as ElementSchema, type Model } from '../../bpmn/definition.ts';
import type { EventKind, NodeSpec } from './edit.ts';
import { freeId } from './geometry.ts';

export function newElement(model: Model, spec: NodeSpec, scope: string): Element {
  const id = freeId(model, spec.type);
  return ElementSchema.parse({
    type: spec.type,
    id,
    scope,
    ...(spec.name !== undefined && { name: spec.name }),
    ...(spec.type.endsWith('Event') && { eventDefinitions: spec.definition ? [newDefinition(spec.definition)] : [] }),
    ...(spec.type === 'boundaryEvent' && { attachedToRef: '', cancelActivity: spec.cancelActivity ?? true }),
    ...(spec.triggeredByEvent && { triggeredByEvent: true }),
  });
}

export const newDefinition = (type: EventKind): { type: EventKind } => ({ type });
