// Tidy-up: columns by the longest way, rows within lanes, the happy path one straight line. General layouters know no
// lanes, and a line that goes straight down into another lane costs them a column.
import type { Artifact, Bounds, Definition, Diagram, Element, Flow, Lane, Model, Point } from './definition.ts';
import { type End, route } from './route.ts';

export const SIZE = {
  task: { width: 144, height: 72 },
  event: { width: 36, height: 36 },
  boundary: { width: 28, height: 28 },
  gateway: { width: 44, height: 44 },
  eventSubProcess: { width: 168, height: 72 },
} as const;
const GAP = {
  column: 40,
  afterGateway: 32,
  row: 40,
  laneEdge: 32,
  laneMinHeight: 136,
  lanePadding: 28,
  laneHead: 32,
  pools: 48,
};
const SUB = { header: 32, padding: 24 };

export function sizeOf(element: Element): { width: number; height: number } {
  if (element.type === 'boundaryEvent') return SIZE.boundary;
  if (element.type.endsWith('Event')) return SIZE.event;
  if (element.type.endsWith('Gateway')) return SIZE.gateway;
  if ('triggeredByEvent' in element && element.triggeredByEvent) return SIZE.eventSubProcess;
  return SIZE.task;
}

export const kindOf = (element: Element): NonNullable<End['kind']> =>
  element.type === 'boundaryEvent'
    ? 'boundary'
    : element.type.endsWith('Gateway')
      ? 'gateway'
      : element.type.endsWith('Event')
        ? 'event'
        : 'task';

/** A model that came without a picture gets one; what a picture leaves out is drawn beside it. */
export const pictured = (model: Model): Model => {
  if (Object.keys(model.diagram.shapes).length > 0) return completed(model);
  const empty =
    Object.keys(model.participants).length === 0 &&
    model.processes.every(({ elements }) => Object.keys(elements).length === 0);
  return empty ? model : { ...model, diagram: layout(model) };
};

/** A picture of the whole model, drawn anew. Folded sub-processes stay folded. */
export function layout(model: Model): Diagram {
  const diagram: Diagram = { shapes: {}, edges: {} };
  let top = 0;
  for (const process of model.processes) {
    const participant = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
    const lanes = topLanes(process);
    const left = participant ? GAP.laneHead : 0;
    const size = placeScope(process, process.processId, model.diagram, diagram, { x: left, y: top });
    if (participant) {
      diagram.shapes[participant.id] = {
        x: 0,
        y: top,
        width: left + size.width,
        height: size.height,
        isHorizontal: true,
      };
    }
    if (lanes.length > 0 || participant || size.height > 0) top += size.height + GAP.pools;
    drawFlows(process, diagram);
  }
  for (const participant of Object.values(model.participants))
    if (!diagram.shapes[participant.id]) {
      diagram.shapes[participant.id] = { x: 0, y: top, width: 600, height: 80, isHorizontal: true };
      top += 80 + GAP.pools;
    }
  drawArtifacts(model, diagram);
  return diagram;
}

const topLanes = (process: Definition) => Object.values(process.lanes).filter(({ scope }) => !process.lanes[scope]);

