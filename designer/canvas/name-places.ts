// Where the names of events, gateways and lines stand: beside their shape or on their line, where nothing is covered.
import type { Bounds, Definition, Diagram, Element, Point } from '../../bpmn/definition.ts';
import type { Language } from '../../words/message.ts';
import { nameIn } from '../words.ts';

/** `align`: towards which edge of its place a name leans. */
export type NamePlace = Bounds & { align: 'left' | 'center' | 'right' };
export type NamePlaces = { nodes: Map<string, NamePlace>; lines: Map<string, Point> };
type Kind = 'node' | 'name' | 'line';

const LINE_HEIGHT = 16;
/** In how many pixels a name is wrapped; narrower where that finds a free place. */
const WIDTHS = [108, 72];
const GAP = 4;
/** What it costs to cover something; a name or a step that cannot be read is worse than a line that is crossed. */
const COST: Record<Kind, number> = { node: 40, name: 40, line: 3 };

type Given = {
  process: Definition;
  diagram: Diagram;
  hidden: Set<string>;
  language: Language;
  /** Names whose place came with the picture. */
  imported: Map<string, Bounds>;
  /** What else is in the way: heads of lanes, pills of the state. */
  others: Bounds[];
};

export function namePlaces({ process, diagram, hidden, language, imported, others }: Given): NamePlaces {
  const taken = grid();
  const elements = Object.values(process.elements).filter(({ id, scope }) => diagram.shapes[id] && !hidden.has(scope));
  const flows = Object.values(process.flows).filter(
    ({ id, scope }) => (diagram.edges[id]?.waypoints.length ?? 0) > 1 && !hidden.has(scope),
  );
  for (const { id } of elements) {
    const { isExpanded, ...shape } = diagram.shapes[id]!;
    taken.add('node', isExpanded === true ? { ...shape, height: LINE_HEIGHT * 2 } : shape, id);
  }
  for (const box of others) taken.add('node', box);
  for (const box of imported.values()) taken.add('name', box);
  for (const { id } of flows)
    for (const { a, b } of pieces(diagram.edges[id]!.waypoints)) taken.add('line', around(a, b));

  const nodes = new Map<string, NamePlace>();
  // Where many stand on one step there is the least room: they choose first.
  const crowd = new Map<string, number>();
  for (const one of elements)
    if (one.type === 'boundaryEvent') crowd.set(one.attachedToRef, (crowd.get(one.attachedToRef) ?? 0) + 1);
  const crowdOf = (one: Element): number => (one.type === 'boundaryEvent' ? (crowd.get(one.attachedToRef) ?? 0) : 0);
  for (const element of elements.toSorted((one, other) => crowdOf(other) - crowdOf(one))) {
    const name = nameIn(element, language);
    if (!isNamedBeside(element) || !name || imported.has(element.id)) continue;
    const tries = WIDTHS.flatMap((width) => beside(element, diagram.shapes[element.id]!, sizeOfName(name, width)));
    const place = best(tries, (one) => taken.cost(one, element.id));
    taken.add('name', place);
    nodes.set(element.id, place);
  }
  const lines = new Map<string, Point>();
  for (const flow of flows) {
    const name = nameIn(flow, language);
    if (!name) continue;
    const width = widthOf(name) + 8;
    const boxAt = ({ x, y }: Point): Bounds => ({
      x: x - width / 2,
      y: y - LINE_HEIGHT / 2,
      width,
      height: LINE_HEIGHT,
    });
    // Of each piece the middle, then nearer to an end; the longest first, rather lying than standing, and last what it shares with another way.
    const others = flows.filter(({ id, source }) => source === flow.source && id !== flow.id);
    const beside = others.flatMap(({ id }) => pieces(diagram.edges[id]!.waypoints));
    const worthOf = (piece: Piece): number =>
      lengthOf(piece) * (piece.a.y === piece.b.y ? 1.2 : 1) * (beside.some((other) => liesOn(piece, other)) ? 0.1 : 1);
    const tries = pieces(diagram.edges[flow.id]!.waypoints)
      .map((piece) => ({ ...piece, worth: worthOf(piece) }))
      .sort((one, other) => other.worth - one.worth)
      .flatMap(({ a, b }) =>
        [0.5, 0.3, 0.7].map((along) => ({ x: a.x + (b.x - a.x) * along, y: a.y + (b.y - a.y) * along })),
      );
    const spot = best(tries, (at) => taken.cost(boxAt(at), undefined, true));
    taken.add('name', boxAt(spot));
    lines.set(flow.id, spot);
  }
  return { nodes, lines };
}

const isNamedBeside = ({ type }: Element): boolean => type.endsWith('Event') || type.endsWith('Gateway');

