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

/** All that can be reached, `from` included; what is `out` is not entered, a `closed` way not taken. */
function reach(from: Node[], out: (node: Node) => boolean = () => false, closed?: Branch): Set<Node> {
  const seen = new Set(from);
  const queue = [...seen];
  for (let node = queue.pop(); node; node = queue.pop()) {
    for (const { id, to } of waysOf(node)) {
      if (out(to) || seen.has(to) || (closed?.fork === node && closed.way === id)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
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
      const first = waysOf(fork).find(({ id }) => id === way)?.to as Node;
      const elsewhere = reach(begins, undefined, { fork, way });
      return { fork, way, nodes: new Set([...reach([first])].filter((node) => !elsewhere.has(node))) };
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
const stepsIn = (holder: Holder, way: string): Set<Node> =>
  extentsIn(holder).find((extent) => extent.way === way)?.nodes ?? new Set();

/** Where what begins in a branch comes together with others, or goes on without them. */
export const endsOf = ({ fork: { holder }, way }: Branch): Node[] => {
  const inside = stepsIn(holder, way);
  return holder.nodes.filter((node) => !inside.has(node) && node.in.some(({ source }) => inside.has(source)));
};

/** What comes after a step without leaving the branches that it shares with another, itself included. */
export const behind = (step: Node, within: Branch[]): Set<Node> => behindIn(step, within.at(-1)?.way);

/** The same within one branch; all of it where there is none. A way that leaves the branch and comes back into it is another turn. */
export function behindIn(step: Node, way: string | undefined): Set<Node> {
  return reach([step], way === undefined ? undefined : (node) => !stepsIn(step.holder, way).has(node));
}

/** Joins of this kind that can be reached from a step. */
export const joinsAfter = (step: Node, type: Node['type']): Node[] =>
  [...reach([step])].filter((node) => node.type === type && node.in.length > 1);

/** The flows into a join by which nothing comes from this step. */
export function otherWaysInto(join: Node, step: Node): string[] {
  const own = reach([step], (node) => node === join);
  return join.in.filter(({ source }) => !own.has(source)).map(({ id }) => id);
}