function placeScope(
  process: Definition,
  scope: string,
  old: Diagram,
  diagram: Diagram,
  at: { x: number; y: number },
): { width: number; height: number } {
  const inside = Object.values(process.elements).filter((element) => element.scope === scope);
  const nodes = inside.filter(({ type }) => type !== 'boundaryEvent');
  const isRoot = scope === process.processId;
  const lanes = Object.values(process.lanes).filter(
    (lane) => scopeOfLane(process, lane) === scope && !holdsLanes(process, lane.id),
  );
  const sizes = new Map<string, { width: number; height: number }>();
  const inner = new Map<string, Diagram>();
  const opened = new Set<string>();
  for (const node of nodes) {
    const children = Object.values(process.elements).some((one) => one.scope === node.id);
    const before = old.shapes[node.id];
    const open = children && (before ? before.isExpanded === true : true);
    if (!open) {
      sizes.set(node.id, sizeOf(node));
      if (children) {
        // what is folded away keeps a picture of its own, for when it is opened
        const own: Diagram = { shapes: {}, edges: {} };
        placeScope(process, node.id, old, own, { x: 0, y: 0 });
        inner.set(node.id, own);
      }
      continue;
    }
    const own: Diagram = { shapes: {}, edges: {} };
    const size = placeScope(process, node.id, old, own, { x: 0, y: 0 });
    inner.set(node.id, own);
    opened.add(node.id);
    sizes.set(node.id, { width: size.width + 2 * SUB.padding, height: size.height + SUB.header + SUB.padding });
  }
  // a node may be listed in a lane that is itself divided: it then stands in the first part
  const above = lanes.map((lane) => lanesAbove(process, lane.id));
  const laneOf = (id: string): number => {
    const own = lanes.findIndex((lane) => lane.nodes.includes(id));
    const outer = own < 0 ? above.findIndex((list) => list.some((lane) => lane.nodes.includes(id))) : own;
    return Math.max(0, outer);
  };
  const deepest = Math.max(0, ...above.map((list) => list.length));
  const { columns, order } = ranks(process, nodes, lanes.length > 0 ? laneOf : () => 0);
  const slots = rows(process, nodes, columns, order, lanes.length > 0 ? laneOf : () => 0);

  // what no line touches stands below the columns, side by side
  const touched = new Set(links(process, nodes).flatMap(({ source, target }) => [source, target]));
  const loose = new Set(nodes.length > 1 ? nodes.filter(({ id }) => !touched.has(id)).map(({ id }) => id) : []);
  // columns → x
  const count = Math.max(0, ...[...columns].map(([id, column]) => (loose.has(id) ? 0 : column + 1)));
  const xs: number[] = [];
  const left = at.x + (lanes.length > 0 ? GAP.laneHead * (1 + deepest) : 0) + (isRoot ? GAP.laneEdge : 0);
  let x = left;
  const looseRight = [...loose].reduce((end, id) => end + sizes.get(id)!.width + GAP.column, left);
  for (let column = 0; column < count; column++) {
    const inColumn = nodes.filter((node) => columns.get(node.id) === column && !loose.has(node.id));
    const width = Math.max(36, ...inColumn.map((node) => sizes.get(node.id)!.width));
    xs.push(x + width / 2);
    const small = inColumn.length > 0 && inColumn.every((node) => kindOf(node) === 'gateway');
    x += width + (small ? GAP.afterGateway : GAP.column);
  }
  const right = Math.max(x, looseRight) - GAP.column + (isRoot ? GAP.laneEdge : 0);

  // rows → y, lane by lane
  let y = at.y;
  const laneCount = Math.max(1, lanes.length);
  for (let lane = 0; lane < laneCount; lane++) {
    const members = nodes.filter((node) => (lanes.length > 0 ? laneOf(node.id) : 0) === lane);
    const rowCount = Math.max(0, ...members.map((node) => slots.get(node.id)! + 1));
    const padding = isRoot ? GAP.lanePadding : 0;
    const laneTop = y;
    y += padding;
    for (let row = 0; row < rowCount; row++) {
      const inRow = members.filter((node) => slots.get(node.id) === row);
      const height = Math.max(SIZE.task.height, ...inRow.map((node) => sizes.get(node.id)!.height));
      let free = left;
      for (const node of inRow) {
        const size = sizes.get(node.id)!;
        const box = {
          x: loose.has(node.id) ? free : Math.round(xs[columns.get(node.id)!]! - size.width / 2),
          y: Math.round(y + height / 2 - size.height / 2),
          ...size,
        };
        diagram.shapes[node.id] = {
          ...box,
          ...(inner.has(node.id) && { isExpanded: opened.has(node.id) }),
        };
        if (inner.has(node.id)) shift(inner.get(node.id)!, box.x + SUB.padding, box.y + SUB.header, diagram);
        if (loose.has(node.id)) free += size.width + GAP.column;
        placeBoundaries(inside, node, box, diagram);
      }
      y += height + (row < rowCount - 1 ? GAP.row : 0);
    }
    y += padding;
    if (lanes.length > 0) {
      const height = Math.max(GAP.laneMinHeight, y - laneTop);
      y = laneTop + height;
      const x = at.x + GAP.laneHead * above[lane]!.length;
      diagram.shapes[lanes[lane]!.id] = { x, y: laneTop, width: right - x, height, isHorizontal: true };
      // the lanes that it is a part of reach as far as their parts
      above[lane]!.forEach(({ id }, index) => {
        const start = at.x + GAP.laneHead * (above[lane]!.length - 1 - index);
        const top = diagram.shapes[id]?.y ?? laneTop;
        diagram.shapes[id] = { x: start, y: top, width: right - start, height: y - top, isHorizontal: true };
      });
    }
  }
  return { width: Math.max(0, right - at.x), height: Math.max(0, y - at.y) };
}

