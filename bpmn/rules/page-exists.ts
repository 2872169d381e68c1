// A page that a step names and the shop does not have: whoever does the step is shown nothing in its place.
import { type Rule, tell } from './survey.ts';

export const pageExists: Rule = ({ elements, context: { pages }, called }) =>
  pages
    ? elements.flatMap((element) =>
        (element.zf?.page ?? [])
          .filter((page) => !pages.some(({ key }) => key === page))
          .map((page) => ({
            element: element.id,
            message: tell('page-exists', { step: called(element), page }),
            fix: {
              label: tell('fix.withoutPage', { page }),
              edit: {
                edit: 'setExtension',
                id: element.id,
                zf: { page: (element.zf?.page ?? []).filter((one) => one !== page) },
              },
            },
          })),
      )
    : [];
