// Where concurrent ways begin and meet again: what a step that is done once more takes with it, and what it leaves alone
// (core-semantics §3.3). Read off the drawing of one scope, once.
import { type Holder, isActivity, linkTarget, type Node } from './compile.ts';

/** A way out of a node: a flow, a boundary event, a link. */
type Way = { id: string; to: Node };
/** The flow, or the boundary event that does not interrupt, by which a branch begins, and where it does. */
export type Branch = { fork: Node; way: string };

const waysOf = (node: Node): Way[] => {
  const target = node.type === 'intermediateThrowEvent' ? linkTarget(node) : undefined;
  return [
    ...node.out.map(({ id, target: to }) => ({ id, to })),
    ...node.boundary.map((event) => ({ id: event.id, to: event })),
    ...(target ? [{ id: target.id, to: target }] : []),
  ];
};

const SPLITS = new Set(['parallelGateway', 'inclusiveGateway', 'complexGateway']);
const interrupts = ({ element }: Node) => element.type === 'boundaryEvent' && element.cancelActivity;
/** The ways that may be taken beside others. */
function branchesFrom(node: Node): string[] {
  const flows = node.out.length > 1 && (SPLITS.has(node.type) || isActivity(node) || node.type.endsWith('Event'));
  return [
    ...(flows ? node.out.map(({ id }) => id) : []),
    ...node.boundary.filter((event) => !interrupts(event)).map(({ id }) => id),
  ];
}

/** All that can be reached, `from` included; `stop` is not passed, a `closed` way not taken. */
function reach(from: Node[], stop?: Node, closed?: { fork: Node; way: string }): Set<Node> {
  const seen = new Set(from.filter((node) => node !== stop));
  const queue = [...seen];
  for (let node = queue.pop(); node; node = queue.pop()) {
    for (const { id, to } of waysOf(node)) {
      if (to === stop || seen.has(to) || (closed?.fork === node && closed.way === id)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

/** Where all that begins at the fork comes together; undefined: nowhere. */
export function meetingOf(fork: Node): Node | undefined {
  const known = meetings.get(fork);
  if (known) return known.at;
  const isEnd = (node: Node) => waysOf(node).length === 0;
  const all = reach([fork]);
  // Any way out passes the nearest first.
  const at = [...inBreadth(fork)].find((node) => node !== fork && ![...reach([fork], node)].some(isEnd));
  const found = [...all].some(isEnd) ? at : undefined;
  meetings.set(fork, { at: found });
  return found;
}
const meetings = new WeakMap<Node, { at: Node | undefined }>();

function inBreadth(from: Node): Set<Node> {
  const seen = new Set([from]);
  for (const node of seen) for (const { to } of waysOf(node)) seen.add(to);
  return seen;
}

type Extent = Branch & { nodes: Set<Node> };
const extents = new WeakMap<Holder, Extent[]>();
/** Every branch of the scope with the steps that lie in it and nowhere else, the widest first. */
function extentsIn(holder: Holder): Extent[] {
  const known = extents.get(holder);
  if (known) return known;
  const begins = [...holder.starts, ...holder.entries];
  const found = holder.nodes.flatMap((fork) =>
    branchesFrom(fork).map((way): Extent => {
      const meeting = meetingOf(fork);
      const first = waysOf(fork).find(({ id }) => id === way)?.to as Node;
      const elsewhere = reach(begins, undefined, { fork, way });
      return { fork, way, nodes: new Set([...reach([first], meeting)].filter((node) => !elsewhere.has(node))) };
    }),
  );
  found.sort((a, b) => b.nodes.size - a.nodes.size);
  extents.set(holder, found);
  return found;
}

/** The branches that a step lies in, outermost first. */
export const branchesOf = (node: Node): Branch[] => extentsIn(node.holder).filter(({ nodes }) => nodes.has(node));

/** The branches that both lie in. */
export function commonBranches(a: Node, b: Node): Branch[] {
  const ofB = branchesOf(b);
  return branchesOf(a).filter((branch) => ofB.some(({ way }) => way === branch.way));
}

/** The steps of a branch. */
export const stepsIn = (holder: Holder, way: string): Set<Node> =>
  extentsIn(holder).find((extent) => extent.way === way)?.nodes ?? new Set();

/** What comes after a step without leaving the branches that it shares with another, itself included. */
export function behind(step: Node, within: Branch[]): Set<Node> {
  const innermost = within.at(-1);
  const all = reach([step]);
  if (!innermost) return all;
  const inside = stepsIn(step.holder, innermost.way);
  return new Set([...all].filter((node) => inside.has(node)));
}

/** The flows into a join by which nothing comes from this step. */
export function otherWaysInto(join: Node, step: Node): string[] {
  const own = reach([step], join);
  return join.in.filter(({ source }) => !own.has(source)).map(({ id }) => id);
}
