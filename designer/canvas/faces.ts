// Turns a model (and, in the viewer, its state) into React Flow nodes and edges. Unchanged parts keep their objects, so memo holds.
import type { Edge, Node } from '@xyflow/react';
import type {
  Artifact,
  Definition,
  Diagram,
  Element,
  Flow,
  Lane,
  Model,
  Point,
  Problem,
} from '../../bpmn/definition.ts';
import { sizeOf } from '../../bpmn/layout.ts';
import { isSubProcess } from '../model/geometry.ts';

export type Progress = 'done' | 'active' | 'late' | 'stuck' | 'notReached' | 'skipped';
export type NodeState = { state: Progress; pill?: string; count?: number };
export type Side = 'left' | 'right' | 'top' | 'bottom';
export type FaceData = {
  element: Element;
  process: Definition;
  expanded: boolean;
  /** Where the name of an event or gateway stands. */
  side: Side;
  /** The imported place of the label, relative to the shape. */
  label?: { x: number; y: number; width: number } | undefined;
  problem?: Problem['severity'] | undefined;
  state?: NodeState | undefined;
  live: boolean;
  canBeDockedOn: boolean;
};
export type FaceNode = Node<FaceData & Record<string, unknown>, 'task' | 'event' | 'gateway' | 'subProcess'>;
export type FrameNode = Node<
  { lane?: Lane; name: string; pool: boolean; alternate: boolean; last: boolean } & Record<string, unknown>,
  'frame'
>;
export type ArtifactNode = Node<{ artifact: Artifact } & Record<string, unknown>, 'artifact'>;
export type AnyNode = FaceNode | FrameNode | ArtifactNode;
export type LineData = {
  kind: 'flow' | 'association' | 'message';
  flow?: Flow;
  /** Of a message flow; a sequence flow has its own. */
  name?: string;
  waypoints: Point[];
  /** Where its name stands: on the line, clear of other names and nodes. */
  labelAt?: Point | undefined;
  isDefault: boolean;
  conditionalFromTask: boolean;
  taken: boolean;
  live: boolean;
  problem?: Problem['severity'] | undefined;
};
export type LineEdge = Edge<LineData & Record<string, unknown>, 'line'>;

type Shape = Diagram['shapes'][string];

const kindOfNode = (element: Element, shape: Shape): FaceNode['type'] => {
  if (element.type.endsWith('Event')) return 'event';
  if (element.type.endsWith('Gateway')) return 'gateway';
  return isSubProcess(element) && shape.isExpanded === true ? 'subProcess' : 'task';
};

/** Elements inside a folded sub-process are not drawn. */
function hiddenScopes(process: Definition, diagram: Diagram): Set<string> {
  const hidden = new Set<string>();
  const isHidden = (id: string): boolean => {
    const element = process.elements[id];
    if (!element) return false;
    if (hidden.has(id)) return true;
    const folded = isSubProcess(element) && diagram.shapes[id]?.isExpanded !== true;
    if (folded || isHidden(element.scope)) {
      hidden.add(id);
      return true;
    }
    return false;
  };
  for (const id of Object.keys(process.elements)) isHidden(id);
  return hidden;
}

export type Scene = { nodes: AnyNode[]; edges: LineEdge[] };
type Options = {
  language: string;
  problems: Map<string, Problem['severity']>;
  states?: Record<string, NodeState> | undefined;
  taken?: Set<string> | undefined;
  live: boolean;
};

