// Java code of another engine cannot run here: the step needs a connector of ours before it can be published.
import type { Element } from '../definition.ts';
import type { Rule } from './survey.ts';

const CODE = new Set(['class', 'delegateExpression', 'expression']);

export const foreignCode = (element: Element): { name: string; text: string } | undefined =>
  element.zf?.imported?.find(({ name, state }) => state === 'kept' && CODE.has(name));

export const foreignCodeBound: Rule = ({ elements, called }) =>
  elements.flatMap((one) => {
    const code = foreignCode(one);
    if (!code || one.zf?.connector || one.zf?.topic || one.zf?.decision) return [];
    return [
      {
        element: one.id,
        zh: `${called(one).zh}原来靠程序「${code.text}」，这里没有；给它接一个连接器`,
        en: `${called(one).en} ran the code “${code.text}”, which does not exist here; bind a connector`,
      },
    ];
  });
