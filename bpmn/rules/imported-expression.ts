// An expression that could not be translated stands in the model as it came and cannot be evaluated.
import { isJuel } from '../juel.ts';
import type { Finding, Rule } from './survey.ts';

export const importedExpression: Rule = ({ process }) => {
  const found: Finding[] = [];
  const look = (id: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (isJuel(value))
        found.push({
          element: id,
          zh: `「${value}」是别的系统的写法，没法自动换过来，请重写`,
          en: `“${value}” is written for another system and could not be translated; write it anew`,
        });
    } else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value))
        if (!['imported', 'name', 'documentation', 'script', 'text', 'formKey', 'header'].includes(key))
          look(id, inner);
  };
  for (const element of Object.values(process.elements)) look(element.id, element);
  for (const flow of Object.values(process.flows)) look(flow.id, flow);
  return found;
};
