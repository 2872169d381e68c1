// Entries of a checklist belong together by their place: a list of another length says something else in the other language.
import { type Rule, tell } from './survey.ts';

export const checklistLanguage: Rule = ({ elements, called }) =>
  elements.flatMap((one) =>
    Object.entries(one.zf?.text ?? {}).flatMap(([language, { checklist }]) => {
      const count = one.zf?.checklist?.length ?? 0;
      if (!checklist || checklist.length === count) return [];
      const args = { step: called(one), language, count, other: checklist.length };
      return [{ element: one.id, message: tell('checklist-language', args) }];
    }),
  );