/** The process or sub-process that a lane divides, however deep it is nested. */
function scopeOfLane(process: Definition, lane: Lane): string {
  const outer = process.lanes[lane.scope];
  return outer ? scopeOfLane(process, outer) : lane.scope;
}

const holdsLanes = (process: Definition, id: string): boolean =>
  Object.values(process.lanes).some(({ scope }) => scope === id);

/** The lanes that a lane is nested in, the nearest first. */
function lanesAbove(process: Definition, id: string): Lane[] {
  const list: Lane[] = [];
  for (let lane = process.lanes[process.lanes[id]?.scope ?? '']; lane; lane = process.lanes[lane.scope])
    list.push(lane);
  return list;
}

function shift(from: Diagram, x: number, y: number, into: Diagram): void {
  for (const [id, shape] of Object.entries(from.shapes)) into.shapes[id] = { ...shape, x: shape.x + x, y: shape.y + y };
}

function placeBoundaries(inside: Element[], host: Element, box: Bounds, diagram: Diagram): void {
  inside
    .filter((one) => one.type === 'boundaryEvent' && one.attachedToRef === host.id)
    .forEach((event, index) => {
      diagram.shapes[event.id] = {
        x: box.x + box.width - 24 - SIZE.boundary.width / 2 - index * 36,
        y: box.y + box.height - SIZE.boundary.height / 2,
        ...SIZE.boundary,
      };
    });
}

/** Flows as dagre sees them: what leaves a boundary event leaves its host; a compensation handler follows its host. */
function links(process: Definition, nodes: Element[]): { source: string; target: string; side: boolean }[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const hostOf = (id: string): string => {
    const element = process.elements[id];
    return element?.type === 'boundaryEvent' ? element.attachedToRef : id;
  };
  const found = Object.values(process.flows)
    .sort((a, b) => a.order - b.order)
    .map((flow) => {
      const side = process.elements[flow.source]?.type === 'boundaryEvent';
      return { source: hostOf(flow.source), target: flow.target, side };
    });
  for (const element of Object.values(process.elements))
    if (element.type === 'boundaryEvent' && element.handler)
      found.push({ source: element.attachedToRef, target: element.handler, side: true });
  return found.filter(({ source, target }) => ids.has(source) && ids.has(target) && source !== target);
}

/**
 * Columns: the longest way from a start, loops cut where they close. A line into another lane may go straight down, so it
 * costs no column unless something else stands there.
 */