export function sceneOf(model: Model, options: Options, before?: Scene): Scene {
  const old = new Map<string, AnyNode | LineEdge>();
  for (const one of [...(before?.nodes ?? []), ...(before?.edges ?? [])]) old.set(one.id, one);
  const keep = <T extends AnyNode | LineEdge>(made: T): T => {
    const was = old.get(made.id) as T | undefined;
    return was && sameFace(was, made) ? was : made;
  };
  const { diagram } = model;
  const nodes: AnyNode[] = [];
  const edges: LineEdge[] = [];
  for (const participant of Object.values(model.participants)) {
    const shape = diagram.shapes[participant.id];
    if (shape)
      nodes.push(
        keep(frame(participant.id, shape, { name: participant.name ?? '', pool: true, alternate: false, last: true })),
      );
  }
  for (const process of model.processes) {
    const hidden = hiddenScopes(process, diagram);
    const lanes = Object.values(process.lanes).filter(({ id }) => diagram.shapes[id]);
    lanes
      .sort((a, b) => diagram.shapes[a.id]!.y - diagram.shapes[b.id]!.y)
      .forEach((lane, index) => {
        nodes.push(
          keep(
            frame(lane.id, diagram.shapes[lane.id]!, {
              lane,
              name: (options.language !== 'zh' && lane.zf?.text?.[options.language]?.name) || (lane.name ?? ''),
              pool: false,
              alternate: index % 2 === 1,
              last: index === lanes.length - 1,
            }),
          ),
        );
      });
    const used = sidesUsed(process, diagram);
    for (const element of Object.values(process.elements)) {
      const shape = diagram.shapes[element.id];
      if (!shape || hidden.has(element.scope)) continue;
      nodes.push(keep(face(element, process, shape, used.get(element.id), model, options)));
    }
    const spots = labelSpots(process, diagram, hidden, options.language);
    for (const flow of Object.values(process.flows)) {
      const edge = diagram.edges[flow.id];
      if (!edge || edge.waypoints.length < 2 || hidden.has(flow.scope)) continue;
      if (!diagram.shapes[flow.source] || !diagram.shapes[flow.target]) continue;
      edges.push(keep(line(flow, edge.waypoints, spots.get(flow.id), process, options)));
    }
  }
  for (const artifact of Object.values(model.artifacts)) {
    const shape = diagram.shapes[artifact.id];
    const edge = diagram.edges[artifact.id];
    if (shape)
      nodes.push(
        keep({
          measured: measured(shape),
          id: artifact.id,
          type: 'artifact',
          position: { x: shape.x, y: shape.y },
          width: shape.width,
          height: shape.height,
          zIndex: artifact.type === 'group' ? 2 + above(artifact, model) : 14,
          data: { artifact },
        } as ArtifactNode),
      );
    if (edge && edge.waypoints.length > 1 && artifact.source && artifact.target && drawn(artifact, model))
      edges.push(
        keep({
          id: artifact.id,
          type: 'line',
          source: artifact.source,
          target: artifact.target,
          // Over open sub-processes, under the steps in them.
          zIndex: 13,
          data: {
            ...(artifact.name && { name: artifact.name, labelAt: middle(edge.waypoints) }),
            kind: artifact.type === 'messageFlow' ? 'message' : 'association',
            waypoints: edge.waypoints,
            isDefault: false,
            conditionalFromTask: false,
            taken: false,
            live: options.live,
          },
        } as LineEdge),
      );
  }
  return { nodes, edges };
}

/** What is drawn in an open sub-process stands over its frame. */
const above = ({ scope }: Artifact, { processes }: Model): number => {
  const process = processes.find(({ elements }) => scope !== undefined && elements[scope]);
  return process ? 3 + depthOf({ scope: scope! } as Element, process) : 0;
};

const middle = (points: Point[]): Point => {
  const at = Math.max(1, Math.floor(points.length / 2));
  const [a, b] = [points[at - 1]!, points[at]!];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
};

const drawn = ({ source, target }: Artifact, model: Model): boolean =>
  Boolean(source && target && model.diagram.shapes[source] && model.diagram.shapes[target]);

/** Known beforehand: else each new object is measured anew, and its lines are gone until then. */
const measured = ({ width, height }: { width: number; height: number }) => ({ width, height });

function frame(id: string, shape: Shape, data: FrameNode['data']): FrameNode {
  return {
    id,
    measured: measured(shape),
    type: 'frame',
    position: { x: shape.x, y: shape.y },
    width: shape.width,
    height: shape.height,
    zIndex: data.pool ? 0 : 1,
    dragHandle: '.zf-frame-head',
    connectable: false,
    // chosen by its head only: a lasso over steps must not catch the lane
    selectable: false,
    data,
  };
}

function face(
  element: Element,
  process: Definition,
  shape: Shape,
  used: Set<Side> | undefined,
  model: Model,
  { problems, states, live }: Options,
): FaceNode {
  const type = kindOfNode(element, shape);
  const depth = depthOf(element, process);
  const gateway = type === 'gateway';
  const order: Side[] = gateway ? ['top', 'bottom', 'right', 'left'] : ['bottom', 'top', 'right', 'left'];
  const size = shape.width && shape.height ? shape : sizeOf(element);
  return {
    id: element.id,
    measured: measured(size),
    type,
    position: { x: shape.x, y: shape.y },
    width: shape.width || sizeOf(element).width,
    height: shape.height || sizeOf(element).height,
    zIndex: element.type === 'boundaryEvent' ? 40 + depth : type === 'subProcess' ? 4 + depth : 20 + depth,
    ...(type === 'subProcess' && { dragHandle: '.zf-sub-head' }),
    data: {
      element,
      process,
      expanded: shape.isExpanded === true,
      side: order.find((side) => !used?.has(side)) ?? 'bottom',
      label:
        shape.label && shape.label.width > 0 && model.source !== undefined
          ? { x: shape.label.x - shape.x, y: shape.label.y - shape.y, width: shape.label.width }
          : undefined,
      problem: problems.get(element.id),
      state: states?.[element.id] ?? (live ? { state: 'notReached' } : undefined),
      live,
      canBeDockedOn: type === 'task' || type === 'subProcess',
    },
  };
}

