// One diamond that both gathers and splits is read differently by every reader.
import { type Rule, tell } from './survey.ts';

export const forkAndJoin: Rule = ({ elements, outgoing, incoming, called }) =>
  elements
    .filter((one) => one.type.endsWith('Gateway') && outgoing(one.id).length > 1 && incoming(one.id).length > 1)
    .filter((one) => one.type === 'parallelGateway' || one.type === 'inclusiveGateway' || one.type === 'complexGateway')
    .map((one) => ({
      element: one.id,
      message: tell('fork-and-join', { step: called(one) }),
    }));