/** Places around a shape, the usual one first. Above a boundary event is the step it stands on. */
function beside(element: Element, shape: Bounds, { width, height }: { width: number; height: number }): NamePlace[] {
  const { x, y, width: w, height: h } = shape;
  const middle = x + (w - width) / 2;
  const [above, below] = [y - GAP - height, y + h + GAP];
  const [before, after] = [x - GAP - 2 - width, x + w + GAP + 2];
  const at = (left: number, top: number, align: NamePlace['align']): NamePlace => ({
    x: left,
    y: top,
    width,
    height,
    align,
  });
  const top = at(middle, above, 'center');
  const bottom = at(middle, below, 'center');
  const right = at(after, y + (h - height) / 2, 'left');
  const left = at(before, y + (h - height) / 2, 'right');
  const [belowRight, belowLeft] = [at(x + w / 2 + GAP, below, 'left'), at(x + w / 2 - GAP - width, below, 'right')];
  const [aboveRight, aboveLeft] = [at(x + w / 2 + GAP, above, 'left'), at(x + w / 2 - GAP - width, above, 'right')];
  if (element.type === 'boundaryEvent') {
    // Its other half stands on a border: what is beside it keeps clear of that.
    const lower = y + h / 2 + GAP;
    const upper = y + h / 2 - GAP - height;
    // Under the name of its neighbour.
    const further = below + LINE_HEIGHT + GAP;
    return [
      bottom,
      at(after, lower, 'left'),
      at(before, lower, 'right'),
      belowRight,
      belowLeft,
      at(middle, further, 'center'),
      at(x + w / 2 + GAP, further, 'left'),
      at(x + w / 2 - GAP - width, further, 'right'),
      top,
      aboveRight,
      aboveLeft,
      at(after, upper, 'left'),
      right,
      left,
    ];
  }
  const corners = [belowRight, belowLeft, aboveRight, aboveLeft];
  return element.type.endsWith('Gateway')
    ? [top, bottom, right, left, ...corners]
    : [bottom, top, right, left, ...corners];
}

/** The first of the cheapest. */
function best<T>(tries: T[], costOf: (one: T) => number): T {
  let [found] = tries as [T];
  let least = Number.POSITIVE_INFINITY;
  for (const one of tries) {
    const cost = costOf(one);
    if (cost < least) {
      found = one;
      least = cost;
    }
    if (least === 0) break;
  }
  return found;
}

/** Letters of 12 px: Chinese ones are square, others about half as wide. */
const letterWidth = (sign: string): number => (sign.charCodeAt(0) > 0x2000 ? 12 : 7.2);
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + letterWidth(sign), 0);

/** As a browser wraps it: words stay whole, Chinese breaks anywhere. */
function sizeOfName(name: string, within: number): { width: number; height: number } {
  let lines = 1;
  let line = 0;
  let widest = 0;
  for (const word of name.match(/[\u2000-\uffff]|[^\s\u2000-\uffff]+|\s+/g) ?? []) {
    const width = widthOf(word);
    if (line > 0 && word.trim() !== '' && line + width > within - GAP) {
      lines++;
      line = 0;
    }
    line += width;
    widest = Math.max(widest, line);
  }
  return { width: Math.ceil(Math.min(widest, within - GAP)) + GAP, height: lines * LINE_HEIGHT };
}

type Piece = { a: Point; b: Point };
const pieces = (points: Point[]): Piece[] => points.slice(1).map((b, index) => ({ a: points[index]!, b }));
const lengthOf = ({ a, b }: Piece): number => Math.hypot(a.x - b.x, a.y - b.y);
/** Two pieces of one upright or level that run along each other. */
const liesOn = (one: Piece, other: Piece): boolean =>
  (['x', 'y'] as const).some((across) => {
    const along = across === 'x' ? 'y' : 'x';
    const at = one.a[across];
    if ([one.b, other.a, other.b].some((point) => point[across] !== at)) return false;
    const from = Math.max(Math.min(one.a[along], one.b[along]), Math.min(other.a[along], other.b[along]));
    return from < Math.min(Math.max(one.a[along], one.b[along]), Math.max(other.a[along], other.b[along]));
  });
const around = (a: Point, b: Point): Bounds => ({
  x: Math.min(a.x, b.x) - 1,
  y: Math.min(a.y, b.y) - 1,
  width: Math.abs(a.x - b.x) + 2,
  height: Math.abs(a.y - b.y) + 2,
});

const CELL = 160;

/** What is drawn, by squares: a name looks only at what is near. */
function grid() {
  const cells = new Map<string, { kind: Kind; box: Bounds; of: string | undefined }[]>();
  function* near({ x, y, width, height }: Bounds): Generator<string> {
    for (let column = Math.floor(x / CELL); column * CELL < x + width; column++)
      for (let row = Math.floor(y / CELL); row * CELL < y + height; row++) yield `${column} ${row}`;
  }
  return {
    add(kind: Kind, box: Bounds, of?: string): void {
      const one = { kind, box, of };
      for (const key of near(box)) {
        const cell = cells.get(key);
        if (cell) cell.push(one);
        else cells.set(key, [one]);
      }
    },
    /** Of what this covers, its own shape aside; a name of a line lies on lines. */
    cost(box: Bounds, own?: string, onLines = false): number {
      const covered = new Set<object>();
      let sum = 0;
      for (const key of near(box))
        for (const one of cells.get(key) ?? []) {
          if ((one.of !== undefined && one.of === own) || (onLines && one.kind === 'line') || covered.has(one))
            continue;
          if (!overlaps(one.box, box)) continue;
          covered.add(one);
          sum += COST[one.kind];
        }
      return sum;
    },
  };
}

const overlaps = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
