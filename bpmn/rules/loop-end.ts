// A loop without condition and maximum never ends.
import type { Rule } from './survey.ts';

export const loopEnd: Rule = ({ elements, called }) =>
  elements
    .filter((one) => {
      if (!('loopCharacteristics' in one) || one.loopCharacteristics?.type !== 'standardLoopCharacteristics')
        return false;
      return one.loopCharacteristics.loopCondition === undefined && one.loopCharacteristics.loopMaximum === undefined;
    })
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}会一直重复；写上重复的条件或最多几次`,
      en: `${called(one).en} repeats for ever; give a condition or a maximum`,
    }));
