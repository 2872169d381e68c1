// A timer must say when: a duration, a moment or a repetition.
import { type Rule, tell } from './survey.ts';
import { isCycle, isExpression, isInstant, isPeriod } from './values.ts';

export const timerSpec: Rule = ({ elements, called }) =>
  elements.flatMap((one) => {
    if (!('eventDefinitions' in one)) return [];
    return one.eventDefinitions.flatMap((definition) => {
      if (definition.type !== 'timerEventDefinition') return [];
      const step = called(one);
      const { timeDate, timeDuration, timeCycle } = definition;
      const text = timeDate ?? timeDuration ?? timeCycle;
      if (text === undefined || text === '')
        return one.zf?.anchor
          ? []
          : [
              {
                element: one.id,
                message: tell('timer-spec.empty', { step }),
              },
            ];
      if (isExpression(text)) return [];
      const good =
        timeDate !== undefined
          ? isInstant(text)
          : timeDuration !== undefined
            ? isPeriod(text)
            : isCycle(text) || isPeriod(text);
      return good ? [] : [{ element: one.id, message: tell('timer-spec', { step, text }) }];
    });
  });
