// Code of another engine does not run here, Java or script: the step needs a connector or FEEL of ours before it can be published.
import type { Element } from '../definition.ts';
import { isForeignScript } from './expressions.ts';
import { byPerson, type Rule, tell } from './survey.ts';

const CODE = new Set(['class', 'delegateExpression', 'expression']);

export const foreignCode = (element: Element): { name: string; text: string } | undefined =>
  element.zf?.imported?.find(({ name, state }) => state === 'kept' && CODE.has(name));

export const foreignCodeBound: Rule = ({ elements, called }) =>
  elements.flatMap((one) => {
    if (one.type === 'scriptTask' && isForeignScript(one)) {
      if (one.zf?.connector || one.zf?.topic) return [];
      const step = called(one);
      return [
        {
          element: one.id,
          message: one.scriptFormat
            ? tell('foreign-code.script', { step, format: one.scriptFormat })
            : tell('foreign-code.scriptOfNone', { step }),
          fix: {
            label: tell('fix.noScript'),
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
        message: tell('foreign-code', { step: called(one), code: code.text }),
        ...byPerson(one),
      },
    ];
  });
