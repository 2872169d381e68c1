// A certificate that a step asks for and no course of the shop gives: nobody ever has it, so nobody ever does the step.
import { type Rule, tell } from './survey.ts';

export const certificateExists: Rule = ({ elements, context: { pages }, called }) =>
  pages
    ? elements.flatMap((element) => {
        const asked = element.zf?.certificates ?? [];
        return asked
          .filter((course) => !pages.some(({ key, certificate }) => key === course && certificate))
          .map((course) => {
            const left = asked.filter((one) => one !== course);
            return {
              element: element.id,
              message: tell('certificate-exists', { step: called(element), course }),
              fix: {
                label: tell('fix.withoutCertificate', { course }),
                edit: {
                  edit: 'setExtension' as const,
                  id: element.id,
                  zf: { certificates: left.length > 0 ? left : undefined },
                },
              },
            };
          });
      })
    : [];
