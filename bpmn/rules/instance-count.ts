// A step for each item needs the list, or how many.
import { type Rule, tell } from './survey.ts';

export const instanceCount: Rule = ({ elements, called }) =>
  elements
    .filter((one) => {
      if (!('loopCharacteristics' in one) || one.loopCharacteristics?.type !== 'multiInstanceLoopCharacteristics')
        return false;
      return (
        one.loopCharacteristics.loopCardinality === undefined && one.loopCharacteristics.zf?.collection === undefined
      );
    })
    .map((one) => ({
      element: one.id,
      message: tell('instance-count', { step: called(one) }),
    }));
