// A step for each item needs the list, or how many.
import type { Rule } from './survey.ts';

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
      zh: `${called(one).zh}要做多份，但没说按哪个清单或几份`,
      en: `${called(one).en} is done several times, but neither a list nor a number is given`,
    }));
