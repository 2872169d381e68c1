// When no condition holds, a case without a default stands still.
import type { Rule } from './survey.ts';
import { wayTo } from './survey.ts';

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
        zh: `${called(one).zh}的 ${out.length} 个条件都不满足时，没有去处；选一条默认的路`,
        en: `When none of the ${out.length} conditions of ${called(one).en} holds there is nowhere to go; choose a default`,
        fix: {
          label: { zh: `默认走${way.zh}`, en: `Default: ${way.en}` },
          edit: { edit: 'setDefault', id: one.id, flow: last.id },
        },
      };
    });
