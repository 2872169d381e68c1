// A timer must say when: a duration, a moment or a repetition.
import type { Rule } from './survey.ts';
import { isCycle, isExpression, isInstant, isPeriod } from './values.ts';

export const timerSpec: Rule = ({ elements, called }) =>
  elements.flatMap((one) => {
    if (!('eventDefinitions' in one)) return [];
    return one.eventDefinitions.flatMap((definition) => {
      if (definition.type !== 'timerEventDefinition') return [];
      const { zh, en } = called(one);
      const { timeDate, timeDuration, timeCycle } = definition;
      const text = timeDate ?? timeDuration ?? timeCycle;
      if (text === undefined || text === '')
        return one.zf?.anchor
          ? []
          : [
              {
                element: one.id,
                zh: `${zh}没写时间；填多久以后，或哪个时刻`,
                en: `${en} has no time; say after how long, or when`,
              },
            ];
      if (isExpression(text)) return [];
      const good =
        timeDate !== undefined
          ? isInstant(text)
          : timeDuration !== undefined
            ? isPeriod(text)
            : isCycle(text) || isPeriod(text);
      return good
        ? []
        : [{ element: one.id, zh: `${zh}的时间「${text}」看不懂`, en: `The time “${text}” of ${en} cannot be read` }];
    });
  });
