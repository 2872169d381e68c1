// A text after `=` must be FEEL.
import { feel } from '../../feel/expression.ts';
import { expressionsOf } from './expressions.ts';
import { type Rule, tell } from './survey.ts';

export const expressionSyntax: Rule = ({ process }) =>
  expressionsOf(process).flatMap(({ element, text }) => {
    if (text.trim() !== '' && !feel(text).error) return [];
    return text.trim() === ''
      ? [{ element, message: tell('expression-syntax.empty') }]
      : [
          {
            element,
            message: tell('expression-syntax', { text }),
          },
        ];
  });
