// Without a form a person can only say "done": nothing is asked and nothing is kept.
import type { Rule } from './survey.ts';

export const userTaskForm: Rule = ({ elements, called, context }) =>
  elements
    .filter((one) => one.type === 'userTask')
    .flatMap((one) => {
      const form = one.zf?.form;
      const { zh, en } = called(one);
      if (form && context.forms && !context.forms[form])
        return [
          {
            element: one.id,
            zh: `${zh}用的表单「${form}」不存在，换一个或新建`,
            en: `The form “${form}” of ${en} does not exist; choose another or create it`,
          },
        ];
      if (form || one.zf?.checklist?.length) return [];
      return [
        {
          element: one.id,
          zh: `${zh}没有表单，只能点「提交」，不留数据`,
          en: `${en} has no form: it can only be submitted as done and keeps no data`,
        },
      ];
    });
