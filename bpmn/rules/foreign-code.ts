// Code of another engine does not run here, Java or script: the step needs a connector or FEEL of ours before it can be published.
import type { Element } from '../definition.ts';
import { byPerson, type Rule } from './survey.ts';

const CODE = new Set(['class', 'delegateExpression', 'expression']);

export const foreignCode = (element: Element): { name: string; text: string } | undefined =>
  element.zf?.imported?.find(({ name, state }) => state === 'kept' && CODE.has(name));

export const foreignCodeBound: Rule = ({ elements, called }) =>
  elements.flatMap((one) => {
    if (one.type === 'scriptTask' && one.script?.trim() && one.scriptFormat && !/feel/i.test(one.scriptFormat)) {
      if (one.zf?.connector || one.zf?.topic) return [];
      const { zh, en } = called(one);
      return [
        {
          element: one.id,
          zh: `${zh}里是 ${one.scriptFormat} 脚本，这里不会执行；改写成公式，或不要它`,
          en: `${en} holds a ${one.scriptFormat} script, which is not run here; write it as FEEL, or leave it out`,
          fix: {
            label: { zh: '不要脚本', en: 'Leave the script out' },
            edit: { edit: 'setAttribute', id: one.id, values: { script: null, scriptFormat: null } },
          },
        },
      ];
    }
    const code = one.type === 'userTask' ? undefined : foreignCode(one);
    if (!code || one.zf?.connector || one.zf?.topic || one.zf?.decision) return [];
    return [
      {
        element: one.id,
        zh: `${called(one).zh}原来靠程序「${code.text}」，这里没有；给它接一个连接器`,
        en: `${called(one).en} ran the code “${code.text}”, which does not exist here; bind a connector`,
        ...byPerson(one),
      },
    ];
  });
