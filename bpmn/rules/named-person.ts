// A person leaves, goes on holiday or changes desk; a role does not.
import { type Rule, tell } from './survey.ts';

export const namedPerson: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.zf?.participants?.some(({ rule }) => rule === 'person'))
    .map((one) => ({
      element: one.id,
      message: tell('named-person', { step: called(one) }),
    }));
