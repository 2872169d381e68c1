// Turns a model (and, in the viewer, its state) into React Flow nodes and edges. Unchanged parts keep their objects, so memo holds.
import type { Edge, Node } from '@xyflow/react';
import type {
  Artifact,
  Bounds,
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
import type { Language } from '../../words/message.ts';
import { isSubProcess, isUpright } from '../model/geometry.ts';
import { nameIn } from '../words.ts';
import { type NamePlace, namePlaces } from './name-places.ts';

export type Progress = 'done' | 'active' | 'late' | 'stuck' | 'notReached' | 'skipped';
export type NodeState = { state: Progress; pill?: string; count?: number };
export type FaceData = {
  element: Element;
  process: Definition;
  expanded: boolean;
  /** Where the name of an event or gateway stands, relative to the shape. */
  label?: { x: number; y: number; width: number; align: NamePlace['align'] } | undefined;
  /** Of its border, where somebody has chosen one. */
  color?: string | undefined;
  problem?: Problem['severity'] | undefined;
  state?: NodeState | undefined;
  live: boolean;
  canBeDockedOn: boolean;
};
export type FaceNode = Node<FaceData & Record<string, unknown>, 'task' | 'event' | 'gateway' | 'subProcess'>;
export type FrameNode = Node<
  {
    lane?: Lane;
    name: string;
    pool: boolean;
    /** A pool of somebody outside, in which nothing is drawn. */
    shut?: boolean;
    upright: boolean;
    alternate: boolean;
    last: boolean;
  } & Record<string, unknown>,
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
  /** Of an association: its end has an arrow. */
  directed?: boolean;
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
  language: Language;
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
    const own = model.processes.find(({ processId }) => processId === participant.processRef);
    // A pool that bears the name of its process is called as that is.
    const name = (own?.name === participant.name && own ? nameIn(own, options.language) : participant.name) ?? '';
    if (shape)
      nodes.push(
        keep(
          frame(participant.id, shape, {
            name,
            pool: true,
            shut: own === undefined,
            upright: isUpright(shape),
            alternate: false,
            last: true,
          }),
        ),
      );
  }
  for (const process of model.processes) {
    const hidden = hiddenScopes(process, diagram);
    const lanes = Object.values(process.lanes).filter(({ id }) => diagram.shapes[id]);
    lanes
      .sort((a, b) => {
        const [one, other] = [diagram.shapes[a.id]!, diagram.shapes[b.id]!];
        return one.y - other.y || one.x - other.x;
      })
      .forEach((lane, index) => {
        nodes.push(
          keep(
            frame(lane.id, diagram.shapes[lane.id]!, {
              lane,
              name: nameIn(lane, options.language),
              pool: false,
              upright: isUpright(diagram.shapes[lane.id]!),
              alternate: index % 2 === 1,
              last: index === lanes.length - 1,
            }),
          ),
        );
      });
    const imported = importedNames(process, model);
    const places = namePlaces({
      process,
      diagram,
      hidden,
      language: options.language,
      imported,
      others: [...headsOf(lanes, diagram), ...pillsOf(process, diagram, options.states)],
    });
    for (const element of Object.values(process.elements)) {
      const shape = diagram.shapes[element.id];
      if (!shape || hidden.has(element.scope)) continue;
      nodes.push(
        keep(face(element, process, shape, imported.get(element.id) ?? places.nodes.get(element.id), options)),
      );
    }
    for (const flow of Object.values(process.flows)) {
      const edge = diagram.edges[flow.id];
      if (!edge || edge.waypoints.length < 2 || hidden.has(flow.scope)) continue;
      if (!diagram.shapes[flow.source] || !diagram.shapes[flow.target]) continue;
      edges.push(keep(line(flow, edge.waypoints, places.lines.get(flow.id), process, options)));
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
            ...(artifact.associationDirection === 'One' && { directed: true }),
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
  name: Bounds | NamePlace | undefined,
  { problems, states, live }: Options,
): FaceNode {
  const type = kindOfNode(element, shape);
  const depth = depthOf(element, process);
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
      label: name && {
        x: name.x - shape.x,
        y: name.y - shape.y,
        width: name.width,
        align: 'align' in name ? name.align : 'center',
      },
      color: element.zf?.color ?? shape.color,
      problem: problems.get(element.id),
      state: states?.[element.id] ?? (live ? { state: 'notReached' } : undefined),
      live,
      canBeDockedOn: type === 'task' || type === 'subProcess',
    },
  };
}

/** Places that came with a picture of another tool. */
function importedNames(process: Definition, { diagram, source }: Model): Map<string, Bounds> {
  const found = new Map<string, Bounds>();
  if (source === undefined) return found;
  for (const id of Object.keys(process.elements)) {
    const label = diagram.shapes[id]?.label;
    if (label && label.width > 0) found.set(id, { ...label, x: label.x - 10, width: label.width + 20 });
  }
  return found;
}

const LANE_HEAD = 32;
const headsOf = (lanes: Lane[], { shapes }: Diagram): Bounds[] =>
  lanes.map(({ id }) => ({
    ...shapes[id]!,
    ...(isUpright(shapes[id]!) ? { height: LANE_HEAD } : { width: LANE_HEAD }),
  }));

/** Who has it and how long is left stands on the upper edge of a step. */
const pillsOf = (process: Definition, { shapes }: Diagram, states: Options['states'] = {}): Bounds[] =>
  Object.keys(states).flatMap((id) => {
    const shape = process.elements[id] && states[id]?.pill ? shapes[id] : undefined;
    return shape ? [{ x: shape.x + 10, y: shape.y - 12, width: shape.width - 20, height: 22 }] : [];
  });

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
