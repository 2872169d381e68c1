// Where a model has an element or a flow.
import type { Definition, Element, Flow, Model } from '../../bpmn/definition.ts';

export function elementOf(model: Model, id: string): { process: Definition; element: Element } | undefined {
  for (const process of model.processes) {
    const element = process.elements[id];
    if (element) return { process, element };
  }
  return undefined;
}

export function flowOf(model: Model, id: string): { process: Definition; flow: Flow } | undefined {
  for (const process of model.processes) {
    const flow = process.flows[id];
    if (flow) return { process, flow };
  }
  return undefined;
}
