// Two steps of one name cannot be told apart in a list.
import type { Rule } from './survey.ts';

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
      zh: `有两个步骤都叫${called(one).zh}，名单里分不清`,
      en: `Two steps are called ${called(one).en}; they cannot be told apart in a list`,
    }));
};