function ranks(
  process: Definition,
  nodes: Element[],
  laneOf: (id: string) => number,
): { columns: Map<string, number>; order: Element[] } {
  const all = links(process, nodes);
  const out = new Map<string, typeof all>();
  for (const link of all) out.set(link.source, [...(out.get(link.source) ?? []), link]);
  const visiting = new Set<string>();
  const sorted: string[] = [];
  const seen = new Set<string>();
  const closing = new Set<unknown>();
  const visit = (id: string): void => {
    seen.add(id);
    visiting.add(id);
    for (const link of out.get(id) ?? []) {
      if (visiting.has(link.target)) closing.add(link);
      else if (!seen.has(link.target)) visit(link.target);
    }
    visiting.delete(id);
    sorted.unshift(id);
  };
  const starts = [...nodes].sort((a, b) => Number(b.type === 'startEvent') - Number(a.type === 'startEvent'));
  for (const node of starts) if (!seen.has(node.id)) visit(node.id);

  const crossesLanes = (source: string, target: string): boolean => laneOf(source) !== laneOf(target);
  const columns = new Map<string, number>();
  const taken = new Set<string>();
  const kind = new Map(nodes.map((node) => [node.id, kindOf(node)]));
  for (const id of sorted) {
    const into = all.filter((link) => link.target === id && !closing.has(link));
    let column = 0;
    for (const { source, side } of into) {
      const from = columns.get(source) ?? 0;
      const down = laneOf(source) !== laneOf(id) && !side && kind.get(source) !== 'event';
      column = Math.max(column, down || side ? from : from + 1);
    }
    // what a boundary event leads to stands right below its host; beside it where another line needs that way
    const host =
      into.length === 1 && into[0]!.side && laneOf(into[0]!.source) === laneOf(id) ? into[0]!.source : undefined;
    const busy =
      host !== undefined &&
      all.some(({ source, target }) => crossesLanes(source, target) && (source === host || target === host));
    if (busy && column > 0 && !taken.has(`${laneOf(id)}/${column - 1}`)) column--;
    // two nodes of one lane that both come straight down would stand on each other's way
    while (
      into.some(({ source, side }) => !side && columns.get(source) === column) &&
      taken.has(`${laneOf(id)}/${column}`)
    )
      column++;
    columns.set(id, column);
    taken.add(`${laneOf(id)}/${column}`);
  }
  const position = new Map(sorted.map((id, index) => [id, index]));
  const order = [...nodes].sort(
    (a, b) => columns.get(a.id)! - columns.get(b.id)! || position.get(a.id)! - position.get(b.id)!,
  );
  return { columns, order };
}

/** Row of each node inside its lane: the row of where it comes from while that is free, else the next below. */
function rows(
  process: Definition,
  nodes: Element[],
  columns: Map<string, number>,
  order: Element[],
  laneOf: (id: string) => number,
): Map<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<string>();
  const all = links(process, nodes);
  const key = (lane: number, row: number, column: number): string => `${lane}/${row}/${column}`;
  const isFree = (lane: number, row: number, from: number, to: number): boolean => {
    for (let column = from; column <= to; column++) if (taken.has(key(lane, row, column))) return false;
    return true;
  };
  const linked = new Set(all.flatMap(({ source, target }) => [source, target]));
  const place = (node: Element, row: number): void => {
    slots.set(node.id, row);
    taken.add(key(laneOf(node.id), row, columns.get(node.id)!));
  };
  const mainPath = straightPath(nodes, all);
  for (const node of order) if (mainPath.has(node.id)) place(node, 0);
  for (const node of order) {
    if (slots.has(node.id) || !linked.has(node.id)) continue;
    const lane = laneOf(node.id);
    const column = columns.get(node.id)!;
    const from = all.filter(({ target, source }) => target === node.id && slots.has(source) && laneOf(source) === lane);
    const first = from[0];
    const beside = first?.side && column < columns.get(first.source)!;
    let row = first ? slots.get(first.source)! + (!beside && (first.side || mainPath.has(first.source)) ? 1 : 0) : 0;
    const start = first ? Math.min(column, columns.get(first.source)! + 1) : column;
    while (!isFree(lane, row, Math.max(0, start), column)) row++;
    place(node, row);
  }
  // what is connected to nothing (event sub-processes) stands below, side by side
  const loose = nodes.filter((node) => !slots.has(node.id));
  const next = new Map<number, { row: number; column: number }>();
  for (const node of loose) {
    const lane = laneOf(node.id);
    const used = [...slots].filter(([id]) => laneOf(id) === lane && linked.has(id)).map(([, row]) => row);
    const at = next.get(lane) ?? { row: used.length > 0 ? Math.max(...used) + 1 : 0, column: 0 };
    columns.set(node.id, at.column);
    place(node, at.row);
    next.set(lane, { row: at.row, column: at.column + 1 });
  }
  return slots;
}

