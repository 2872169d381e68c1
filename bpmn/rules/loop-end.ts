// A loop without condition and maximum never ends.
import { once } from './instance-count.ts';
import { type Rule, tell } from './survey.ts';

export const loopEnd: Rule = ({ elements, called }) =>
  elements
    .filter((one) => {
      if (!('loopCharacteristics' in one) || one.loopCharacteristics?.type !== 'standardLoopCharacteristics')
        return false;
      return one.loopCharacteristics.loopCondition === undefined && one.loopCharacteristics.loopMaximum === undefined;
    })
    .map((one) => ({
      element: one.id,
      message: tell('loop-end', { step: called(one) }),
      fix: once(one.id),
    }));
