// Orthogonal lines between boxes: a few dozen candidates a pair of sides, the cheapest wins. Pure geometry.
import type { Bounds, Point } from './definition.ts';

export type Side = 'left' | 'right' | 'top' | 'bottom';
export type End = Bounds & { kind?: 'gateway' | 'boundary' | 'event' | 'task' };
export type Surroundings = {
  /** Boxes that a line should not cross. */
  obstacles?: Bounds[];
  /** Lines that are there already; running on top of one is dear. */
  lines?: Point[][];
};

const STUB = 16;
const SIDES: Side[] = ['right', 'bottom', 'top', 'left'];

export function route(from: End, to: End, around: Surroundings = {}): Point[] {
  let best: Point[] | undefined;
  let least = Infinity;
  for (const exit of SIDES)
    for (const entry of SIDES)
      for (const line of candidates(from, exit, to, entry)) {
        if (line.length < 2) continue;
        const cost = price(line, exit, entry, from, to, around);
        if (cost < least) {
          least = cost;
          best = line;
        }
      }
  return best ?? [middle(from, 'right'), middle(to, 'left')];
}

export const middle = (box: Bounds, side: Side): Point => {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  switch (side) {
    case 'left':
      return { x: box.x, y };
    case 'right':
      return { x: box.x + box.width, y };
    case 'top':
      return { x, y: box.y };
    case 'bottom':
      return { x, y: box.y + box.height };
  }
};

const outward: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};
const step = (point: Point, side: Side, by: number): Point => ({
  x: point.x + outward[side].x * by,
  y: point.y + outward[side].y * by,
});
const horizontal = (side: Side): boolean => side === 'left' || side === 'right';

/** Ways from one side to another: straight, one bend, two bends at several places, around. */
function candidates(from: Bounds, exit: Side, to: Bounds, entry: Side): Point[][] {
  const a = middle(from, exit);
  const b = middle(to, entry);
  const a1 = step(a, exit, STUB);
  const b1 = step(b, entry, STUB);
  const lines: Point[][] = [];
  if (horizontal(exit) !== horizontal(entry)) {
    lines.push(horizontal(exit) ? [a, { x: b.x, y: a.y }, b] : [a, { x: a.x, y: b.y }, b]);
    lines.push(horizontal(exit) ? [a, a1, { x: a1.x, y: b1.y }, b1, b] : [a, a1, { x: b1.x, y: a1.y }, b1, b]);
  } else if (horizontal(exit)) {
    if (a.y === b.y) lines.push([a, b]);
    for (const x of between(a1.x, b1.x)) lines.push([a, { x, y: a.y }, { x, y: b.y }, b]);
    for (const y of beyond(from.y, from.y + from.height, to.y, to.y + to.height))
      lines.push([a, a1, { x: a1.x, y }, { x: b1.x, y }, b1, b]);
  } else {
    if (a.x === b.x) lines.push([a, b]);
    for (const y of between(a1.y, b1.y)) lines.push([a, { x: a.x, y }, { x: b.x, y }, b]);
    for (const x of beyond(from.x, from.x + from.width, to.x, to.x + to.width))
      lines.push([a, a1, { x, y: a1.y }, { x, y: b1.y }, b1, b]);
  }
  return [...lines.map(simplify), ...straight(from, exit, to, entry)];
}

/** Straight across where the boxes face each other, though not middle to middle. */
function straight(from: Bounds, exit: Side, to: Bounds, entry: Side): Point[][] {
  const a = middle(from, exit);
  const margin = 12;
  if (exit === 'bottom' && entry === 'top' && to.y > a.y && a.x > to.x + margin && a.x < to.x + to.width - margin)
    return [[a, { x: a.x, y: to.y }]];
  if (
    exit === 'top' &&
    entry === 'bottom' &&
    to.y + to.height < a.y &&
    a.x > to.x + margin &&
    a.x < to.x + to.width - margin
  )
    return [[a, { x: a.x, y: to.y + to.height }]];
  if (exit === 'right' && entry === 'left' && to.x > a.x && a.y > to.y + margin && a.y < to.y + to.height - margin)
    return [[a, { x: to.x, y: a.y }]];
  return [];
}

const between = (a: number, b: number): number[] => [Math.round((a + b) / 2), a, b];
const beyond = (a0: number, a1: number, b0: number, b1: number): number[] => [
  Math.max(a1, b1) + 24,
  Math.min(a0, b0) - 24,
];

/** Drops points that lie on a straight run. */
export function simplify(points: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    const before = kept.at(-2);
    if (last && last.x === point.x && last.y === point.y) continue;
    const straightOn =
      last && before && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (straightOn) kept.pop();
    kept.push(point);
  }
  return kept;
}

const EXIT: Record<Side, number> = { right: 0, bottom: 14, top: 16, left: 90 };
const ENTRY: Record<Side, number> = { left: 0, top: 14, bottom: 16, right: 90 };

function price(line: Point[], exit: Side, entry: Side, from: End, to: End, around: Surroundings): number {
  let cost = (line.length - 2) * 22 + ENTRY[entry];
  if (from.kind === 'boundary') cost += exit === 'bottom' ? 0 : exit === 'top' ? 600 : 300;
  else if (from.kind === 'gateway') cost += EXIT[exit] / 2;
  else cost += EXIT[exit];
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!;
    const b = line[i]!;
    cost += Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    // a line must leave its own boxes and not come back through them
    if (crosses(a, b, shrink(from)) || crosses(a, b, shrink(to))) cost += 4_000;
    for (const box of around.obstacles ?? []) if (crosses(a, b, box)) cost += 1_500;
    for (const other of around.lines ?? []) cost += overlap(a, b, other) * 3;
  }
  return cost;
}

const shrink = ({ x, y, width, height }: Bounds): Bounds => ({
  x: x + 1,
  y: y + 1,
  width: width - 2,
  height: height - 2,
});

const crosses = (a: Point, b: Point, box: Bounds): boolean =>
  Math.max(a.x, b.x) > box.x &&
  Math.min(a.x, b.x) < box.x + box.width &&
  Math.max(a.y, b.y) > box.y &&
  Math.min(a.y, b.y) < box.y + box.height;

function overlap(a: Point, b: Point, line: Point[]): number {
  let shared = 0;
  for (let i = 1; i < line.length; i++) {
    const c = line[i - 1]!;
    const d = line[i]!;
    if (a.x === b.x && c.x === d.x && Math.abs(a.x - c.x) < 4) shared += common(a.y, b.y, c.y, d.y);
    if (a.y === b.y && c.y === d.y && Math.abs(a.y - c.y) < 4) shared += common(a.x, b.x, c.x, d.x);
  }
  return shared;
}

const common = (a: number, b: number, c: number, d: number): number =>
  Math.max(0, Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d)));
