// "As soon as possible" is not a deadline: without a time nobody is reminded and nothing is ever late.
import { type Rule, tell } from './survey.ts';
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
      const step = called(one);
      return [
        {
          element: one.id,
          message: wrong
            ? tell('user-task-deadline', { step, target: wrong.target })
            : tell('user-task-deadline.none', { step }),
          fix: {
            label: tell('fix.fourHours'),
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
