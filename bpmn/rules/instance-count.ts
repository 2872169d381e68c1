// A step for each item needs the list, or how many.
import { type Fix, type Rule, tell } from './survey.ts';

export const once = (id: string): Fix => ({
  label: tell('fix.once'),
  edit: { edit: 'setAttribute', id, values: { loopCharacteristics: null } },
});

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
      fix: once(one.id),
    }));
