// A choice needs a condition on each way but the default: an unconditional way hides those that come after it.
import type { Rule } from './survey.ts';
import { wayTo } from './survey.ts';

export const gatewayCondition: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => one.type === 'exclusiveGateway' || one.type === 'inclusiveGateway')
    .flatMap((one) => {
      const out = outgoing(one.id);
      if (out.length < 2) return [];
      const open = out.filter((flow) => flow.condition === undefined && flow.id !== one.default);
      return open.map((flow, index) => ({
        element: flow.id,
        zh: `${called(one).zh}往${wayTo(flow, process, called).zh}的路没有条件；写上什么时候走，或设为默认`,
        en: `The way to ${wayTo(flow, process, called).en} out of ${called(one).en} has no condition; say when it is taken, or make it the default`,
        ...(index === 0 &&
          !one.default && {
            fix: {
              label: { zh: '设为默认', en: 'Make it the default' },
              edit: { edit: 'setDefault', id: one.id, flow: flow.id },
            },
          }),
      }));
    });