/** From the start along the first unconditional, default or last way: what a reader follows first. */
function straightPath(nodes: Element[], all: { source: string; target: string; side: boolean }[]): Set<string> {
  const path = new Set<string>();
  const lengths = new Map<string, number>();
  const length = (id: string, seen: Set<string>): number => {
    const known = lengths.get(id);
    if (known !== undefined) return known;
    if (seen.has(id)) return 0;
    seen.add(id);
    const best = Math.max(
      0,
      ...all.filter(({ source, side }) => source === id && !side).map(({ target }) => 1 + length(target, seen)),
    );
    lengths.set(id, best);
    return best;
  };
  let at = nodes.find(({ type }) => type === 'startEvent')?.id;
  while (at !== undefined && !path.has(at)) {
    path.add(at);
    const ways: { target: string }[] = all.filter(
      ({ source, side, target }) => source === at && !side && !path.has(target),
    );
    at = ways.sort((a, b) => length(b.target, new Set()) - length(a.target, new Set()))[0]?.target;
  }
  return path;
}

/** Lines for every flow of the process, the straight ones first so that others keep off them. */
export function drawFlows(process: Definition, diagram: Diagram, only?: (flow: Flow) => boolean): void {
  const lines: Point2[][] = Object.values(diagram.edges).map(({ waypoints }) => waypoints);
  const flows = Object.values(process.flows)
    .filter((flow) => (only ? only(flow) : true))
    .filter(({ source, target }) => process.elements[source] && process.elements[target])
    .filter(({ source, target }) => diagram.shapes[source] && diagram.shapes[target])
    .sort((a, b) => distance(a, diagram) - distance(b, diagram));
  for (const flow of flows) {
    const waypoints = routeFlow(process, diagram, flow, lines);
    lines.push(waypoints);
    diagram.edges[flow.id] = { waypoints };
  }
}

type Point2 = { x: number; y: number };

/** Lines that can be straight are drawn first; the others then keep off them. */
const distance = (flow: Flow, { shapes }: Diagram): number => {
  const a = shapes[flow.source]!;
  const b = shapes[flow.target]!;
  const dx = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  const dy = Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
  return (dx < 4 || dy < 4 ? 0 : 10_000) + dx + 3 * dy;
};

export function routeFlow(process: Definition, diagram: Diagram, flow: Flow, lines: Point2[][] = []): Point2[] {
  const source = process.elements[flow.source]!;
  const target = process.elements[flow.target]!;
  const host = source.type === 'boundaryEvent' ? source.attachedToRef : source.id;
  const obstacles = Object.values(process.elements)
    .filter((one) => one.scope === flow.scope && one.id !== source.id && one.id !== target.id)
    .filter(
      (one) =>
        !(
          one.type === 'boundaryEvent' &&
          (one.attachedToRef === source.id || one.attachedToRef === target.id || one.attachedToRef === host)
        ),
    )
    .map((one) => diagram.shapes[one.id])
    .filter((shape) => shape !== undefined);
  return route(
    { ...diagram.shapes[flow.source]!, kind: kindOf(source) },
    { ...diagram.shapes[flow.target]!, kind: kindOf(target) },
    { obstacles, lines },
  );
}

