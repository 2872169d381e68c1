// A text after `=` must be FEEL.
import { feel } from '../../feel/expression.ts';
import { expressionsOf } from './expressions.ts';
import { choiceInstead } from './gateway-condition.ts';
import { type Rule, tell } from './survey.ts';

export const expressionSyntax: Rule = (seen) =>
  expressionsOf(seen.process).flatMap(({ element, field, text }) => {
    if (text.trim() !== '' && !feel(text).error) return [];
    return text.trim() === ''
      ? [{ element, message: tell('expression-syntax.empty') }]
      : [
          {
            element,
            message: tell('expression-syntax', { text }),
            ...(field === 'condition' && choiceInstead(seen, element, (one) => feel(one.slice(1)).error !== undefined)),
          },
        ];
  });
