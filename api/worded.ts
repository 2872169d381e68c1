// What lint and import say, with its sentence beside the code, for readers who have no words of their own.
import type { Context } from 'hono';
import type { Problem } from '../bpmn/definition.ts';
import { sayOfModel } from '../words/model.ts';
import { languageOf } from './language.ts';

export function worded(c: Context, problems: Problem[]): (Problem & { text: string })[] {
  const language = languageOf(c);
  return problems.map((problem) => ({ ...problem, text: sayOfModel(problem.message, language) }));
}