function drawArtifacts(model: Model, diagram: Diagram): void {
  const old = model.diagram.shapes;
  const artifacts = Object.values(model.artifacts);
  const loose: Artifact[] = [];
  for (const artifact of artifacts) {
    if (isLine(artifact)) continue;
    // an annotation keeps its place beside what it is tied to
    const link = artifacts.find(({ source, target }) => source === artifact.id || target === artifact.id);
    const other = link && (link.source === artifact.id ? link.target : link.source);
    const before = other ? old[other] : undefined;
    const after = other ? place(other, diagram) : undefined;
    const own = old[artifact.id];
    if (own && before && after)
      diagram.shapes[artifact.id] = { ...own, x: own.x + after.x - before.x, y: own.y + after.y - before.y };
    else if (after) {
      const size = own ?? artifactSize(artifact.type);
      const box = { ...size, x: after.x + after.width / 2 + 24, y: after.y - size.height - 32 };
      const taken = (): boolean =>
        Object.entries(diagram.shapes).some(([id, one]) => model.artifacts[id] && overlaps(one, box));
      while (taken()) box.x += box.width + 16;
      diagram.shapes[artifact.id] = box;
    } else if (own) diagram.shapes[artifact.id] = own;
    else loose.push(artifact);
  }
  // what is tied to nothing stands in a row below everything else
  let x = 0;
  const y = bottomOf(diagram) + GAP.row;
  for (const { id, type } of loose) {
    const size = artifactSize(type);
    diagram.shapes[id] = { x, y, ...size };
    x += size.width + GAP.column;
  }
  for (const artifact of artifacts.filter(isLine)) drawLine(artifact, diagram);
}

export const ARTIFACT_SIZE = {
  textAnnotation: { width: 144, height: 48 },
  dataObjectReference: { width: 36, height: 50 },
  dataStoreReference: { width: 50, height: 50 },
  group: { width: 240, height: 120 },
} satisfies Partial<Record<Artifact['type'], { width: number; height: number }>>;
const artifactSize = (type: Artifact['type']): { width: number; height: number } =>
  (ARTIFACT_SIZE as Partial<Record<Artifact['type'], { width: number; height: number }>>)[type] ??
  ARTIFACT_SIZE.dataObjectReference;

const isLine = ({ type }: Artifact): boolean => type === 'association' || type === 'messageFlow';
const overlaps = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const bottomOf = ({ shapes }: Diagram): number =>
  Math.max(0, ...Object.values(shapes).map(({ y, height }) => y + height));

/** Where something is drawn: its shape, or the middle of its line. */
function place(id: string, diagram: Diagram): Bounds | undefined {
  const shape = diagram.shapes[id];
  if (shape) return shape;
  const points = diagram.edges[id]?.waypoints;
  if (!points || points.length < 2) return undefined;
  const half = Math.floor((points.length - 1) / 2);
  const [a, b] = [points[half]!, points[half + 1]!];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: 0, height: 0 };
}

function drawLine({ id, source, target }: Artifact, diagram: Diagram): void {
  const a = source && place(source, diagram);
  const b = target && place(target, diagram);
  if (a && b) diagram.edges[id] = { waypoints: route(a, b) };
}

