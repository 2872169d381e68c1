// Several lines without a condition out of one step run all at once (BPMN 2.0.2 10.4.1): seldom what was meant.
import { type Rule, tell } from './survey.ts';

export const implicitFork: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => !one.type.endsWith('Gateway') && one.type !== 'boundaryEvent')
    .flatMap((one) => {
      const open = outgoing(one.id).filter(
        (flow) => flow.condition === undefined && !('default' in one && one.default === flow.id),
      );
      if (open.length < 2) return [];
      const names = open.map(({ target }) => process.elements[target]).flatMap((next) => (next ? [called(next)] : []));
      return [
        {
          element: one.id,
          message: tell('implicit-fork', { step: called(one), count: open.length, next: names }),
        },
      ];
    });
