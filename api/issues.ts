// What a schema refuses, as codes: zod's own words are English, its numbers and names are everybody's.
import type { z } from 'zod';
import type { Language, Message } from '../words/message.ts';
import { sayOfProblem } from '../words/problems.ts';
import { type ProblemError, problem, tell } from './problem.ts';

type Issue = z.core.$ZodIssue;

function why(issue: Issue): Message {
  switch (issue.code) {
    case 'invalid_type':
      return tell('issue.invalid_type', { expected: issue.expected });
    case 'too_big':
      return tell('issue.too_big', { limit: String(issue.maximum) });
    case 'too_small':
      return tell('issue.too_small', { limit: String(issue.minimum) });
    case 'invalid_format':
      return tell('issue.invalid_format', { expected: issue.format });
    case 'invalid_value':
      return tell('issue.invalid_value', { expected: issue.values.map(String) });
    case 'unrecognized_keys':
      return tell('issue.unrecognized_keys', { expected: issue.keys });
    default:
      return tell('issue.other', { message: issue.message });
  }
}

/** @param target where the request holds it: what an issue of the whole is called */
export function invalid(issues: readonly Issue[], language: Language, target = '…'): ProblemError {
  const shown = issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), why: why(issue) }));
  return problem(
    'invalid',
    { what: shown.map((one) => tell('issue.at', { path: one.path || target, why: one.why })) },
    { errors: shown.map((one) => ({ path: one.path, message: sayOfProblem(one.why, language) })) },
  );
}
