// A text after `=` must be FEEL.
import { feel } from '../../feel/expression.ts';
import { expressionsOf } from './expressions.ts';
import type { Rule } from './survey.ts';

export const expressionSyntax: Rule = ({ process }) =>
  expressionsOf(process).flatMap(({ element, text }) => {
    if (text.trim() !== '' && !feel(text).error) return [];
    return text.trim() === ''
      ? [{ element, zh: '条件是空的，写上什么时候成立', en: 'The expression is empty; say when it holds' }]
      : [
          {
            element,
            zh: `「${text}」写得不对，检查括号、引号和运算符`,
            en: `“${text}” is not a valid expression; check brackets, quotes and operators`,
          },
        ];
  });
