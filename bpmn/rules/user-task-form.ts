// Without a form a person can only say "done": nothing is asked and nothing is kept.
import { type Rule, tell } from './survey.ts';

export const userTaskForm: Rule = ({ elements, called, context }) =>
  elements
    .filter((one) => one.type === 'userTask')
    .flatMap((one) => {
      const form = one.zf?.form;
      const step = called(one);
      if (form && context.forms && !context.forms[form])
        return [
          {
            element: one.id,
            message: tell('user-task-form.unknown', { step, form }),
          },
        ];
      if (form || one.zf?.checklist?.length) return [];
      return [
        {
          element: one.id,
          message: tell('user-task-form', { step }),
        },
      ];
    });
