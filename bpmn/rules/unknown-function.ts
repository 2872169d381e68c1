// A function that nobody has gives null with a warning, which is an incident of the case.
import { readsOf } from '../../feel/calls.ts';
import { expressionsOf } from './expressions.ts';
import { knownNames } from './known-names.ts';
import { type Rule, tell } from './survey.ts';

export const unknownFunction: Rule = (seen) => {
  const known = knownNames(seen);
  return expressionsOf(seen.process).flatMap(({ element, text }) =>
    (readsOf(text)?.functions ?? [])
      .filter((name) => !known.has(name))
      .map((name) => ({
        element,
        message: tell('unknown-function', { name }),
      })),
  );
};
