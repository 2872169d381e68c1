// Entries of a checklist, and scripts, belong together by their place: a list of another length says something else in the other language.
import { type Rule, tell } from './survey.ts';

export const checklistLanguage: Rule = ({ elements, called }) =>
  elements.flatMap((one) =>
    Object.entries(one.zf?.text ?? {}).flatMap(([language, text]) =>
      (['checklist', 'scripts'] as const).flatMap((list) => {
        const [count, other] = [one.zf?.[list]?.length ?? 0, text[list]?.length];
        if (other === undefined || other === count) return [];
        const args = { step: called(one), language, count, other };
        return [
          {
            element: one.id,
            message: tell(list === 'checklist' ? 'checklist-language' : 'checklist-language.scripts', args),
          },
        ];
      }),
    ),
  );
