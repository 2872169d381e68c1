// Two steps of one name cannot be told apart in a list.
import { type Rule, tell } from './survey.ts';

export const duplicateName: Rule = ({ elements, called }) => {
  const seen = new Map<string, string>();
  return elements
    .filter((one) => /[tT]ask$|callActivity|ubProcess$/.test(one.type) && one.name?.trim())
    .filter((one) => {
      const name = one.name!.trim();
      if (seen.has(name)) return true;
      seen.set(name, one.id);
      return false;
    })
    .map((one) => ({
      element: one.id,
      message: tell('duplicate-name', { step: called(one) }),
    }));
};
