// Lanes stand in a stack within their pool, or beside each other in an upright one; what is resized there moves the others.
import type { Definition, Element, Model } from '../../bpmn/definition.ts';
import { freeId, isUpright, processOf, redraw, snap } from './geometry.ts';
import { move } from './move.ts';

/** The way in which lanes follow each other, and the other one. */
const axes = (shape: { isHorizontal?: boolean | undefined } | undefined) =>
  isUpright(shape)
    ? ({ at: 'x', size: 'width', across: 'y', breadth: 'height' } as const)
    : ({ at: 'y', size: 'height', across: 'x', breadth: 'width' } as const);

export function addLane(model: Model, processId: string | undefined, name: string): string[] {
  const process = model.processes.find((one) => one.processId === processId) ?? processOf(model);
  const id = freeId(model, 'lane');
  const shapes = model.diagram.shapes;
  const existing = Object.values(process.lanes).filter((lane) => !process.lanes[lane.scope] && shapes[lane.id]);
  const boxes = existing.map((lane) => shapes[lane.id]!);
  const lane = { id, scope: process.processId, name, nodes: [] as string[] };
  if (boxes.length > 0) {
    const { at, size } = axes(boxes[0]);
    const grown = isUpright(boxes[0]) ? 240 : 136;
    const end = Math.max(...boxes.map((box) => box[at] + box[size]));
    const { x, y, width, height } = boxes[0]!;
    shapes[id] = { x, y, width, height, isHorizontal: !isUpright(boxes[0]), [at]: end, [size]: grown };
    const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
    if (pool && shapes[pool.id]) shapes[pool.id]![size] += grown;
  } else {
    // the first lane takes everything in
    const all = Object.values(process.elements)
      .filter(({ scope }) => scope === process.processId)
      .map(({ id: one }) => shapes[one])
      .filter((box) => box !== undefined);
    const left = Math.min(64, ...all.map((box) => box.x)) - 64;
    const top = Math.min(32, ...all.map((box) => box.y)) - 32;
    const right = Math.max(640, ...all.map((box) => box.x + box.width)) + 32;
    const bottom = Math.max(136, ...all.map((box) => box.y + box.height)) + 32;
    shapes[id] = {
      x: snap(left),
      y: snap(top),
      width: snap(right - left),
      height: snap(bottom - top),
      isHorizontal: true,
    };
    lane.nodes = Object.values(process.elements)
      .filter(({ scope, type }) => scope === process.processId && type !== 'boundaryEvent')
      .map((one) => one.id);
  }
  process.lanes[id] = lane;
  return [id];
}

/** A step after another stays in its lane; the lane grows where there is no room left. */
export function joinLane(model: Model, process: Definition, source: Element, id: string): void {
  const host = source.type === 'boundaryEvent' ? source.attachedToRef : source.id;
  const lane = Object.values(process.lanes).find(({ nodes }) => nodes.includes(host));
  if (!lane) return;
  lane.nodes.push(id);
  const frame = model.diagram.shapes[lane.id];
  const shape = model.diagram.shapes[id]!;
  if (!frame) return;
  const height = Math.max(frame.height, shape.y + shape.height + 28 - frame.y);
  const width = isUpright(frame) ? Math.max(frame.width, shape.x + shape.width + 28 - frame.x) : frame.width;
  if (height > frame.height || width > frame.width) resize(model, lane.id, { x: frame.x, y: frame.y, width, height });
}

export function removeLane(model: Model, process: Definition, id: string): void {
  const lane = process.lanes[id]!;
  const shape = model.diagram.shapes[id];
  const { at, size } = axes(shape);
  const others = Object.values(process.lanes)
    .filter((one) => one.scope === lane.scope && one.id !== id && model.diagram.shapes[one.id])
    .sort((a, b) => model.diagram.shapes[a.id]![at] - model.diagram.shapes[b.id]![at]);
  const heir = shape && (others.filter((one) => model.diagram.shapes[one.id]![at] < shape[at]).at(-1) ?? others[0]);
  if (shape && heir) {
    const box = model.diagram.shapes[heir.id]!;
    model.diagram.shapes[heir.id] = { ...box, [at]: Math.min(box[at], shape[at]), [size]: box[size] + shape[size] };
    heir.nodes.push(...lane.nodes);
  }
  delete process.lanes[id];
  delete model.diagram.shapes[id];
}

export function resize(
  model: Model,
  id: string,
  bounds: { x: number; y: number; width: number; height: number },
): void {
  const before = model.diagram.shapes[id]!;
  model.diagram.shapes[id] = { ...before, ...bounds };
  for (const process of model.processes) {
    const lane = process.lanes[id];
    if (lane) {
      // lanes of one set stay a stack: those after it slide, all get the same breadth
      const { at, size, across, breadth } = axes(before);
      const stack = Object.values(process.lanes)
        .filter(({ scope }) => scope === lane.scope)
        .map((one) => one.id)
        .filter((one) => model.diagram.shapes[one])
        .sort((a, b) => model.diagram.shapes[a]![at] - model.diagram.shapes[b]![at]);
      const own = stack.indexOf(id);
      const grown = bounds[size] - before[size];
      for (const [index, other] of stack.entries()) {
        const shape = model.diagram.shapes[other]!;
        if (index > own && grown !== 0) {
          const nodes = process.lanes[other]!.nodes;
          model.diagram.shapes[other] = { ...shape, [at]: shape[at] + grown };
          move(model, nodes, { x: 0, y: 0, [at]: grown });
        }
        model.diagram.shapes[other] = {
          ...model.diagram.shapes[other]!,
          [across]: bounds[across],
          [breadth]: bounds[breadth],
        };
      }
      const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
      const frame = pool && model.diagram.shapes[pool.id];
      if (pool && frame) {
        const first = model.diagram.shapes[stack[0]!]!;
        const last = model.diagram.shapes[stack[stack.length - 1]!]!;
        model.diagram.shapes[pool.id] = {
          ...frame,
          [at]: first[at],
          [size]: last[at] + last[size] - first[at],
          [breadth]: bounds[across] + bounds[breadth] - frame[across],
        };
      }
      return;
    }
    redraw(model, process, (flow) => flow.source === id || flow.target === id);
  }
}
