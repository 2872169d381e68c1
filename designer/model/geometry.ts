// Where things stand and what goes along when something moves. Works on the copy that an edit mutates.
import type { Bounds, Definition, Element, Flow, Lane, Model, Point } from '../../bpmn/definition.ts';
import { drawFlows, SIZE, sizeOf } from '../../bpmn/layout.ts';

export const GRID = 8;
export const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** Snaps the middle, so that nodes of different size line up. */
export function snapPoint(corner: Point, size: { width: number; height: number }): Point {
  return {
    x: snap(corner.x + size.width / 2) - size.width / 2,
    y: snap(corner.y + size.height / 2) - size.height / 2,
  };
}

/** Lanes and pools that stand beside each other, their names above. */
export const isUpright = (shape: { isHorizontal?: boolean | undefined } | undefined): boolean =>
  shape?.isHorizontal === false;

export const nodeSize = sizeOf;
export const sizeForType = sizeOf;

export function freeId(model: Model, stem: string): string {
  const taken = (id: string): boolean =>
    id in model.artifacts ||
    id in model.participants ||
    id === model.id ||
    model.processes.some(
      (process) =>
        process.processId === id ||
        id in process.elements ||
        id in process.flows ||
        id in process.lanes ||
        id in process.messages ||
        id in process.signals ||
        id in process.errors ||
        id in process.escalations ||
        id in process.dataObjects,
    );
  for (let n = 1; ; n++) if (!taken(`${stem}_${n}`)) return `${stem}_${n}`;
}

const inside = (point: Point, box: Bounds): boolean =>
  point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;

/** The process whose pool or lanes hold the point, else the first. */
export function processOf(model: Model, at?: Point): Definition {
  if (at)
    for (const process of model.processes) {
      const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
      const frames = [pool?.id, ...Object.keys(process.lanes)].map((id) => (id ? model.diagram.shapes[id] : undefined));
      if (frames.some((box) => box && inside(at, box))) return process;
    }
  return model.processes[0]!;
}

/** The innermost open sub-process at a point. */
export function containerAt(
  model: Model,
  at: Point,
  not?: Set<string>,
): { process: Definition; id: string } | undefined {
  let best: { process: Definition; id: string; area: number } | undefined;
  for (const process of model.processes)
    for (const element of Object.values(process.elements)) {
      const shape = model.diagram.shapes[element.id];
      if (!shape?.isExpanded || !isSubProcess(element) || not?.has(element.id) || !inside(at, shape)) continue;
      const area = shape.width * shape.height;
      if (!best || area < best.area) best = { process, id: element.id, area };
    }
  return best;
}

export const isSubProcess = (element: Element): boolean =>
  element.type === 'subProcess' || element.type === 'transaction' || element.type === 'adHocSubProcess';

/** The innermost lane at a point. */
export function laneAt(process: Definition, model: Model, at: Point): Lane | undefined {
  return Object.values(process.lanes)
    .filter((lane) => {
      const shape = model.diagram.shapes[lane.id];
      return shape && inside(at, shape) && !Object.values(process.lanes).some(({ scope }) => scope === lane.id);
    })
    .at(-1);
}

export function takeOutOfLanes(process: Definition, ids: string[]): void {
  const gone = new Set(ids);
  for (const lane of Object.values(process.lanes))
    if (lane.nodes.some((id) => gone.has(id))) lane.nodes = lane.nodes.filter((id) => !gone.has(id));
}

/** With nodes go their boundary events and what stands inside; with lanes and pools all that they hold. */
export function withDependents(model: Model, ids: string[]): Set<string> {
  const all = new Set(ids);
  const queue = [...ids];
  const add = (id: string): void => {
    if (all.has(id)) return;
    all.add(id);
    queue.push(id);
  };
  while (queue.length > 0) {
    const id = queue.pop()!;
    for (const process of model.processes) {
      for (const element of Object.values(process.elements))
        if (element.scope === id || (element.type === 'boundaryEvent' && element.attachedToRef === id)) add(element.id);
      const lane = process.lanes[id];
      if (lane) for (const node of lane.nodes) add(node);
      for (const other of Object.values(process.lanes)) if (other.scope === id) add(other.id);
      if (model.participants[id]?.processRef === process.processId) add(process.processId);
    }
    for (const artifact of Object.values(model.artifacts))
      if (artifact.scope === id && id !== model.processes[0]?.processId) add(artifact.id);
  }
  return all;
}

