// When no condition holds, a case without a default stands still.
import { type Rule, tell, wayTo } from './survey.ts';

export const gatewayDefault: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => one.type === 'exclusiveGateway' || one.type === 'inclusiveGateway')
    .filter((one) => {
      const out = outgoing(one.id);
      return out.length > 1 && !one.default && out.every((flow) => flow.condition !== undefined);
    })
    .map((one) => {
      const out = outgoing(one.id);
      const last = out[out.length - 1]!;
      const way = wayTo(last, process, called);
      return {
        element: one.id,
        message: tell('gateway-default', { step: called(one), count: out.length }),
        fix: {
          label: tell('fix.defaultWay', { way }),
          edit: { edit: 'setDefault', id: one.id, flow: last.id },
        },
      };
    });