function depthOf(element: Element, process: Definition): number {
  let depth = 0;
  for (let at = process.elements[element.scope]; at && depth < 8; at = process.elements[at.scope]) depth += 2;
  return depth;
}

function line(
  flow: Flow,
  waypoints: Point[],
  labelAt: Point | undefined,
  process: Definition,
  { problems, taken, live }: Options,
): LineEdge {
  const source = process.elements[flow.source]!;
  const gateway = source.type.endsWith('Gateway');
  return {
    id: flow.id,
    type: 'line',
    source: flow.source,
    target: flow.target,
    zIndex: 10 + depthOf(source, process),
    interactionWidth: 16,
    data: {
      kind: 'flow',
      flow,
      waypoints,
      labelAt,
      isDefault: 'default' in source && source.default === flow.id,
      conditionalFromTask: !gateway && flow.condition !== undefined,
      taken: taken?.has(flow.id) ?? false,
      live,
      problem: problems.get(flow.id),
    },
  };
}

/** Names take the middle of their longest piece; where something is in the way, of another piece, or nearer to an end. */
function labelSpots(process: Definition, diagram: Diagram, hidden: Set<string>, language: string): Map<string, Point> {
  const boxes: { x: number; y: number; width: number; height: number }[] = Object.values(process.elements)
    .filter(({ id, scope }) => diagram.shapes[id] && !hidden.has(scope) && diagram.shapes[id].isExpanded !== true)
    .map(({ id }) => diagram.shapes[id]!);
  const spots = new Map<string, Point>();
  for (const flow of Object.values(process.flows)) {
    const name = (language !== 'zh' && flow.zf?.text?.[language]?.name) || flow.name;
    const points = diagram.edges[flow.id]?.waypoints;
    if (!name || !points || points.length < 2 || hidden.has(flow.scope)) continue;
    const width = [...name].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2000 ? 12 : 7), 8);
    const boxAt = ({ x, y }: Point) => ({ x: x - width / 2, y: y - 8, width, height: 16 });
    const pieces = points
      .slice(1)
      .map((b, index) => ({ a: points[index]!, b }))
      .map((piece) => ({
        ...piece,
        length: Math.hypot(piece.a.x - piece.b.x, piece.a.y - piece.b.y) * (piece.a.y === piece.b.y ? 1.2 : 1),
      }))
      .sort((one, other) => other.length - one.length);
    const tries = pieces.flatMap(({ a, b }) =>
      [0.5, 0.3, 0.7].map((along) => ({ x: a.x + (b.x - a.x) * along, y: a.y + (b.y - a.y) * along })),
    );
    const spot = tries.find((at) => !boxes.some((box) => overlaps(box, boxAt(at)))) ?? tries[0]!;
    spots.set(flow.id, spot);
    boxes.push(boxAt(spot));
  }
  return spots;
}

type Box = { x: number; y: number; width: number; height: number };
const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Which sides of each node lines touch: names go where none does. */
function sidesUsed(process: Definition, diagram: Diagram): Map<string, Set<Side>> {
  const used = new Map<string, Set<Side>>();
  const touch = (id: string, point: Point | undefined): void => {
    const box = diagram.shapes[id];
    if (!box || !point) return;
    const dx = point.x - (box.x + box.width / 2);
    const dy = point.y - (box.y + box.height / 2);
    const side: Side = Math.abs(dx) >= Math.abs(dy) ? (dx < 0 ? 'left' : 'right') : dy < 0 ? 'top' : 'bottom';
    const sides = used.get(id) ?? new Set<Side>();
    used.set(id, sides.add(side));
  };
  for (const flow of Object.values(process.flows)) {
    const points = diagram.edges[flow.id]?.waypoints;
    touch(flow.source, points?.[0]);
    touch(flow.target, points?.at(-1));
  }
  return used;
}

/** Shallow down to `data`; parts of the model are shared between states, so references tell. */
function sameFace(a: AnyNode | LineEdge, b: AnyNode | LineEdge): boolean {
  const one = a as unknown as Record<string, unknown>;
  const other = b as unknown as Record<string, unknown>;
  for (const key of Object.keys(other)) {
    if (key === 'data' || key === 'position' || key === 'measured') {
      if (!shallow(one[key] as object, other[key] as object)) return false;
    } else if (one[key] !== other[key]) return false;
  }
  return true;
}

function shallow(a: object, b: object): boolean {
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  return Object.keys(other).every((key) => {
    const x = one[key];
    const y = other[key];
    if (x === y) return true;
    if (key === 'process')
      return (
        (x as Definition).elements === (y as Definition).elements &&
        (x as Definition).lanes === (y as Definition).lanes &&
        (x as Definition).decisions === (y as Definition).decisions
      );
    if (key === 'label' || key === 'state' || key === 'labelAt') return JSON.stringify(x) === JSON.stringify(y);
    return false;
  });
}
