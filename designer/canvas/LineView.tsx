// Lines: orthogonal with rounded corners, a filled arrow, a name on the line; bends of a chosen line can be dragged.
import { EdgeLabelRenderer, type EdgeProps, useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, type ReactNode } from 'react';
import type { Point } from '../../bpmn/definition.ts';
import { simplify } from '../../bpmn/route.ts';
import { useDesigner, useShop } from '../context.ts';
import { GRID } from '../model/geometry.ts';
import { nameIn } from '../words.ts';
import type { LineEdge } from './faces.ts';
import { NameEditor } from './NameEditor.tsx';

const CORNER = 8;
const ARROW = 9;

export const LineView = memo(function LineView({ id, data, selected }: EdgeProps<LineEdge>) {
  const { language, readOnly } = useShop();
  const isEdited = useDesigner((state) => state.editing === id);
  const named = useStore(({ transform }) => transform[2] >= 0.35);
  if (!data) return null;
  const { waypoints, kind, flow, isDefault, conditionalFromTask, taken, live } = data;
  const end = waypoints.at(-1)!;
  const before = waypoints.at(-2)!;
  const start = waypoints[0]!;
  const second = waypoints[1]!;
  const name = flow ? nameIn(flow, language) : (data.name ?? '');
  const classes = [
    'zf-line',
    `is-${kind}`,
    selected && 'is-selected',
    live && (taken ? 'is-taken' : 'is-not-taken'),
    data.problem && `is-${data.problem}`,
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <g className={classes}>
      <path className="zf-line-hit" d={rounded(waypoints)} />
      <path
        className="zf-line-path"
        d={rounded(kind === 'association' ? waypoints : shortened(waypoints, ARROW - 3))}
      />
      {kind === 'flow' && <path className="zf-arrow" d={arrow(before, end)} />}
      {data.directed && <path className="zf-arrow is-open" d={arrow(before, end)} />}
      {kind === 'message' && (
        <>
          <circle className="zf-message-start" cx={start.x} cy={start.y} r={4} />
          <path className="zf-arrow is-open" d={arrow(before, end)} />
        </>
      )}
      {isDefault && <path className="zf-slash" d={slash(start, second)} />}
      {conditionalFromTask && <path className="zf-diamond" d={diamond(start, second)} />}
      {selected && !readOnly && kind === 'flow' && <Bends id={id} waypoints={waypoints} />}
      {((isEdited && flow) || (name && named)) && (
        <Name
          id={id}
          name={name}
          at={data.labelAt ?? middleOf(waypoints)}
          taken={live && taken}
          pale={live && !taken}
        />
      )}
    </g>
  );
});

function Name({
  id,
  name,
  at,
  taken,
  pale,
}: {
  id: string;
  name: string;
  at: Point;
  taken: boolean;
  pale: boolean;
}): ReactNode {
  return (
    <EdgeLabelRenderer>
      <div
        className={`zf-line-name ${taken ? 'is-taken' : ''} ${pale ? 'is-pale' : ''}`}
        style={{ transform: `translate(-50%,-50%) translate(${at.x}px,${at.y}px)` }}
      >
        <NameEditor id={id} name={name}>
          <span>{name}</span>
        </NameEditor>
      </div>
    </EdgeLabelRenderer>
  );
}

/** Drags a piece of the line sideways; its neighbours stretch, the ends stay on their nodes. */
function Bends({ id, waypoints }: { id: string; waypoints: Point[] }): ReactNode {
  const { store } = useShop();
  const { screenToFlowPosition } = useReactFlow();
  const drag = (index: number) => (event: PointerEvent<SVGRectElement>) => {
    event.stopPropagation();
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const from = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    let made: Point[] | undefined;
    const move = (moved: globalThis.PointerEvent): void => {
      const at = screenToFlowPosition({ x: moved.clientX, y: moved.clientY });
      made = slid(waypoints, index, { x: at.x - from.x, y: at.y - from.y });
      const { model } = store.getState();
      store.getState().set({
        preview: {
          ...model,
          diagram: { ...model.diagram, edges: { ...model.diagram.edges, [id]: { waypoints: made } } },
        },
      });
    };
    const up = (): void => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', up);
      if (made) store.getState().run({ edit: 'setWaypoints', id, waypoints: simplify(made) });
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', up);
  };
  return (
    <>
      {waypoints.slice(1).map((b, index) => {
        const a = waypoints[index]!;
        const level = a.y === b.y;
        if (Math.hypot(a.x - b.x, a.y - b.y) < 24) return null;
        const width = level ? 16 : 6;
        const height = level ? 6 : 16;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line is known by its place
            key={index}
            className={`zf-bend nodrag nopan ${level ? 'is-level' : ''}`}
            x={(a.x + b.x) / 2 - width / 2}
            y={(a.y + b.y) / 2 - height / 2}
            width={width}
            height={height}
            rx={3}
            onPointerDown={drag(index)}
          />
        );
      })}
    </>
  );
}

function slid(points: Point[], index: number, by: Point): Point[] {
  const line = points.map((point) => ({ ...point }));
  const a = line[index]!;
  const b = line[index + 1]!;
  const level = a.y === b.y;
  const shift = (value: number, delta: number): number => Math.round((value + delta) / GRID) * GRID;
  const moved = level ? { y: shift(a.y, by.y) } : { x: shift(a.x, by.x) };
  // an end stays where it touches its node: the piece gets a new bend there
  const first = index === 0 ? [{ ...a }] : [];
  const last = index + 1 === line.length - 1 ? [{ ...b }] : [];
  Object.assign(a, moved);
  Object.assign(b, moved);
  return [...first, ...line, ...last];
}

export function rounded(points: Point[]): string {
  let path = `M${points[0]!.x} ${points[0]!.y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [a, b, c] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const r = Math.min(CORNER, Math.hypot(b.x - a.x, b.y - a.y) / 2, Math.hypot(c.x - b.x, c.y - b.y) / 2);
    const p = toward(b, a, r);
    const q = toward(b, c, r);
    path += `L${p.x} ${p.y}Q${b.x} ${b.y} ${q.x} ${q.y}`;
  }
  const end = points.at(-1)!;
  return `${path}L${end.x} ${end.y}`;
}

function toward(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

const shortened = (points: Point[], by: number): Point[] => [
  ...points.slice(0, -1),
  toward(points.at(-1)!, points.at(-2)!, by),
];

function frameAt(from: Point, to: Point): { at: (along: number, across: number) => string } {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  return { at: (along, across) => `${from.x + ux * along - uy * across} ${from.y + uy * along + ux * across}` };
}

function arrow(before: Point, end: Point): string {
  const { at } = frameAt(end, before);
  return `M${at(0, 0)}L${at(ARROW, ARROW / 2)}L${at(ARROW - 2, 0)}L${at(ARROW, -ARROW / 2)}Z`;
}
function slash(start: Point, second: Point): string {
  const { at } = frameAt(start, second);
  return `M${at(9, 5)}L${at(15, -5)}`;
}
function diamond(start: Point, second: Point): string {
  const { at } = frameAt(start, second);
  return `M${at(0, 0)}L${at(7, 4)}L${at(14, 0)}L${at(7, -4)}Z`;
}

/** Where a name is typed that the line does not have yet. */
function middleOf(points: Point[]): Point {
  const at = Math.max(1, Math.floor(points.length / 2));
  const a = points[at - 1]!;
  const b = points[at]!;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

export const edgeTypes = { line: LineView };
