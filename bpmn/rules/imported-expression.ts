// An expression that could not be translated stands in the model as it came and cannot be evaluated; a condition that is no FEEL
// answers neither yes nor no.
import { isJuel } from '../juel.ts';
import { choiceInstead } from './gateway-condition.ts';
import { type Finding, type Rule, tell } from './survey.ts';

/** Where a plain text stands for nothing: everywhere else it is the value itself. */
const CONDITIONS = new Set(['condition', 'completionCondition', 'loopCondition', 'activationCondition', 'when']);

const isForeign = (text: string): boolean =>
  text.trim() !== '' && !text.startsWith('=') && !/^(true|false)$/.test(text);

export const importedExpression: Rule = (seen) => {
  const { process } = seen;
  const found: Finding[] = [];
  const look = (id: string, value: unknown, isCondition = false): void => {
    if (typeof value === 'string') {
      if (isJuel(value) || (isCondition && isForeign(value)))
        found.push({
          element: id,
          message: tell('imported-expression', { value }),
          ...(isCondition && choiceInstead(seen, id, isForeign)),
        });
    } else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value))
        if (!['imported', 'name', 'documentation', 'script', 'text', 'formKey', 'header'].includes(key))
          look(id, inner, CONDITIONS.has(key));
  };
  for (const element of Object.values(process.elements)) look(element.id, element);
  for (const flow of Object.values(process.flows)) look(flow.id, flow);
  return found;
};
