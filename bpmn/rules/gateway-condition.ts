// A choice needs a condition on each way but the default: an unconditional way hides those that come after it. Of an inclusive
// gateway without any condition all ways are taken, as of a parallel one.
import type { Flow } from '../definition.ts';
import { askedBefore, askFix } from './missing-name.ts';
import { type Fix, type Rule, type Survey, tell, wayTo } from './survey.ts';

export const gatewayCondition: Rule = (seen) =>
  seen.elements
    .filter((one) => one.type === 'exclusiveGateway' || one.type === 'inclusiveGateway')
    .flatMap((one) => {
      const out = seen.outgoing(one.id);
      if (out.length < 2) return [];
      const open = out.filter((flow) => flow.condition === undefined && flow.id !== one.default);
      if (one.type === 'inclusiveGateway' && open.length === out.length) return [];
      return open.map((flow, index) => {
        const fix = index === 0 ? cureOf(seen, one, open) : undefined;
        return {
          element: flow.id,
          message: tell('gateway-condition', { step: seen.called(one), way: wayTo(flow, seen.process, seen.called) }),
          ...(fix && { fix }),
        };
      });
    });

/** One open way can be the default; among several the person before has to choose. */
const cureOf = (seen: Survey, one: Survey['elements'][number] & { default?: string }, open: Flow[]): Fix | undefined =>
  open.length === 1 && !one.default
    ? { label: tell('fix.default'), edit: { edit: 'setDefault', id: one.id, flow: open[0]!.id } }
    : choiceOf(seen, one.id, open);

/** Lets those before a gateway choose among these ways and its default; at an inclusive one, several. */
function choiceOf(seen: Survey, gateway: string, open: Flow[]): Fix | undefined {
  const one = seen.process.elements[gateway];
  if (one?.type !== 'exclusiveGateway' && one?.type !== 'inclusiveGateway') return undefined;
  const askers = askedBefore(seen, one.id);
  if (askers.length === 0) return undefined;
  const names = new Set<string>();
  const ways = seen
    .outgoing(one.id)
    .filter((flow) => flow.id === one.default || open.includes(flow))
    .map((flow) => {
      const label = flow.name?.trim() || seen.process.elements[flow.target]?.name?.trim() || flow.id;
      const value = names.has(label) ? `${label} (${flow.id})` : label;
      names.add(value);
      return { flow: flow.id, value };
    });
  return askFix(askers, {
    name: one.id.replace(/[^\p{L}\p{N}_]/gu, '_').replace(/^(?=\p{N})/u, '_'),
    kind: one.type === 'inclusiveGateway' ? 'choices' : 'choice',
    label: one.name?.trim(),
    options: ways.map(({ value }) => ({ value, label: value })),
    ways: ways.filter(({ flow }) => flow !== one.default),
  });
}

/** The same for ways whose conditions cannot be evaluated: offered at the first of them. */
export function choiceInstead(seen: Survey, id: string, isBroken: (condition: string) => boolean): { fix?: Fix } {
  const flow = seen.process.flows[id];
  if (!flow) return {};
  const broken = seen.outgoing(flow.source).filter(({ condition }) => condition !== undefined && isBroken(condition));
  const fix = broken[0] === flow ? choiceOf(seen, flow.source, broken) : undefined;
  return fix ? { fix } : {};
}
