// Removing, with what hangs on it; a straight run closes again.
import type { Definition, Flow, Model } from '../../bpmn/definition.ts';
import { takeOutOfLanes, withDependents } from './geometry.ts';
import { removeLane } from './lanes.ts';
import { connect, forgetDefault, mayConnect } from './lines.ts';

export function remove(model: Model, ids: string[]): void {
  const gone = new Set(ids);
  for (const process of model.processes) {
    for (const id of withDependents(
      model,
      ids.filter((id) => process.elements[id]),
    ))
      gone.add(id);
    for (const id of ids) if (process.lanes[id]) removeLane(model, process, id);
    for (const flow of Object.values(process.flows))
      if (gone.has(flow.id) || gone.has(flow.source) || gone.has(flow.target)) {
        bridge(model, process, flow, gone);
        delete process.flows[flow.id];
        delete model.diagram.edges[flow.id];
        forgetDefault(process, flow.id);
      }
    for (const id of gone) {
      if (!process.elements[id]) continue;
      delete process.elements[id];
      delete model.diagram.shapes[id];
    }
    for (const element of Object.values(process.elements)) {
      if (element.type === 'boundaryEvent' && element.handler && gone.has(element.handler)) delete element.handler;
    }
    takeOutOfLanes(process, [...gone]);
  }
  for (const artifact of Object.values(model.artifacts)) {
    const dangling = (artifact.source && gone.has(artifact.source)) || (artifact.target && gone.has(artifact.target));
    if (!gone.has(artifact.id) && !dangling) continue;
    for (const process of model.processes) {
      const event = artifact.source ? process.elements[artifact.source] : undefined;
      if (event?.type === 'boundaryEvent' && event.handler === artifact.target) delete event.handler;
    }
    delete model.artifacts[artifact.id];
    delete model.diagram.shapes[artifact.id];
    delete model.diagram.edges[artifact.id];
  }
  for (const id of ids)
    if (model.participants[id]) {
      delete model.participants[id];
      delete model.diagram.shapes[id];
    }
}

/** A step taken out of a straight run: what came before leads to what comes after. */
function bridge(model: Model, process: Definition, flow: Flow, gone: Set<string>): void {
  const middle = flow.target;
  if (!gone.has(middle) || gone.has(flow.source) || gone.has(flow.id)) return;
  const next = Object.values(process.flows).filter(({ source }) => source === middle);
  const before = Object.values(process.flows).filter(({ target }) => target === middle);
  if (next.length !== 1 || before.length !== 1 || gone.has(next[0]!.target)) return;
  if (!mayConnect(process, flow.source, next[0]!.target)) return;
  const id = connect(model, flow.source, next[0]!.target);
  const made = id ? process.flows[id] : undefined;
  if (!made) return;
  if (flow.condition !== undefined) made.condition = flow.condition;
  if (flow.name !== undefined) made.name = flow.name;
  made.order = flow.order;
  const source = process.elements[flow.source] as { default?: string } | undefined;
  if (source?.default === flow.id) source.default = made.id;
}
