// "As soon as possible" is not a deadline: without a time nobody is reminded and nothing is ever late.
import type { Rule } from './survey.ts';
import { isExpression, isPeriod } from './values.ts';

export const userTaskDeadline: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.type === 'userTask')
    .flatMap((one) => {
      const rules = one.zf?.deadline ?? [];
      const wrong = rules.find(
        ({ target, anchor }) => !isExpression(target) && !isPeriod(target) && !anchor && !isDate(target),
      );
      if (rules.length > 0 && !wrong) return [];
      const { zh, en } = called(one);
      return [
        {
          element: one.id,
          zh: wrong
            ? `${zh}的时限「${wrong.target}」不是时间，写成几分钟、几小时或几天`
            : `${zh}由人办，要写时限，「尽快」不算`,
          en: wrong
            ? `“${wrong.target}” is no time limit for ${en}; give minutes, hours or days`
            : `${en} is done by a person and needs a time limit; “soon” is none`,
          fix: {
            label: { zh: '限 4 小时', en: 'Set 4 hours' },
            edit: {
              edit: 'setExtension',
              id: one.id,
              zf: { deadline: [{ kind: 'resolution', target: 'PT4H', steps: [] }] },
            },
          },
        },
      ];
    });

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(text);