/** On the host's lower edge nearest to the point, 24 px from its corners, beside what docks there already. */
export function boundaryPlace(model: Model, host: string, at: Point | undefined, self: string): Bounds {
  const box = model.diagram.shapes[host]!;
  const { width, height } = SIZE.boundary;
  const others = model.processes
    .flatMap((process) => Object.values(process.elements))
    .filter((one) => one.type === 'boundaryEvent' && one.attachedToRef === host && one.id !== self)
    .map((one) => model.diagram.shapes[one.id])
    .filter((shape) => shape !== undefined);
  if (at) {
    const dx = Math.min(Math.abs(at.x - box.x), Math.abs(at.x - box.x - box.width));
    const dy = Math.min(Math.abs(at.y - box.y), Math.abs(at.y - box.y - box.height));
    const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
    const point =
      dx < dy
        ? {
            x: Math.abs(at.x - box.x) < Math.abs(at.x - box.x - box.width) ? box.x : box.x + box.width,
            y: clamp(at.y, box.y + 14, box.y + box.height - 14),
          }
        : {
            x: clamp(snap(at.x), box.x + 20, box.x + box.width - 20),
            y: Math.abs(at.y - box.y) < Math.abs(at.y - box.y - box.height) ? box.y : box.y + box.height,
          };
    return { x: point.x - width / 2, y: point.y - height / 2, width, height };
  }
  const y = box.y + box.height - height / 2;
  let x = box.x + box.width - 24 - width / 2;
  while (others.some((other) => Math.abs(other.x - x) < 36 && Math.abs(other.y - y) < 20) && x > box.x) x -= 36;
  return { x, y, width, height };
}

/** To the right of the source, past its gateway or task; down a row while something stands there. */
export function spotAfter(
  model: Model,
  process: Definition,
  source: Element,
  size: { width: number; height: number },
): Point {
  const box = model.diagram.shapes[source.id]!;
  const middle = box.y + box.height / 2;
  const start =
    source.type === 'boundaryEvent'
      ? { x: box.x + box.width + 24, y: box.y + box.height + 40 }
      : { x: box.x + box.width + GAP, y: middle - size.height / 2 };
  const boxes = Object.values(process.elements)
    .filter(({ scope, type }) => scope === source.scope && type !== 'boundaryEvent')
    .map(({ id }) => model.diagram.shapes[id])
    .filter((shape) => shape !== undefined);
  const spot = { ...start };
  const hits = (other: Bounds): boolean =>
    spot.x < other.x + other.width + 16 &&
    spot.x + size.width + 16 > other.x &&
    spot.y < other.y + other.height + 16 &&
    spot.y + size.height + 16 > other.y;
  for (let n = 0; n < 40 && boxes.some(hits); n++) spot.y += 112;
  return snapPoint(spot, size);
}

/** How far apart things are put. */
const GAP = 40;
const apart = 16;

const overlap = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width + apart &&
  a.x + a.width + apart > b.x &&
  a.y < b.y + b.height + apart &&
  a.y + a.height + apart > b.y;

/** What a new thing must not lie on: nodes of its scope that are no open frame around it, and notes. */
const obstacles = (model: Model, process: Definition, scope: string): Bounds[] => [
  ...Object.values(process.elements)
    .filter((one) => one.scope === scope)
    .flatMap(({ id }) => model.diagram.shapes[id] ?? []),
  ...Object.values(model.artifacts)
    .filter(({ type }) => type !== 'group')
    .flatMap(({ id }) => model.diagram.shapes[id] ?? []),
];

