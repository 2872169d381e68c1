// Plays the tokens of a scope (bounded): a parallel join that waits for a way not taken stands still for ever.
import type { Element, Flow } from '../definition.ts';
import { type Rule, type Survey, tell } from './survey.ts';

const STATES = 2_000;

export const stuckJoin: Rule = (survey) => {
  const scopes = new Set(survey.elements.map(({ scope }) => scope));
  const stuck = new Set<string>();
  for (const scope of scopes) for (const id of play(survey, scope)) stuck.add(id);
  return [...stuck].map((id) => {
    const step = survey.called(survey.process.elements[id]!);
    // What also forks keeps doing so: an inclusive gateway waits for those that come, and takes all ways that have no condition.
    const forks = survey.outgoing(id).length > 1;
    return {
      element: id,
      message: tell('stuck-join', { step }),
      fix: {
        label: tell(forks ? 'fix.inclusive' : 'fix.choice'),
        edit: { edit: 'changeType', id, type: forks ? 'inclusiveGateway' : 'exclusiveGateway' },
      },
    };
  });
};

/** Parallel joins that hold a token in some marking where nothing can move. */
function play({ elements, outgoing, incoming, process }: Survey, scope: string): Set<string> {
  const stuck = new Set<string>();
  const nodes = elements.filter((one) => one.scope === scope);
  if (!nodes.some((one) => one.type === 'parallelGateway' && incoming(one.id).length > 1)) return stuck;
  if (nodes.some((one) => one.type === 'inclusiveGateway' || one.type === 'complexGateway')) return stuck;
  const start = nodes.find((one) => one.type === 'startEvent');
  if (!start) return stuck;

  const boundaries = (id: string): Element[] =>
    nodes.filter((one) => one.type === 'boundaryEvent' && one.attachedToRef === id && outgoing(one.id).length > 0);
  const ways = (node: Element): Flow[][] => {
    const out = outgoing(node.id);
    if (node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway') return out.map((flow) => [flow]);
    const conditional = out.filter((flow) => flow.condition !== undefined);
    const normal = conditional.length > 0 ? out.map((flow) => [flow]) : [out];
    for (const boundary of boundaries(node.id)) {
      const side = outgoing(boundary.id);
      normal.push(boundary.type === 'boundaryEvent' && boundary.cancelActivity ? side : [...out, ...side]);
    }
    return normal;
  };

  const key = (tokens: string[]): string => [...tokens].sort().join(' ');
  const queue: string[][] = ways(start).map((flows) => flows.map(({ id }) => id));
  const seen = new Set(queue.map(key));
  const add = (tokens: string[]): void => {
    const name = key(tokens);
    if (tokens.length > 40 || seen.has(name)) return;
    seen.add(name);
    queue.push(tokens);
  };
  while (queue.length > 0 && seen.size < STATES) {
    const tokens = queue.pop()!;
    let moved = false;
    for (const flowId of new Set(tokens)) {
      const node = process.elements[process.flows[flowId]!.target];
      if (!node) continue;
      const needed = node.type === 'parallelGateway' ? incoming(node.id).map(({ id }) => id) : [flowId];
      if (!needed.every((id) => tokens.includes(id))) continue;
      moved = true;
      const rest = [...tokens];
      for (const id of needed) rest.splice(rest.indexOf(id), 1);
      const next = ways(node);
      if (next.length === 0) add(rest);
      for (const flows of next) add([...rest, ...flows.map(({ id }) => id)]);
    }
    if (!moved)
      for (const id of tokens) {
        const node = process.elements[process.flows[id]!.target];
        if (node?.type === 'parallelGateway') stuck.add(node.id);
      }
  }
  return stuck;
}