/** Draws what is missing into a picture that shows the rest; what stands in something folded, or is shown nowhere, stays so. */
function completed(model: Model): Model {
  const missing = model.processes.flatMap((process) => unseen(process, model));
  const lines = model.processes.flatMap((process) =>
    Object.values(process.flows)
      .filter(
        ({ id, source, target }) => !model.diagram.edges[id] && process.elements[source] && process.elements[target],
      )
      .map((flow) => ({ process, flow })),
  );
  const hidden = model.processes.filter((process) => isHidden(process, model));
  if (missing.length === 0 && lines.length === 0 && hidden.length === 0) return model;
  const diagram: Diagram = { shapes: { ...model.diagram.shapes }, edges: { ...model.diagram.edges } };
  const wanted = layout({ ...model, diagram: { shapes: {}, edges: {} } }).shapes;
  let free: Point = { x: 0, y: bottomOf(diagram) + GAP.pools };
  const order = missing.sort(
    (a, b) =>
      Number(a.element.type === 'boundaryEvent') - Number(b.element.type === 'boundaryEvent') ||
      wanted[a.element.id]!.x - wanted[b.element.id]!.x,
  );
  for (const { process, element } of order) {
    const { id } = element;
    const size = sizeOf(element);
    if (element.type === 'boundaryEvent') {
      const host = diagram.shapes[element.attachedToRef];
      const siblings = Object.values(process.elements).filter(
        (one) => one.type === 'boundaryEvent' && one.attachedToRef === element.attachedToRef && diagram.shapes[one.id],
      ).length;
      if (host)
        diagram.shapes[id] = {
          x: host.x + host.width - 24 - size.width / 2 - siblings * 36,
          y: host.y + host.height - size.height / 2,
          ...size,
        };
      continue;
    }
    const beside = neighbour(process, id, diagram);
    const box: Bounds = { ...free, ...size };
    if (beside) {
      const shape = diagram.shapes[beside]!;
      box.x = shape.x + (wanted[id]!.x >= wanted[beside]!.x ? shape.width + GAP.column : -GAP.column - size.width);
      box.y = shape.y + shape.height / 2 - size.height / 2;
      const taken = (): boolean =>
        Object.values(process.elements).some(
          (one) => one.scope === element.scope && diagram.shapes[one.id] && overlaps(diagram.shapes[one.id]!, box),
        );
      while (taken()) box.y += GAP.row;
    } else free = { x: free.x + size.width + GAP.column, y: free.y };
    const holds = Object.values(process.elements).some(({ scope }) => scope === id);
    diagram.shapes[id] = { ...box, ...(holds && { isExpanded: false }) };
  }
  for (const { process, flow } of lines)
    if (diagram.shapes[flow.source] && diagram.shapes[flow.target])
      diagram.edges[flow.id] = { waypoints: routeFlow(process, diagram, flow) };
  const drawn = missing.length > 0 || hidden.length > 0 || lines.some(({ flow }) => diagram.edges[flow.id]);
  const under = layout({
    ...model,
    processes: hidden,
    participants: {},
    artifacts: {},
    diagram: { shapes: {}, edges: {} },
  });
  const down = bottomOf(diagram) + GAP.pools;
  shift(under, 0, down, diagram);
  for (const [id, { waypoints }] of Object.entries(under.edges))
    diagram.edges[id] = { waypoints: waypoints.map(({ x, y }) => ({ x, y: y + down })) };
  return drawn ? { ...model, diagram } : model;
}

/** A process of which nothing is drawn, not even a pool that hides it. */
const isHidden = (process: Definition, { diagram: { shapes }, participants }: Model): boolean =>
  Object.keys(process.elements).length > 0 &&
  Object.keys(process.elements).every((id) => !shapes[id]) &&
  Object.values(participants).every(({ id, processRef }) => processRef !== process.processId || !shapes[id]);

/** Nodes without a shape that should have one: their process is drawn, and what holds them is drawn and open. */
function unseen(process: Definition, { diagram: { shapes } }: Model): { process: Definition; element: Element }[] {
  const all = Object.values(process.elements);
  if (!all.some(({ id }) => shapes[id])) return [];
  const isOpen = (scope: string): boolean => {
    if (scope === process.processId) return true;
    // folded, or with a picture of its own that leaves it out on purpose
    return shapes[scope]?.isExpanded === true && isOpen(process.elements[scope]?.scope ?? process.processId);
  };
  return all.filter(({ id, scope }) => !shapes[id] && isOpen(scope)).map((element) => ({ process, element }));
}

const neighbour = (process: Definition, id: string, { shapes }: Diagram): string | undefined => {
  const flows = Object.values(process.flows);
  const before = flows.find(({ source, target }) => target === id && shapes[source])?.source;
  return before ?? flows.find(({ source, target }) => source === id && shapes[target])?.target;
};