/** The free place that is nearest to the one wished for. */
export function freeSpot(model: Model, process: Definition, scope: string, wished: Bounds): Point {
  const taken = obstacles(model, process, scope);
  for (let ring = 0; ring < 60; ring++)
    for (const [x, y] of ring === 0 ? [[0, 0]] : ringOf(ring)) {
      const spot = { ...wished, x: wished.x + x! * 3 * GRID, y: wished.y + y! * 3 * GRID };
      if (!taken.some((box) => overlap(box, spot))) return { x: spot.x, y: spot.y };
    }
  return wished;
}

/** The places at one distance, those beside and below first. */
function ringOf(ring: number): [number, number][] {
  const found: [number, number][] = [];
  for (let x = -ring; x <= ring; x++)
    for (let y = -ring; y <= ring; y++) if (Math.max(Math.abs(x), Math.abs(y)) === ring) found.push([x, y]);
  return found.sort((a, b) => a[0] ** 2 + a[1] ** 2 - (b[0] ** 2 + b[1] ** 2) || b[1] - a[1] || b[0] - a[0]);
}

/** How far what lies to the right of `from` has to move, so that a thing that ends at `right` stands before it. */
export function roomFor(
  model: Model,
  process: Definition,
  scope: string,
  from: number,
  right: number,
): { ids: string[]; by: number } {
  const after = Object.values(process.elements).filter((one) => {
    const shape = model.diagram.shapes[one.id];
    return one.scope === scope && one.type !== 'boundaryEvent' && shape && shape.x >= from;
  });
  const first = Math.min(...after.map(({ id }) => model.diagram.shapes[id]!.x));
  const by = Math.ceil((right + GAP - first) / GRID) * GRID;
  return { ids: after.map(({ id }) => id), by: after.length > 0 && by > 0 ? by : 0 };
}

/** The lane, pool or open sub-process of a node grows where the node does not fit any more. */
export function growAround(model: Model, id: string): void {
  const shape = model.diagram.shapes[id];
  if (!shape) return;
  for (const process of model.processes) {
    const element = process.elements[id];
    if (!element) continue;
    const parent = model.diagram.shapes[element.scope];
    if (parent?.isExpanded) {
      parent.width = Math.max(parent.width, shape.x + shape.width + 24 - parent.x);
      parent.height = Math.max(parent.height, shape.y + shape.height + 24 - parent.y);
      return;
    }
    const lane = Object.values(process.lanes).find(({ nodes }) => nodes.includes(id));
    if (!lane) return;
    const right = shape.x + shape.width + 32;
    growDown(model, process, lane, shape.y + shape.height + 28);
    const frames = Object.keys(process.lanes).map((one) => model.diagram.shapes[one]);
    const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
    if (pool) frames.push(model.diagram.shapes[pool.id]);
    for (const frame of frames) if (frame && frame.x + frame.width < right) frame.width = right - frame.x;
  }
}

/** A lane grows downwards; those below it, with what they hold, make way, and the pool goes along. */
function growDown(model: Model, process: Definition, lane: Lane, bottom: number): void {
  const frame = model.diagram.shapes[lane.id];
  const more = frame ? bottom - frame.y - frame.height : 0;
  if (!frame || more <= 0) return;
  const floor = frame.y + frame.height;
  frame.height += more;
  const below = Object.values(process.lanes).filter(({ id }) => (model.diagram.shapes[id]?.y ?? 0) >= floor);
  const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
  if (pool && model.diagram.shapes[pool.id]) model.diagram.shapes[pool.id]!.height += more;
  const moved = withDependents(
    model,
    below.flatMap(({ nodes }) => nodes),
  );
  for (const id of [...below.map((one) => one.id), ...moved]) {
    const shape = model.diagram.shapes[id];
    if (shape) model.diagram.shapes[id] = { ...shape, y: shape.y + more };
  }
  redraw(model, process, (flow) => moved.has(flow.source) || moved.has(flow.target));
}

/** Draws the chosen lines of a process anew, keeping clear of the others. */
export function redraw(model: Model, process: Definition, only: (flow: Flow) => boolean): void {
  drawFlows(process, model.diagram, only);
}
