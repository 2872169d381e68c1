// A choice needs a condition on each way but the default: an unconditional way hides those that come after it.
import { type Rule, tell, wayTo } from './survey.ts';

export const gatewayCondition: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => one.type === 'exclusiveGateway' || one.type === 'inclusiveGateway')
    .flatMap((one) => {
      const out = outgoing(one.id);
      if (out.length < 2) return [];
      const open = out.filter((flow) => flow.condition === undefined && flow.id !== one.default);
      return open.map((flow, index) => ({
        element: flow.id,
        message: tell('gateway-condition', { step: called(one), way: wayTo(flow, process, called) }),
        ...(index === 0 &&
          !one.default && {
            fix: {
              label: tell('fix.default'),
              edit: { edit: 'setDefault', id: one.id, flow: flow.id },
            },
          }),
      }));
    });
