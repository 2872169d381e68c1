// One diamond that both gathers and splits is read differently by every reader.
import type { Rule } from './survey.ts';

export const forkAndJoin: Rule = ({ elements, outgoing, incoming, called }) =>
  elements
    .filter((one) => one.type.endsWith('Gateway') && outgoing(one.id).length > 1 && incoming(one.id).length > 1)
    .filter((one) => one.type === 'parallelGateway' || one.type === 'inclusiveGateway' || one.type === 'complexGateway')
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}既汇合又分开，拆成两个更清楚`,
      en: `${called(one).en} both joins and splits; two of them are clearer`,
    }));
