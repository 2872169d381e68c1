// Sequence flows: which may be, how one comes to be, and what hangs on one that goes.
import type { Definition, Model } from '../../bpmn/definition.ts';
import { associate } from './annotations.ts';
import type { Edit } from './edit.ts';
import { elementOf, flowOf } from './find.ts';
import { freeId, redraw } from './geometry.ts';

export function mayConnect(process: Definition, source: string, target: string): boolean {
  const a = process.elements[source];
  const b = process.elements[target];
  if (!a || !b || a.id === b.id || a.scope !== b.scope) return false;
  if (a.type === 'endEvent' || b.type === 'startEvent' || b.type === 'boundaryEvent') return false;
  if ('triggeredByEvent' in a && a.triggeredByEvent) return false;
  if ('triggeredByEvent' in b && b.triggeredByEvent) return false;
  return true;
}

export function connect(model: Model, source: string, target: string): string | undefined {
  const found = elementOf(model, source);
  if (!found) {
    const annotation = model.artifacts[source];
    return annotation ? associate(model, source, target) : undefined;
  }
  const { process, element } = found;
  if (model.artifacts[target]) return associate(model, source, target);
  if (
    element.type === 'boundaryEvent' &&
    element.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition')
  ) {
    const handler = process.elements[target];
    if (!handler || !('isForCompensation' in handler || /[tT]ask$|ubProcess$|callActivity/.test(handler.type)))
      return undefined;
    (handler as { isForCompensation?: boolean }).isForCompensation = true;
    element.handler = target;
    return associate(model, source, target);
  }
  if (!mayConnect(process, source, target)) return undefined;
  const existing = Object.values(process.flows).find((flow) => flow.source === source && flow.target === target);
  if (existing) return existing.id;
  const id = freeId(model, 'flow');
  const order = 1 + Math.max(-1, ...Object.values(process.flows).map((flow) => flow.order));
  process.flows[id] = { id, source, target, scope: element.scope, order };
  redraw(model, process, (flow) => flow.id === id);
  return id;
}

export function forgetDefault(process: Definition, flow: string): void {
  for (const element of Object.values(process.elements))
    if ('default' in element && element.default === flow) delete element.default;
}

export function reconnect(model: Model, edit: Extract<Edit, { edit: 'reconnect' }>): string[] | undefined {
  const found = flowOf(model, edit.flow);
  if (!found) return undefined;
  const { process, flow } = found;
  const source = edit.source ?? flow.source;
  const target = edit.target ?? flow.target;
  if (!mayConnect(process, source, target)) return undefined;
  forgetDefault(process, flow.id);
  Object.assign(flow, { source, target });
  redraw(model, process, (one) => one.id === flow.id);
  return [flow.id];
}
